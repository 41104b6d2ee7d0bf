"""What is said to be wrong with a case: noted beside it, told to who received it."""

from dataclasses import dataclass
from datetime import datetime

from casework.conflicts import content_of
from casework.rights_desk import doing, handled_case, request_for
from domain import policies, rights
from domain.errors import RuleBroken, Why
from domain.offices import Office
from domain.people import Actor
from domain.release import ReleaseState
from domain.rights import Kind, Step
from domain.timeline import What
from storage.store import Store, Storehouse

NEVER_LEFT = (ReleaseState.PREPARING, ReleaseState.TO_HAND_OVER)


@dataclass(frozen=True)
class Correction:
    """What is said to be wrong in a case, and what was decided about it."""

    reference: str
    wrong: str
    decided: str


@dataclass(frozen=True)
class PastRecipient:
    """Whom a linked case went to, and whether they were told of the correction."""

    reference: str
    name: str
    role: str
    organisation: str
    phone: str
    sent_at: datetime
    told: bool


class Corrections:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def note(self, actor: Actor, id: str, made: Correction, once: str = "") -> None:
        """Put a dated note beside a linked case. What was written there stays.

        Raises:
            CaseError: it is not linked, not theirs to do, or something is missing.
        """
        with doing(self._storehouse, actor, id, once) as it:
            if it.is_done(Step.CORRECTED):
                return
            rights.check_kind(it.request, Kind.RECTIFICATION)
            it.case(made.reference)
            wrong = rights.check_words(made.wrong, "wrong")
            decided = rights.check_words(made.decided, "decided")
            words = f"Said to be wrong: {wrong}\nDecided: {decided}"
            it.note(Step.CORRECTED, words, case=made.reference)
            it.on_case(What.CORRECTION_NOTED, made.reference, words)

    def recipients(self, actor: Actor, id: str) -> list[PastRecipient]:
        """Everybody whom a linked case went to; empty for what is destroyed."""
        policies.check_office(actor, Office.HANDLE_RIGHTS)
        with self._storehouse.reading() as store:
            request = request_for(store, actor, id)
            found = []
            for reference in store.rights.cases(request.id):
                past = _past(store, actor, request.id, reference)
                found += [past] if past else []
            return found

    def told(
        self, actor: Actor, id: str, reference: str, how: str, once: str = ""
    ) -> None:
        """Write down that a recipient was told, and how.

        Raises:
            CaseError: nothing went to anybody, or it is not theirs to do.
        """
        with doing(self._storehouse, actor, id, once) as it:
            if it.is_done(Step.RECIPIENT_TOLD):
                return
            rights.check_kind(it.request, Kind.RECTIFICATION)
            it.case(reference)
            if _past(it.store, actor, id, reference) is None:
                raise RuleBroken(Why.NOTHING_SHARED)
            how = rights.check_words(how, "how")
            it.note(Step.RECIPIENT_TOLD, how, case=reference)
            it.on_case(What.CORRECTION_SENT, reference, how)


def _past(store: Store, actor: Actor, id: str, reference: str) -> PastRecipient | None:
    parcel = store.releases.of(reference)
    if parcel is None or parcel.state in NEVER_LEFT:
        return None
    if not store.keys.has(f"case:{reference}"):
        return None
    to = content_of(store, handled_case(store, actor, reference)).recipient
    if to is None:
        return None
    told = any(
        line.what is Step.RECIPIENT_TOLD and line.codes.get("case") == reference
        for line in store.rights.log(id)
    )
    return PastRecipient(
        reference, to.name, to.role, to.organisation, to.phone, parcel.made_at, told
    )
