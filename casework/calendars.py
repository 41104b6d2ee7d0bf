"""When organisations are at work: what they settle, and what it means for a case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from adapters.bank_holidays import calendar_of
from casework.organisation_parts import part_from
from casework.organisation_plans import Settling
from casework.seen import CALENDAR, check_unchanged, is_sent, mark_of
from domain import policies
from domain.calendar import Calendar, Nation, WorkingDay
from domain.case import Case
from domain.deadlines import CHAINS, Chain, chains_with
from domain.graph import Priority
from domain.organisation import AT_ONCE, Manner, Matter, Topic
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


HOURS = Topic(Matter.HOURS)


def own_chains(chains: Mapping[Priority, Chain]) -> dict[Priority, Chain]:
    """Those that differ from the usual ones; who settles them may send them all."""
    usual = dict(CHAINS)
    return {each: chain for each, chain in chains.items() if chain != usual[each]}


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

    def settle(
        self, actor: Actor, times: WorkingTimes, manner: Manner = AT_ONCE
    ) -> None:
        """Settle when the organisation is at work, for new requests.

        Raises:
            NotAllowed: the actor is no administrator.
            RuleBroken: it is no longer as it was seen.
            NotAccepted: it cannot begin on that day.
            TimesRefused: it cannot be used; nothing is changed.
        """
        policies.check_can_set_rules(actor)
        calendar = times.calendar()
        with self._storehouse.writing() as store:
            before = store.accounts.organisation(actor.organisation)
            check_unchanged(manner.seen, _mark(_times(before)), _mark(times))
            is_sent(store, actor, CALENDAR)
            wanted = replace(before, nation=times.nation.value, calendar=calendar)
            settling = Settling(store, actor, HOURS)
            settling.settle(part_from(wanted, HOURS), replace(manner, seen=""))

    def settle_chains(
        self,
        actor: Actor,
        chains: Mapping[Priority, Chain],
        manner: Manner = AT_ONCE,
    ) -> None:
        """Settle who is written to, and when; priorities not named go back to usual.

        Raises:
            NotAllowed: the actor is no administrator.
            NotAccepted: they cannot begin on that day.
            TimesRefused: one of them cannot be used; nothing is changed.
        """
        policies.check_can_set_rules(actor)
        faults = [f for each in chains.items() for f in chain_faults(*each)]
        if faults:
            raise TimesRefused(faults)
        with self._storehouse.writing() as store:
            before = store.accounts.organisation(actor.organisation)
            wanted = replace(before, chains=own_chains(chains))
            for priority in Priority:
                topic = Topic(Matter.CHAINS, priority.value)
                part = part_from(wanted, topic)
                if part != part_from(before, topic):
                    Settling(store, actor, topic).settle(part, manner)

    def settle_chain(
        self, actor: Actor, priority: Priority, chain: Chain | None, manner: Manner
    ) -> None:
        """Settle one of them; None goes back to usual.

        Raises:
            NotAllowed: the actor is no administrator.
            RuleBroken: it is no longer as it was seen.
            NotAccepted: it cannot begin on that day.
            TimesRefused: it cannot be used; nothing is changed.
        """
        policies.check_can_set_rules(actor)
        faults = list(chain_faults(priority, chain)) if chain else []
        if faults:
            raise TimesRefused(faults)
        topic = Topic(Matter.CHAINS, priority.value)
        own = own_chains({priority: chain} if chain else {})
        wanted = Organisation("", "", "", "", "", chains=own)
        with self._storehouse.writing() as store:
            part = part_from(wanted, topic)
            Settling(store, actor, topic).settle(part, manner)

    def mark_of_chain(self, actor: Actor, priority: Priority) -> str:
        """Changes with this chain, and with what is to begin of it."""
        topic = Topic(Matter.CHAINS, priority.value)
        with self._storehouse.reading() as store:
            return Settling(store, actor, topic).mark()

    def _organisation(self, actor: Actor) -> Organisation:
        with self._storehouse.reading() as store:
            return store.accounts.organisation(actor.organisation)
