"""The inbox and who has a task: filters, several at once, passed on, lent, put off."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest

from adapters.clock import now
from adapters.passwords import fingerprint
from domain.people import Role
from domain.teams import Team
from tests.live import Live
from tests.web.conftest import Browse
from tests.web.desk_work import Fields, actor, hidden, make_due, play, send, task_of
from tests.web.searching import an_adviser, found

WHY = "They are ill today."
TOMORROW = now() + timedelta(days=2)
A_DAY = {"day": TOMORROW.day, "month": TOMORROW.month, "year": TOMORROW.year}


async def held(live: Live, browse: Browse) -> tuple[httpx2.AsyncClient, str]:
    """Ada's browser, and a task that she has."""
    task = task_of(live, await play(live, "unsure"))
    ada = await browse("ada")
    await send(ada, f"/tasks/{task}", {}, f"/tasks/{task}/claim")
    return ada, task


def on(name: str, day: dict[str, int] = A_DAY) -> Fields:
    return {f"{name}-{part}": str(number) for part, number in day.items()}


async def test_a_filter_is_in_the_address_and_shows_what_it_names(
    live: Live, browse: Browse
) -> None:
    reference, other = await play(live, "unsure"), await play(live, "unsure")
    ada = await browse("ada")
    shown = (await ada.get(f"/tasks?text={reference[-4:].lower()}")).text
    assert reference in shown
    assert other not in shown
    none = (await ada.get(f"/tasks?kind=review&text={reference}")).text
    assert "No tasks are like this" in none


async def test_a_name_is_no_filter(browse: Browse) -> None:
    """Nothing about a person belongs into an address."""
    shown = await (await browse("ada")).get("/tasks?text=Robin@Alder")
    assert "We do not know the filter in this address (text)" in shown.text


async def test_who_takes_a_task_over_must_say_why_and_has_it_then(
    live: Live, browse: Browse
) -> None:
    _, task = await held(live, browse)
    ben = await browse("ben")
    page = f"/tasks/{task}/take-over"
    assert "Ada Obi has had it since" in (await ben.get(page)).text
    empty = await send(ben, page, {"reason": " "})
    assert (empty.status_code, "Enter your reason" in empty.text) == (422, True)
    long = await send(ben, page, {"reason": "a" * 1001})
    assert "must be 1,000 characters or fewer" in long.text
    assert "a" * 1001 in long.text
    done = await send(ben, page, {"reason": WHY})
    assert "You have had this task since" in done.text
    assert "took over the adviser task from Ada Obi, because: They are ill" in done.text


async def test_the_second_to_take_a_task_over_is_told_who_was_first(
    live: Live, browse: Browse
) -> None:
    _, task = await held(live, browse)
    live.newcomer("dana", Role.ADVISER)
    ben, dana = await browse("ben"), await browse("dana")
    page = f"/tasks/{task}/take-over"
    late = hidden((await dana.get(page)).text)
    await send(ben, page, {"reason": WHY})
    lost = await dana.post(page, data={**late, "reason": "I am free."})
    assert lost.status_code == 409
    assert "Ben Cole has had it since" in lost.text
    assert "I am free." in lost.text


async def test_a_task_is_given_to_a_colleague_who_may_have_it(
    live: Live, browse: Browse
) -> None:
    ada, task = await held(live, browse)
    page = f"/tasks/{task}/reassign"
    assert "Pat Reed</option>" not in (await ada.get(page)).text
    pat: Fields = {"to": actor(live, "pat").id, "reason": WHY}
    refused = await send(ada, page, pat)
    assert refused.status_code == 422
    assert "This person cannot have the task" in refused.text
    assert WHY in refused.text
    nobody = await send(ada, page, {"reason": WHY})
    assert "Choose a colleague" in nobody.text
    done = await send(ada, page, {"to": actor(live, "ben").id, "reason": WHY})
    assert "Ben Cole has had this task since" in done.text


