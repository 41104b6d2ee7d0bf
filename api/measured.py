"""Measures every request: how long, by the pattern of its address, and how it ended.

It stands outside everything else, so that a refusal and a mishap count as well. The
pattern is what we wrote, such as `/requests/{reference}`; what somebody asked for by
it is never kept.
"""

from time import perf_counter

import structlog
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.metrics import REQUESTS
from adapters.tracing import ANSWERED, METHOD, ROUTE, tracer

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OTHER = "other"
NO_ANSWER = 500
"""Whoever breaks off, or is broken off, got nothing."""

log = structlog.get_logger()


class Measured:
    """A request from its first byte to the last of its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = NO_ANSWER

        async def sending(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        began = perf_counter()
        # What a stranger says about traces is not believed: it begins here.
        with tracer().start_as_current_span(
            "request", Context(), kind=SpanKind.SERVER, record_exception=False
        ) as span:
            try:
                await self._app(scope, receive, sending)
            finally:
                _note(scope, status, perf_counter() - began, span)


def _note(scope: Scope, status: int, seconds: float, span: Span) -> None:
    method = scope["method"] if scope["method"] in METHODS else OTHER
    route = route_of(scope)
    REQUESTS.labels(route, method, status).observe(seconds)
    span.update_name(f"{method} {route}")
    span.set_attributes({METHOD: method, ROUTE: route, ANSWERED: status})
    if status >= NO_ANSWER:
        span.set_status(Status(StatusCode.ERROR))
        log.error("request_failed", route=route, method=method, status=status)


def route_of(scope: Scope) -> str:
    """The pattern that answered, with where it is mounted."""
    pattern = getattr(scope.get("route"), "path", None)
    return OTHER if pattern is None else f"{scope.get('root_path', '')}{pattern}"
