"""Finding a case: who is found, who is not, and what is kept of the search."""

import httpx2
import pytest
from sqlalchemy.exc import IntegrityError

from casework.finding import SEARCHES
from domain.content import Individual
from domain.people import Role
from storage.tables import UserRow
from tests import builders
from tests.live import Live
from tests.web.conftest import Browse
from tests.web.desk_work import actor, hidden
from tests.web.searching import (
    an_adviser,
    furnish,
    in_doubt,
    opened,
    reads_of,
    task_in,
)

FIND = "/tasks/find"


@pytest.fixture(autouse=True)
def mill(live: Live) -> None:
    furnish(live)


async def search(
    web: httpx2.AsyncClient, name: str = "", **more: str
) -> httpx2.Response:
    choice = "organisation" if "organisation" in more else "name"
    page = (await web.get(FIND)).text
    fields = {**hidden(page), "choice": choice, "name": name, **more}
    return await web.post(FIND, data=fields)


def somebody(name: str, born: str = "", **more: str) -> Individual:
    return Individual("p", name, born, **more)  # type: ignore[arg-type] # other names


async def test_an_adviser_finds_what_waits_first_and_then_the_rest(
    live: Live, browse: Browse
) -> None:
    waits = await opened(live, somebody("Zoë O’Hara", "2015-03-01"))
    task = await in_doubt(live, waits)
    other = await opened(live, somebody("Ann Fry", other_names="Zoe O'Hara"))
    ada = await browse(an_adviser(live))
    page = (await search(ada, "zoe  O HARA")).text
    assert "2 cases found" in page
    assert page.index(f'href="/tasks/{task}"') < page.index(f"/tasks/cases/{other}")
    assert "Ann Fry" not in page
    assert (await ada.get(f"/tasks/cases/{other}")).status_code == 200
    dated = {"date_of_birth-day": "2", "date_of_birth-month": "3"}
    page = (await search(ada, "Zoe O Hara", **dated)).text
    assert "Date of birth must include a year" in page
    page = (
        await search(ada, "Zoe O Hara", **dated, **{"date_of_birth-year": "2015"})
    ).text
    assert "1 case found" in page
    assert waits not in page


async def test_a_name_is_in_no_address_and_is_kept_to_search_again(
    browse: Browse, live: Live
) -> None:
    page = await search(await browse(an_adviser(live)), "Nobody Thus-Called")
    assert (page.status_code, page.url.query, page.history) == (200, b"", [])
    assert page.url.path == FIND
    assert "No case found" in page.text
    assert "That does not mean that there is none" in page.text
    assert 'value="Nobody Thus-Called"' in page.text


async def test_an_organisation_is_found_by_its_whole_name(
    live: Live, browse: Browse
) -> None:
    reference = await opened(live, somebody("Bo Fry"), to="St. Werburgh’s Clinic")
    ada = await browse(an_adviser(live))
    assert reference in (await search(ada, organisation="st werburgh's clinic")).text
    none = (await search(ada, organisation="Werburgh")).text
    assert "No case goes to an organisation with exactly this name" in none


async def test_a_part_of_a_reference_finds_a_case_and_is_not_logged(
    live: Live, browse: Browse
) -> None:
    reference = await opened(live, somebody("Cy Fry"))
    user = an_adviser(live)
    ada = await browse(user)
    found = await ada.get(f"{FIND}?reference={reference[-4:].lower()}")
    assert reference in found.text
    wrong = await ada.get(f"{FIND}?reference=Cy@Fry")
    assert (wrong.status_code, "Enter letters and numbers only" in wrong.text) == (
        422,
        True,
    )
    assert reads_of(live, user) == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "  "}, "Enter their whole name"),
        ({"name": "x" * 201}, "Their name must be 200 characters or fewer"),
        ({"organisation": " "}, "Enter the name of the organisation"),
        ({"organisation": "x" * 201}, "The name must be 200 characters or fewer"),
        (
            {"name": "Kept", "date_of_birth-year": "2999"},
            "Date of birth must include a day and a month",
        ),
    ],
)
async def test_what_cannot_be_searched_for_is_asked_again_and_not_logged(
    live: Live, browse: Browse, fields: dict[str, str], says: str
) -> None:
    user = an_adviser(live)
    page = await search(await browse(user), **fields)
    assert page.status_code == 422
    assert says in page.text
    assert all(value.strip() in page.text for value in fields.values())
    assert reads_of(live, user) == []


