"""What the tests of staff pages share: cases to work on, and forms sent as seen."""

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import count

import httpx2
from sqlmodel import col, update

from cli.demo import Player
from domain import acts
from domain.answering import Given
from domain.people import Actor
from domain.rules import AnswerValue
from storage.tables import TaskRow
from tests.live import Live, until

NUMBERS = count(811_200, 3)
"""Numbers of cases that no other test plays; with each, nobody fears great harm."""

Fields = dict[str, str | list[str]]

HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


def actor(live: Live, user: str) -> Actor:
    email = live.logins[user].email
    found = [a.actor for a in live.house.accounts.all() if a.profile.email == email]
    return found[0]


def staff(live: Live, organisation: str = "larkhill") -> list[Actor]:
    everybody = [account.actor for account in live.house.accounts.all()]
    return [person for person in everybody if person.organisation == organisation]


async def play(live: Live, story: str, organisation: str = "larkhill") -> str:
    """The reference of a new case that has come as far as the story says."""
    number = next(NUMBERS) + 1
    return await Player(live.house, staff(live, organisation), number).play(story)


async def unsure_case(live: Live, by: str, node: str = "Q4") -> str:
    """A case of this practitioner that waits for an adviser's answer."""
    who = actor(live, by)
    number = next(NUMBERS) + 1
    content = Player(live.house, staff(live, who.organisation), number)._content()
    receipt = await live.house.desk.open(who, content)
    before = {"U0": "no", "H0": "no", "Q1": "yes", "Q2": "no", "Q3": "yes"}
    kept = {} if node == "U0" else before
    await answer(live, by, receipt.reference, {**kept, node: "unsure"})

    async def has_a_task() -> bool:
        with live.house.storehouse.reading() as store:
            return store.tasks.live(receipt.reference) is not None

    await until(has_a_task)
    return receipt.reference


async def answer(live: Live, by: str, reference: str, answers: dict[str, str]) -> None:
    who = actor(live, by)
    given = tuple(Given(node, AnswerValue(value)) for node, value in answers.items())
    await live.house.desk.do(
        who, reference, lambda id, at, case: acts.GiveAnswers(id, who, at, given, True)
    )


async def urgent_share(live: Live) -> str:
    """A case that was shared at once and waits for its review."""
    who = actor(live, "pat")
    number = next(NUMBERS) + 1
    content = Player(live.house, staff(live), number)._content()
    receipt = await live.house.desk.open(who, content)
    await answer(live, "pat", receipt.reference, {"U0": "yes", "U1": "yes"})
    await live.house.desk.do(
        who,
        receipt.reference,
        lambda id, at, case: acts.Confirm(id, who, at, case.content.digest),
    )

    async def has_a_task() -> bool:
        with live.house.storehouse.reading() as store:
            return store.tasks.live(receipt.reference) is not None

    await until(has_a_task)
    return receipt.reference


def task_of(live: Live, reference: str) -> str:
    with live.house.storehouse.reading() as store:
        task = store.tasks.live(reference)
    assert task is not None
    return task.id


def make_due(live: Live, reference: str, at: datetime) -> None:
    """As if this task had been due at that time."""
    of_case = col(TaskRow.reference) == reference
    with live.house.storehouse.writing() as store:
        store.session.exec(update(TaskRow).where(of_case).values(due_at=at))


async def send(
    web: httpx2.AsyncClient,
    address: str,
    fields: Mapping[str, str | list[str]],
    to: str | None = None,
) -> httpx2.Response:
    """Open a page and send its form with everything that it carries unseen."""
    shown = await web.get(address)
    return await web.post(to or address, data={**hidden(shown.text), **fields})


def hidden(page: str) -> Fields:
    """What the last form of a page carries unseen."""
    return dict(HIDDEN.findall(page))
