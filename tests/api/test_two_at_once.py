"""Two at once over HTTP: who else has it open, and changing only what was read."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from domain.people import Role
from storage.accounts import Organisation
from tests.api.journey import Client, People
from tests.live import Live
from tests.web.desk_work import actor, task_of, unsure_case


async def test_a_task_and_its_case_say_who_else_has_them_open(
    live: Live, people: People
) -> None:
    reference = await unsure_case(live, "pat")
    case, task = f"/requests/{reference}", f"/tasks/{task_of(live, reference)}"
    assert (await people.ben.get(task)).json()["request"]["also_open"] == []
    live.house.presence.open(actor(live, "ada"), reference)
    for answer in (
        (await people.ben.get(task)).json()["request"],
        (await people.ben.get(case)).json(),
    ):
        (other,) = answer["also_open"]
        assert other["name"] == "Ada Obi"
        assert other["opened_at"]
        assert other["sentence"].startswith("Ada Obi opened this at")
    assert (await people.ada.get(case)).json()["also_open"] == []
    told = (await people.pat.get(case)).json()["also_open"]
    reading = {"name": "", "opened_at": None, "sentence": "An adviser is reading it."}
    assert told == [reading]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tarn(live: Live) -> AsyncIterator[Client]:
    """The administrator of a workplace of its own."""
    place = Organisation("tarn", "Tarn Club", "01632 960810", "HMG-2018", "always")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    live.newcomer("tara", Role.ADMINISTRATOR, "tarn")
    async with AsyncExitStack() as open_:
        yield await open_.enter_async_context(live.api("tara"))


HOURS = {"opens": "09:00", "closes": "17:00"}
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday"), HOURS)


@pytest.mark.parametrize(
    ("address", "first", "second"),
    [
        (
            "/organisation/calendar",
            {"nation": "england", "week": WEEK},
            {"nation": "wales", "week": WEEK},
        ),
        ("/organisation/rules", {"default": "ENG-2026"}, {"default": "HMG-2018"}),
        ("/teams/", {"name": "Tarn first"}, {"name": "Tarn second"}),
    ],
)
async def test_a_setting_is_changed_only_as_it_was_read(
    tarn: Client, address: str, first: dict[str, object], second: dict[str, object]
) -> None:
    if address.endswith("/"):
        address += (await tarn.post("/teams", json={"name": "Tarn"})).json()["id"]
    read = (await tarn.get(address)).headers["ETag"]
    mark = {"If-Match": read}
    changed = await tarn.put(address, json=first, headers=mark)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != read
    late = await tarn.put(address, json=second, headers=mark)
    assert late.status_code == 409
    assert late.json()["type"].endswith("changed_meanwhile")
    assert (await tarn.get(address)).headers["ETag"] == changed.headers["ETag"]
    assert (await tarn.put(address, json=first, headers=mark)).status_code == 200
    assert (await tarn.put(address, json=second)).status_code == 200
