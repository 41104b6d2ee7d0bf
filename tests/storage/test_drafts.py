"""What is typed and not sent yet: one draft a page, for its writer alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.people import Actor, Role
from storage.accounts import Account, Profile
from storage.drafts import Draft
from storage.keys import KeyDestroyed
from storage.store import Storehouse
from tests import builders
from tests.builders import HERE, NOON
from tests.storage.shelf import Shelf

LATER = NOON + timedelta(minutes=5)
PAGE = "questions/P4"
TYPED = (("answer", "yes"), ("note", "Half a sent"))


@pytest.fixture
def somebody(storehouse: Storehouse) -> Callable[[], str]:
    """The id of somebody with an account."""

    def made() -> str:
        user = builders.fresh("typist")
        profile = Profile("Ira Penn", f"{user}@northgate.example")
        account = Account(Actor(user, (Role.PRACTITIONER,), HERE), profile, "hash")
        with storehouse.writing() as store:
            store.accounts.add(account, NOON)
        return user

    return made


def test_a_draft_is_kept_and_the_next_one_takes_its_place(
    shelf: Shelf, somebody: Callable[[], str]
) -> None:
    case, user = shelf.case().reference, somebody()
    with shelf.storehouse.writing() as store:
        store.drafts.keep(user, case, PAGE, TYPED, NOON)
        store.drafts.keep(user, case, PAGE, (("note", "Half a sentence"),), LATER)
    with shelf.storehouse.reading() as store:
        kept = store.drafts.get(user, case, PAGE)
    assert kept == Draft((("note", "Half a sentence"),), LATER)


def test_nobody_else_and_no_other_page_has_it(
    shelf: Shelf, somebody: Callable[[], str]
) -> None:
    case, user = shelf.case().reference, somebody()
    with shelf.storehouse.writing() as store:
        store.drafts.keep(user, case, PAGE, TYPED, NOON)
    with shelf.storehouse.reading() as store:
        assert store.drafts.get(somebody(), case, PAGE) is None
        assert store.drafts.get(user, case, "purpose") is None
        assert store.drafts.get(user, shelf.case().reference, PAGE) is None


def test_a_draft_is_dropped_once_it_is_sent(
    shelf: Shelf, somebody: Callable[[], str]
) -> None:
    case, user = shelf.case().reference, somebody()
    with shelf.storehouse.writing() as store:
        store.drafts.keep(user, case, PAGE, TYPED, NOON)
        store.drafts.drop(user, case, PAGE)
        store.drafts.drop(user, case, PAGE)
        assert store.drafts.get(user, case, PAGE) is None


def test_old_drafts_and_those_of_ended_cases_are_forgotten(
    shelf: Shelf, somebody: Callable[[], str]
) -> None:
    user = somebody()
    ended, begun = shelf.withdrawn(), shelf.case()
    with shelf.storehouse.writing() as store:
        store.drafts.keep(user, ended.reference, PAGE, TYPED, LATER)
        store.drafts.keep(user, begun.reference, PAGE, TYPED, LATER)
        store.drafts.keep(user, begun.reference, "purpose", TYPED, NOON)
        store.drafts.tidy(LATER)
        assert store.drafts.get(user, begun.reference, PAGE) is not None
        assert store.drafts.get(user, begun.reference, "purpose") is None
        assert store.drafts.get(user, ended.reference, PAGE) is None


def test_a_draft_dies_with_the_key_of_its_case(
    shelf: Shelf, somebody: Callable[[], str]
) -> None:
    with shelf.storehouse.writing() as store, pytest.raises(KeyDestroyed):
        store.drafts.keep(somebody(), "SR-NONE-0000", PAGE, TYPED, NOON)
