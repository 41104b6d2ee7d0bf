"""Traces: how a click becomes an act, a signal, a step. Codes and references only.

They are off unless `traces_url` is set.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fastapi.telemetry import TelemetryConfig
from opentelemetry.context import Context, attach, detach
from opentelemetry.trace import Tracer, get_tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from temporalio.client import Interceptor

from adapters.settings import Settings
from adapters.version import VERSION

REFERENCE = "sharewell.reference"
ACT = "sharewell.act"
ROUTE = "http.route"
METHOD = "http.request.method"
ANSWERED = "http.response.status_code"

PARENT = "traceparent"
TRAVELS = TraceContextTextMapPropagator()
"""Only the ids of spans travel: no baggage."""

LISTED = frozenset(
    {
        *(REFERENCE, ACT, ROUTE, METHOD, ANSWERED),
        *("temporalWorkflowID", "temporalRunID", "temporalActivityID"),
    }
)
"""What a span may say."""


NOT_BY_ITSELF = TelemetryConfig(
    tracing=False, metrics=False, logs=False, auto_configure=False
)
"""For every application: else FastAPI may send addresses and errors as they are."""


def tracer() -> Tracer:
    """Where spans begin; while traces are off they come to nothing."""
    return get_tracer("sharewell", VERSION)


def here() -> str:
    """The trace of what is being done, to be kept with it; empty if there is none."""
    carrier: dict[str, str] = {}
    TRAVELS.inject(carrier)
    return carrier.get(PARENT, "")


@contextmanager
def carrying_on(trace: str) -> Iterator[None]:
    """What is done now belongs to that trace, though the click was long ago."""
    before = attach(TRAVELS.extract({PARENT: trace}) if trace else Context())
    try:
        yield
    finally:
        detach(before)


def start_tracing(settings: Settings, part: str) -> Callable[[], None]:
    """Send traces from now on, if anywhere; the answer sends the last and ends it."""
    if not settings.traces_url:
        return _nothing
    from adapters.trace_sending import send_to

    return send_to(settings.traces_url, part)


def _nothing() -> None:
    """There was nothing to end."""


def followers(settings: Settings) -> list[Interceptor]:
    """What a Temporal client needs so that a trace goes on in the worker."""
    if not settings.traces_url:
        return []
    from adapters.trace_sending import Following

    return [Following()]
