"""Whether one case is as it should be: its rows can be read, its timers went off."""

from datetime import datetime, timedelta

from domain.calendar import NoWorkingHours
from domain.case import Case
from domain.stages import Stage
from domain.stuck import Stuck
from domain.waiting import silence
from storage.cases import stored_case, terms_of
from storage.store import Store

LONG_PAST = timedelta(minutes=15)


def faults_of(
    store: Store, reference: str, last: datetime, at: datetime
) -> dict[Stuck, str]:
    """What is wrong with an open case, with a code each.

    `last` is when something last happened in it.
    """
    try:
        case = stored_case(store.session, reference)
        terms = terms_of(store.session, reference)
    except ValueError:
        return {Stuck.UNREADABLE: "case"}
    try:
        waiting = store.acts.unapplied(reference)
    except (ValueError, KeyError):
        return {Stuck.UNREADABLE: "act"}
    busy = waiting or store.troubles.of(reference)
    if case is None or busy or not _has_a_timer(case):
        return {}
    try:
        due = last + silence(case, terms, last)
    except NoWorkingHours:  # closed for years: then nothing is due
        return {}
    return {Stuck.TIMER_PAST: ""} if due + LONG_PAST < at else {}


def _has_a_timer(case: Case) -> bool:
    """What is being shared waits for nothing, unless its sender hands it over."""
    return case.stage is not Stage.SHARING or case.release is not None
