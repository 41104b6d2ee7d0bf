"""Files through the JSON interface: added, described, read back, taken off."""

from hashlib import sha256
from typing import Any

import httpx2
import pytest

from tests import files
from tests.api.journey import (
    CALM,
    People,
    a_request,
    after,
    answered,
    opened,
    read,
)
from tests.live import Live

ANONYMOUS = {**CALM, "Q1": "yes", "Q2": "no", "Q3": "no"}
PDF = files.a_pdf("one", "two", "three")


async def add(
    client: httpx2.AsyncClient,
    reference: str,
    name: str = "report.pdf",
    body: bytes = PDF,
    **more: Any,
) -> httpx2.Response:
    data = {"label": more.pop("label", "Attendance")}
    sent = {"file": (name, body)}
    where = f"/requests/{reference}/attachments"
    return await client.post(where, data=data, files=sent, timeout=60, **more)


async def added(client: httpx2.AsyncClient, reference: str, **more: Any) -> str:
    """The id of a file that is on the request now."""
    await add(client, reference, **more)
    files_on = (await read(client, reference))["content"]["attachments"]
    id: str = files_on[-1]["id"]
    return id


async def test_a_file_is_added_with_the_digest_of_what_would_leave(
    people: People,
) -> None:
    reference = await opened(people.pat)
    answer = await add(people.pat, reference)
    assert answer.status_code == 201, answer.text
    file = answer.json()
    assert (file["media"], file["pages"], file["label"]) == (
        "application/pdf", 3, "Attendance",
    )  # fmt: skip
    back = await people.pat.get(f"{reference_of(answer)}/file")
    assert sha256(back.content).hexdigest() == file["sha256"]
    assert len(back.content) == file["size"]
    assert back.headers["content-type"] == "application/octet-stream"
    assert back.headers["content-security-policy"].startswith("sandbox")
    assert (await read(people.pat, reference))["content"]["attachments"] == [file]


def reference_of(answer: httpx2.Response) -> str:
    where: str = answer.headers["location"]
    return where.removeprefix("/api/v1")


async def test_adding_a_file_changes_what_would_be_approved(people: People) -> None:
    reference = await opened(people.pat)
    before = (await read(people.pat, reference))["content"]["digest"]
    await added(people.pat, reference)
    assert (await read(people.pat, reference))["content"]["digest"] != before


async def test_the_same_file_twice_with_one_key_is_one_file(people: People) -> None:
    reference = await opened(people.pat)
    key = {"Idempotency-Key": "one-file"}
    first = await add(people.pat, reference, headers=key)
    again = await add(people.pat, reference, headers=key)
    assert first.json() == again.json()
    other = await add(people.pat, reference, body=files.a_pdf("x"), headers=key)
    assert other.status_code == 422
    assert len((await read(people.pat, reference))["content"]["attachments"]) == 1


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.svg", b"<svg/>", "file_of_that_kind"),
        ("a.pdf", b"<!DOCTYPE html><p>", "file_disguised"),
        ("a.docm", files.a_document(), "file_with_macros"),
        ("a.pdf", files.a_locked_pdf(), "file_locked"),
        ("a.txt", b"", "file_empty"),
        ("a.txt", b"x" * (25 * 1024 * 1024 + 1), "file_too_large"),
    ],
)
async def test_ss_26_a_file_that_cannot_be_sent_is_refused_with_its_reason(
    people: People, live: Live, name: str, body: bytes, kind: str
) -> None:
    reference = await opened(people.pat)
    refused = await add(people.pat, reference, name, body)
    assert refused.status_code == 422
    said = refused.json()
    assert said["type"].endswith(kind)
    assert said["errors"][0]["field"] == "file"
    assert (await read(people.pat, reference))["content"]["attachments"] == []
    with live.house.storehouse.reading() as store:
        assert store.attachments.of(reference) == []


