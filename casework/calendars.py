"""By when an urgent share is looked back at, and its record completed."""

from adapters.bank_holidays import calendar_of
from domain.calendar import Nation, WorkingDay
from domain.case import Case
from storage.store import Store


def follow_up_by(store: Store, case: Case) -> WorkingDay | None:
    """The next working day after an urgent share; None where nothing is owed of it."""
    if case.release is None or not (case.review_owed or case.completion_owed):
        return None
    nation = Nation(store.accounts.organisation(case.organisation).nation)
    return calendar_of(nation, case.release.at).next_after(case.release.at)
