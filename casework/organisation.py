"""What an organisation decides for itself, beside its rules: its policies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.clock import now
from adapters.rulebook import UnknownRuleSet
from casework.organisation_parts import part_from
from casework.organisation_plans import PlanLine, PlannedChanges, Settling, begin_due
from casework.rulebooks import Rulebooks
from casework.seen import mark_of
from domain.cover import day_of
from domain.errors import NotAccepted, Why
from domain.offices import Office
from domain.organisation import (
    FIELDS,
    POLICIES,
    Collecting,
    Manner,
    Matter,
    Topic,
    check_collecting,
    check_marking,
    check_name,
    check_numbers,
    check_telephone,
)
from domain.people import Actor, Role
from domain.policies import check_office
from domain.terms import ApprovalPolicy
from domain.wording import Evidence
from storage.accounts import Organisation
from storage.store import Store, Storehouse

Given = Mapping[str, Any]
"""Fields of an organisation by name; what is left out stays as it is."""


@dataclass(frozen=True)
class Facts:
    """An organisation at a glance: its code, and how many people do what."""

    id: str
    name: str
    telephone: str
    ruleset: str
    people: Mapping[Role, int]
    teams: int


@dataclass(frozen=True)
class Policies:
    """What an organisation decided. Without `collecting`, links work as usual."""

    name: str
    telephone: str
    emergency_numbers: tuple[tuple[str, str], ...]
    approval: ApprovalPolicy
    usual: Mapping[str, Any]
    collecting: Collecting | None
    marking: str
    second_step: bool


class Governance:
    """Where an administrator settles how their organisation works."""

    def __init__(self, storehouse: Storehouse, rulebooks: Rulebooks) -> None:
        self._storehouse = storehouse
        self._rulebooks = rulebooks
        self._planned = PlannedChanges(storehouse)

    def facts(self, actor: Actor) -> Facts:
        """The actor's own organisation; nobody is told of another."""
        with self._storehouse.reading() as store:
            ours = store.accounts.organisation(actor.organisation)
            accounts = store.accounts.all(actor.organisation)
            here = [each.actor for each in accounts if not each.disabled]
            teams = len(store.teams.all(actor.organisation))
        roles = [role for role in Role if role not in (Role.SYSTEM, Role.RECIPIENT)]
        people: dict[Role, int] = {
            role: sum(each.has(role) for each in here) for role in roles
        }
        return Facts(ours.id, ours.name, ours.telephone, ours.ruleset, people, teams)

    def now(self, actor: Actor) -> Policies:
        """How it is settled now."""
        with self._storehouse.reading() as store:
            ours = store.accounts.organisation(actor.organisation)
        return Policies(
            ours.name,
            ours.telephone,
            ours.emergency_numbers,
            ApprovalPolicy(ours.approval),
            ours.usual,
            ours.collecting,
            ours.marking,
            ours.second_step,
        )

    def planned(self, actor: Actor, *matters: Matter) -> list[PlanLine]:
        """What is to begin of these matters, or of all; the next first."""
        found = self._planned.all(actor)
        return [each for each in found if not matters or each.topic.matter in matters]

    def mark(self, actor: Actor, *matters: Matter) -> str:
        """Changes with how these are, and with what is to begin of them."""
        with self._storehouse.reading() as store:
            return _mark(store, actor, matters)

    def offered(self, actor: Actor) -> list[Evidence]:
        """What the rules of new requests ask for with a choice."""
        try:
            _, wording = self._rulebooks.get(
                actor, self._rulebooks.choice(actor).default
            )
        except UnknownRuleSet:
            return []
        found = [each for q in wording.questions for each in q.evidence if each.options]
        return list({each.id: each for each in found}.values())

    def settle(self, actor: Actor, given: Given, manner: Manner) -> None:
        """Settle what is given, all of it or nothing.

        Raises:
            NotAllowed: the actor is no administrator.
            NotAccepted: something cannot be; `about` is the field.
            RuleBroken: it is no longer as it was seen.
        """
        check_office(actor, Office.ARRANGE)
        if "usual" in given:
            check_usual(given["usual"], self.offered(actor))
        matters = [each for each in POLICIES if given.keys() & set(FIELDS[each])]
        with self._storehouse.writing() as store:
            store.plans.hold(actor.organisation)
            begin_due(store, actor.organisation, day_of(now()))
            wanted = replace(store.accounts.organisation(actor.organisation), **given)
            check_policies(wanted)
            if manner.seen == _mark(store, actor, POLICIES):
                manner = replace(manner, seen="")  # all of them are as they were
            for matter in matters:
                topic = Topic(matter)
                settling = Settling(store, actor, topic)
                settling.settle(part_from(wanted, topic), manner)


def check_policies(wanted: Organisation) -> None:
    """Whether an organisation can work like this.

    Raises:
        NotAccepted: something of it cannot be; `about` is the field.
    """
    check_name(wanted.name)
    check_telephone(wanted.telephone)
    check_numbers(wanted.emergency_numbers)
    check_collecting(wanted.collecting)
    check_marking(wanted.marking)


def check_usual(usual: Mapping[str, Any], offered: Sequence[Evidence]) -> None:
    """Only what the questions of the rules really offer can be usual.

    Raises:
        NotAccepted: they offer no such thing; `about` is what.
    """
    known = {each.id: each for each in offered}
    for id, entry in usual.items():
        option = known[id].option(entry["option"]) if id in known else None
        if option is None:
            raise NotAccepted(Why.NOT_OFFERED, about=f"usual-{id}")
        there = {field.id for field in known[id].fields_for(option.id)}
        for field in sorted(entry["fields"].keys() - there):
            raise NotAccepted(Why.NOT_OFFERED, about=f"usual-{id}-{field}")


def _mark(store: Store, actor: Actor, matters: Sequence[Matter]) -> str:
    marks = [Settling(store, actor, Topic(each)).mark() for each in matters]
    return marks[0] if len(marks) == 1 else mark_of(*marks)
