"""Who has a page open, on both databases."""

from datetime import timedelta

from domain.people import Actor, Role
from storage.accounts import Account, Profile
from storage.store import Storehouse
from tests import builders
from tests.builders import HERE, NOON

SINCE = timedelta(minutes=15)


def someone(storehouse: Storehouse) -> str:
    """The id of somebody with an account."""
    user = builders.fresh("reader")
    profile = Profile("Ira Penn", f"{user}@northgate.example")
    account = Account(Actor(user, (Role.ADVISER,), HERE), profile, "hash")
    with storehouse.writing() as store:
        store.accounts.add(account, NOON)
    return user


def test_others_see_who_has_a_page_open_until_it_is_left(
    storehouse: Storehouse,
) -> None:
    ada, ben, at = someone(storehouse), someone(storehouse), NOON
    with storehouse.writing() as store:
        store.presence.see(ada, "page", at, at - SINCE)
        assert store.presence.others(ada, "page", at - SINCE) == []
        (visit,) = store.presence.others(ben, "page", at - SINCE)
        assert (visit.user, visit.opened_at) == (ada, at)
        store.presence.leave(ada, "page")
        assert store.presence.others(ben, "page", at - SINCE) == []


def test_who_leaves_and_is_seen_again_has_not_left(
    storehouse: Storehouse,
) -> None:
    ada, ben, at = someone(storehouse), someone(storehouse), NOON
    later = at + timedelta(seconds=1)
    with storehouse.writing() as store:
        store.presence.see(ada, "page", at, at - SINCE)
        store.presence.see(ada, "page", later, later - SINCE)
        store.presence.leave(ada, "page", at)
        (visit,) = store.presence.others(ben, "page", at)
        assert visit.opened_at == at
        store.presence.leave(ada, "page", later)
        assert store.presence.others(ben, "page", at) == []


def test_long_unseen_is_no_longer_there_and_comes_back_anew(
    storehouse: Storehouse,
) -> None:
    ada, ben, at = someone(storehouse), someone(storehouse), NOON
    back = at + timedelta(hours=1)
    with storehouse.writing() as store:
        store.presence.see(ada, "page", at, at - SINCE)
        assert store.presence.others(ben, "page", back - SINCE) == []
        store.presence.see(ada, "page", back, back - SINCE)
        (visit,) = store.presence.others(ben, "page", back - SINCE)
        assert visit.opened_at == back
        store.presence.tidy(back + SINCE)
        assert store.presence.others(ben, "page", at) == []
