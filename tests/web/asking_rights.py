"""What the tests of requests about rights share: somebody new, and cases about them."""

from dataclasses import replace
from itertools import count

from cli.demo import Player
from tests.live import Live, until
from tests.web.desk_work import answer, staff

NUMBERS = count(1)


def somebody() -> str:
    """A name that nobody else in any test has."""
    letters = "abcdefghij"
    number = "".join(letters[int(digit)] for digit in f"{next(NUMBERS):04}")
    return f"Zuri Ask{number}"


async def case_about(live: Live, name: str, by: str = "pat") -> str:
    """A new request of Pat's about this person that waits for an adviser."""
    people = staff(live)
    content = Player(live.house, people, 1)._content()
    who = next(each for each in people if each.id == _id_of(live, by))
    first = replace(content.individuals[0], name=name)
    receipt = await live.house.desk.open(who, replace(content, individuals=(first,)))
    before = {"U0": "no", "H0": "no", "Q1": "yes", "Q2": "no", "Q3": "yes"}
    await answer(live, by, receipt.reference, {**before, "Q4": "unsure"})

    async def is_there() -> bool:
        with live.house.storehouse.reading() as store:
            return store.tasks.live(receipt.reference) is not None

    await until(is_there)
    return receipt.reference


def _id_of(live: Live, user: str) -> str:
    email = live.logins[user].email
    found = [a.actor.id for a in live.house.accounts.all() if a.profile.email == email]
    return found[0]
