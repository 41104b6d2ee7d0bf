"""Being told: who hears of what is done over HTTP, and how they want to hear of it."""

import httpx2
import pytest
from sqlmodel import select

from domain.notices import How, Preference
from storage.mail_tables import MailRow
from tests.api.journey import (
    People,
    acknowledged,
    faults,
    read,
    sent_to_adviser,
    shared,
)
from tests.live import Live, until
from tests.web.desk_work import actor

PAGE = "/account/notices"
WHY = {"reason": "They are on leave from today."}


def told(live: Live, reference: str) -> set[tuple[str, str]]:
    """Who is owed or was sent which letters about a case, by first name and kind."""
    with live.house.storehouse.reading() as store:
        rows = store.session.exec(
            select(MailRow).where(MailRow.reference == reference, MailRow.user != "")
        ).all()
        accounts = {row.user: store.accounts.get(row.user) for row in rows}
        names = {user: a.profile.name for user, a in accounts.items() if a}
    return {(names[row.user].partition(" ")[0], row.kind) for row in rows}


async def are_told(live: Live, reference: str, *expected: tuple[str, str]) -> None:
    async def so() -> bool:
        return set(expected) <= told(live, reference)

    await until(so)


async def test_both_sides_hear_of_a_question_its_reply_and_what_came_of_it(
    live: Live, people: People
) -> None:
    reference, task = await sent_to_adviser(people)
    await people.ada.post(f"/tasks/{task}/ask", json={"question": "Since when?"})
    await are_told(live, reference, ("Pat", "question"))
    await people.pat.post(f"/requests/{reference}/reply", json={"reply": "Since May."})
    await are_told(live, reference, ("Ada", "replied"), ("Ben", "call"))
    again = (await read(people.ada, reference))["task"]
    ada = actor(live, "ada").id
    of_task = select(MailRow.kind).where(
        MailRow.path == f"/tasks/{again}", MailRow.user == ada
    )
    with live.house.storehouse.reading() as store:
        assert store.session.exec(of_task).all() == ["replied"], "and is not called"


async def test_the_practitioner_hears_of_the_approval_and_of_the_receipt(
    live: Live, people: People
) -> None:
    reference = await shared(people)
    await are_told(live, reference, ("Pat", "news"))
    await acknowledged(live, reference)
    await are_told(live, reference, ("Pat", "release_news"))

    async def is_in_the_mail() -> bool:
        subject = f"There is news about a request - reference {reference}"
        return [m["Subject"] for m in live.mail()].count(subject) == 2

    await until(is_in_the_mail)


async def test_whoever_had_the_task_hears_that_it_is_gone(
    live: Live, people: People
) -> None:
    reference, task = await sent_to_adviser(people)
    await people.ada.post(f"/tasks/{task}/claim")
    await people.pat.post(f"/requests/{reference}/withdraw", json=WHY)
    await are_told(live, reference, ("Ada", "withdrawn"))


@pytest.mark.parametrize("how", list(How))
async def test_everybody_chooses_how_they_are_told(
    live: Live, people: People, how: How
) -> None:
    try:
        sent = {"how": how.value, "at": "16:15"}
        chosen = await people.ines.put(PAGE, json=sent)
        assert (chosen.status_code, chosen.json()) == (200, sent)
        assert (await people.ines.get(PAGE)).json() == sent
    finally:
        live.house.notices.prefer(actor(live, "ines"), Preference())


async def test_without_a_choice_letters_come_at_once(people: People) -> None:
    usual = {"how": "at_once", "at": "08:30"}
    assert (await people.ola.get(PAGE)).json() == usual


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"how": "weekly"}, "how"),
        ({}, "how"),
        ({"how": "digest", "at": "half past eight"}, "at"),
        ({"how": "digest", "at": "25:00"}, "at"),
        ({"how": "digest", "at": "03:00"}, "at"),
        ({"how": "digest", "sms": True}, "sms"),
    ],
)
async def test_a_choice_that_cannot_be_names_its_field(
    people: People, sent: dict[str, object], field: str
) -> None:
    answer = await people.ola.put(PAGE, json=sent)
    assert field in faults(answer)


async def test_only_operations_send_again_what_was_refused(people: People) -> None:
    reference, _ = await sent_to_adviser(people)
    path = f"/operations/cases/{reference}/write-again"
    answers: list[httpx2.Response] = [
        await client.post(path) for client in (people.ola, people.pat, people.ada)
    ]
    assert [each.status_code for each in answers] == [204, 403, 403]
    unknown = await people.ola.post("/operations/cases/SR-0000-0000/write-again")
    assert unknown.status_code == 404
