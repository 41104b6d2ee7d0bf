"""Opening a case in an emergency: with a reason, for a while, and everybody is told.

What was opened is read through this door only. To every other one its reader is still
whoever they were before, so that they can do nothing to it.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from adapters.clock import now
from adapters.passwords import new_secret
from casework.calendars import calendar_for
from casework.conflicts import as_it_concerns, case_of
from casework.paging import PAGE, Page, read_cursor, write_cursor
from casework.reading_noted import note_reading
from casework.refusals import refused_about
from casework.sessions import SignedIn
from casework.views import CaseView, Views
from domain import policies, rights
from domain.case import Case
from domain.emergency import Judgement, review_by
from domain.errors import CaseNotFound, NotAllowed, RuleBroken, Why
from domain.notices import Haste, Notice
from domain.offices import Office
from domain.people import Actor, Role
from domain.reads import ReadKind
from domain.timeline import Entry, What
from storage.accounts import Account
from storage.cases import stored_case
from storage.comments import Comment, CommentKind, Said
from storage.emergency import Reading, Review
from storage.keys import KeyDestroyed
from storage.notices import Writing
from storage.store import Store, Storehouse

REVIEWERS = (Role.AUDITOR, Role.ADVISER)
"""Who is asked to look back: auditors, and advisers where there is no other auditor."""

EACH_TIME = timedelta(0)


@dataclass(frozen=True)
class EmergencyTimes:
    """How long it lasts, and within how many working days somebody looks back."""

    lasts: timedelta
    review_days: int


@dataclass(frozen=True)
class EmergencyLine:
    """One of them, with names. `reason` is None for who sees no content."""

    reading: Reading
    by: str
    reviewer: str
    reason: str | None
    is_live: bool
    is_late: bool
    is_own: bool
    may_review: bool


class EmergencyReading:
    def __init__(
        self, storehouse: Storehouse, views: Views, times: EmergencyTimes
    ) -> None:
        self._storehouse = storehouse
        self._views = views
        self._times = times

    @property
    def minutes(self) -> int:
        """For how long a case can be read."""
        return int(self._times.lasts.total_seconds()) // 60

    def check_can_ask(self, actor: Actor) -> None:
        """Ask to open a case, before anybody looks which one.

        Raises:
            NotAllowed: the actor is no auditor.
        """
        policies.check_office(actor, Office.OPEN_IN_EMERGENCY)

    def open(self, who: SignedIn, reference: str, reason: str, once: str) -> str:
        """Open a case, and tell everybody concerned. The same form twice is once.

        Raises:
            CaseError: it is not theirs to open, or has ended; or nothing was said.
        """
        self.check_can_ask(who.actor)
        reason = rights.check_words(reason, "reason")
        if not reference.isprintable():  # nothing that we name has such characters
            raise CaseNotFound
        with refused_about(reference), self._storehouse.writing() as store:
            case = case_of(store, who.actor, reference)
            policies.check_can_read_in_emergency(who.actor, case)
            said = f"emergency|{who.actor.id}|{reference}|{once or new_secret()}"
            id = store.keys.people().index(said)[:32]
            if store.emergencies.get(case.organisation, id) is None:
                reading = self._reading(store, who, case, id)
                store.emergencies.add(reading)
                _put_on_account(store, reading, reason)
                _tell(store, case, reading)
        return id

    def _reading(self, store: Store, who: SignedIn, case: Case, id: str) -> Reading:
        at, place = now(), case.organisation
        calendar = calendar_for(store.accounts.organisation(place), at)
        until = at + self._times.lasts
        owed = review_by(calendar, at, self._times.review_days)
        me, case_id = who.actor.id, case.reference
        return Reading(id, place, me, case_id, who.session, at, until, owed)

    def read(self, who: SignedIn, id: str) -> tuple[EmergencyLine, CaseView]:
        """The case itself; each time is on record before it is shown.

        Raises:
            CaseNotFound: they opened no such case.
            RuleBroken: their time is over, or the case has ended.
        """
        self.check_can_ask(who.actor)
        with self._storehouse.reading() as store:
            reading = _own(store, who.actor, id)
            if reading.session != who.session or not reading.is_live(now()):
                raise RuleBroken(Why.READING_OVER)
            case = case_of(store, who.actor, reading.reference)
            line = _line(store, who.actor, reading, case)
        view = self._views.in_emergency(who.actor, reading.reference)
        kind = ReadKind.EMERGENCY_READ
        note_reading(
            self._storehouse, who.actor, reading.reference, kind, within=EACH_TIME
        )
        return line, view

    def close(self, actor: Actor, id: str) -> None:
        """Be done with it before the time is over; again is no fault.

        Raises:
            CaseNotFound: they opened no such case.
        """
        self.check_can_ask(actor)
        with self._storehouse.writing() as store:
            store.emergencies.end(_own(store, actor, id).id, now())

    # Looking back

    def page(
        self, actor: Actor, cursor: str | None = None, *, reviewed: bool = False
    ) -> Page[EmergencyLine]:
        """Those that were looked at, or those that wait; newest first.

        Raises:
            NotAllowed: it is not theirs to see.
        """
        policies.check_office(actor, Office.WATCH_EMERGENCIES)
        after, place = read_cursor(cursor), actor.organisation
        with self._storehouse.reading() as store:
            found = store.emergencies.page(place, after, PAGE + 1, reviewed=reviewed)
            shown = found[:PAGE]
            lines = [
                _line(store, actor, each, case)
                for each in shown
                if (case := _case(store, actor, each.reference))
            ]
        last = shown[-1] if len(found) > PAGE else None
        return Page(lines, write_cursor((last.at, last.id)) if last else None)

    def of(self, actor: Actor, id: str) -> EmergencyLine:
        """One of them.

        Raises:
            CaseNotFound: there is none, or none that they may know of.
            NotAllowed: it is not theirs to see.
        """
        policies.check_office(actor, Office.WATCH_EMERGENCIES)
        with self._storehouse.reading() as store:
            reading, case = _found(store, actor, id)
            return _line(store, actor, reading, case)

    def review(self, actor: Actor, id: str, judgement: Judgement, words: str) -> None:
        """Say whether it was right, once. The same again is no fault.

        Raises:
            CaseError: it is about themselves, or somebody else was first.
        """
        policies.check_office(actor, Office.WATCH_EMERGENCIES)
        words = rights.check_words(words, "words")
        with self._storehouse.writing() as store:
            reading, case = _found(store, actor, id)
            policies.check_can_review_reading(actor, case)
            if reading.user == actor.id:
                raise NotAllowed(Why.OWN_READING)
            new = Review(actor.id, now(), judgement, words)
            if not store.emergencies.review(id, new):
                _check_same(_found(store, actor, id)[0].review, new)


def _check_same(kept: Review | None, new: Review) -> None:
    assert kept is not None  # it was there before this one
    if (kept.by, kept.judgement, kept.words) != (new.by, new.judgement, new.words):
        raise RuleBroken(Why.STEP_DONE, other=kept.by, since=kept.at)


def _own(store: Store, actor: Actor, id: str) -> Reading:
    reading, _ = _found(store, actor, id)
    if reading.user != actor.id:
        raise CaseNotFound
    return reading


def _found(store: Store, actor: Actor, id: str) -> tuple[Reading, Case]:
    place = actor.organisation
    found = store.emergencies.get(place, id) if id.isprintable() else None
    case = _case(store, actor, found.reference) if found is not None else None
    if found is None or case is None:
        raise CaseNotFound
    return found, case


def _case(store: Store, actor: Actor, reference: str) -> Case | None:
    """The case, also for who sees nothing of it; None if it is kept from them."""
    case = stored_case(store.session, reference)
    if case is None:
        return None
    with suppress(KeyDestroyed):  # then what was known when it was kept is all there is
        case = as_it_concerns(store, actor, case)
    kept = actor.id in case.content.conflicted and actor.id != case.opened_by
    return None if kept else case


def _line(store: Store, actor: Actor, reading: Reading, case: Case) -> EmergencyLine:
    names, at = store.accounts.names(reading.organisation), now()
    reviewer = names.get(reading.review.by, "") if reading.review else ""
    reads = any(actor.has(role) for role in REVIEWERS)
    own = reading.user == actor.id
    may = policies.allows(policies.check_can_review_reading, actor, case)
    return EmergencyLine(
        reading=reading,
        by=names.get(reading.user, ""),
        reviewer=reviewer,
        reason=_reason(store, reading) if reads else None,
        is_live=reading.is_live(at),
        is_late=reading.is_overdue(at),
        is_own=own,
        may_review=may and not own and reading.review is None,
    )


def _reason(store: Store, reading: Reading) -> str:
    """Why they opened it; empty once the words of the case are destroyed."""
    with suppress(KeyDestroyed):
        said = store.comments.reasons(reading.reference)
        return said.get(reading.id, {}).get("reason", "")
    return ""


def _put_on_account(store: Store, reading: Reading, reason: str) -> None:
    """A line on the account of the case, with the reason."""
    id, reference, by, at = reading.id, reading.reference, reading.user, reading.at
    words = Said(CommentKind.REASON, reason)
    store.comments.add(Comment(id, reference, by, True, at, words))
    facts = (("until", reading.until.isoformat()),)
    what, role = What.READ_IN_EMERGENCY, Role.AUDITOR
    entry = Entry(what, by, role, at, act=id, facts=facts)
    store.timeline.add(reference, f"{reference}:{id}", entry)


def _tell(store: Store, case: Case, reading: Reading) -> None:
    """Everybody concerned is written to at once, whatever the hour."""
    here = [
        each
        for each in store.accounts.all(reading.organisation)
        if not each.disabled and each.actor.id != reading.user
    ]
    page = f"/records/emergency/{reading.id}"
    asked = set(_reviewers(store, case, here))
    for user in asked:
        _owe(store, reading, Notice.REVIEW_READING, user, page)
    for user in set(_concerned(store, case, here)) - asked:
        path = f"/requests/{case.reference}" if user == case.opened_by else page
        _owe(store, reading, Notice.READ_IN_EMERGENCY, user, path)


def _concerned(store: Store, case: Case, here: Iterable[Account]) -> Iterator[str]:
    """Its practitioner, and administrators from whom the case is not kept."""
    for each in here:
        mine = each.actor.id == case.opened_by
        settles = each.actor.has(Role.ADMINISTRATOR)
        if mine or (settles and _case(store, each.actor, case.reference)):
            yield each.actor.id


def _reviewers(store: Store, case: Case, here: list[Account]) -> list[str]:
    for role in REVIEWERS:
        able = [
            each.actor.id
            for each in here
            if each.actor.has(role) and _may_review(store, each.actor, case.reference)
        ]
        if able:
            return able
    return []


def _may_review(store: Store, actor: Actor, reference: str) -> bool:
    case = _case(store, actor, reference)
    check = policies.check_can_review_reading
    return case is not None and policies.allows(check, actor, case)


def _owe(store: Store, reading: Reading, notice: Notice, user: str, path: str) -> None:
    name = f"{reading.id}:{notice.value}:{user}"
    writing = Writing(notice, user, reading.reference, name, path, Haste.NOW)
    store.notices.owe(writing, reading.at)
