"""Files on the recipient's pages: counted when asked for, cut short when closed."""

import os
import re
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import httpx2
import pytest
from sqlmodel import col, update

from adapters.blobs import Blobs
from adapters.clock import now
from adapters.segments import FileSeal
from domain import acts
from domain.people import Role
from storage.packing import NewObject
from storage.release_tables import GrantRow, ObjectRow
from tests import builders
from tests.live import Live, submit
from tests.web.recipients import Shared, browser, read, share, staff

MIB = 1024 * 1024
BUTTON = re.compile(r'action="([^"]+/items/[0-9a-z-]+)/grant"')


@dataclass(frozen=True)
class Sent:
    """A release with a file in it, and the file."""

    shared: Shared
    object: str
    body: bytes

    def path(self, page: str) -> str:
        return self.shared.path(f"/items/{self.object}/{page}")


async def share_a_file(live: Live, size: int = 200_000, allowed: int = 2) -> Sent:
    """A release with one file more, sealed like any other."""
    sent = await share(live)
    body, id = os.urandom(size), builders.fresh("object")
    parcel, digest = sent.parcel(), sha256(body).hexdigest()
    file = NewObject(id, 9, "file-9", "image/png", size, digest, now(), allowed)
    with live.house.storehouse.writing() as store:
        kept = store.packing.keep(parcel.id, file)
        key = store.keys.get(f"release:{parcel.id}").object_key(id)
        blob = kept.blob
    seal = FileSeal(key, id, size, digest, "image/png")
    Blobs(live.house.settings.blobs).put_new(blob, seal.seal([body]))
    return Sent(sent, id, body)


async def ask_for(web: httpx2.AsyncClient, sent: Sent) -> httpx2.Response:
    return await submit(web, sent.shared.path("/items"), {}, to=sent.path("grant"))


def used(live: Live, sent: Sent) -> int:
    with live.house.storehouse.reading() as store:
        return store.session.get_one(ObjectRow, sent.object).used


def logged(live: Live, sent: Sent) -> list[str]:
    with live.house.storehouse.reading() as store:
        lines = store.release_log.of(sent.shared.parcel().id)
        assert list(store.release_log.faults(sent.shared.parcel().id)) == []
    return [each.line.what.value for each in lines]


