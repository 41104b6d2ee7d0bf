"""Files of rule sets are kept once, under their digest, and never change."""

import json
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from adapters.rulebook import Rulebook, canonical, digest_of
from storage.cases import bind
from storage.rulesets import RuleFile
from storage.store import Storehouse
from tests import builders
from tests.builders import ELSEWHERE, HERE, NOON

DATA = Rulebook().data("HMG-2018")


def a_file(**changes: object) -> RuleFile:
    data = {**DATA, **changes}
    body = canonical(data)
    return RuleFile(digest_of(data), data["id"], data["version"], body)


def test_a_file_that_is_kept_stays_as_it_was(storehouse: Storehouse) -> None:
    file = a_file(title="First words")
    forged = replace(file, body=json.dumps({**DATA, "title": "Forged"}))
    terms = builders.terms(reference="SR-WORD-0001")
    with storehouse.writing() as store:
        store.rulesets.keep(file, NOON)
        store.rulesets.keep(forged, NOON)
        bind(store.session, terms, file.digest)
        wording = store.rulesets.wording(terms.reference)
    assert wording
    assert wording.title == "First words"


def test_a_case_without_a_kept_file_has_no_words_here(storehouse: Storehouse) -> None:
    with storehouse.writing() as store:
        bind(store.session, builders.terms(reference="SR-WORD-0002"))
        assert store.rulesets.wording("SR-WORD-0002") is None
        assert store.rulesets.wording("SR-WORD-0000") is None


def test_own_files_are_an_organisations_own_oldest_version_first(
    storehouse: Storehouse,
) -> None:
    older, newer = (a_file(id="OWN-1", version=f"2026-0{n}-01") for n in (1, 2))
    with storehouse.writing() as store:
        for file in (newer, older):
            store.rulesets.add_own(HERE, file, "u-kit", NOON)
        store.rulesets.add_own(ELSEWHERE, newer, "u-far", NOON)
    with storehouse.reading() as store:
        assert store.rulesets.own(HERE) == [older, newer]
        assert store.rulesets.own(ELSEWHERE) == [newer]


def test_one_version_cannot_be_two_files(storehouse: Storehouse) -> None:
    with storehouse.writing() as store:
        store.rulesets.add_own(HERE, a_file(id="OWN-2"), "u-kit", NOON)
    other = a_file(id="OWN-2", title="Other words")
    with pytest.raises(IntegrityError), storehouse.writing() as store:
        store.rulesets.add_own(HERE, other, "u-kit", NOON)
