"""Who else has the same page open: told to those who may change it.

It is a courtesy and guards nothing. What was changed meanwhile is found when a form is
sent, by what its sender had been looking at.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.clock import now
from casework.blinding import BOTH
from casework.conflicts import check_can_take
from casework.filing import case_for
from casework.seen import CALENDAR, RULES, place_of
from domain import policies
from domain.calendar import LONDON, say_clock
from domain.case import Case
from domain.errors import CaseNotFound
from domain.offices import Office
from domain.people import Actor
from domain.terms import Terms
from storage.cases import terms_of
from storage.presence import Visit
from storage.store import Store, Storehouse

RECENT = timedelta(minutes=15)
"""Without a sign of life for so long, somebody no longer counts as being there."""

READING = "An adviser is reading it."


@dataclass(frozen=True)
class AlsoOpen:
    """Somebody else has the page open; a practitioner is told neither who nor when."""

    name: str
    opened_at: datetime | None

    @property
    def sentence(self) -> str:
        if self.opened_at is None:
            return READING
        at = say_clock(self.opened_at.astimezone(LONDON))
        return f"{self.name} opened this at {at} and may be changing it."


@dataclass(frozen=True)
class OpenPage:
    """A page that somebody has open, when that was noted, and who else has it open."""

    what: str
    seen_at: datetime
    others: tuple[AlsoOpen, ...]

    @property
    def sentence(self) -> str:
        return " ".join(each.sentence for each in self.others)


class Presence:
    """`what` is the reference of a case, or a page of the organisation by name."""

    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def open(self, actor: Actor, what: str) -> OpenPage:
        """Note that somebody has a page open, and tell them who else has.

        Raises:
            CaseNotFound: there is no such page for this actor.
        """
        at = now()
        with self._storehouse.writing() as store:
            case = _page_for(store, actor, what)
            store.presence.see(actor.id, _place(actor, what), at, at - RECENT)
            if case is None:
                others = tuple(_named(store, actor, _visits(store, actor, what)))
            else:
                terms = terms_of(store.session, what)
                others = also_open(store, actor, case, terms)
        return OpenPage(what, at, others)

    def leave(self, actor: Actor, what: str, seen_at: datetime) -> None:
        """They left the page, unless they were seen there again since."""
        with self._storehouse.writing() as store:
            store.presence.leave(actor.id, _place(actor, what), seen_at)


def also_open(
    store: Store, actor: Actor, case: Case, terms: Terms
) -> tuple[AlsoOpen, ...]:
    """Who else has a page of this case open, as far as this reader is told."""
    visits = _visits(store, actor, case.reference)
    advisers = [each for each in visits if each.user != case.opened_by]
    if actor.id == case.opened_by:
        return (AlsoOpen("", None),) if advisers else ()
    if case.approvals_needed(terms) >= BOTH:  # they decide without heeding each other
        visits = [each for each in visits if each.user == case.opened_by]
    return tuple(_named(store, actor, visits))


def _visits(store: Store, actor: Actor, what: str) -> list[Visit]:
    return store.presence.others(actor.id, _place(actor, what), now() - RECENT)


def _named(store: Store, actor: Actor, visits: list[Visit]) -> list[AlsoOpen]:
    if not visits:
        return []
    names = store.accounts.names(actor.organisation)
    return [AlsoOpen(names[v.user], v.opened_at) for v in visits if v.user in names]


def _place(actor: Actor, what: str) -> str:
    """A case has a name of its own; a page is the organisation's."""
    return what if _is_case(what) else place_of(actor, what)


def _is_case(what: str) -> bool:
    return what.startswith("SR-")


def _page_for(store: Store, actor: Actor, what: str) -> Case | None:
    """The case of a page; None for a page of the organisation.

    Raises:
        CaseNotFound: there is no such page for this actor.
    """
    if _is_case(what):
        case = case_for(store, actor, what)
        policies.check_can_see(actor, case)
        if case.opened_by != actor.id:
            check_can_take(store, actor, case)
        return case
    office = Office.SET_RULES if what in (CALENDAR, RULES) else Office.ARRANGE
    teams = [team.id for team in store.teams.all(actor.organisation)]
    if not policies.holds(actor, office) or what not in (CALENDAR, RULES, *teams):
        raise CaseNotFound
    return None