async def test_more_than_any_file_may_have_is_not_even_read(people: People) -> None:
    reference = await opened(people.pat)
    refused = await add(people.pat, reference, "a.txt", b"x" * (27 * 1024 * 1024))
    assert refused.status_code == 413
    assert refused.json()["type"].endswith("too_large")


async def test_a_body_that_is_no_form_or_lacks_a_part_is_refused(
    people: People,
) -> None:
    reference = await opened(people.pat)
    where = f"/requests/{reference}/attachments"
    for sent in (
        await people.pat.post(where, json={"file": "x"}),
        await people.pat.post(where, data={"label": "x"}),
        await people.pat.post(where, files={"file": ("a.txt", b"x")}),
        await add(people.pat, reference, label="x" * 201),
        await add(people.pat, reference, label="two\nlines"),
    ):
        assert sent.status_code == 422, sent.text


async def test_pages_and_files_are_left_out(people: People) -> None:
    reference = await opened(people.pat)
    id = await added(people.pat, reference)
    where = f"/requests/{reference}/attachments/{id}"
    said = {"label": "Less", "pages_left_out": [3, 1], "left_out": True}
    shown = await after(people.pat, await people.pat.patch(where, json=said))
    (file,) = shown["content"]["attachments"]
    assert (file["label"], file["pages_left_out"], file["left_out"]) == (
        "Less", [1, 3], True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"pages_left_out": [4]}, "no_such_page"),
        ({"pages_left_out": [1, 2, 3]}, "no_page_left"),
        ({"pages_left_out": [0]}, "bad_input"),
        ({"label": ""}, "bad_input"),
        ({"name": "x"}, "bad_input"),
    ],
)
async def test_a_change_that_cannot_be_made_is_refused(
    people: People, said: dict[str, Any], kind: str
) -> None:
    reference = await opened(people.pat)
    id = await added(people.pat, reference)
    where = f"/requests/{reference}/attachments/{id}"
    refused = await people.pat.patch(where, json=said)
    assert refused.status_code == 422
    assert refused.json()["type"].endswith(kind)


async def test_a_file_is_taken_off(people: People) -> None:
    reference = await opened(people.pat)
    id = await added(people.pat, reference)
    where = f"/requests/{reference}/attachments/{id}"
    shown = await after(people.pat, await people.pat.delete(where))
    assert shown["content"]["attachments"] == []
    assert (await people.pat.get(f"{where}/file")).status_code == 404
    assert (await people.pat.patch(where, json={"label": "x"})).status_code == 404


async def test_nobody_else_adds_reads_or_changes_a_file(people: People) -> None:
    reference = await opened(people.pat)
    id = await added(people.pat, reference)
    where = f"/requests/{reference}/attachments/{id}"
    assert (await add(people.ada, reference)).status_code == 403
    assert (await add(people.sam, reference)).status_code == 404
    assert (await people.sam.get(f"{where}/file")).status_code == 404
    assert (await people.ola.get(f"{where}/file")).status_code in (403, 404)
    assert (await people.ada.get(f"{where}/file")).status_code == 200
    assert (await people.ada.delete(where)).status_code == 403


async def test_a_file_cannot_be_shared_as_if_it_named_nobody(people: People) -> None:
    items = [{**each, "text": "Absent."} for each in a_request()["items"]]
    reference = await opened(people.pat, items=items)
    id = await added(people.pat, reference)
    shown = await answered(people.pat, reference, ANONYMOUS)
    assert shown["outcome"] == "share_anonymised"
    assert shown["could_identify"][0]["field"] == "attachments.0"
    refused = await people.pat.post(f"/requests/{reference}/confirm")
    assert refused.status_code == 422
    assert refused.json()["type"].endswith("file_cannot_be_unnamed")
    assert refused.json()["errors"][0]["field"] == "attachments.0"
    where = f"/requests/{reference}/attachments/{id}"
    await after(people.pat, await people.pat.patch(where, json={"left_out": True}))
    sent = await people.pat.post(f"/requests/{reference}/confirm")
    assert sent.status_code in (200, 202), sent.text
