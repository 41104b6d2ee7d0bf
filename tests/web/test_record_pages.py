"""Auditors: the sealed record, to read and to check."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import pytest
from sqlalchemy import text

from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import play

WHOLE = "Everything in this record is as it was written."


async def sealed(
    live: Live, story: str = "told", organisation: str = "larkhill"
) -> str:
    """The reference of a new case that has ended and whose record is sealed."""
    reference = await play(live, story, organisation)

    async def is_sealed() -> bool:
        with live.house.storehouse.reading() as store:
            return store.records.get(reference) is not None

    await until(is_sealed)
    return reference


@contextmanager
def altered(live: Live, table: str, column: str, reference: str) -> Iterator[None]:
    """Somebody with the database in their hands changes a line; it is put back."""
    line = "reference = :case" + (" AND number = 2" if table == "timeline" else "")
    read = f"SELECT {column} FROM {table} WHERE {line}"  # noqa: S608
    with live.house.storehouse.writing() as store:
        found = store.session.connection().execute(text(read), {"case": reference})
        before = str(found.scalar_one())
    write = f"UPDATE {table} SET {column} = :new WHERE {line}"  # noqa: S608
    _force(live, table, write, {"case": reference, "new": "u-somebody-else"})
    yield
    _force(live, table, write, {"case": reference, "new": before})


def _force(live: Live, table: str, change: str, values: dict[str, str]) -> None:
    """Change what the database itself would not let anybody change."""
    guard = f"no_update_of_{table}"
    kept = text("SELECT sql FROM sqlite_master WHERE name = :name")
    with live.house.storehouse.writing() as store:
        run = store.session.connection().execute
        rule = str(run(kept, {"name": guard}).scalar_one())
        run(text(f"DROP TRIGGER {guard}"))
        run(text(change), values)
        run(text(rule))


async def test_an_auditor_reads_the_whole_record(live: Live, browse: Browse) -> None:
    reference = await sealed(live)
    ines = await browse("ines")
    assert reference in (await ines.get("/records")).text
    page = (await ines.get(f"/records/{reference}")).text
    assert WHOLE in page
    for part in (
        "Pat Reed",
        "Is there a lawful reason to share without consent?",
        "Ada Obi decided to share",
        "estuary.example",
        "Received and confirmed",
        "tell them",
        "sealed the record",
    ):
        assert part in page, part


async def test_the_download_is_the_record_to_the_letter(
    live: Live, browse: Browse
) -> None:
    reference = await sealed(live, "refused")
    ines = await browse("ines")
    saved = await ines.get(f"/records/{reference}/record.json")
    assert saved.headers["content-disposition"].startswith("attachment")
    assert saved.json()["reference"] == reference
    digest = sha256(saved.content).hexdigest()
    assert digest in (await ines.get(f"/records/{reference}")).text


@pytest.mark.parametrize(
    ("table", "column", "told"),
    [
        ("timeline", "actor", "entry 2 of {} was altered"),
        ("records", "digest", "the record of {} was altered"),
    ],
)
async def test_a_record_that_was_changed_says_where(
    live: Live, browse: Browse, table: str, column: str, told: str
) -> None:
    reference = await sealed(live, "refused")
    ines = await browse("ines")
    with altered(live, table, column, reference):
        page = (await ines.get(f"/records/{reference}")).text
        assert WHOLE not in page
        assert f"The first broken place: {told.format(reference)}." in page
    assert WHOLE in (await ines.get(f"/records/{reference}")).text


async def test_an_open_case_has_no_record_and_says_how_far_it_is(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    ines = await browse("ines")
    page = await ines.get(f"/records/{reference}")
    assert page.status_code == 200
    assert "There is no sealed record yet" in page.text
    assert "With an adviser" in page.text
    assert (await ines.get(f"/records/{reference}/record.json")).status_code == 404


@pytest.mark.parametrize("user", ["pat", "ada"])
async def test_those_whose_case_it_was_read_its_record_too(
    live: Live, browse: Browse, user: str
) -> None:
    reference = await sealed(live, "declined")
    page = await (await browse(user)).get(f"/records/{reference}")
    assert WHOLE in page.text


@pytest.mark.parametrize("user", ["noor", "mina", "sam", "ola"])
async def test_a_record_is_not_there_for_anybody_else(
    live: Live, browse: Browse, user: str
) -> None:
    reference = await sealed(live, "refused")
    stranger = await browse(user)
    for address in (f"/records/{reference}", f"/records/{reference}/record.json"):
        shown = await stranger.get(address)
        assert shown.status_code == 404
        assert reference not in shown.text


async def test_a_list_of_records_holds_only_ones_own_organisations(
    live: Live, browse: Browse
) -> None:
    reference = await sealed(live, "refused", "tidewater")
    ines, noor = await browse("ines"), await browse("noor")
    assert reference in (await noor.get("/records")).text
    assert reference not in (await ines.get("/records")).text