async def test_the_whole_document_can_be_kept(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        page = await read(web, sent)
        assert "Everything in one document" in page.text
        found = BUTTON.search(page.text)
        assert found is not None
        file = await submit(web, sent.path("/items"), {}, to=f"{found[1]}/grant")
        again = await web.get(sent.path("/items"))
    assert file.content.startswith(b"%PDF-")
    name = f'attachment; filename="{sent.number}-item-01.pdf"'
    assert file.headers["Content-Disposition"] == name
    assert "4 downloads left" in again.text
    assert "Get it again" in again.text


async def test_ss_15_n_is_n_and_going_on_does_not_count(live: Live) -> None:
    sent = await share_a_file(live)
    rest = {"Range": "bytes=100000-"}
    async with browser(live) as web:
        await read(web, sent.shared)
        first = await ask_for(web, sent)
        parts = [await web.get(sent.path("file"), headers=rest) for _ in range(2)]
        heads = [await web.head(sent.path("file")) for _ in range(2)]
        assert used(live, sent) == 1
        second, third = await ask_for(web, sent), await ask_for(web, sent)
    assert first.content == second.content == sent.body
    assert [part.content for part in parts] == [sent.body[100_000:]] * 2
    assert [part.status_code for part in parts] == [206] * 2
    assert parts[0].headers["Content-Range"] == "bytes 100000-199999/200000"
    assert [head.headers["Content-Length"] for head in heads] == ["200000"] * 2
    assert third.status_code == 409
    assert "No downloads left" in third.text
    assert used(live, sent) == 2
    assert logged(live, sent).count("granted") == 2
    assert logged(live, sent).count("fetched") == 2


async def test_ss_27_a_file_is_saved_and_never_shown(live: Live) -> None:
    sent = await share_a_file(live)
    async with browser(live) as web:
        await read(web, sent.shared)
        await ask_for(web, sent)
        html = {"Accept": "text/html"}
        file = await web.get(sent.path("file?inline=1"), headers=html)
    name = f"{sent.shared.number}-item-09.png"
    said = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    assert {name: file.headers[name] for name in said} == said


async def test_ss_13_looking_ahead_fetches_nothing(live: Live) -> None:
    sent = await share_a_file(live)
    ahead = {"Sec-Purpose": "prefetch"}
    async with browser(live) as web:
        page = await read(web, sent.shared)
        for path in re.findall(r'href="(/c/[^"]+)"', page.text):
            await web.get(path, headers=ahead)
        assert (await web.get(sent.path("grant"))).status_code == 405
        assert f'href="{sent.path("file")}"' not in page.text
        early = await web.get(sent.path("file"), headers=ahead)
        assert early.url.path == sent.shared.path("/items")
        assert used(live, sent) == 0
        await ask_for(web, sent)
        await web.get(sent.path("file"), headers=ahead)
    assert used(live, sent) == 1


async def test_ss_18_no_step_can_be_left_out_whatever_page_one_says_to_be_from(
    live: Live,
) -> None:
    sent = await share_a_file(live)
    async with browser(live) as web:
        await web.get(sent.shared.path())
        from_there = {"Referer": f"{live.address}{sent.shared.path('/items')}"}
        for page in ("/items", "/receipt", f"/items/{sent.object}/file"):
            answer = await web.get(sent.shared.path(page), headers=from_there)
            assert answer.url.path == sent.shared.path()
        await submit(web, sent.shared.path(), {"email": sent.shared.email},
                     to=sent.shared.path("/start"))  # fmt: skip
        answer = await web.get(sent.path("file"), headers=from_there)
        assert answer.url.path == sent.shared.path("/code")
        await submit(web, sent.shared.path("/code"), {"code": sent.shared.words})
        answer = await ask_for(web, sent)
        assert answer.url.path == sent.shared.path("/terms")
    assert used(live, sent) == 0


async def test_ss_19_a_file_of_another_release_is_not_there(live: Live) -> None:
    mine, theirs = await share_a_file(live), await share_a_file(live)
    async with browser(live) as web:
        await read(web, mine.shared)
        for page in (mine.shared.path(f"/items/{theirs.object}"), theirs.path("")):
            path = page.rstrip("/")
            asked = await submit(
                web, mine.shared.path("/items"), {}, to=f"{path}/grant"
            )
            assert asked.status_code in (403, 404)
            assert (await web.get(f"{path}/file")).status_code == 404
    assert used(live, theirs) == 0


async def test_leave_to_fetch_it_is_for_this_browser_and_for_some_minutes(
    live: Live,
) -> None:
    sent = await share_a_file(live)
    async with browser(live) as web, browser(live) as other:
        await read(web, sent.shared)
        await ask_for(web, sent)
        await read(other, sent.shared)  # the one visit that there may be
        answer = await other.get(sent.path("file"))
        assert answer.url.path == sent.shared.path("/items")
        await ask_for(other, sent)
        with live.house.storehouse.writing() as store:
            over = now() - timedelta(seconds=1)
            of_file = col(GrantRow.object) == sent.object
            store.session.exec(update(GrantRow).where(of_file).values(expires_at=over))
        late = await other.get(sent.path("file"))
        assert late.url.path == sent.shared.path("/items")


async def test_the_same_button_twice_is_one_download(live: Live) -> None:
    sent = await share_a_file(live)
    async with browser(live) as web:
        page = await read(web, sent.shared)
        token = re.search(r'name="csrf" value="([^"]*)"', page.text)
        assert token is not None
        fields = {"csrf": token[1], "once": "pressed-twice"}
        for _ in range(2):
            answer = await web.post(sent.path("grant"), data=fields)
            assert answer.content == sent.body
    assert used(live, sent) == 1


async def test_ss_23_closing_it_cuts_a_download_that_runs(live: Live) -> None:
    sent = await share_a_file(live, size=24 * MIB)
    ada = next(a for a in staff(live.house) if a.roles == (Role.ADVISER,))
    got = 0
    async with browser(live) as web:
        await read(web, sent.shared)
        page = await web.get(sent.shared.path("/items"))
        token = re.search(r'name="csrf" value="([^"]*)"', page.text)
        assert token is not None
        with pytest.raises(httpx2.TransportError):  # noqa: PT012 - it ends half way
            fields = {"csrf": token[1], "once": "x"}
            async with web.stream("POST", sent.path("grant"), data=fields) as file:
                async for piece in file.aiter_bytes():
                    if not got:
                        await live.house.desk.do(
                            ada,
                            sent.shared.reference,
                            lambda id, at, case: acts.Revoke(id, ada, at),
                        )
                    got += len(piece)
        assert (await web.get(sent.path("file"))).status_code == 404
    assert 0 < got < len(sent.body)
    assert "fetched" not in logged(live, sent)


@pytest.mark.parametrize("harm", ["gone", "altered", "cut short"])
async def test_what_does_not_open_is_not_counted_and_operations_see_it(
    live: Live, harm: str
) -> None:
    sent = await share_a_file(live)
    spoil(live, sent, harm)
    async with browser(live) as web:
        await read(web, sent.shared)
        if harm == "cut short":  # its beginning opens
            with pytest.raises(httpx2.TransportError):
                await ask_for(web, sent)
        else:
            answer = await ask_for(web, sent)
            assert answer.status_code == 503
            assert "This file cannot be opened now" in answer.text
    assert used(live, sent) == 0
    with live.house.storehouse.reading() as store:
        steps = [each.step for each in store.troubles.of(sent.shared.reference)]
    assert "download" in steps
    assert "fetched" not in logged(live, sent)


def spoil(live: Live, sent: Sent, harm: str) -> None:
    blobs = Blobs(live.house.settings.blobs)
    name = f"releases/{sent.shared.parcel().id}/{sent.object}"
    whole = blobs.read(name, 0, 1 << 30)
    blobs.delete(name)
    if harm == "altered":
        blobs.put_new(name, [whole[:100], bytes([whole[100] ^ 1]), whole[101:]])
    if harm == "cut short":
        blobs.put_new(name, [whole[: 8 + 65552]])


async def test_ss_48_many_parts_at_once_are_answered_with_the_whole(
    live: Live,
) -> None:
    sent = await share_a_file(live, size=70_000)
    many = ",".join(f"{n}-{n}" for n in range(1000))
    async with browser(live) as web:
        await read(web, sent.shared)
        await ask_for(web, sent)
        whole = await web.get(sent.path("file"), headers={"Range": f"bytes={many}"})
        past = await web.get(sent.path("file"), headers={"Range": "bytes=70000-"})
        other = {"Range": "bytes=1-2", "If-Range": '"another file"'}
        changed = await web.get(sent.path("file"), headers=other)
    assert (whole.status_code, len(whole.content)) == (200, 70_000)
    assert (past.status_code, past.headers["Content-Range"]) == (416, "bytes */70000")
    assert changed.status_code == 200
    assert used(live, sent) == 1
