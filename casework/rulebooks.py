"""The rule sets an organisation can use: those of Sharewell, and those of its own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from adapters.clock import now
from adapters.rulebook import Rulebook, UnknownRuleSet, canonical, digest_of
from casework.changes import Noted, compared, note_change
from casework.organisation_parts import part_from
from casework.organisation_plans import Settling
from casework.seen import RULES, check_unchanged, is_sent, mark_of
from domain import policies
from domain.organisation import AT_ONCE, Manner, Matter, Topic
from domain.overlay import faults_in_file, whole
from domain.people import Actor
from domain.rule_file import read_rule_file
from domain.rules import RuleFault, RuleSet, RuleSetRefused, Wording, parse
from domain.terms import Terms
from storage.accounts import Organisation
from storage.rulesets import RuleFile
from storage.store import Store, Storehouse

CHOICE = Topic(Matter.RULES)


@dataclass(frozen=True)
class Edition:
    """One version of a rule set: its rules, its words, and its file."""

    rules: RuleSet
    wording: Wording
    digest: str
    body: str
    own: bool

    @property
    def id(self) -> str:
        return self.rules.id

    @property
    def in_force(self) -> bool:
        """Whether its day has come. A month begins with its first day."""
        return self.is_in_force(None)

    def is_in_force(self, on: date | None) -> bool:
        """Whether its day has come on a day, or today."""
        day = on or now().date()
        return self.wording.effective_from <= day.isoformat()

    @property
    def file(self) -> RuleFile:
        return RuleFile(self.digest, self.id, self.rules.version, self.body)


@dataclass(frozen=True)
class RuleChoice:
    """What an organisation settled for its new requests."""

    default: str
    guards_off: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Changes with the choice."""
        return mark_of(self.default, sorted(set(self.guards_off)))


