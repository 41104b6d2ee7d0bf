"""Finished cases and reports through the JSON interface."""

from datetime import timedelta

import pytest

from api.fields import today
from casework.finding import SEARCHES
from casework.paging import PAGE
from casework.record_search import RecordFilter, Whom
from domain.content import Individual
from domain.people import Role
from tests import builders
from tests.live import Live
from tests.web.desk_work import actor
from tests.web.searching import an_adviser, ended, furnish, reads_of

FIND = "/records/find"


@pytest.fixture(autouse=True)
def mill(live: Live) -> None:
    furnish(live)


async def test_a_search_is_made_once_and_its_id_stands_for_it(live: Live) -> None:
    person = Individual("p", "Isla Jsonfound", "2012-08-09", nhs_number="9990000026")
    reference = await ended(live, person, to="Jsonfound Trust")
    user = an_adviser(live)
    async with live.api(user) as ada:
        for sent in (
            {"name": "isla jsonfound"},
            {"name": "Isla Jsonfound", "date_of_birth": "2012-08-09"},
            {"nhs_number": "999 000 0026"},
            {"date_of_birth": "2012-08-09", "organisation": "JSONFOUND trust"},
        ):
            made = await ada.post(FIND, json=sent)
            assert (made.status_code, made.json()["found"]) == (201, 1)
            found = await ada.get("/records", params={"search": made.json()["search"]})
            (line,) = found.json()["items"]
            assert (line["reference"], line["ending"]) == (reference, "withdrawn")
            assert line["practitioner"] == "Brona"
        none = await ada.post(
            FIND, json={"name": "Isla Jsonfound", "nhs_number": "9990000018"}
        )
        assert none.json()["found"] == 0
    reads = reads_of(live, user)
    assert len(reads) == 5
    assert "isla" not in str([read.model_dump() for read in reads]).lower()


async def test_pages_lead_on_and_back_and_keep_their_filters(live: Live) -> None:
    user = builders.fresh("pager")
    live.newcomer(user, Role.PRACTITIONER, "mill")
    person = Individual("p", "Paged Jsonfound")
    for _ in range(PAGE + 1):
        await ended(live, person, by=user)
    wanted = {"who": actor(live, user).id, "ending": "withdrawn"}
    async with live.api("cato") as cato:
        first = (await cato.get("/records", params=wanted)).json()
        more = {**wanted, "cursor": first["next"]}
        second = (await cato.get("/records", params=more)).json()
        back = {**wanted, "cursor": second["previous"]}
        again = (await cato.get("/records", params=back)).json()
    assert (len(first["items"]), len(second["items"])) == (PAGE, 1)
    assert first["previous"] is second["next"] is None
    assert again["items"] == first["items"]
    assert again["previous"] is None


async def test_days_are_days_in_london_and_both_count(live: Live) -> None:
    reference = await ended(live, Individual("p", "Dated Jsonfound"))
    day = timedelta(days=1)
    cases = (
        (today(), today(), True),
        (today() + day, None, False),
        (None, today() - day, False),
    )
    for first, last, found in cases:
        wanted = RecordFilter(reference, first, last)
        page = live.house.record_search.page(actor(live, "cato"), wanted)
        assert bool(page.items) is found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"ending": "lost"}, "ending"),
        ({"first_day": "tomorrow"}, "first_day"),
        ({"first_day": "2026-05-03", "last_day": "2026-05-02"}, ""),
        ({"role": "owner"}, "role"),
        ({"reference": "Kim Löwe"}, "reference"),
        ({"search": "nobodys"}, "search"),
        ({"who": "<b>"}, "who"),
    ],
)
async def test_a_filter_that_cannot_be_names_its_field(
    live: Live, query: dict[str, str], field: str
) -> None:
    async with live.api("cato") as cato:
        refused = await cato.get("/records", params=query)
    assert refused.status_code == 422
    assert refused.json().get("field", "") == field


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "name"),
        ({"nhs_number": "9990000019"}, "nhs_number"),
        ({"nhs_number": "12"}, "nhs_number"),
        ({"date_of_birth": "2999-01-01"}, "date_of_birth"),
        ({"name": "A", "born": "2012-01-01"}, "born"),
    ],
)
async def test_a_search_that_cannot_be_names_its_field_and_is_not_logged(
    live: Live, sent: dict[str, str], field: str
) -> None:
    user = an_adviser(live)
    async with live.api(user) as ada:
        refused = await ada.post(FIND, json=sent)
    assert (refused.status_code, refused.json()["field"]) == (422, field)
    assert reads_of(live, user) == []


async def test_searches_of_records_and_of_tasks_are_counted_together(
    live: Live,
) -> None:
    user = an_adviser(live)
    who = actor(live, user)
    for _ in range(SEARCHES // 2):
        live.house.finding.by_name(who, "Nobody Jsonfound")
        live.house.record_search.find(who, Whom("Nobody Jsonfound"))
    async with live.api(user) as ada:
        refused = await ada.post(FIND, json={"name": "Nobody Jsonfound"})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert reads_of(live, user)[-1].kind == "refused"


async def test_an_nhs_number_finds_an_open_case_and_goes_with_the_request(
    live: Live,
) -> None:
    async with live.api("pat") as pat, live.api("ada") as ada:
        begun = (await pat.post("/requests/begin")).json()["reference"]
        people = {
            "individuals": [{"name": "Nia Numbered", "nhs_number": "999 000 0034"}]
        }
        said = (await pat.put(f"/requests/{begun}/individuals", json=people)).json()
        assert said["content"]["individuals"][0]["nhs_number"] == "9990000034"
        found = await ada.post("/tasks/find", json={"nhs_number": "999-000-0034"})
        assert begun in [each["reference"] for each in found.json()["items"]]
        people["individuals"][0]["nhs_number"] = "9990000035"
        refused = await pat.put(f"/requests/{begun}/individuals", json=people)
        assert refused.status_code == 422
        assert refused.json()["field"] == "individuals.0.nhs_number"
        both = {"name": "Nia", "nhs_number": "9990000034"}
        refused = await ada.post("/tasks/find", json=both)
        assert refused.json()["field"] == "nhs_number"


async def test_reports_have_whole_months_and_are_for_those_who_may(live: Live) -> None:
    async with live.api("una") as una, live.api("ada") as ada:
        month = f"{today():%Y-%m}"
        told = await una.get("/reports", params={"first": month, "last": month})
        assert told.status_code == 200
        assert (told.json()["first"], told.json()["last"]) == (month, month)
        assert [len(t["figures"]) for t in told.json()["tables"][:2]] == [1, 1]
        refused = await una.get("/reports", params={"first": "2026-13"})
        assert (refused.status_code, refused.json()["field"]) == (422, "first")
        assert (await ada.get("/reports")).status_code == 403
        assert (await ada.get("/reports", params={"first": "x"})).status_code == 403


async def test_practitioners_neither_list_nor_search_records(live: Live) -> None:
    async with live.api("brona") as brona:
        assert (await brona.get("/records")).status_code == 403
        refused = await brona.post(FIND, json={"name": "Isla Jsonfound"})
        assert refused.status_code == 403
