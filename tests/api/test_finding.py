"""Finding cases through the JSON interface, and the log of who looked."""

import pytest

from api.fields import today
from casework.finding import SEARCHES
from domain.content import Individual
from tests.live import Live
from tests.web.desk_work import actor
from tests.web.searching import an_adviser, furnish, in_doubt, opened, reads_of

FIND = "/tasks/find"


@pytest.fixture(autouse=True)
def mill(live: Live) -> None:
    furnish(live)


async def test_what_waits_is_found_first_with_its_task(live: Live) -> None:
    person = Individual("p", "Jún Apifound", "2015-03-01")
    waits = await opened(live, person, to="Apifound Clinic")
    newer = await opened(live, person, to="Apifound Clinic")
    task = await in_doubt(live, waits)
    async with live.api(an_adviser(live)) as ada:
        said = (await ada.post(FIND, json={"name": "jun apifound"})).json()
        assert [(each["reference"], each["task"]) for each in said["items"]] == [
            (waits, task),
            (newer, None),
        ]
        assert set(said["items"][0]) == {
            "reference", "task", "stage", "ending", "opened_at",
        }  # fmt: skip
        assert not said["more"]
        dated = {"name": "Jun Apifound", "date_of_birth": "2014-01-01"}
        assert (await ada.post(FIND, json=dated)).json()["items"] == []
        to = (await ada.post(FIND, json={"organisation": "APIFOUND clinic"})).json()
        assert to == said
        part = (await ada.get(FIND, params={"reference": waits[-4:]})).json()
        assert waits in [each["reference"] for each in part["items"]]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "name"),
        ({"name": "A", "organisation": "B"}, "organisation"),
        ({"organisation": "B", "date_of_birth": "2015-03-01"}, "date_of_birth"),
        ({"name": "A", "date_of_birth": "tomorrow"}, "date_of_birth"),
        ({"name": "A", "date_of_birth": f"{today().year + 1}-01-01"}, "date_of_birth"),
        ({"name": " "}, "name"),
        ({"organisation": "x" * 201}, "organisation"),
        ({"nmae": "A"}, "nmae"),
    ],
)
async def test_a_search_that_cannot_be_names_its_field_and_is_not_logged(
    live: Live, sent: dict[str, str], field: str
) -> None:
    user = an_adviser(live)
    async with live.api(user) as ada:
        refused = await ada.post(FIND, json=sent)
    assert refused.status_code == 422
    assert refused.json()["field"] == field
    assert reads_of(live, user) == []


async def test_a_part_of_a_reference_has_letters_and_numbers(live: Live) -> None:
    async with live.api(an_adviser(live)) as ada:
        for part in ("", "Jún Apifound", "x" * 41):
            refused = await ada.get(FIND, params={"reference": part})
            assert refused.status_code == 422


async def test_the_thirty_first_search_of_an_hour_says_when_to_try_again(
    live: Live,
) -> None:
    user = an_adviser(live)
    for _ in range(SEARCHES):
        live.house.finding.by_name(actor(live, user), "Nobody Apifound")
    async with live.api(user) as ada:
        refused = await ada.post(FIND, json={"name": "Nobody Apifound"})
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:sharewell:problem:too_many_searches"
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert reads_of(live, user)[-1].kind == "refused"


async def test_auditors_read_the_log_in_parts(live: Live) -> None:
    reference = await opened(live, Individual("p", "Kes Apilogged"))
    user = an_adviser(live)
    live.house.finding.by_name(actor(live, user), "Kes Apilogged")
    for _ in range(SEARCHES - 1):
        live.house.finding.by_organisation(actor(live, user), "Apilogged")
    async with live.api("cato") as cato:
        first = (await cato.get("/reads")).json()
        later = (await cato.get("/reads", params={"cursor": first["next"]})).json()
    read = [*first["items"], *later["items"]]
    mine = [each for each in read if each["by"] == user.title()]
    assert len(mine) == SEARCHES
    assert (mine[-1]["kind"], mine[-1]["references"]) == ("person_search", [reference])
    assert mine[0]["found"] == 0
    assert mine[0]["asked"] == mine[1]["asked"] != mine[-1]["asked"]
    assert "Apilogged" not in str(mine)


async def test_only_advisers_search_and_only_auditors_read_the_log(live: Live) -> None:
    async with live.api("brona") as brona, live.api(an_adviser(live)) as ada:
        assert (await brona.post(FIND, json={"name": "A"})).status_code == 403
        refused = await brona.get(FIND, params={"reference": "A"})
        assert refused.status_code == 403
        for each in (brona, ada):
            assert (await each.get("/reads")).status_code == 403