async def test_a_colleague_prepares_a_task_and_proposes(
    live: Live, browse: Browse
) -> None:
    ada, task = await held(live, browse)
    page = f"/tasks/{task}/delegate"
    ben_id = actor(live, "ben").id
    past = await send(ada, page, {"to": ben_id, **on("until", {**A_DAY, "year": 2020})})
    assert past.status_code == 422
    assert "The date must be today or later" in past.text
    assert 'value="2020"' in past.text
    lent = await send(ada, page, {"to": ben_id, **on("until")})
    assert "Ben Cole prepares it until" in lent.text
    ben = await browse("ben")
    assert task in (await ben.get("/tasks?view=mine")).text
    say: Fields = {"comment": "I would share it.", "readers": "proposal"}
    proposed = await send(ben, f"/tasks/{task}", say, f"/tasks/{task}/comments")
    assert "Proposes a decision." in proposed.text
    back = await send(ada, f"/tasks/{task}", {}, f"/tasks/{task}/call-back")
    assert "prepares it until" not in back.text


async def test_a_task_is_put_off_and_brought_back(live: Live, browse: Browse) -> None:
    ada, task = await held(live, browse)
    reference = f"SR-{task[2:11]}"
    make_due(live, reference, now() + timedelta(days=9))
    page = f"/tasks/{task}/put-off"
    wrong = await send(ada, page, on("day", {**A_DAY, "month": 13}))
    assert "must be a real date" in wrong.text
    off = await send(ada, page, on("day"))
    assert "You put it off until" in off.text
    assert "Put off to a later day (" in (await ada.get("/tasks?view=mine")).text
    back = await send(ada, f"/tasks/{task}", {}, f"/tasks/{task}/bring-back")
    assert "You put it off until" not in back.text


async def test_a_comment_is_read_by_the_practitioner_unless_it_is_private(
    live: Live, browse: Browse
) -> None:
    ada, task = await held(live, browse)
    place = f"/tasks/{task}"
    for text, readers in (("I look now.", "everyone"), ("Odd.", "advisers")):
        say: Fields = {"comment": text, "readers": readers}
        await send(ada, place, say, f"{place}/comments")
    shown = (await (await browse("ben")).get(place)).text
    assert "I look now." in shown
    assert "Odd." in shown
    reference = f"SR-{task[2:11]}"
    hers = (await (await browse("pat")).get(f"/requests/{reference}")).text
    assert "I look now." in hers
    assert "Odd." not in hers


@pytest.mark.parametrize(
    ("comment", "readers", "told"),
    [
        ("", "advisers", "Enter your comment"),
        ("x" * 2001, "advisers", "2,000 characters or fewer"),
        ("Well.", "", "Select who can read it"),
    ],
)
async def test_a_comment_that_cannot_be_kept_stays_on_the_page(
    live: Live, browse: Browse, comment: str, readers: str, told: str
) -> None:
    ada, task = await held(live, browse)
    say: Fields = {"comment": comment, "readers": readers}
    back = await send(ada, f"/tasks/{task}", say, f"/tasks/{task}/comments")
    assert back.status_code == 422
    assert told in back.text
    assert comment in back.text


async def test_looking_at_a_task_marks_nothing_but_its_button_does(
    live: Live, browse: Browse
) -> None:
    task = task_of(live, await play(live, "unsure"))
    ada = await browse("ada")
    await ada.get(f"/tasks/{task}")
    assert "Mark as read" in (await ada.get(f"/tasks/{task}")).text
    read = await send(ada, f"/tasks/{task}", {"read": "yes"}, f"/tasks/{task}/read")
    assert "Mark as not read" in read.text


async def test_ticked_tasks_are_taken_and_the_others_are_named(
    live: Live, browse: Browse
) -> None:
    _, taken = await held(live, browse)
    free = task_of(live, await play(live, "unsure"))
    ben = await browse("ben")
    ticked: Fields = {"task": [taken, free], "do": "claim"}
    done = await send(ben, "/tasks", ticked, "/tasks/bulk")
    assert "1 of 2 tasks were taken" in done.text
    assert "Ada Obi has had it since" in done.text
    nothing = await send(ben, "/tasks", {"do": "claim"}, "/tasks/bulk")
    assert nothing.status_code == 422
    assert "Select at least one task" in nothing.text


