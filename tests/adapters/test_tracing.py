"""Traces: what leaves is listed, whatever a library put into a span."""

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Link, Status, StatusCode, get_tracer_provider

from adapters.trace_sending import OnlyListed
from adapters.tracing import REFERENCE, carrying_on, followers, here, start_tracing
from tests.adapters.test_settings import settings

CANARY = "canary-of-what-somebody-typed"


def test_a_span_leaves_with_what_is_listed_and_no_word_of_an_error() -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(OnlyListed(kept)))
    tracer = provider.get_tracer("t")
    before = tracer.start_span("before")
    before.end()
    link = Link(before.get_span_context(), {"why": CANARY})
    with tracer.start_as_current_span("step", links=[link]) as span:
        span.set_attributes({REFERENCE: "SR-1", "url.query": CANARY})
        span.add_event(CANARY, {"body": CANARY})
        span.record_exception(ValueError(CANARY))
        span.set_status(Status(StatusCode.ERROR, CANARY))
    _, left = kept.get_finished_spans()
    assert left.name == "step"
    assert dict(left.attributes or {}) == {REFERENCE: "SR-1"}
    assert left.status.status_code is StatusCode.ERROR
    assert [each.context for each in left.links] == [before.get_span_context()]
    assert CANARY not in left.to_json()
    assert not left.events


def test_traces_are_off_unless_somebody_says_where_they_go() -> None:
    before = get_tracer_provider()
    start_tracing(settings(), "web")()
    assert get_tracer_provider() is before
    assert followers(settings()) == []
    assert followers(settings(traces_url="http://127.0.0.1:4318/v1/traces"))


def test_a_click_that_is_sent_later_is_still_of_its_trace() -> None:
    tracer = TracerProvider().get_tracer("t")
    with tracer.start_as_current_span("click") as click:
        kept = here()
    assert here() == ""
    with carrying_on(kept), tracer.start_as_current_span("sent") as sent:
        assert sent.get_span_context().trace_id == click.get_span_context().trace_id
    with carrying_on(""), tracer.start_as_current_span("sent") as other:
        assert other.get_span_context().trace_id != click.get_span_context().trace_id
    assert here() == ""