class Rulebooks:
    def __init__(self, storehouse: Storehouse, packaged: Rulebook) -> None:
        self._storehouse = storehouse
        self._packaged = packaged
        self._shipped: dict[str, Edition] = {}

    # Reading

    def editions(self, actor: Actor) -> list[Edition]:
        """The rule sets that this person's organisation can read, by id."""
        with self._storehouse.reading() as store:
            found = self._editions(store, actor.organisation)
        return [found[id] for id in sorted(found)]

    def edition(self, actor: Actor, id: str) -> Edition:
        """The newest version of a rule set whose day has come.

        Raises:
            UnknownRuleSet: there is none, or none for this organisation.
        """
        for edition in self.editions(actor):
            if edition.id == id:
                return edition
        raise UnknownRuleSet(id)

    def get(self, actor: Actor, id: str) -> tuple[RuleSet, Wording]:
        edition = self.edition(actor, id)
        return edition.rules, edition.wording

    def ids(self, actor: Actor) -> list[str]:
        return [edition.id for edition in self.editions(actor)]

    def for_requests(self, actor: Actor) -> list[str]:
        """The rule sets that a new request of this organisation may name."""
        choice = self.choice(actor)
        found = self.editions(actor)
        return [each.id for each in found if _may_bind(each, choice.default)]

    def choice(self, actor: Actor) -> RuleChoice:
        with self._storehouse.reading() as store:
            organisation = store.accounts.organisation(actor.organisation)
        return RuleChoice(organisation.ruleset, organisation.guards_off)

    def for_new_case(
        self, store: Store, organisation: Organisation, id: str | None
    ) -> Edition:
        """What a new request is bound to.

        Raises:
            UnknownRuleSet: there is none that a new request may be bound to.
        """
        id = id or organisation.ruleset
        edition = self._editions(store, organisation.id).get(id)
        if edition is None or not _may_bind(edition, organisation.ruleset):
            raise UnknownRuleSet(id)
        return edition

    def wording(self, store: Store, terms: Terms) -> Wording:
        """The words that a case is bound to, whatever came after."""
        kept = store.rulesets.wording(terms.reference)
        return kept or self._packaged.get(terms.rules.id)[1]

    # Changing

    def faults(self, actor: Actor, text: str) -> list[RuleFault]:
        """Everything wrong with a file, as far as this organisation could use it."""
        with self._storehouse.reading() as store:
            return self._faults(store, actor, text)

    def add(self, actor: Actor, text: str) -> Edition:
        """Add a version of a rule set for the organisation's own use.

        Raises:
            NotAllowed: the actor is no administrator.
            RuleSetRefused: the file has faults; nothing of it is kept.
        """
        policies.check_can_set_rules(actor)
        with self._storehouse.writing() as store:
            if faults := self._faults(store, actor, text):
                raise RuleSetRefused(faults)
            edition = self._edition_of(store, actor.organisation, text)
            if edition.file not in store.rulesets.own(actor.organisation):
                store.rulesets.add_own(
                    actor.organisation, edition.file, actor.id, now()
                )
                version = compared(None, {"version": edition.rules.version})
                noted = Noted(Matter.RULE_FILE, version, edition.id, edition.id)
                note_change(store, actor, noted)
        return edition

    def choose(
        self, actor: Actor, choice: RuleChoice, manner: Manner = AT_ONCE
    ) -> None:
        """Settle the default and the guards that are off, for new requests.

        Raises:
            NotAllowed: the actor is no administrator.
            RuleSetRefused: there is no such rule set or guard; nothing is changed.
            NotAccepted: it cannot begin on that day.
            RuleBroken: it is no longer as it was seen.
        """
        policies.check_can_set_rules(actor)
        with self._storehouse.writing() as store:
            organisation = store.accounts.organisation(actor.organisation)
            before = RuleChoice(organisation.ruleset, organisation.guards_off)
            check_unchanged(manner.seen, before.mark, choice.mark)
            found = self._editions(store, actor.organisation)
            if faults := _faults_in(choice, found, manner.begins_on):
                raise RuleSetRefused(faults)
            is_sent(store, actor, RULES)
            off = tuple(dict.fromkeys(choice.guards_off))
            wanted = replace(organisation, ruleset=choice.default, guards_off=off)
            settling = Settling(store, actor, CHOICE)
            settling.settle(part_from(wanted, CHOICE), replace(manner, seen=""))

    def _faults(self, store: Store, actor: Actor, text: str) -> list[RuleFault]:
        data, faults = read_rule_file(text)
        if faults and not data:
            return faults
        faults += faults_in_file(data, self._base_for(store, actor.organisation))
        if faults or not isinstance(data, dict):
            return faults
        return self._taken(store, actor.organisation, text)

    def _taken(self, store: Store, organisation: str, text: str) -> list[RuleFault]:
        """What keeps a sound file from having this id and this version."""
        file = self._edition_of(store, organisation, text).file
        if file.ruleset in self._packaged.ids():
            return [RuleFault("id", f"{file.ruleset} comes with Sharewell")]
        for known in store.rulesets.own(organisation):
            same = (known.ruleset, known.version) == (file.ruleset, file.version)
            if same and known != file:
                return [RuleFault("version", "is there already with other content")]
        return []

    def _edition_of(self, store: Store, organisation: str, text: str) -> Edition:
        data = whole(json.loads(text), self._base_for(store, organisation))
        return _read(digest_of(data), canonical(data), own=True)

    def _base_for(self, store: Store, organisation: str) -> "_Bases":
        return _Bases(self._editions(store, organisation))

    def _editions(self, store: Store, organisation: str) -> dict[str, Edition]:
        """The one version of each rule set that counts today."""
        found: dict[str, Edition] = {}
        for file in store.rulesets.own(organisation):
            edition = _read(file.digest, file.body, own=True)
            if edition.in_force or file.ruleset not in found:
                found[file.ruleset] = edition
        return found | {id: self._of_the_package(id) for id in self._packaged.ids()}

    def _of_the_package(self, id: str) -> Edition:
        """As it was installed: a file of the package is read once."""
        if id not in self._shipped:
            data = self._packaged.data(id)
            self._shipped[id] = _read(digest_of(data), canonical(data), own=False)
        return self._shipped[id]


class _Bases:
    """The files that an overlay may be laid over."""

    def __init__(self, editions: Mapping[str, Edition]) -> None:
        self._editions = editions

    def __call__(self, id: str) -> Mapping[str, Any] | None:
        edition = self._editions.get(id)
        return json.loads(edition.body) if edition else None


@lru_cache(maxsize=64)
def _read(digest: str, body: str, own: bool) -> Edition:
    rules, wording = parse(json.loads(body))
    return Edition(rules, wording, digest, body, own)


def _may_bind(edition: Edition, default: str) -> bool:
    """Rules that are not settled law are used only where somebody chose them."""
    chosen = edition.own or edition.id == default or not edition.wording.provisional
    return chosen and edition.in_force


def _faults_in(
    choice: RuleChoice, found: Mapping[str, Edition], begins_on: date | None
) -> list[RuleFault]:
    faults = []
    default = found.get(choice.default)
    if default is None:
        faults.append(RuleFault("default", "There is no such rule set."))
    elif not default.is_in_force(begins_on):
        faults.append(RuleFault("default", "This rule set is not in force yet."))
    guards = [guard for edition in found.values() for guard in edition.rules.guards]
    for id in choice.guards_off:
        if not any(guard.id == id and guard.is_optional for guard in guards):
            faults.append(
                RuleFault("guards_off", f"{id} is no guard that can be switched off.")
            )
    return faults
