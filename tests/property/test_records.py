"""Whatever people do, in whatever order: the account holds, and its record is valid."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.account import account_of
from activities.record_check import check_record
from adapters.rulebook import Rulebook
from domain.acts import Act, apply
from domain.calendar import Calendar
from domain.case import Case
from domain.content import Content
from domain.stages import Ending, Stage
from domain.timeline import entry_of
from storage.cases import keep_content, save_case
from storage.store import Storehouse
from tests import builders
from tests.builders import NOON, SURE, TERMS
from tests.storage.shelf import Shelf, fresh_storehouse, new_release, terms_of

WORDS = {"reason": "He said so himself.", "question": "Since when?", "said": "“Yes”"}
WAYS = (
    lambda case: builders.an_answer(SURE),
    lambda case: builders.an_answer(builders.DOUBTFUL, send=True),
    lambda case: builders.an_answer(builders.URGENT),
    lambda case: builders.an_answer(builders.REFUSING),
    lambda case: builders.a_confirmation(digest=case.content.digest),
    lambda case: builders.an_approval(digest=case.content.digest, answers=()),
    lambda case: builders.a_refusal(digest=case.content.digest),
)


@dataclass
class Told:
    """One case on the shelf, and the hours that pass in it."""

    shelf: Shelf
    case: Case
    minutes: int = 0

    def does(self, act: Act) -> None:
        """As the workflow takes it and its activities write it down, refused or not."""
        self.minutes += 1
        act = replace(act, at=NOON + timedelta(minutes=self.minutes))
        terms = terms_of(self.case)
        self.case, outcome = apply(self.case, act, terms)
        reference = self.case.reference
        with self.shelf.storehouse.writing() as store:
            store.acts.store(reference, act, WORDS)
            save_case(store.session, self.case, terms)
            name = f"{reference}:{self.case.revision}"
            store.timeline.add(reference, name, entry_of(act, outcome))
            store.tasks.settle(self.case, terms, NOON, Calendar())
            store.acts.settle(outcome, NOON)
        if self.case.stage is Stage.SHARING:
            self.leaves()

    def leaves(self) -> None:
        with self.shelf.storehouse.writing() as store:
            made = store.releases.make(
                self.case.reference, builders.HERE, builders.content(), new_release()
            )
        self.case = self.case.released(made, terms_of(self.case))
        self.shelf.save(self.case)

    def ends(self) -> str:
        """Its record; where nobody has ended it, it is left unfinished."""
        if self.case.is_open:
            left = replace(self.case, revision=self.case.revision + 1)
            self.case = left.closed(Ending.LAPSED, NOON + timedelta(days=9))
            self.shelf.save(self.case)
        with self.shelf.storehouse.reading() as store:
            assert list(store.timeline.faults(self.case.reference)) == []
            return account_of(store, self.case, Rulebook())


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder: Path = tmp_path_factory.mktemp("records")
    storehouse: Storehouse = fresh_storehouse(f"sqlite:///{folder / 'sharewell.db'}")
    yield Shelf(storehouse)
    storehouse.database.close()


anything = st.sampled_from(range(len(builders.one_of_each()))) | st.none()
steps = st.lists(st.tuples(st.integers(0, len(WAYS) - 1), anything), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_any_acts_give_a_chain_that_holds_and_a_record_that_is_valid(
    shelf: Shelf, taken: list[tuple[int, Any]]
) -> None:
    told = Told(shelf, shelf.case())
    with shelf.storehouse.writing() as store:
        for kept in (builders.content("Another purpose"), Content(salt="salt")):
            keep_content(store.session, store.keys, told.case.reference, kept, NOON)
    for way, other in taken:
        act = WAYS[way](told.case) if other is None else builders.one_of_each()[other]
        told.does(act)
    check_record(told.ends())
    assert TERMS.rules.id in told.ends()
