"""Readings that are unusual, for whoever looks at them: never one's own."""

from dataclasses import dataclass

from adapters.clock import now
from casework.paging import PAGE, Page, read_cursor, write_cursor
from domain import rights
from domain.errors import CaseNotFound, NotAllowed, RuleBroken, Why
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from domain.unusual import Verdict
from storage.alerts import Alert, Review
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class AlertLine:
    """One of them, with the names of whom it is about and of who looked at it."""

    alert: Alert
    whom: str
    reviewer: str
    is_own: bool


class Alerts:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def page(
        self, actor: Actor, cursor: str | None = None, *, reviewed: bool = False
    ) -> Page[AlertLine]:
        """Those that wait, or those that were looked at; newest first.

        Raises:
            NotAllowed: the actor is no auditor.
        """
        check_office(actor, Office.READ_SEARCHES)
        after = read_cursor(cursor)
        with self._storehouse.reading() as store:
            place = actor.organisation
            found = store.alerts.page(place, after, PAGE + 1, reviewed=reviewed)
            names = store.accounts.names(place)
        shown = [_line(each, actor, names) for each in found[:PAGE]]
        last = found[PAGE - 1] if len(found) > PAGE else None
        return Page(shown, write_cursor((last.at, last.id)) if last else None)

    def of(self, actor: Actor, id: str) -> AlertLine:
        """One of them.

        Raises:
            CaseNotFound: there is none in their organisation.
            NotAllowed: the actor is no auditor.
        """
        check_office(actor, Office.READ_SEARCHES)
        with self._storehouse.reading() as store:
            names = store.accounts.names(actor.organisation)
            return _line(_found(store, actor, id), actor, names)

    def review(self, actor: Actor, id: str, verdict: Verdict, words: str) -> None:
        """Say what one thinks of it, once. The same again is no fault.

        Raises:
            CaseError: it is about themselves, or somebody else was first.
        """
        check_office(actor, Office.READ_SEARCHES)
        words = rights.check_words(words, "words")
        with self._storehouse.writing() as store:
            if _found(store, actor, id).user == actor.id:
                raise NotAllowed(Why.OWN_READING)
            new = Review(actor.id, now(), verdict, words)
            if not store.alerts.review(id, new):
                _check_same(_found(store, actor, id).review, new)


def _check_same(kept: Review | None, new: Review) -> None:
    assert kept is not None  # it was there before this one
    if (kept.by, kept.verdict, kept.words) != (new.by, new.verdict, new.words):
        raise RuleBroken(Why.STEP_DONE, other=kept.by, since=kept.at)


def _found(store: Store, actor: Actor, id: str) -> Alert:
    found = store.alerts.get(actor.organisation, id) if id.isprintable() else None
    if found is None:
        raise CaseNotFound
    return found


def _line(alert: Alert, actor: Actor, names: dict[str, str]) -> AlertLine:
    by = alert.review.by if alert.review else ""
    whom, reviewer = names.get(alert.user, ""), names.get(by, "")
    return AlertLine(alert, whom, reviewer, alert.user == actor.id)
