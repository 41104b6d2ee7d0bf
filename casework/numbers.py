"""What Prometheus is told of the record: numbers, read when it asks, and no name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

import structlog
from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily
from sqlalchemy.exc import DBAPIError

from adapters.clock import now
from casework.stuck import stuck_in
from domain.stuck import Stuck
from storage.gauges import Reading, gauges
from storage.store import Store, Storehouse

log = structlog.get_logger()

WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "case_stage": ("Open cases at each stage.", ("stage",)),
    "case_stage_oldest_seconds": (
        "For how long the oldest case at each stage has been there.", ("stage",),
    ),
    "case_stage_waiting": (
        "Open cases that have been at their stage for longer than that.",
        ("stage", "longer_than"),
    ),
    "cases_opened_last_day": ("Cases that were begun within 24 hours.", ()),
    "cases_ended_last_day": ("Cases that ended within 24 hours.", ("ending",)),
    "tasks": ("Tasks of advisers that are not done.", ("priority",)),
    "tasks_overdue": ("Those that are overdue.", ("priority",)),
    "task_age_seconds": ("The age of the oldest task.", ("priority",)),
    "task_untaken_age_seconds": (
        "The age of the oldest task that nobody has taken; 0 if there is none.",
        ("priority",),
    ),
    "relay_pending": ("Acts that are stored and not yet sent.", ()),
    "relay_oldest_seconds": ("The age of the oldest of them.", ()),
    "acts_without_outcome": ("Acts that are not yet applied.", ()),
    "acts_without_outcome_oldest_seconds": ("The age of the oldest of them.", ()),
    "releases": ("Everything that was ever shared, as it stands.", ("state",)),
    "mail_waiting": ("E-mails that are due and not sent.", ()),
    "mail_oldest_seconds": ("For how long the oldest of them has been due.", ()),
    "mail_given_up_last_day": (
        "E-mails that will never arrive, as was found within 24 hours.", (),
    ),
    "step_failing": ("Cases in which this step is failing.", ("step",)),
    "step_failing_oldest_seconds": ("For how long it has been.", ("step",)),
    "stuck": ("Cases that do not go on by themselves, by why.", ("kind",)),
    "workers": ("Workers that were seen within 30 seconds.", ("version",)),
    "workers_silent": ("Workers that vanished within an hour.", ()),
    "worker_seen_age_seconds": ("How long ago any worker was seen.", ()),
    "backup_age_seconds": (
        "How old the newest backup is; without any, the oldest case.", (),
    ),
    "seal_age_seconds": ("How long ago the log of all cases was signed.", ()),
}  # fmt: skip
"""Each number with what it means and the names of its labels."""

READABLE = "sharewell_record_readable"


class Numbers:
    """Reads them from the database each time it is asked."""

    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def collect(self) -> Iterable[Metric]:
        """Every number; without the database only that it cannot be read."""
        readings = self._read()
        readable = GaugeMetricFamily(READABLE, "Whether the database answers.")
        readable.add_metric((), float(readings is not None))
        yield readable
        for name, values in (readings or {}).items():
            words, labels = WORDS[name]
            family = GaugeMetricFamily(f"sharewell_{name}", words, labels=labels)
            for labelled, value in values:
                family.add_metric(labelled, float(value))
            yield family

    def _read(self) -> Reading | None:
        try:
            with self._storehouse.reading() as store:
                at = now()
                return gauges(store.session, at) | _stuck(store, at)
        except DBAPIError as error:
            log.error("numbers_unread", exc_class=type(error).__name__)
            return None


def _stuck(store: Store, at: datetime) -> Reading:
    places = [each.id for each in store.accounts.organisations()]
    found = Counter(
        each.kind for place in places for each in stuck_in(store, place, at)
    )
    return {"stuck": [((kind.value,), found[kind]) for kind in Stuck]}
