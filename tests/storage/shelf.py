"""Cases put straight into a database, with the acts and the content that they need."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import TypeVar

from adapters.keys import KeyRing
from domain.acts import Act, apply
from domain.calendar import Calendar
from domain.case import Case
from domain.content import Content
from domain.people import Actor
from domain.terms import Terms
from domain.timeline import entry_of
from storage.accounts import Organisation
from storage.cases import bind, keep_content, save_case
from storage.database import Database
from storage.releases import NewRelease
from storage.store import Store, Storehouse
from tests import builders
from tests.builders import NOON, PAT

T = TypeVar("T")
_numbers = count(1)


def fresh_storehouse(url: str) -> Storehouse:
    """An up-to-date database with two organisations and a key nobody knows."""
    storehouse = Storehouse(Database(url), KeyRing({"k1": os.urandom(32)}, "k1"))
    storehouse.database.migrate()
    with storehouse.writing() as store:
        store.keys.people()
        for place in (builders.HERE, builders.ELSEWHERE):
            store.accounts.keep_organisation(
                Organisation(place, place.title(), "01632 960000", "HMG-2018", "always")
            )
    return storehouse


@dataclass(frozen=True)
class Shelf:
    """Ways to put things into one database."""

    storehouse: Storehouse

    def case(
        self, by: Actor = PAT, *, minutes: int = 0, content: Content | None = None
    ) -> Case:
        """A case that somebody opened so many minutes after noon."""
        reference = f"SR-TEST-{next(_numbers):04}"
        content = content or builders.content()
        opening = replace(
            builders.an_opening(by, content.stamp()),
            at=NOON + timedelta(minutes=minutes),
        )
        terms = builders.terms(reference=reference)
        with self.storehouse.writing() as store:
            store.keys.create(f"case:{reference}")
            bind(store.session, terms)
            keep_content(store.session, store.keys, reference, content, NOON)
            store.acts.store(reference, opening, {})
            store.acts.mark_sent(opening.id, NOON)
        return self.take(Case(reference), opening)

    def take(self, case: Case, act: Act, **words: str) -> Case:
        """What the workflow and its activities make of an act."""
        terms = terms_of(case)
        after, outcome = apply(case, act, terms)
        assert outcome.accepted, outcome
        with self.storehouse.writing() as store:
            store.acts.store(case.reference, act, words)
            save_case(store.session, after, terms)
            name = f"{case.reference}:{after.revision}"
            store.timeline.add(case.reference, name, entry_of(act, outcome))
            store.tasks.settle(after, terms, NOON, Calendar())
            store.acts.settle(outcome, NOON)
        return after

    def save(self, case: Case) -> None:
        with self.storehouse.writing() as store:
            save_case(store.session, case, terms_of(case))

    def in_doubt(self) -> Case:
        """A case that waits for an adviser."""
        return self.take(self.case(), builders.an_answer(builders.DOUBTFUL, send=True))

    def withdrawn(self, by: Actor = PAT, *, minutes: int = 0) -> Case:
        """A closed case."""
        withdrawal = replace(
            builders.a_withdrawal(by), at=NOON + timedelta(minutes=minutes)
        )
        return self.take(self.case(by, minutes=minutes), withdrawal)


def terms_of(case: Case) -> Terms:
    return builders.terms(reference=case.reference)


def new_release() -> NewRelease:
    """A release about to be made, under names of its own."""
    name = f"{next(_numbers):04}"
    return NewRelease(
        id=f"release-{name}",
        number=f"SS-TEST-{name}",
        locator=f"locator{name}",
        phrase="acorn album amber anchor",
        phrase_hash="hash",
        made_at=NOON,
        expires_at=NOON + timedelta(days=14),
    )


def at_once(
    storehouse: Storehouse, works: Sequence[Callable[[Store], T]]
) -> list[T | Exception]:
    """Each piece of work in a transaction and a thread of its own, all at once."""

    def one(work: Callable[[Store], T]) -> T | Exception:
        try:
            with storehouse.writing() as store:
                return work(store)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(one, works))
