"""What this process counts, for Prometheus. No label says who, or which case.

What can be read from the database is not counted here but in `casework/numbers.py`,
so that it is right after every start and the same wherever it is asked.
"""

from collections.abc import Iterable
from threading import Thread
from wsgiref.simple_server import WSGIServer

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    Metric,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
    start_http_server,
)
from prometheus_client.registry import Collector

TEXT = CONTENT_TYPE_LATEST
REGISTRY = CollectorRegistry()
"""Our own: nothing is counted that we did not choose."""

# When each count began is of no use to anybody. The function has no types.
disable_created_metrics()  # type: ignore[no-untyped-call]
ProcessCollector(registry=REGISTRY)

REQUESTS = Histogram(
    "sharewell_http_request_duration_seconds",
    "How long a request took, by the pattern of its address.",
    ["route", "method", "status"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
STEPS = Histogram(
    "sharewell_step_duration_seconds",
    "How long a step of a case took, and whether it was done or failed.",
    ["step", "result"],
    buckets=(0.01, 0.05, 0.25, 1, 5, 15, 60),
    registry=REGISTRY,
)
MAIL = Counter(
    "sharewell_mail_attempts",
    "E-mails handed to the mail server: taken, refused for good, or put off.",
    ["result"],
    registry=REGISTRY,
)
EVENTS = Counter(
    "sharewell_log_events",
    "Lines of the log, by event.",
    ["event", "level"],
    registry=REGISTRY,
)
DROPPED = Counter(
    "sharewell_log_fields_dropped",
    "Fields that were kept out of the log because they are not on the list.",
    registry=REGISTRY,
)

for result in ("taken", "refused", "put_off"):
    MAIL.labels(result)  # from the start, so that the first one is a rise
for event, level in (("tree_broken", "error"), ("case_resumed", "warning")):
    EVENTS.labels(event, level)


class Everything:
    """What is counted here, and what is read from elsewhere, in one answer."""

    def __init__(self, *others: Collector) -> None:
        self._others = others

    def collect(self) -> Iterable[Metric]:
        yield from REGISTRY.collect()
        for other in self._others:
            yield from other.collect()

    def text(self) -> bytes:
        return generate_latest(self)


def offer(metrics: Collector, address: str) -> tuple[WSGIServer, Thread]:
    """Answer Prometheus at `host:port`, in a thread of its own."""
    host, _, port = address.rpartition(":")
    return start_http_server(int(port), host, metrics)
