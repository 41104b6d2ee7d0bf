"""For how long things are kept, over HTTP: read, decided with a reason, destroyed."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date

import httpx2
import pytest_asyncio

from adapters.blobs import Blobs
from casework.disposal import Disposal
from domain.people import Role
from storage.accounts import Organisation
from tests.live import Live
from tests.web.test_record_pages import sealed

WHY = {"reason": "The inquiry has asked for everything."}
CLIENTS = ("pat", "ada", "ines", "uma")

Clients = dict[str, httpx2.AsyncClient]


@pytest_asyncio.fixture
async def clients(live: Live) -> AsyncIterator[Clients]:
    """Their practitioner, an adviser, an auditor, and an administrator elsewhere."""
    place = Organisation("mole", "Mole Club", "", "HMG-2018", "when_unsure")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    if "uma" not in live.logins:
        live.newcomer("uma", Role.ADMINISTRATOR, "mole")
    async with AsyncExitStack() as stack:
        yield {
            user: await stack.enter_async_context(live.api(user)) for user in CLIENTS
        }


@pytest_asyncio.fixture
async def due(live: Live) -> str:
    """A finished case whose day has come."""
    reference = await sealed(live)
    with live.house.storehouse.writing() as store:
        kept = store.retention.of(reference)
        assert kept is not None
        store.retention.keep(replace(kept, due_on=date(2026, 1, 2)))
    return reference


def kind_of(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def test_it_is_held_lifted_kept_longer_and_destroyed(
    live: Live, clients: Clients, due: str
) -> None:
    ada, ines, of = clients["ada"], clients["ines"], f"/requests/{due}/retention"
    assert due in [
        each["reference"]
        for each in (await ada.get("/tasks/retention")).json()["items"]
    ]
    assert (await ines.post(f"{of}/hold", json=WHY)).json()["on_hold"] is True
    assert kind_of(await ada.post(f"{of}/disposal")) == (409, "on_hold")
    assert (await ines.post(f"{of}/lift", json=WHY)).json()["on_hold"] is False
    key = {"Idempotency-Key": "one"}
    for _ in range(2):
        longer = {"until": "2099-03-03", **WHY}
        kept = await ada.post(f"{of}/keep", json=longer, headers=key)
        assert kept.json()["kept_until"] == "2099-03-03"
    assert len(kept.json()["notes"]) == 3
    assert kind_of(await ada.post(f"{of}/disposal")) == (409, "not_due")
    with live.house.storehouse.writing() as store:
        now = store.retention.of(due)
        assert now is not None
        store.retention.keep(replace(now, until=None))
    decided = await ada.post(f"{of}/disposal")
    assert decided.json()["decided_by"] == "Ada Obi"
    list(Disposal(live.house.storehouse, Blobs(live.house.settings.blobs)).run())
    assert (await ada.get(of)).json()["destroyed"] is True
    certificate = (await ines.get(f"/requests/{due}/certificate")).json()
    assert certificate["decided_by"] == "Ada Obi"
    assert (certificate["due_on"], len(certificate["record"])) == ("2026-01-02", 64)
    assert kind_of(await ada.post(f"{of}/hold", json=WHY)) == (409, "already_disposed")


async def test_bad_input_is_named(clients: Clients, due: str) -> None:
    ada, of = clients["ada"], f"/requests/{due}/retention"
    for method, path, body, kind in (
        ("PUT", "class", {"code": "shoe_box", **WHY}, "unknown_class"),
        ("PUT", "class", {"code": "adult_care"}, "reason_needed"),
        ("POST", "hold", {"reason": " "}, "reason_needed"),
        ("POST", "keep", {"until": "2026-01-01", **WHY}, "day_not_later"),
        ("POST", "keep", {"until": "soon", **WHY}, "bad_input"),
    ):
        answer = await ada.request(method, f"{of}/{path}", json=body)
        assert kind_of(answer) == (422, kind), path
        assert answer.json()["field"]
    before = (await ada.get(of)).headers["ETag"]
    changed = await ada.put(
        f"{of}/class", json={"code": "adult_care", **WHY}, headers={"If-Match": before}
    )
    assert changed.json()["kind"]["years"] == 8
    stale = await ada.put(
        f"{of}/class", json={"code": "child_file", **WHY}, headers={"If-Match": before}
    )
    assert kind_of(stale) == (409, "changed_meanwhile")


async def test_whose_it_is_not_is_refused(clients: Clients, due: str) -> None:
    of = f"/requests/{due}/retention"
    pat, ines, uma = clients["pat"], clients["ines"], clients["uma"]
    assert (await pat.get(of)).json()["may"] == []
    assert kind_of(await pat.post(f"{of}/disposal")) == (403, "own_request")
    assert kind_of(await ines.post(f"{of}/disposal")) == (403, "not_your_role")
    assert (await uma.get(of)).status_code == 404
    assert (await clients["ada"].get(f"/requests/{due}/certificate")).status_code == 404
    assert kind_of(await ines.get("/tasks/retention")) == (403, "not_your_role")


async def test_an_administrator_keeps_things_longer(clients: Clients) -> None:
    uma, page = clients["uma"], "/organisation/retention"
    kinds = {each["code"]: each for each in (await uma.get(page)).json()}
    assert kinds["looked_after"]["runs"] == "birth"
    assert kind_of(await uma.put(f"{page}/adult_care", json={"years": 2})) == (
        422,
        "period_shorter",
    )
    longer = await uma.put(f"{page}/adult_care", json={"years": 20})
    assert longer.json()["years"] == 20
    assert (await uma.put(f"{page}/shoe_box", json={"years": 20})).status_code == 404
    new = {"label": "Part of a club file", "years": 12, "runs": "closing"}
    made = await uma.post(page, json=new)
    assert made.json()["code"].startswith("own_")
    refused = await clients["ada"].post(page, json=new)
    assert kind_of(refused) == (403, "not_your_role")
