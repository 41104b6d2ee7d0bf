"""What was said or done about a case after its seal, and stands beside the record."""

from dataclasses import dataclass
from datetime import datetime

from casework.conflicts import case_of
from casework.rights_notes import RightsNote, rights_notes
from domain import policies
from domain.people import Actor
from storage.breaches import Breach
from storage.feedback import FeedbackLine, feedback_of
from storage.store import Storehouse


@dataclass(frozen=True)
class SealNotes:
    """Dated notes beside a seal, and the names of who wrote them."""

    feedback: tuple[FeedbackLine, ...]
    breach: Breach | None
    names: dict[str, str]
    rights: tuple[RightsNote, ...] = ()


class BesideTheSeal:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def of(self, actor: Actor, reference: str, sealed_at: datetime) -> SealNotes:
        """For whoever may read the record.

        Raises:
            CaseNotFound: there is no such case for this actor.
        """
        with self._storehouse.reading() as store:
            case = case_of(store, actor, reference)
            policies.check_can_read_record(actor, case)
            given = feedback_of(store, reference)
            return SealNotes(
                tuple(each for each in given if each.at > sealed_at),
                store.breaches.get(reference),
                store.accounts.names(case.organisation),
                rights_notes(store, actor, case, sealed_at),
            )
