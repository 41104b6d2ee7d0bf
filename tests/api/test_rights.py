"""What people ask about what is kept of them, over HTTP."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date, timedelta

import httpx2
import pytest_asyncio

from api.fields import today
from tests.live import Live
from tests.web.asking_rights import case_about, somebody

CLIENTS = ("pat", "ada", "ben", "ines", "ola")
WHY = {"reason": "It is not settled yet what is right."}

Clients = dict[str, httpx2.AsyncClient]


@pytest_asyncio.fixture
async def clients(live: Live) -> AsyncIterator[Clients]:
    """A practitioner, two advisers, an auditor and operations."""
    async with AsyncExitStack() as stack:
        yield {
            user: await stack.enter_async_context(live.api(user)) for user in CLIENTS
        }


def kind_of(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def asked(name: str, kind: str = "access", **more: object) -> dict[str, object]:
    return {
        "kind": kind,
        "received_on": today().isoformat(),
        "name": name,
        "asked": "What do you keep about me?",
        "identity": "known",
        "identity_how": "Her worker was with her.",
        **more,
    }


async def opened(client: httpx2.AsyncClient, name: str, kind: str = "access") -> str:
    made = await client.post("/rights", json=asked(name, kind))
    assert made.status_code == 201, made.text
    return f"/rights/{made.json()['id']}"


async def test_a_copy_is_made_by_one_and_approved_by_another(
    live: Live, clients: Clients
) -> None:
    ada, ben, name = clients["ada"], clients["ben"], somebody()
    reference = await case_about(live, name)
    of = await opened(ada, name)
    assert (await ada.post(f"{of}/search")).json() == {"new": 1}
    shown = (await ada.get(f"{of}/copy")).json()
    assert {part["reference"] for part in shown["parts"]} == {reference}
    assert kind_of(await ada.post(f"{of}/copy/ready")) == (409, "pieces_left")
    await ada.post(f"{of}/copy/unmarked")
    for part in (await ada.get(f"{of}/copy")).json()["parts"]:
        if part["choice"] is None:
            assert part["marks"]
            out = {"choice": "leave_out", "exemption": "others"}
            await ada.put(f"{of}/copy/parts/{part['number']}", json=out)
    assert (await ada.post(f"{of}/copy/ready")).json()["pack"] == "ready"
    assert kind_of(await ada.post(f"{of}/copy/approval")) == (409, "second_person")
    mark = (await ben.get(f"{of}/copy")).headers["ETag"]
    done = await ben.post(f"{of}/copy/approval", headers={"If-Match": mark})
    assert done.json()["pack"] == "approved"
    document = await ada.get(f"{of}/copy/document.pdf")
    assert document.content.startswith(b"%PDF")
    data = (await ada.get(f"{of}/copy/document.json")).json()
    assert (data["name"], data["cases"][0]["reference"]) == (name, reference)
    end = {"outcome": "in_part", "reasons": "Some of it is about others."}
    closed = (await ada.post(f"{of}/close", json=end)).json()
    assert "We have done a part of what you asked." in closed["letter"]
    assert kind_of(await ada.post(f"{of}/close", json=end)) == (409, "rights_closed")
    gone = (await ada.post(f"{of}/destruction")).json()
    assert (gone["asked"], gone["copy_is_there"]) == (None, False)
    assert (await ada.get(f"{of}/copy/document.pdf")).status_code == 410


async def test_bad_input_is_named(live: Live, clients: Clients) -> None:
    ada, name = clients["ada"], somebody()
    ahead = (today() + timedelta(days=1)).isoformat()
    for wrong, field in (
        ({"received_on": ahead}, "received_on"),
        ({"received_on": "2019-01-05"}, "received_on"),
        ({"asked": " "}, "asked"),
        ({"identity_how": ""}, "identity_how"),
        ({"kind": "forget"}, "kind"),
        ({"nhs_number": "1"}, "nhs_number"),
        ({"name": " "}, "name"),
    ):
        answer = await ada.post("/rights", json=asked(name) | wrong)
        assert (answer.status_code, answer.json()["field"]) == (422, field), wrong
    await case_about(live, name)
    of = await opened(ada, name)
    await ada.post(f"{of}/search")
    part = f"{of}/copy/parts/1"
    for choice, kind in (
        ({"choice": "leave_out"}, "exemption_needed"),
        ({"choice": "edit", "exemption": "harm"}, "nothing_blacked_out"),
        ({"choice": "burn"}, "bad_input"),
    ):
        assert kind_of(await ada.put(part, json=choice)) == (422, kind)
    assert (
        await ada.put(f"{of}/copy/parts/9999", json={"choice": "keep"})
    ).status_code == 404
    unknown = {"reference": "SR-NONE-NONE"}
    assert kind_of(await ada.post(f"{of}/cases", json=unknown)) == (422, "no_such_case")
    other = {"on": today().isoformat()}
    answer = await ada.post(f"{of}/acknowledgement", json=other)
    assert kind_of(answer) == (409, "other_right")


async def test_a_restricted_case_is_read_with_a_reason_and_not_shared(
    live: Live, clients: Clients
) -> None:
    pat, ada, ines = clients["pat"], clients["ada"], clients["ines"]
    name = somebody()
    reference = await case_about(live, name)
    of, case = await opened(ines, name, "restriction"), {"reference": reference}
    linked = await ines.post(f"{of}/restrict", json={**case, **WHY})
    assert kind_of(linked) == (422, "not_linked")
    await ines.post(f"{of}/cases", json=case)
    await ines.post(f"{of}/restrict", json={**case, **WHY})
    for client in (pat, ada):
        shut = await client.get(f"/requests/{reference}")
        assert kind_of(shut) == (409, "reading_restricted")
    for path in ("comments", "notices"):
        shut = await ada.get(f"/requests/{reference}/{path}")
        assert kind_of(shut) == (409, "reading_restricted"), path
    reading = f"/requests/{reference}/restricted-reading"
    assert kind_of(await ada.post(reading, json={})) == (422, "words_needed")
    assert (await ada.post(reading, json=WHY)).status_code == 204
    open_ = (await ada.get(f"/requests/{reference}")).json()
    decide = {"decision": "approve", "reason": "It is needed.", "digest": "x" * 64}
    task = open_["task"]
    refused = await ada.post(f"/tasks/{task}/decision", json=decide)
    assert kind_of(refused) == (409, "restricted")
    lifted = await ada.post(f"{of}/lift", json={**case, **WHY})
    assert lifted.json()["cases"][0]["restricted"] is False
    assert (await pat.get(f"/requests/{reference}")).status_code == 200
    told = (await pat.get(f"/requests/{reference}/timeline")).json()
    said = str(told)
    assert "restricted this case" in said
    assert "lifted the restriction of this case" in said
    assert "linked this case" not in said  # that is between advisers


async def test_a_correction_names_who_received_it(live: Live, clients: Clients) -> None:
    ada, name = clients["ada"], somebody()
    reference = await case_about(live, name)
    of = await opened(ada, name, "rectification")
    await ada.post(f"{of}/cases", json={"reference": reference})
    note = {"reference": reference, "wrong": "The day.", "decided": "It was Monday."}
    noted = (await ada.post(f"{of}/corrections", json=note)).json()
    assert "The day." in noted["log"][-1]["words"]
    assert (await ada.get(f"{of}/recipients")).json() == []
    told = {"reference": reference, "how": "By telephone."}
    assert kind_of(await ada.post(f"{of}/told", json=told)) == (409, "nothing_shared")


async def test_whose_office_it_is_not_is_refused(clients: Clients) -> None:
    of = await opened(clients["ines"], somebody(), "complaint")
    for user in ("pat", "ola"):
        for path in ("/rights", of, f"{of}/recipients"):
            refused = await clients[user].get(path)
            assert kind_of(refused) == (403, "not_your_role"), (user, path)
    assert (await clients["ada"].get("/rights/RR-NONE-NONE")).status_code == 404
    listed = (await clients["ada"].get("/rights")).json()["items"]
    found = next(each for each in listed if f"/rights/{each['id']}" == of)
    assert date.fromisoformat(found["due_on"]) == today() + timedelta(days=29)
