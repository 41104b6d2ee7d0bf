"""Auditors: the sealed record, to read and to check."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import pytest
from sqlalchemy import text

from activities.account import account_of
from adapters.rulebook import Rulebook
from domain import acts
from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor, play, send, task_of, urgent_share

WHOLE = "Everything in this record is as it was written."


async def sealed(
    live: Live, story: str = "told", organisation: str = "larkhill"
) -> str:
    """The reference of a new case that has ended and whose record is sealed."""
    reference = await play(live, story, organisation)

    await until(lambda: has_record(live, reference))
    return reference


async def has_record(live: Live, reference: str) -> bool:
    with live.house.storehouse.reading() as store:
        return store.records.get(reference) is not None


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


async def test_the_record_tells_what_advisers_said_decided_and_handed_on(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    ada, ben = await browse("ada"), await browse("ben")
    first = f"/tasks/{task_of(live, reference)}"
    note = {"comment": "The aunt rang twice.", "readers": "advisers"}
    await send(ada, first, note, to=f"{first}/comments")
    yes = dict.fromkeys(("Q4", "K1", "K2", "K3", "K4"), "yes")
    limits = {"available_days": "3", "handling": "Do not ring the home."}
    approval = {"choice": "approve", "reason": "He is at risk.", "second": "yes"}
    await send(ada, f"{first}/decision?choice=approve", yes | limits | approval)
    second = f"/tasks/{task_of(live, reference)}"
    away = {"to": actor(live, "ben").id, "reason": "I am away from noon."}
    await send(ada, f"{second}/reassign", away)
    on = {"to": "legal", "reason": "A point of law."}
    await send(ben, f"{second}/pass", on)
    third = f"/tasks/{task_of(live, reference)}"
    no = {"choice": "decline", "reason": "A court forbids it."}
    await send(ben, f"{third}/decision?choice=decline", no)
    await until(lambda: has_record(live, reference))
    page = (await (await browse("ines")).get(f"/records/{reference}")).text
    for part in (
        "The aunt rang twice.",
        "Between advisers only",
        "Ada Obi approved the sharing",
        "3 days",
        "Do not ring the home.",
        "Had to approve it as well",
        "I am away from noon.",
        "passed it on to Legal adviser",
        "A court forbids it.",
    ):
        assert part in page, part
    async with live.api("ines") as api:
        body = (await api.get(f"/requests/{reference}/record")).json()["record"]
    assert [each["text"] for each in body["comments"]] == ["The aunt rang twice."]
    assert body["comments"][0]["advisers_only"] is True
    assert [each["decision"] for each in body["decisions"]] == ["approve", "decline"]
    assert body["passed_on"][0]["name"] == "Legal adviser"


async def test_the_review_of_an_urgent_share_is_in_its_account(live: Live) -> None:
    reference = await urgent_share(live)
    ada = actor(live, "ada")
    await live.house.desk.do(
        ada,
        reference,
        lambda id, at, case: acts.Review(id, ada, at, True, False, True),
        words={"lessons": "Ring the ward first."},
    )
    with live.house.storehouse.reading() as store:
        case = store.cases(ada).get(reference)
        told = json.loads(account_of(store, case, Rulebook()))
    found = {name: told["review"][name] for name in ("needed", "enough", "lessons")}
    assert found == {"needed": True, "enough": False, "lessons": "Ring the ward first."}
