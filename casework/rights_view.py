"""A request about somebody's rights, as whoever handles it sees it."""

from dataclasses import dataclass
from datetime import datetime

from casework.disposal import today
from casework.rights_desk import may_handle, request_for
from casework.seen import mark_of
from domain import policies
from domain.offices import Office
from domain.people import SYSTEM, Actor
from domain.rights import Asked, Identity, Kind, Pack, RightsRequest, Step
from domain.rights_words import letter, step_said
from storage.rights import LogLine
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class StepLine:
    """One step, as a sentence and with what was written."""

    at: datetime
    sentence: str
    words: str


@dataclass(frozen=True)
class LinkedCase:
    """A case that belongs to it. `theirs` says that its reader may act on it."""

    reference: str
    restricted: bool
    theirs: bool


@dataclass(frozen=True)
class RightsView:
    """One request. `asked` is None once what was written in it is destroyed."""

    request: RightsRequest
    asked: Asked | None
    cases: tuple[LinkedCase, ...]
    log: tuple[StepLine, ...]
    copy_is_there: bool
    is_late: bool
    letter: str
    may: frozenset[str]
    faults: tuple[str, ...]
    mark: str


class RightsViews:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def of(self, actor: Actor, id: str) -> RightsView:
        """One request with all that was done about it.

        Raises:
            CaseNotFound: there is none in their organisation.
            NotAllowed: it is not their role, or it is about them.
        """
        policies.check_office(actor, Office.HANDLE_RIGHTS)
        with self._storehouse.reading() as store:
            request = request_for(store, actor, id)
            lines = store.rights.log(id)
            asked = store.rights.asked(id)
            cases = _cases(store, actor, id)
            names = store.accounts.names(actor.organisation)
            return RightsView(
                request,
                asked,
                cases,
                tuple(_line(each, names) for each in lines),
                store.rights_packs.is_there(id),
                request.is_late(today()),
                _letter(store, request, lines) if asked else "",
                _may(request, asked, cases),
                tuple(store.rights.faults(id)),
                mark_of(request, len(lines)),
            )


def _cases(store: Store, actor: Actor, id: str) -> tuple[LinkedCase, ...]:
    restricted = store.restrictions.because_of(id)
    return tuple(
        LinkedCase(each, each in restricted, may_handle(store, actor, each))
        for each in store.rights.cases(id)
    )


def _line(line: LogLine, names: dict[str, str]) -> StepLine:
    who = "Sharewell" if line.by == SYSTEM else names.get(line.by, "Somebody")
    return StepLine(line.at, f"{who} {step_said(line.what, line.codes)}.", line.words)


def _letter(store: Store, request: RightsRequest, lines: list[LogLine]) -> str:
    place = store.accounts.organisation(request.organisation)
    wanted = Step.EXTENDED if request.is_open else Step.CLOSED
    said = [each.words for each in lines if each.what is wanted]
    why = said[-1] if said else ""
    return letter(request, today(), place.name, place.telephone, why)


def _may(
    request: RightsRequest, asked: Asked | None, cases: tuple[LinkedCase, ...]
) -> frozenset[str]:
    """What can be done now, by name."""
    kind, is_open = request.kind, request.is_open
    own = [each for each in cases if each.theirs]
    in_time = request.due_on is not None and today() <= request.due_on
    longer = in_time and not request.extended and kind is not Kind.COMPLAINT
    unsaid = kind is Kind.COMPLAINT and request.acknowledged_on is None
    open_for = {
        "identity": request.identity is Identity.NOT_YET,
        "acknowledge": unsaid,
        "extend": longer,
        "link": True,
        "search": kind is Kind.ACCESS and request.pack in (Pack.NONE, Pack.CHOOSING),
        "copy": kind is Kind.ACCESS and request.pack is not Pack.NONE,
        "correct": kind is Kind.RECTIFICATION and bool(own),
        "told": kind is Kind.RECTIFICATION and bool(own),
        "restrict": kind is not Kind.ACCESS and any(not c.restricted for c in own),
        "close": not unsaid,
    }
    found = {name for name, so in open_for.items() if so and is_open}
    if any(each.restricted for each in own):
        found.add("lift")
    if request.pack is Pack.APPROVED:
        found.add("copy")
    if not is_open and asked is not None:
        found.add("destroy")
    return frozenset(found)
