"""What every step with a request about somebody's rights has in common.

Whoever handles one must have nothing to do with it; each step is a line of its log, and
where it concerns a case, a dated note on the chain of that case.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from adapters.clock import now
from adapters.passwords import new_secret
from casework.calendars import calendar_for
from casework.conflicts import as_it_concerns
from casework.disposal import today
from domain import policies
from domain.calendar import Calendar
from domain.case import Case
from domain.errors import CaseError, CaseNotFound, NotAccepted, NotAllowed, Why
from domain.offices import Office
from domain.people import Actor, Role
from domain.permissions import Deed
from domain.rights import Asked, RightsRequest, Step
from domain.timeline import Entry, What
from storage.barred import is_among, known_as
from storage.comments import Comment, CommentKind, Said
from storage.keys import KeyDestroyed
from storage.rights import LogLine
from storage.store import Store, Storehouse

ROLES = (Role.ADVISER, Role.AUDITOR, Role.PRACTITIONER)


@dataclass(frozen=True)
class Note:
    """What is put on the chain of a case because of a request."""

    what: What
    request: str
    words: str = ""
    once: str = ""


@dataclass(frozen=True)
class Doing:
    """One step of somebody with a request, which nobody else changes meanwhile."""

    store: Store
    actor: Actor
    request: RightsRequest
    at: datetime
    once: str

    @property
    def today(self) -> date:
        return today()

    def is_done(self, step: Step) -> bool:
        """Whether this very form was sent before."""
        return self.store.rights.is_noted(self.request.id, self._name(step))

    def note(self, step: Step, words: str = "", **codes: str) -> None:
        name = self._name(step)
        line = LogLine(step, self.actor.id, self.at, codes, words, name)
        self.store.rights.note(self.request.id, line)

    def case(self, reference: str) -> Case:
        """A case that belongs to the request, and with which they have no part.

        Raises:
            NotAccepted: it is not linked.
            NotAllowed: it is their own request, or about them.
        """
        if reference not in self.store.rights.cases(self.request.id):
            raise NotAccepted(Why.NOT_LINKED, about="reference")
        return handled_case(self.store, self.actor, reference)

    def on_case(self, what: What, reference: str, words: str = "") -> None:
        note = Note(what, self.request.id, words, self.once)
        note_on_case(self.store, self.actor, reference, note)

    def _name(self, step: Step) -> str:
        cipher = self.store.keys.people()
        return cipher.index(f"{step}|{self.actor.id}|{self.request.id}|{self.once}")


@contextmanager
def doing(
    storehouse: Storehouse, actor: Actor, id: str, once: str = ""
) -> Iterator[Doing]:
    """One transaction in which nobody else changes this request.

    Raises:
        CaseNotFound: there is none in their organisation.
        NotAllowed: it is not their role, or it is about them.
    """
    policies.check_office(actor, Office.HANDLE_RIGHTS)
    with storehouse.writing() as store:
        store.rights.hold(id)
        request = request_for(store, actor, id)
        yield Doing(store, actor, request, now(), once or new_secret())


def request_for(store: Store, actor: Actor, id: str) -> RightsRequest:
    """A request for whoever may handle it.

    Raises:
        CaseNotFound: there is none in their organisation.
        NotAllowed: it is about them, or somebody they declared a conflict with.
    """
    request = store.rights.get(actor.organisation, id)
    if request is None:
        raise CaseNotFound
    if concerns(store, actor, store.rights.asked(id)):
        raise NotAllowed(Why.CONFLICT)
    return request


def concerns(store: Store, actor: Actor, asked: Asked | None) -> bool:
    """Whether somebody is who asked, or declared a conflict with them."""
    account = store.accounts.get(actor.id)
    mine = known_as(account) if account else []
    declared = store.conflicts.of(actor.organisation, actor.id)
    mine += [(each.name, "") for each in declared]
    return asked is not None and is_among(mine, [(asked.name, "")])


def handled_case(store: Store, actor: Actor, reference: str) -> Case:
    """A case, for whoever handles what somebody asked about it.

    Raises:
        CaseNotFound: there is no such case for this actor.
        NotAllowed: it is their own request, or about them.
    """
    case = store.cases(actor).get(reference)
    policies.check_deed(Deed.ANSWER_RIGHTS, actor, case)
    if store.keys.has(f"case:{reference}"):
        concerned = as_it_concerns(store, actor, case)
        policies.check_deed(Deed.ANSWER_RIGHTS, actor, concerned)
    return case


def may_handle(store: Store, actor: Actor, reference: str) -> bool:
    try:
        handled_case(store, actor, reference)
    except (CaseError, KeyDestroyed):
        return False
    return True


def note_on_case(store: Store, actor: Actor, reference: str, note: Note) -> None:
    """A dated note on the chain of a case, also after its seal; the same once."""
    said = f"{note.what}|{actor.id}|{reference}|{note.request}|{note.once}"
    id, at = store.keys.people().index(said), now()
    if note.words and store.keys.has(f"case:{reference}"):
        words = Said(CommentKind.REASON, note.words)
        store.comments.add(Comment(id, reference, actor.id, True, at, words))
    role = next((each for each in ROLES if actor.has(each)), Role.ADVISER)
    facts = (("request", note.request),) if note.request else ()
    entry = Entry(note.what, actor.id, role, at, act=id, facts=facts)
    store.timeline.add(reference, f"{reference}:{id}", entry)


def calendar_of(store: Store, organisation: str) -> Calendar:
    """Weekends and bank holidays where they work: the law knows no own closures."""
    place = store.accounts.organisation(organisation)
    return Calendar(holidays=calendar_for(place, now()).holidays)
