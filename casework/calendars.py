"""When organisations are at work: what they settle, and what it means for a case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from adapters.bank_holidays import calendar_of
from casework.seen import CALENDAR, check_unchanged, is_sent, mark_of
from domain import policies
from domain.calendar import Calendar, Nation, WorkingDay
from domain.case import Case
from domain.deadlines import Chain, chains_with
from domain.graph import Priority
from domain.people import Actor
from domain.working_times import TimesRefused, WorkingTimes, chain_faults
from storage.accounts import Organisation
from storage.store import Store, Storehouse


def calendar_for(organisation: Organisation, at: datetime) -> Calendar:
    """The calendar of an organisation from this moment on."""
    return calendar_of(Nation(organisation.nation), at, organisation.calendar)


def follow_up_by(store: Store, case: Case) -> WorkingDay | None:
    """The next working day after an urgent share; None where nothing is owed of it."""
    if case.release is None or not (case.review_owed or case.completion_owed):
        return None
    organisation = store.accounts.organisation(case.organisation)
    shared_at = case.release.at
    return calendar_for(organisation, shared_at).next_after(shared_at)


def _times(organisation: Organisation) -> WorkingTimes:
    own, nation = organisation.calendar, Nation(organisation.nation)
    return WorkingTimes(nation, own.week, own.closures, own.early)


def _mark(times: WorkingTimes) -> str:
    return mark_of(times.nation, times.week, sorted(times.closures), times.early)


class Calendars:
    """What an organisation has settled of its time. Running cases keep theirs."""

    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def times(self, actor: Actor) -> WorkingTimes:
        """When the organisation of this person is at work."""
        return _times(self._organisation(actor))

    def mark(self, actor: Actor) -> str:
        """Changes with these times."""
        return _mark(self.times(actor))

    def chains(self, actor: Actor) -> dict[Priority, Chain]:
        """Who is written to at their organisation when an adviser stays silent."""
        return dict(chains_with(self._organisation(actor).chains))

    def settle(self, actor: Actor, times: WorkingTimes, seen: str = "") -> None:
        """Settle when the organisation is at work, for new requests.

        Raises:
            NotAllowed: the actor is no administrator.
            RuleBroken: it is no longer as it was `seen`.
            TimesRefused: it cannot be used; nothing is changed.
        """
        policies.check_can_set_rules(actor)
        calendar = times.calendar()
        with self._storehouse.writing() as store:
            before = store.accounts.organisation(actor.organisation)
            check_unchanged(seen, _mark(_times(before)), _mark(times))
            is_sent(store, actor, CALENDAR)
            store.accounts.keep_organisation(
                replace(before, nation=times.nation.value, calendar=calendar)
            )

    def settle_chains(self, actor: Actor, chains: Mapping[Priority, Chain]) -> None:
        """Settle who is written to, and when; priorities not named go back to usual.

        Raises:
            NotAllowed: the actor is no administrator.
            TimesRefused: one of them cannot be used; nothing is changed.
        """
        policies.check_can_set_rules(actor)
        faults = [f for each in chains.items() for f in chain_faults(*each)]
        if faults:
            raise TimesRefused(faults)
        with self._storehouse.writing() as store:
            before = store.accounts.organisation(actor.organisation)
            store.accounts.keep_organisation(replace(before, chains=dict(chains)))

    def _organisation(self, actor: Actor) -> Organisation:
        with self._storehouse.reading() as store:
            return store.accounts.organisation(actor.organisation)
