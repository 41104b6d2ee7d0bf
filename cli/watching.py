"""What is seen of a part from outside while it runs: its metrics and its traces."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.metrics import Everything, offer
from adapters.settings import Settings
from adapters.temporal import offer_metrics
from adapters.tracing import start_tracing
from casework.numbers import Numbers
from storage.store import Storehouse


@contextmanager
def traced(settings: Settings, part: str) -> Iterator[None]:
    """Traces are sent, if anywhere, and the last of them before the part ends."""
    end = start_tracing(settings, part)
    try:
        yield
    finally:
        end()


@contextmanager
def measured(settings: Settings, storehouse: Storehouse) -> Iterator[None]:
    """A worker answers Prometheus where its settings say so."""
    if settings.metrics_temporal:
        offer_metrics(settings.metrics_temporal)
    if not settings.metrics_worker:
        yield
        return
    everything = Everything(Numbers(storehouse))
    server, thread = offer(everything, settings.metrics_worker)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