async def test_ticked_tasks_are_given_to_a_colleague(
    live: Live, browse: Browse
) -> None:
    ada, task = await held(live, browse)
    ticked: Fields = {"task": [task], "do": "reassign"}
    page = await send(ada, "/tasks", ticked, "/tasks/bulk")
    assert "Give 1 task to a colleague" in page.text
    address = "/tasks/bulk/reassign"
    again = await ada.post(address, data={**hidden(page.text), "reason": WHY})
    assert again.status_code == 422
    assert WHY in again.text
    to: Fields = {"to": actor(live, "ben").id, "reason": WHY}
    done = await ada.post(address, data={**hidden(page.text), **to})
    assert "1 of 1 task was given to your colleague" in done.text


async def test_a_view_is_saved_shared_renamed_and_deleted(browse: Browse) -> None:
    ada, ben = await browse("ada"), await browse("ben")
    page = "/tasks/views/new?priority=emergency"
    unnamed = await send(ada, page, {"name": ""}, "/tasks/views")
    assert "Enter a name for this view" in unnamed.text
    await send(ada, page, {"name": "Red ones"}, "/tasks/views")
    assert "Red ones" not in (await ben.get("/tasks")).text
    shown = (await ada.get("/tasks/views")).text
    place = shown.partition('action="/tasks/views/')[2].partition('"')[0]
    new: Fields = {"name": "Urgent ones", "shared": "yes"}
    await send(ada, "/tasks/views", new, f"/tasks/views/{place}")
    assert (
        'href="/tasks?priority=emergency">Urgent ones' in (await ben.get("/tasks")).text
    )
    refused = await send(ben, "/tasks", {}, f"/tasks/views/{place}/delete")
    assert refused.status_code == 403
    await send(ada, "/tasks/views", {}, f"/tasks/views/{place}/delete")
    assert "Urgent ones" not in (await ada.get("/tasks")).text


async def test_the_stream_says_how_many_and_nothing_else(
    live: Live, browse: Browse
) -> None:
    ada = await browse("ada")
    async with ada.stream("GET", "/tasks/live") as stream:
        said = await anext(_lines(stream))
    assert said.startswith('data: {"all": ')
    assert "Ada" not in said
    assert "SR-" not in said


async def _lines(stream: httpx2.Response) -> AsyncIterator[str]:
    async for line in stream.aiter_lines():
        yield line


async def test_a_page_that_only_watches_keeps_nobody_signed_in(
    live: Live, browse: Browse
) -> None:
    ada = await browse("ada")
    cookie = ada.cookies["sharewell"]
    with live.house.storehouse.writing() as store:
        row = store.accounts.session(fingerprint(cookie))
        assert row is not None
        row.seen_at = seen = now() - timedelta(minutes=5)
        store.session.add(row)
    assert (await ada.get("/tasks/count")).status_code == 200
    with live.house.storehouse.reading() as store:
        kept = store.accounts.session(fingerprint(cookie))
    assert kept is not None
    assert kept.seen_at == seen


async def test_the_team_is_picked_where_there_is_more_than_one(
    live: Live, browse: Browse
) -> None:
    found(live, "twoteams")
    web = await browse(an_adviser(live, "twoteams"))
    picker = 'name="team"'
    for name, shown in (("Days", False), ("Nights", True)):
        with live.house.storehouse.writing() as store:
            store.teams.keep("twoteams", Team(f"team-of-{name.lower()}", name))
        assert (picker in (await web.get("/tasks")).text) == shown
    page = (await web.get("/tasks?team=team-of-nights")).text
    assert '<option value="team-of-nights" selected>Nights</option>' in page
    assert "No tasks are like this" in page
