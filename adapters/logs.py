"""Structured logs: JSON lines with fields from a list, and nothing else.

Error texts and tracebacks may quote what people typed, so neither is ever logged:
an exception is its class and where it was raised.
"""

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from opentelemetry.trace import format_trace_id, get_current_span

from adapters.metrics import DROPPED, EVENTS

FIELDS = frozenset(
    {
        *("event", "level", "timestamp", "logger", "route", "method", "status"),
        *("reference", "act", "step", "attempt", "reason_code", "exc_class"),
        *("exc_place", "count", "part", "address", "port", "pid", "milliseconds"),
        *("trace_id", "dropped"),
    }
)


def only_listed(
    logger: object, method: str, event: MutableMapping[str, Any]
) -> Mapping[str, Any]:
    """Drop every field that is not on the list, and say how many; count the line.

    Where an exception came from is said, and not a word of it.
    """
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else info
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exc_class"] = type(error).__name__
        event["exc_place"] = places(error)
    kept = {key: value for key, value in event.items() if key in FIELDS}
    return {**kept, **_counted(kept, len(event) - len(kept))}


def _counted(kept: Mapping[str, Any], dropped: int) -> Mapping[str, Any]:
    """Count a line, and say what it lacks and which trace it is of."""
    EVENTS.labels(kept.get("event", ""), kept.get("level", "")).inc()
    DROPPED.inc(dropped)
    more: dict[str, Any] = {"dropped": dropped} if dropped else {}
    span = get_current_span().get_span_context()
    if span.is_valid:
        more["trace_id"] = format_trace_id(span.trace_id)
    return more


def places(error: BaseException) -> str:
    """Where an exception was raised, as file and line, without source or values."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " > ".join(f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in frames)


class _Foreign(logging.Handler):
    """Other libraries' records: the logger's name, the level and the class of error."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().warning(
            "library_warning", logger=record.name, exc_info=error
        )


def configure() -> None:
    """Send everything to standard error, one JSON object a line."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_listed,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [_Foreign(level=logging.WARNING)]
    root.setLevel(logging.WARNING)
