"""Settles how an organisation works, now or from a later day on, and says what waits.

Running cases are bound to what they began with. A new one first lets begin whatever
has come to its day, so that nobody's request depends on how fast we are at midnight.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from adapters.clock import now
from adapters.passwords import new_id
from casework.changes import (
    ChangedField,
    Noted,
    compared,
    name_of,
    note_change,
    shown_fields,
)
from casework.organisation_parts import Part, keep_part, part_of, values_of
from casework.seen import mark_of
from domain.cover import day_of
from domain.errors import NotAccepted, RuleBroken, Why
from domain.offices import Office
from domain.organisation import ChangeKind, Difference, Manner, Topic, later_day
from domain.people import Actor
from domain.policies import check_office
from storage.changes import Plan
from storage.coding import canonical
from storage.store import Store, Storehouse

EVERY = 60.0
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Settling:
    """One thing to settle, as its organisation's administrator wants it."""

    store: Store
    actor: Actor
    topic: Topic
    about: str = ""

    def settle(self, wanted: Part, manner: Manner) -> None:
        """Make it so, or let it begin on a later day.

        Raises:
            NotAccepted: the day cannot be, or another change begins on it.
            RuleBroken: it is no longer as it was seen.
        """
        store, place, today = self.store, self.actor.organisation, day_of(now())
        store.plans.hold(place)
        begin_due(store, place, today)
        day = later_day(manner.begins_on, today)
        before, plans = part_of(store, place, self.topic), self._plans()
        if day is None:
            self._at_once(before, wanted, manner, mark_of(before, plans))
        else:
            self._plan(day, wanted, manner, [(today, before), *map(_begins, plans)])

    def mark(self) -> str:
        """Changes with how it is, and with what is to begin."""
        before = part_of(self.store, self.actor.organisation, self.topic)
        return mark_of(before, self._plans())

    def _at_once(self, before: Part, wanted: Part, manner: Manner, mark: str) -> None:
        if before == wanted:
            return  # as by a double click
        _check_seen(manner.seen, mark)
        keep_part(
            self.store, self.actor.organisation, self.topic, wanted, self.actor.id
        )
        self._note(ChangeKind.CHANGED, before, wanted, manner)

    def _plan(
        self,
        day: date,
        wanted: Part,
        manner: Manner,
        to_come: Sequence[tuple[date, Part]],
    ) -> None:
        known = dict(to_come[1:])
        if known.get(day) == wanted:
            return  # as by a double click
        _check_seen(manner.seen, self.mark())
        if day in known:
            raise NotAccepted(Why.ALREADY_PLANNED, about="begins_on")
        eve = [part for begins, part in to_come if begins < day][-1]
        if eve == wanted:
            raise NotAccepted(Why.SO_ALREADY, about="begins_on")
        self.store.plans.add(
            Plan(
                new_id("pl"),
                self.actor.organisation,
                self.topic.matter,
                self.topic.subject,
                day,
                self.actor.id,
                now(),
                canonical(wanted),
            )
        )
        manner = replace(manner, begins_on=day)
        self._note(ChangeKind.PLANNED, eve, wanted, manner)

    def _plans(self) -> list[Plan]:
        found = self.store.plans.of(self.actor.organisation)
        return [each for each in found if topic_of(each) == self.topic]

    def _note(self, kind: ChangeKind, before: Part, after: Part, how: Manner) -> None:
        noted = Noted(
            self.topic.matter,
            differences(self.topic, before, after),
            self.topic.subject,
            self.about,
            how.reason,
            kind,
            how.begins_on if kind is ChangeKind.PLANNED else None,
        )
        note_change(self.store, self.actor, noted)


def begin_due(store: Store, organisation: str, today: date) -> None:
    """Whatever was planned for today or before holds from now on."""
    for plan in store.plans.of(organisation):
        if plan.begins_on > today or not store.plans.drop(plan.id):
            continue
        topic, wanted = topic_of(plan), json.loads(plan.wanted)
        before = part_of(store, organisation, topic)
        keep_part(store, organisation, topic, wanted, plan.user)
        noted = Noted(
            topic.matter,
            differences(topic, before, wanted),
            topic.subject,
            kind=ChangeKind.BEGUN,
            begins_on=plan.begins_on,
        )
        note_change(store, Actor(plan.user, (), organisation), noted)


