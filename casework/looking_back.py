"""Puts together what looks back: finished cases, numbers, and who read what."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.settings import Settings
from casework.alerts import Alerts
from casework.audit import Audit
from casework.emergency_reading import EmergencyReading, EmergencyTimes
from casework.proofs import Proofs
from casework.record_search import RecordSearch
from casework.reports import Reports
from casework.rulebooks import Rulebooks
from casework.sealed_records import SealedRecords
from casework.views import Views
from storage.store import Storehouse


@dataclass(frozen=True)
class LookingBackSide:
    """What is found of finished cases, and counted."""

    record_search: RecordSearch
    organisation_reports: Reports
    audit: Audit
    alerts: Alerts
    emergency_reading: EmergencyReading
    sealed_records: SealedRecords
    proofs: Proofs


def looking_back_side(
    settings: Settings, storehouse: Storehouse, rulebooks: Rulebooks, views: Views
) -> LookingBackSide:
    sealed = SealedRecords(storehouse, views)
    lasts = timedelta(minutes=settings.emergency_reading_minutes)
    times = EmergencyTimes(lasts, settings.emergency_review_days)
    return LookingBackSide(
        record_search=RecordSearch(storehouse),
        organisation_reports=Reports(storehouse, rulebooks),
        audit=Audit(storehouse),
        alerts=Alerts(storehouse),
        emergency_reading=EmergencyReading(storehouse, views, times),
        sealed_records=sealed,
        proofs=Proofs(storehouse, sealed),
    )
