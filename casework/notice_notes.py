"""What somebody who was told does, in the account of their case."""

from adapters.clock import now
from domain.happenings import What
from domain.people import SYSTEM, Role
from domain.timeline import Entry
from storage.cases import stored_case
from storage.person_notices import Notice
from storage.store import Store


def note(store: Store, notice: Notice, what: What, by: str = SYSTEM) -> None:
    """A line of the account; a sealed one is not written on."""
    case = stored_case(store.session, notice.reference, lock=True)
    if case is None or not case.is_open:
        return
    at = now()
    role = Role.SYSTEM if by == SYSTEM else Role.PRACTITIONER
    facts = (("individual", notice.individual),)
    name = f"{notice.reference}:{what.value}:{notice.id}:{at.isoformat()}"
    store.timeline.add(notice.reference, name, Entry(what, by, role, at, facts=facts))