@dataclass(frozen=True)
class PlanLine:
    """A change to come: until when it is one way, and from when the other."""

    id: str
    topic: Topic
    begins_on: date
    until: date
    by: str
    fields: tuple[ChangedField, ...]


class PlannedChanges:
    """What is to begin in an organisation; it can be taken back until then."""

    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def all(self, actor: Actor) -> list[PlanLine]:
        """Everything that is to begin, the next first; whoever works here may know."""
        with self._storehouse.reading() as store:
            plans = store.plans.of(actor.organisation)
            names = store.accounts.names(actor.organisation)
            known: dict[Topic, Part] = {}
            lines = []
            for plan in plans:
                topic, wanted = topic_of(plan), json.loads(plan.wanted)
                before = known.get(topic) or part_of(store, actor.organisation, topic)
                fields = shown_fields(differences(topic, before, wanted), names)
                known[topic] = wanted
                lines.append(
                    PlanLine(
                        plan.id,
                        topic,
                        plan.begins_on,
                        plan.begins_on - DAY,
                        name_of(plan.user, names),
                        fields,
                    )
                )
        return lines

    def of(self, actor: Actor, *topics: Topic) -> list[PlanLine]:
        """What is to begin of these topics."""
        return [each for each in self.all(actor) if each.topic in topics]

    def get(self, actor: Actor, plan_id: str) -> PlanLine:
        """One of them.

        Raises:
            RuleBroken: there is none any more, or never was.
        """
        for each in self.all(actor):
            if each.id == plan_id:
                return each
        raise RuleBroken(Why.HAS_BEGUN)

    def take_back(self, actor: Actor, plan_id: str, reason: str = "") -> None:
        """It does not begin.

        Raises:
            NotAllowed: the actor is no administrator.
            RuleBroken: it has begun, or was taken back, or never was.
        """
        check_office(actor, Office.ARRANGE)
        with self._storehouse.writing() as store:
            store.plans.hold(actor.organisation)
            begin_due(store, actor.organisation, day_of(now()))
        line = self.get(actor, plan_id)
        with self._storehouse.writing() as store:
            if not store.plans.drop(plan_id):
                raise RuleBroken(Why.HAS_BEGUN)
            noted = Noted(
                line.topic.matter,
                tuple(_back(each) for each in line.fields),
                line.topic.subject,
                reason=reason,
                kind=ChangeKind.TAKEN_BACK,
                begins_on=line.begins_on,
            )
            note_change(store, actor, noted)


class PlanWatch:
    """Lets begin what has come to its day, in every organisation."""

    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await asyncio.to_thread(self.round)
            await asyncio.sleep(EVERY)

    def round(self) -> None:
        """Each organisation in a transaction of its own."""
        today = day_of(now())
        with self._storehouse.reading() as store:
            due = store.plans.due(today)
        for organisation in due:
            with self._storehouse.writing() as store:
                store.plans.hold(organisation)
                begin_due(store, organisation, today)


def differences(topic: Topic, before: Part, after: Part) -> tuple[Difference, ...]:
    """How one part of an organisation differs from another, in words."""
    return compared(values_of(topic, before), values_of(topic, after))


def topic_of(plan: Plan) -> Topic:
    return Topic(plan.matter, plan.subject)


def _begins(plan: Plan) -> tuple[date, Part]:
    return plan.begins_on, json.loads(plan.wanted)


def _back(each: ChangedField) -> Difference:
    """What was to come gives way to what was before it."""
    return Difference(each.field, each.after, each.before, each.hidden)


def _check_seen(seen: str, mark: str) -> None:
    if seen and seen != mark:
        raise RuleBroken(Why.CHANGED_MEANWHILE)
