"""The register of what people ask about what is kept of them, and of each answer."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from adapters.clock import now
from adapters.passwords import LETTERS, new_secret
from casework.disposal import today
from casework.paging import PAGE, Page, read_cursor, write_cursor
from casework.rights_desk import (
    Doing,
    calendar_of,
    concerns,
    doing,
    handled_case,
)
from domain import policies, rights
from domain.errors import CaseNotFound, NotAccepted, NotAllowed, Why
from domain.offices import Office
from domain.people import Actor
from domain.rights import Asked, Identity, Kind, Outcome, RightsRequest, Step
from domain.timeline import What
from storage.rights import NO_DAY, LogLine
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class New:
    """A request as somebody writes it down."""

    kind: Kind
    received_on: date
    identity: Identity
    asked: Asked


class Rights:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def all(
        self, actor: Actor, cursor: str | None = None, *, closed: bool = False
    ) -> Page[RightsRequest]:
        """Those of the organisation, what is due first at the top.

        Raises:
            NotAllowed: it is not the actor's role.
        """
        policies.check_office(actor, Office.HANDLE_RIGHTS)
        place = read_cursor(cursor)
        after = (place[0].date().isoformat(), place[1]) if place else None
        with self._storehouse.reading() as store:
            here = actor.organisation
            found = store.rights.of(here, after, PAGE + 1, closed=closed)
            shown = [
                each
                for each in found[:PAGE]
                if not concerns(store, actor, store.rights.asked(each.id))
            ]
        last = found[PAGE - 1] if len(found) > PAGE else None
        return Page(shown, _cursor(last) if last else None)

    def open(self, actor: Actor, new: New, once: str = "") -> str:
        """Write a request down; its number.

        Raises:
            NotAllowed: it is not the actor's role, or it is about them.
            NotAccepted: a day cannot be, or something is missing.
        """
        policies.check_office(actor, Office.HANDLE_RIGHTS)
        rights.check_received(new.received_on, today())
        rights.check_words(new.asked.name, "name")
        rights.check_words(new.asked.asked, "asked")
        _check_how(new.identity, new.asked.identity_how)
        with self._storehouse.writing() as store:
            if concerns(store, actor, new.asked):
                raise NotAllowed(Why.CONFLICT)
            id = _id_of(store, actor, once or new_secret())
            store.rights.hold(id)
            if store.rights.get(actor.organisation, id) is not None:
                return id
            working = calendar_of(store, actor.organisation).is_working
            due = rights.due_on(new.kind, new.received_on, working)
            request = RightsRequest(
                id, actor.organisation, new.kind, new.received_on, due, actor.id,
                now(), new.identity,
            )  # fmt: skip
            store.rights.open(request, new.asked)
            codes = {"kind": new.kind.value, "due": due.isoformat()}
            line = LogLine(Step.OPENED, actor.id, now(), codes, new.asked.asked)
            store.rights.note(id, line)
        return id

    def check_identity(
        self, actor: Actor, id: str, identity: Identity, how: str, once: str = ""
    ) -> None:
        """Write down how it was checked who they are."""
        with doing(self._storehouse, actor, id, once) as it:
            rights.check_open(it.request)
            _check_how(identity, how)
            asked = _asked(it)
            it.store.rights.keep(
                replace(it.request, identity=identity),
                replace(asked, identity_how=how.strip()),
            )
            it.note(Step.IDENTITY_CHECKED, how.strip(), identity=identity.value)

    def acknowledge(self, actor: Actor, id: str, on: date, once: str = "") -> None:
        """They were told that their complaint came; the clock stands still."""
        with doing(self._storehouse, actor, id, once) as it:
            if it.is_done(Step.ACKNOWLEDGED):
                return
            rights.check_can_acknowledge(it.request)
            if on > it.today:
                raise NotAccepted(Why.DATE_AHEAD, about="on")
            if on < it.request.received_on:
                raise NotAccepted(Why.BEFORE_IT_CAME, about="on")
            told = replace(it.request, acknowledged_on=on, due_on=None)
            it.store.rights.keep(told)
            it.note(Step.ACKNOWLEDGED, on=on.isoformat())

    def extend(self, actor: Actor, id: str, reason: str, once: str = "") -> None:
        """Take two months more, for a reason that they are told."""
        with doing(self._storehouse, actor, id, once) as it:
            if it.is_done(Step.EXTENDED):
                return
            rights.check_can_extend(it.request, it.today)
            reason = rights.check_words(reason, "reason")
            working = calendar_of(it.store, actor.organisation).is_working
            received = it.request.received_on
            due = rights.months_after(received, 1 + rights.LONGER_BY, working)
            it.store.rights.keep(replace(it.request, extended=True, due_on=due))
            it.note(Step.EXTENDED, reason, due=due.isoformat())

    def link(self, actor: Actor, id: str, reference: str, once: str = "") -> None:
        """Say that a case belongs to it.

        Raises:
            NotAccepted: there is no such case for this actor.
            NotAllowed: it is their own request, or about them.
        """
        wanted = "".join(reference.split()).upper()
        with doing(self._storehouse, actor, id, once) as it:
            rights.check_open(it.request)
            try:
                handled_case(it.store, actor, wanted)
            except CaseNotFound:
                raise NotAccepted(Why.NO_SUCH_CASE, about="reference") from None
            link_case(it, wanted)

    def close(
        self, actor: Actor, id: str, outcome: Outcome, reasons: str, once: str = ""
    ) -> None:
        """End it with what was decided, and why.

        Raises:
            CaseError: something has to be done before, or it has ended.
        """
        with doing(self._storehouse, actor, id, once) as it:
            if it.is_done(Step.CLOSED):
                return
            rights.check_can_close(it.request, outcome)
            reasons = rights.check_words(reasons, "reasons")
            references = it.store.rights.cases(id)
            for reference in references:
                it.case(reference)
            it.store.rights.keep(
                replace(it.request, outcome=outcome, closed_at=it.at, due_on=None)
            )
            it.store.rights_packs.drop_pieces(id)
            it.note(Step.CLOSED, reasons, outcome=outcome.value)
            for reference in references:
                it.on_case(What.RIGHTS_DECIDED, reference, reasons)

    def destroy(self, actor: Actor, id: str, once: str = "") -> None:
        """Destroy what was written in it, and the copy. Its log in codes stays.

        Raises:
            RuleBroken: it is not finished yet.
        """
        with doing(self._storehouse, actor, id, once) as it:
            if it.is_done(Step.DESTROYED):
                return
            rights.check_finished(it.request)
            it.note(Step.DESTROYED)
            it.store.rights_packs.destroy(id)
            it.store.rights.destroy(id)


def link_case(it: Doing, reference: str) -> bool:
    """Keep that a case belongs to it, with a note on its chain. True if it is new."""
    if not it.store.rights.link(it.request.id, reference):
        return False
    name = f"linked:{reference}"
    line = LogLine(Step.LINKED, it.actor.id, it.at, {"case": reference}, "", name)
    it.store.rights.note(it.request.id, line)
    it.on_case(What.RIGHTS_LINKED, reference)
    return True


def _asked(it: Doing) -> Asked:
    asked = it.store.rights.asked(it.request.id)
    assert asked is not None  # only what has ended is destroyed
    return asked


def _check_how(identity: Identity, how: str) -> None:
    """That it was checked says nothing without how."""
    if identity is not Identity.NOT_YET:
        rights.check_words(how, "identity_how")


def _id_of(store: Store, actor: Actor, once: str) -> str:
    """A number to say and to type; the same form sent twice has the same one."""
    index = store.keys.people().index(f"rights|{actor.id}|{once}")
    number, text = int(index, 16), ""
    for _ in range(8):
        number, letter = divmod(number, len(LETTERS))
        text += LETTERS[letter]
    return f"RR-{text[:4]}-{text[4:]}"


def _cursor(last: RightsRequest) -> str | None:
    day = last.due_on or date.fromisoformat(NO_DAY)
    return write_cursor((datetime.combine(day, time(), UTC), last.id))
