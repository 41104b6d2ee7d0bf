"""What was told by telephone in an emergency, written down afterwards."""

from datetime import timedelta

import pytest
from sqlmodel import select

from adapters.clock import now
from storage.mail_tables import MailRow
from tests.live import TOKEN, Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import task_of
from tests.web.recipients import browser, give_address, give_words, share
from tests.web.walking import CHECKS, CLEAR, Walker, begin_urgent
from web.rendering import in_london

AT = in_london(now()) - timedelta(hours=1)
DAY = {
    "told_on-day": str(AT.day),
    "told_on-month": str(AT.month),
    "told_on-year": str(AT.year),
}
TOLD = {
    **DAY,
    "about": "A child in a school jumper",
    "name": "Call handler 4",
    "role": "Call handler",
    "organisation": "Estuary Police",
    "phone": "101",
    "told_at": f"{AT:%H:%M}",
    "said": "A child is alone by the harbour wall.",
}


async def at_the_form(browse: Browse) -> Walker:
    walker = await begin_urgent(browse)
    return await walker.open("/telephone")


async def on_record(browse: Browse) -> Walker:
    """A request whose recipient was told by telephone, at its own page."""
    walker = await at_the_form(browse)
    await walker.send(TOLD)
    assert walker.path == "/sent", walker.text

    async def there() -> bool:
        await walker.open("")
        return "Told by telephone" in walker.text

    await until(there)
    return walker


async def test_the_two_questions_come_first(browse: Browse) -> None:
    web = await browse("pat")
    walker = Walker(web, await web.get("/requests/new"))
    token = dict(TOKEN.findall(walker.page.text))
    walker.page = await web.post("/requests/new", data=token | {"then": "telephone"})
    for _ in range(2):
        assert walker.path == "/telephone/first"
        assert "Answer as it was when you rang." in walker.text
        await walker.send({"answer": "yes"})
    assert walker.path == "/telephone"


async def test_a_question_left_empty_is_named(browse: Browse) -> None:
    walker = await begin_urgent(browse)
    await walker.open("/questions/U1")
    await walker.send({"answer": "no"})
    await walker.open("/telephone/first")
    await walker.send()
    assert walker.page.status_code == 422
    assert "Select yes, no, or that you are not sure" in walker.text


async def test_whoever_is_in_no_danger_goes_on_as_usual(browse: Browse) -> None:
    walker = await begin_urgent(browse)
    await walker.open("/questions/U0")
    await walker.send({"answer": "no"})
    await walker.open("/telephone")
    await walker.send({"answer": "no"})
    assert walker.path == "/telephone/not-urgent"
    await walker.send()
    assert walker.path == "/questions/H0"


async def begins_with_a_call(browse: Browse) -> Walker:
    web = await browse("pat")
    walker = Walker(web, await web.get("/requests/new"))
    token = dict(TOKEN.findall(walker.page.text))
    walker.page = await web.post("/requests/new", data=token | {"then": "telephone"})
    return walker


async def test_a_call_left_half_way_is_come_back_to(browse: Browse) -> None:
    """Nobody is led from there to sharing it a second time."""
    walker = await begins_with_a_call(browse)
    assert (await walker.open("/next")).path == "/telephone/first"
    for _ in range(2):
        await walker.send({"answer": "yes"})
    assert (await walker.open("/next")).path == "/telephone"


async def test_a_call_that_was_not_urgent_becomes_a_usual_request(
    browse: Browse,
) -> None:
    walker = await begins_with_a_call(browse)
    await walker.send({"answer": "no"})
    assert "This is not the urgent lane" in walker.text
    assert (await walker.open("/next")).path == "/telephone/first"
    await walker.open("/telephone/not-urgent")
    await walker.send()
    await walker.answer({"H0": "no"})
    await walker.describe()
    await walker.answer(CLEAR | CHECKS)
    assert "Confirm and share" in walker.text


async def test_what_was_told_is_on_record_and_nothing_is_sent(
    live: Live, browse: Browse
) -> None:
    walker = await on_record(browse)
    assert "Call handler 4 was rung on 101" in walker.text
    assert "recorded what they had told the recipient by telephone" in walker.text
    assert "sent nothing to anybody" in walker.text
    assert "four words" not in walker.text
    assert "In our email to them" not in walker.text
    with live.house.storehouse.reading() as store:
        of_case = select(MailRow.kind).where(MailRow.reference == walker.reference)
        assert "release" not in store.session.exec(of_case).all()


async def test_an_adviser_sees_how_it_went_and_by_when_to_look(
    live: Live, browse: Browse
) -> None:
    walker = await on_record(browse)
    ada = await browse("ada")
    page = (await ada.get(f"/tasks/{task_of(live, walker.reference)}")).text
    assert "Told by telephone" in page
    assert "Call handler 4 was rung on 101" in page
    assert "Can be opened until" not in page
    assert "The practitioner has not completed the record yet" in page


async def test_nobody_ever_opens_what_was_told_by_telephone(live: Live) -> None:
    told = await share(live, "told_by_telephone")
    assert not told.parcel().is_live(now())
    async with browser(live) as web:
        await give_address(web, told, "somebody@estuary.example")
        assert (await give_words(web, told)).status_code == 422
        for page in ("/terms", "/items", "/receipt"):
            answer = await web.get(told.path(page))
            assert answer.url.path == told.path("/code")


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"about": ""}, "Enter their name, or describe them"),
        ({"name": ""}, "Enter their name"),
        ({"phone": "call me"}, "Enter a telephone number"),
        ({"told_at": "25 o’clock"}, "Enter the time, like 2:20pm or 14:20"),
        ({"told_on-month": "13"}, "The date must be a real date"),
        ({"told_on-year": "2099"}, "The date must be today or in the past"),
        ({"said": "x" * 2001}, "This must be 2,000 characters or fewer"),
    ],
)
async def test_what_is_wrong_is_named_and_the_rest_is_kept(
    browse: Browse, wrong: dict[str, str], fault: str
) -> None:
    walker = await at_the_form(browse)
    await walker.send(TOLD | wrong)
    assert walker.page.status_code == 422
    assert fault in walker.text
    assert "Estuary Police" in walker.page.text


async def test_nothing_is_told_in_the_future(browse: Browse) -> None:
    walker = await at_the_form(browse)
    soon = in_london(now()) + timedelta(minutes=5)
    when = {"told_on-day": str(soon.day), "told_at": f"{soon:%H:%M}"}
    await walker.send(TOLD | when)
    assert walker.page.status_code == 422


async def test_other_things_already_typed_are_not_said_to_have_been_told(
    live: Live, browse: Browse
) -> None:
    walker = await begin_urgent(browse)
    async with live.api("pat") as pat:
        item = {"text": "Something else.", "kind": "fact", "source": "Seen by me"}
        await pat.put(
            f"/requests/{walker.reference}/items",
            json={"items": [item | {"observed_on": "2026-01-16"}]},
        )
        await walker.open("/telephone")
        await walker.send(TOLD)
        assert walker.path == "/sent"
        content = (await pat.get(f"/requests/{walker.reference}")).json()["content"]
    going = [each["text"] for each in content["items"] if not each["left_out"]]
    assert going == [TOLD["said"]]
