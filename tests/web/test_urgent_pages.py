"""The urgent lane: rung first, shared on one page, completed afterwards."""

import asyncio
import re

import pytest

from tests.live import TOKEN, Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import hidden, task_of
from tests.web.walking import CALM, IN_A_HURRY, Walker, begin, begin_urgent

COMPLETION = {
    "urgency": "Robin had nowhere to sleep that night.",
    "told": "Sergeant Achebe, at 6pm.",
    "since": "Robin is with an aunt.",
    "put_right": "The colour of the coat was wrong.",
}


async def shared_now(browse: Browse) -> Walker:
    """A request that was shared at once, at its own page."""
    walker = await begin_urgent(browse)
    await walker.send(IN_A_HURRY)
    assert walker.path == "/sent", walker.text

    async def there() -> bool:
        await walker.open("")
        return "read out these four words" in walker.text

    await until(there)
    return walker


async def test_before_anything_else_one_is_told_whom_to_ring(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.send({"answer": "yes"})
    assert walker.path == "/ring-999"
    numbers = re.findall(r'href="tel:(\d+)"', walker.page.text)
    assert numbers[:4] == ["999", "101", "01632960311", "01632960322"]
    assert "Estuary Children’s Services, day and night" in walker.text


async def test_one_page_asks_for_all_that_is_needed(browse: Browse) -> None:
    walker = await begin_urgent(browse)
    assert walker.path == "/urgent"
    await walker.send()
    assert walker.page.status_code == 422
    for fault in (
        "Enter their name, or describe them",
        "Enter what they need to know",
        "Select who you are telling",
    ):
        assert fault in walker.text


async def test_what_was_typed_is_kept_beside_what_is_wrong(browse: Browse) -> None:
    walker = await begin_urgent(browse)
    await walker.send(IN_A_HURRY | {"email": "tom@gmail.com", "phone": "ask me"})
    assert walker.page.status_code == 422
    assert "Anybody can open one at gmail.com" in walker.text
    assert "Enter a telephone number" in walker.text
    for typed in ("Robin, about 8, red coat", "alone at the bus station", "ask me"):
        assert typed in walker.page.text
    assert re.search(r'value="other"[^>]* checked', walker.page.text)


async def test_protective_services_come_first(browse: Browse) -> None:
    walker = await begin_urgent(browse)
    text = walker.text
    assert text.index("Tom Achebe") < text.index("Jo Marsh, Named nurse")


async def test_the_share_says_who_said_it_and_what_it_is_for(
    live: Live, browse: Browse
) -> None:
    walker = await shared_now(browse)
    async with live.api("pat") as pat:
        content = (await pat.get(f"/requests/{walker.reference}")).json()["content"]
    (item,) = content["items"]
    assert (item["source"], item["kind"]) == ("Pat Reed", "reported")
    assert content["purpose"] == "To protect somebody in danger now."
    assert [person["name"] for person in content["individuals"]] == [
        IN_A_HURRY["about"]
    ]


async def test_somebody_from_the_directory_is_chosen_with_one_click(
    live: Live, browse: Browse
) -> None:
    walker = await begin_urgent(browse)
    await walker.send(IN_A_HURRY | {"contact": "d-larkhill-1"})
    assert walker.path == "/sent"
    async with live.api("pat") as pat:
        content = (await pat.get(f"/requests/{walker.reference}")).json()["content"]
    assert content["recipient"]["email"] == "tom.achebe@estuary.example"
    assert content["recipient"]["verified_how"] == "directory"


async def test_whoever_is_named_below_need_not_be_chosen_above(browse: Browse) -> None:
    walker = await begin_urgent(browse)
    await walker.send(IN_A_HURRY | {"contact": ""})
    assert walker.path == "/sent"


async def test_a_double_click_shares_once(live: Live, browse: Browse) -> None:
    walker = await begin_urgent(browse)
    fields = {**dict(TOKEN.findall(walker.page.text)), **IN_A_HURRY}
    address = str(walker.page.url)
    both = await asyncio.gather(
        walker.web.post(address, data=fields), walker.web.post(address, data=fields)
    )
    assert {answer.status_code for answer in both} <= {200, 202}
    await until(lambda: _is_shared(live, walker.reference))
    async with live.api("pat") as pat:
        shown = (await pat.get(f"/requests/{walker.reference}")).json()
        story = (await pat.get(f"/requests/{walker.reference}/timeline")).json()
    assert len(shown["content"]["individuals"]) == len(shown["content"]["items"]) == 1
    sentences = [line["sentence"] for line in story["items"]]
    assert sum("confirmed the answers" in each for each in sentences) == 1
    assert sum("refused" in each for each in sentences) == 0


async def _is_shared(live: Live, reference: str) -> bool:
    async with live.api("pat") as pat:
        shown = (await pat.get(f"/requests/{reference}")).json()
    return bool(shown["stage"] == "following_up")


async def test_what_is_shared_is_what_was_seen(browse: Browse) -> None:
    walker = await begin_urgent(browse)
    form = walker.page
    await walker.open("/purpose")
    await walker.send({"purpose": "To find them.", "trigger": "asked"})
    walker.page = form
    await walker.send(IN_A_HURRY)
    assert walker.page.status_code == 409
    assert "alone at the bus station" in walker.text


async def test_somebody_who_must_never_receive_it_is_a_hard_stop(
    live: Live, browse: Browse
) -> None:
    walker = await begin_urgent(browse)
    async with live.api("pat") as pat:
        barred = {"people": [{"name": IN_A_HURRY["name"], "email": None}]}
        kept = await pat.put(f"/requests/{walker.reference}/never", json=barred)
        assert kept.status_code == 200, kept.text
    await walker.open("/urgent")
    await walker.send(IN_A_HURRY)
    assert walker.page.status_code == 422
    assert "must never receive this" in walker.text


async def test_without_those_answers_nothing_is_shared_here(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.answer(CALM)
    assert (await walker.open("/urgent")).path == "/people/new"
    await walker.send(IN_A_HURRY, to="/urgent")
    assert walker.page.status_code in (409, 422)


async def test_the_receipt_asks_for_what_there_was_no_time_for(browse: Browse) -> None:
    walker = await begin_urgent(browse)
    await walker.send(IN_A_HURRY)
    assert "complete the record" in walker.text
    assert f'href="{walker.home}/complete"' in walker.page.text


async def test_a_record_is_completed_afterwards_and_kept(
    live: Live, browse: Browse
) -> None:
    walker = await shared_now(browse)
    assert "Write down what there was no time for, by" in walker.text
    listed = await walker.web.get("/requests")
    assert "Read the words out, then complete the record" in listed.text
    await walker.open("/complete")
    await walker.send({"urgency": "Robin had nowhere to sleep that night."})
    assert walker.page.status_code == 422
    assert "Enter who was told, and when" in walker.text
    assert "Robin had nowhere to sleep that night." in walker.page.text
    await walker.send(COMPLETION)
    assert walker.path == ""
    for words in COMPLETION.values():
        assert words in walker.text
    assert (await walker.open("/complete")).path == ""
    ada = await browse("ada")
    task = (await ada.get(f"/tasks/{task_of(live, walker.reference)}")).text
    assert COMPLETION["put_right"] in task
    assert "By the end of the next working day" in task


async def test_a_record_is_not_completed_twice(browse: Browse) -> None:
    walker = await shared_now(browse)
    await walker.open("/complete")
    form = walker.page
    await walker.send(COMPLETION)
    walker.page = form
    await walker.send(COMPLETION | {"once": "another", "since": "More has happened."})
    assert walker.page.status_code == 409
    assert "More has happened." in walker.text


@pytest.mark.parametrize("page", ["urgent", "telephone", "complete"])
async def test_nobody_else_gets_to_these_pages(browse: Browse, page: str) -> None:
    walker = await begin_urgent(browse)
    for user in ("ada", "sam"):
        other = await browse(user)
        assert (await other.get(f"{walker.home}/{page}")).status_code == 404
        token = hidden((await other.get("/account")).text)
        answer = await other.post(
            f"{walker.home}/{page}", data={**token, **IN_A_HURRY, **COMPLETION}
        )
        assert answer.status_code in (403, 404)


async def test_things_got_worse_is_on_every_page_of_an_open_request(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    for page in (
        "", "/questions/U0", "/people", "/people/new", "/items", "/items/new",
        "/recipient", "/purpose", "/check", "/withdraw", "/ring-999",
        "/telephone/first", "/why",
    ):  # fmt: skip
        await walker.open(page)
        assert walker.page.status_code == 200, page
        assert f'href="{walker.home}/worse"' in walker.page.text, page
