"""Who may do what to a release, how often, until when: asked the wrong way round."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from adapters.clock import now
from storage.release_tables import GrantRow, ReleaseRow
from tests import files
from tests.abuse.knocking import raw
from tests.api.journey import a_request, an_item, opened
from tests.api.test_attachments import add
from tests.live import Live, submit
from tests.web.recipients import Shared, browser, give_address, give_words, read, share
from tests.web.test_downloads import Sent, ask_for, share_a_file, used

REASON = {"reason": "Why not."}
POSTS = ("revoke", "extend", "unlock", "words", "resume", "resend", "solve")


async def test_ss_15_staff_pages_and_a_broken_line_never_count(live: Live) -> None:
    sent = await share_a_file(live, size=3_000_000)
    release = sent.shared.parcel().id
    async with browser(live) as web:
        await read(web, sent.shared)
        await _breaks_off(web, sent)
        rest = await web.get(sent.path("file"), headers={"Range": "bytes=1000-"})
        assert rest.content == sent.body[1000:]
    assert used(live, sent) == 1
    for user in ("pat", "ada"):
        staff = await live.browser(user)
        await staff.get(f"/requests/{sent.shared.reference}")
        await staff.get(f"/tasks/cases/{sent.shared.reference}")
        await staff.get(sent.path("file"))
        await staff.post(sent.path("grant"))
        await staff.aclose()
        async with live.api(user) as api:
            await api.get(f"/requests/{sent.shared.reference}")
            assert (await api.get(f"/releases/{release}/log")).status_code == 200
    assert used(live, sent) == 1


async def _breaks_off(web: httpx2.AsyncClient, sent: Sent) -> None:
    """Ask for it, and hang up in the middle."""
    page = await web.get(sent.shared.path("/items"))
    csrf = page.text.split('name="csrf" value="')[1].split('"')[0]
    fields = {"csrf": csrf, "once": "broken"}
    async with web.stream("POST", sent.path("grant"), data=fields) as answer:
        async for _ in answer.aiter_bytes():
            return


async def test_ss_15_twenty_at_once_where_one_is_allowed_are_one_download(
    live: Live,
) -> None:
    sent = await share_a_file(live, size=70_000, allowed=1)
    async with browser(live) as web:
        page = await read(web, sent.shared)
        csrf = page.text.split('name="csrf" value="')[1].split('"')[0]
        presses = (
            web.post(sent.path("grant"), data={"csrf": csrf, "once": f"press-{n}"})
            for n in range(20)
        )
        said = await asyncio.gather(*presses)
    assert sorted(answer.status_code for answer in said) == [200] + [409] * 19
    assert [a.content for a in said if a.status_code == 200] == [sent.body]
    assert used(live, sent) == 1


async def test_ss_18_without_the_terms_nothing_inside_is_there(live: Live) -> None:
    sent = await share_a_file(live)
    inside = ("/items", "/receipt", f"/items/{sent.object}/file", "/problem")
    claims = {"Referer": f"{live.address}{sent.shared.path('/items')}"}
    async with browser(live) as web:
        for step, where in (("", ""), ("/code", "/code"), ("/terms", "/terms")):
            if step == "/code":
                await give_address(web, sent.shared)
            if step == "/terms":
                await give_words(web, sent.shared)
            for page in inside:
                path = sent.shared.path(page)
                answer = await web.get(path, headers=claims, follow_redirects=False)
                said = (answer.status_code, answer.headers.get("location"))
                if step or web.cookies:
                    assert said == (303, sent.shared.path(where)), page
                else:
                    assert answer.status_code == 404
    assert used(live, sent) == 0


@pytest.mark.parametrize("user", ["sam", "mina", "gus"])
async def test_ss_19_a_release_of_others_is_not_there(live: Live, user: str) -> None:
    sent = await share(live)
    id = sent.parcel().id
    async with live.api(user) as other:
        said = [await other.get(f"/releases/{id}/log")]
        for act in POSTS:
            body: dict[str, Any] = REASON | {"days": 30} if act == "extend" else REASON
            if act in ("words", "resume", "resend"):
                body = {}
            said.append(await other.post(f"/releases/{id}/{act}", json=body))
        said.append(await other.get(f"/requests/{sent.reference}"))
        lists = [
            await other.get(f"/{name}?scope=org")
            for name in ("requests", "tasks", "records")
        ]
    assert [answer.status_code for answer in said] == [404] * len(said)
    for answer in lists:
        for secret in (sent.locator, sent.reference, sent.words, id):
            assert secret not in answer.text
    web = await live.browser(user)
    for page in ("revoke", "extend", "unlock", "resend", "wrong-person"):
        answer = await web.get(f"/releases/{sent.reference}/{page}")
        assert answer.status_code in (403, 404), page
    await web.aclose()
    assert sent.parcel().state == "available"


async def test_ss_19_no_list_holds_a_link_even_for_those_who_may_see_it(
    live: Live,
) -> None:
    sent = await share(live)
    for user in ("pat", "ada"):
        async with live.api(user) as api:
            for name in ("requests", "tasks", "records", "notices"):
                answer = await api.get(f"/{name}")
                assert sent.locator not in answer.text
                assert sent.words not in answer.text
        web = await live.browser(user)
        for page in ("/", "/requests", "/tasks", "/records"):
            answer = await web.get(page)
            assert sent.locator not in answer.text
            assert sent.words not in answer.text
        await web.aclose()


async def test_ss_20_nothing_about_it_changes_once_it_was_approved(live: Live) -> None:
    sent = await share(live)
    at = f"/requests/{sent.reference}"
    async with live.api("pat") as pat:
        before = (await pat.get(at)).json()["content"]
        to = a_request()["recipient"] | {"email": "tom.achebe@estuary.example"}
        changes: dict[str, dict[str, Any]] = {
            "recipient": to,
            "purpose": {"purpose": "Another."},
            "items": {"items": [an_item(text="Something else.")]},
            "individuals": {"individuals": [{"name": "Somebody Else"}]},
            "never": {"people": []},
        }
        tried = [await pat.put(f"{at}/{w}", json=body) for w, body in changes.items()]
        tried.append(await add(pat, sent.reference))
        after = (await pat.get(at)).json()["content"]
    assert [answer.status_code for answer in tried] == [409] * len(tried)
    assert after == before
    assert sent.parcel().state == "available"


async def test_ss_22_a_second_after_the_end_nothing_inside_is_there(
    live: Live,
) -> None:
    sent = await share_a_file(live)
    async with browser(live) as web:
        await read(web, sent.shared)
        await ask_for(web, sent)  # leave to fetch it lasts a quarter of an hour more
        with live.house.storehouse.writing() as store:
            row = store.session.get_one(ReleaseRow, sent.shared.parcel().id)
            row.expires_at = now() - timedelta(seconds=1)
        for page in ("/items", "/terms", f"/items/{sent.object}/file"):
            answer = await web.get(sent.shared.path(page), follow_redirects=False)
            assert answer.status_code == 404, page
        head = await web.head(sent.path("file"))
        assert head.status_code == 404
    with live.house.storehouse.reading() as store:
        grants = store.session.exec(
            select(GrantRow).where(col(GrantRow.object) == sent.object)
        ).all()
    assert len(grants) == 1
    assert sent.shared.parcel().state == "available"  # nobody tidied up


async def test_ss_22_a_release_without_an_end_cannot_be(live: Live) -> None:
    sent = await share(live)
    without = text("UPDATE releases SET expires_at = NULL WHERE id = :id")
    with pytest.raises(IntegrityError), live.house.storehouse.writing() as store:
        store.session.connection().execute(without, {"id": sent.parcel().id})


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
async def test_ss_26_the_name_of_a_refused_file_is_in_no_log(
    live: Live, ending: str
) -> None:
    name = f"robin-alder-quenby-{ending}"
    async with live.api("pat") as pat:
        reference = await opened(pat)
        body = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
        refused = await add(pat, reference, f"{name}.{ending}", body)
        assert refused.status_code == 422
        fine = await add(pat, reference, f"{name}-fine.pdf", files.a_pdf("a"))
        assert fine.status_code == 201
    for log in (live.folder / "logs").glob("*.log"):
        assert name.encode() not in log.read_bytes(), log.name


async def test_ss_13_a_grant_is_never_given_by_a_get(live: Live) -> None:
    sent = await share_a_file(live)
    async with browser(live) as web:
        await read(web, sent.shared)
        cookies = "; ".join(f"{name}={value}" for name, value in web.cookies.items())
        for purpose in ("Sec-Purpose: prefetch;prerender", "Purpose: prefetch"):
            said = await raw(
                live.address, f"GET {sent.path('grant')} HTTP/1.1", "Host: x",
                f"Cookie: {cookies}", purpose,
            )  # fmt: skip
            assert said.status == 405
    assert used(live, sent) == 0


async def test_ss_06_wrong_addresses_of_a_stranger_cost_the_recipient_nothing(
    live: Live,
) -> None:
    sent = await share(live)
    async with browser(live) as stranger:
        for number in range(8):
            wrong = {"email": f"nobody-{number}@estuary.example"}
            await submit(stranger, sent.path(), wrong, to=sent.path("/start"))
            if number < 5:
                await give_words(stranger, sent, "some other words")
    assert await _gets_in(live, sent)


async def _gets_in(live: Live, sent: Shared) -> bool:
    async with browser(live) as web:
        await give_address(web, sent)
        return (await give_words(web, sent)).url.path == sent.path("/terms")