async def test_nobody_finds_cases_of_another_organisation(
    live: Live, browse: Browse
) -> None:
    reference = await opened(live, somebody("Dot Elsewhere"), to="Far", by="pat")
    ada = await browse(an_adviser(live))
    part = f"{FIND}?reference={reference[3:]}"
    for page in (
        await search(ada, "Dot Elsewhere"),
        await search(ada, organisation="Far"),
        await ada.get(part),
    ):
        assert "No case found" in page.text
    assert "1 case found" in (await (await browse("ada")).get(part)).text


async def test_whoever_has_a_conflict_is_given_no_hint(
    live: Live, browse: Browse
) -> None:
    reference = await opened(live, somebody("Eli Close"))
    user = an_adviser(live)
    live.house.conflicts.declare(actor(live, user), "Eli Close", "once")
    ada = await browse(user)
    page = (await search(ada, "Eli Close")).text
    assert "No case found" in page
    assert reference not in page
    by_reference = await ada.get(f"{FIND}?reference={reference[-4:]}")
    assert f">{reference}<" not in by_reference.text
    [row] = reads_of(live, user)
    assert (row.found, row.cases) == (0, "[]")


async def test_ones_own_request_is_found_as_its_practitioner_sees_it(
    live: Live, browse: Browse
) -> None:
    user = builders.fresh("emrys")
    live.newcomer(user, Role.PRACTITIONER, "mill")
    reference = await opened(live, somebody("Fay Own"), by=user)
    await in_doubt(live, reference, by=user)
    make_adviser(live, user)
    page = (await search(await browse(user), "Fay Own")).text
    assert f'href="/requests/{reference}"' in page
    assert task_in(live, reference) not in page


def make_adviser(live: Live, user: str) -> None:
    with live.house.storehouse.writing() as store:
        row = store.session.get_one(UserRow, actor(live, user).id)
        row.roles = "practitioner adviser"


async def test_every_search_is_logged_without_its_words_and_auditors_read_it(
    live: Live, browse: Browse
) -> None:
    reference = await opened(live, somebody("Gwenllian Searchedfor"))
    user = an_adviser(live)
    ada, cato = await browse(user), await browse("cato")
    await search(ada, "Gwenllian Searchedfor")
    [row] = reads_of(live, user)
    assert (row.kind, row.role, row.found) == ("person_search", "adviser", 1)
    assert row.cases == f'["{reference}"]'
    page = (await cato.get("/records/reads")).text
    assert user.title() in page
    assert "A person, by name" in page
    assert f'href="/records/{reference}"' in page
    assert "Searchedfor" not in page
    assert (await ada.get("/records/reads")).status_code == 403
    for file in live.folder.rglob("*"):
        if file.is_file():
            assert b"searchedfor" not in file.read_bytes().lower(), file.name


async def test_the_thirty_first_search_of_an_hour_is_refused_and_on_record(
    live: Live, browse: Browse
) -> None:
    user = an_adviser(live)
    ada = await browse(user)
    for _ in range(SEARCHES):
        live.house.finding.by_organisation(actor(live, user), "Mill Nowhere")
    refused = await search(ada, "Hal Toomany")
    assert refused.status_code == 429
    assert "Try again in" in refused.text
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    kinds = [row.kind for row in reads_of(live, user)]
    assert kinds == ["organisation_search"] * SEARCHES + ["refused"]
    assert (await ada.get(f"{FIND}?reference=7K3M")).status_code == 200


async def test_what_cannot_be_written_down_is_not_answered(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log and the answer are one transaction."""
    user = an_adviser(live)
    who = actor(live, user)
    await opened(live, somebody("Ida Unlogged"))
    monkeypatch.setattr("casework.finding.new_secret", lambda: "the same")
    live.house.finding.by_name(who, "Ida Unlogged")
    with pytest.raises(IntegrityError):
        live.house.finding.by_name(who, "Ida Unlogged")
    assert len(reads_of(live, user)) == 1


async def test_only_advisers_search(browse: Browse) -> None:
    for user in ("brona", "cato"):
        web = await browse(user)
        assert (await web.get(FIND)).status_code == 403
        page = (await web.get("/account")).text
        fields = {**hidden(page), "choice": "name", "name": ""}
        assert (await web.post(FIND, data=fields)).status_code == 403
