"""Finished cases: the filters, the search by what somebody is, and who may."""

from dataclasses import replace

import httpx2
import pytest

from adapters.clock import now
from casework.record_search import LASTS
from domain.content import Individual
from domain.people import Role
from storage.read_tables import ReadRow
from tests import builders
from tests.live import Live
from tests.web.conftest import Browse
from tests.web.desk_work import actor, hidden
from tests.web.searching import an_adviser, ended, furnish, reads_of

NUMBER = "999 000 0018"
FIND = "/records/find"


@pytest.fixture(autouse=True)
def mill(live: Live) -> None:
    furnish(live)


def an_auditor(live: Live) -> str:
    user = builders.fresh("cleo")
    live.newcomer(user, Role.AUDITOR, "mill")
    return user


def somebody(name: str, born: str = "", **more: str) -> Individual:
    return Individual("p", name, born, **more)  # type: ignore[arg-type] # other names


async def search(web: httpx2.AsyncClient, **typed: str) -> httpx2.Response:
    page = (await web.get(FIND)).text
    return await web.post(FIND, data={**hidden(page), **typed})


async def test_an_auditor_finds_finished_cases_by_all_that_is_filled_in(
    live: Live, browse: Browse
) -> None:
    person = somebody("Tamsin Foundlater", "2013-04-05", nhs_number="9990000018")
    here = await ended(live, person, to="Foundlater Clinic")
    there = await ended(live, replace(person, nhs_number=""), to="Elsewhere Clinic")
    user = an_auditor(live)
    cleo = await browse(user)
    page = await search(cleo, name="tamsin  FOUNDLATER")
    assert page.url.path == "/records"
    assert "tamsin" not in str(page.url).lower()
    assert here in page.text
    assert there in page.text
    page = await search(
        cleo, name="Tamsin Foundlater", organisation="foundlater clinic"
    )
    assert here in page.text
    assert there not in page.text
    page = await search(cleo, nhs_number=NUMBER)
    assert here in page.text
    assert there not in page.text
    born = {"date_of_birth-day": "5", "date_of_birth-month": "April"}
    page = await search(cleo, **born, **{"date_of_birth-year": "2013"})
    assert here in page.text
    assert {read.kind for read in reads_of(live, user)} == {"person_search"}
    assert {read.role for read in reads_of(live, user)} == {"auditor"}
    assert here in reads_of(live, user)[0].cases


async def test_the_filters_narrow_down_a_search_and_nothing_of_it_is_in_the_address(
    live: Live, browse: Browse
) -> None:
    here = await ended(live, somebody("Ned Narrowed"))
    cleo = await browse(an_auditor(live))
    found = await search(cleo, name="Ned Narrowed")
    both = f"{found.url}&ending=withdrawn&who={actor(live, 'brona').id}"
    assert here in (await cleo.get(both)).text
    none = (await cleo.get(f"{found.url}&ending=shared")).text
    assert "No finished case is like this" in none
    assert here not in none


async def test_a_search_is_its_makers_alone_and_stands_for_an_hour(
    live: Live, browse: Browse
) -> None:
    await ended(live, somebody("Hour Long"))
    user = an_auditor(live)
    cleo, other = await browse(user), await browse(an_auditor(live))
    address = str((await search(cleo, name="Hour Long")).url)
    assert "This search has ended" in (await other.get(address)).text
    assert (await cleo.get(address)).status_code == 200
    (read,) = reads_of(live, user)
    late = ReadRow(**{**read.model_dump(), "id": "late", "at": now() - LASTS})
    with live.house.storehouse.writing() as store:
        store.session.add(late)
    again = await cleo.get("/records?search=late")
    assert again.status_code == 422
    assert "Search again" in again.text


async def test_nobody_finds_a_case_about_themselves_by_its_names(
    live: Live, browse: Browse
) -> None:
    user = an_adviser(live)
    own_name = live.logins[user].name
    reference = await ended(live, somebody("Jan Themselves"), somebody(own_name))
    assert (
        reference not in (await search(await browse(user), name="Jan Themselves")).text
    )
    cleo = await browse(an_auditor(live))
    assert reference in (await search(cleo, name="Jan Themselves")).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Enter at least one thing to search for"),
        ({"nhs_number": "999 000 0019"}, "This is not an NHS number"),
        ({"nhs_number": "999"}, "NHS number must have 10 digits"),
        ({"date_of_birth-day": "5"}, "Date of birth must include a month and a year"),
        ({"name": "x" * 201}, "Their name must be 200 characters or fewer"),
    ],
)
async def test_what_cannot_be_searched_for_is_said_and_kept(
    live: Live, browse: Browse, typed: dict[str, str], told: str
) -> None:
    user = an_auditor(live)
    page = await search(await browse(user), **typed)
    assert page.status_code == 422
    assert told in page.text
    assert all(f'value="{each}"' in page.text for each in typed.values())
    assert reads_of(live, user) == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("reference=Kim+Lowe%21", "Enter letters and numbers only"),
        ("ending=lost", "Choose how it ended from the list"),
        ("first_day-day=3&first_day-month=5", "The first day must include a year"),
        ("first_day=2026-05-03&last_day=2026-05-02", "must not be before the first"),
        ("who=%3Cscript%3E", "Choose somebody from the list"),
        ("search=nobodys", "This search has ended"),
    ],
)
async def test_a_filter_that_cannot_be_is_said_and_nothing_is_listed(
    browse: Browse, query: str, told: str
) -> None:
    page = await (await browse("cato")).get(f"/records?{query}")
    assert page.status_code == 422
    assert told in page.text
    assert "Nothing was searched for" in page.text


async def test_advisers_find_records_too_and_nobody_else_does(
    live: Live, browse: Browse
) -> None:
    reference = await ended(live, somebody("Open To Advisers"))
    ada = await browse(an_adviser(live))
    page = (await search(ada, name="Open to advisers")).text
    assert reference in page
    assert "See who searched" not in page
    assert (await ada.get(f"/records/{reference}")).status_code == 200
    brona = await browse("brona")
    for address in ("/records", FIND):
        assert (await brona.get(address)).status_code == 403
