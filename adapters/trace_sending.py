"""Sends traces to a collector, with what is listed in them and nothing else.

Libraries put the texts of errors into what they trace, and those may quote what people
typed. It is loaded only where traces are sent: it takes its time.
"""

from collections.abc import Callable, Sequence

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import (
    BatchSpanProcessor,
    SpanExporter,
    SpanExportResult,
)
from opentelemetry.trace import Link, Status
from temporalio.contrib.opentelemetry import TracingInterceptor

from adapters.tracing import LISTED, TRAVELS, tracer
from adapters.version import VERSION


def send_to(url: str, part: str) -> Callable[[], None]:
    """Send every span from now on; the answer sends the last of them and ends it."""
    resource = Resource.create(
        {"service.name": f"sharewell-{part}", "service.version": VERSION}
    )
    provider = TracerProvider(resource=resource)
    exporter = OnlyListed(OTLPSpanExporter(endpoint=url))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return provider.shutdown


class OnlyListed(SpanExporter):
    """Passes on names, times and listed attributes of spans; nothing of any error."""

    def __init__(self, onwards: SpanExporter) -> None:
        self._onwards = onwards

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._onwards.export([only_listed(span) for span in spans])

    def shutdown(self) -> None:
        self._onwards.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        return self._onwards.force_flush(timeout_millis)


def only_listed(span: ReadableSpan) -> ReadableSpan:
    """The same span without events, without words, without what is not listed."""
    attributes = span.attributes or {}
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes={key: attributes[key] for key in attributes if key in LISTED},
        links=[Link(link.context) for link in span.links],
        kind=span.kind,
        instrumentation_scope=span.instrumentation_scope,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
    )


class Following(TracingInterceptor):
    """Follows a case through Temporal."""

    def __init__(self) -> None:
        super().__init__(tracer())
        self.text_map_propagator = TRAVELS
