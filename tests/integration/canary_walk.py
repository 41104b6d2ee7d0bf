"""Somebody types a marked word into every field there is, also where it goes wrong."""

from contextlib import aclosing
from dataclasses import replace
from itertools import count
from typing import Any

import httpx2

from adapters.blobs import Blobs
from casework.person_notices import Wanted, Written
from cli.demo import Player
from domain.content import Item, Kind
from domain.people import Role
from domain.person_notices import Version, digest_of
from storage.release_tables import ObjectRow
from tests import files
from tests.api.journey import UNSURE, a_request, an_approval, an_item
from tests.api.test_attachments import add
from tests.integration.canaries import MARK, SETTING, an_address, marked
from tests.live import Live, submit, until
from tests.web.desk_work import actor, staff, task_of
from tests.web.recipients import Shared, browser, give_address, shared
from tests.web.tellings import CODE as NOTICE_CODE
from tests.web.tellings import mail_to, shared_about

OWN_TEXT = "{organisation} {telephone} {what} {recipient} {why} ico.org.uk"
_numbers = count(555_000)


def check(answer: httpx2.Response, *wanted: int) -> httpx2.Response:
    """What was typed was taken, or refused as it should be."""
    codes = wanted or (200, 201, 202, 204)
    assert answer.status_code in codes, (str(answer.url), answer.text[:2000])
    return answer


async def the_practitioner_types(live: Live) -> str:
    """A request through the JSON interface and the pages, and an adviser about it."""
    async with live.api("pat") as pat, live.api("ada") as ada:
        body = a_request(
            purpose=marked("why"),
            individuals=[
                {"name": marked("who"), "date_of_birth": "2009-07-01"},
                {"name": marked("other"), "safe_email": an_address("other")},
            ],
            items=[an_item(text=marked("said"), source=marked("seen"))],
            recipient=a_recipient(),
        )
        opened = check(await pat.post("/requests", json=body)).json()
        reference: str = opened["reference"]
        await until(lambda: is_applied(live, reference))
        await files_are_added(pat, reference)
        await drafts_are_kept(live, reference)
        check(await pat.put(f"/requests/{reference}/answers", json={"answers": UNSURE}))
        await until(lambda: has_task(live, reference))
        await advisers_write(live, ada, task_of(live, reference))
    return reference


def a_recipient() -> dict[str, Any]:
    return {
        "name": marked("receiver"),
        "role": marked("post"),
        "organisation": marked("place"),
        "email": an_address("receiver"),
        "phone": "01632 960318",
    }


async def is_applied(live: Live, reference: str) -> bool:
    with live.house.storehouse.reading() as store:
        return store.acts.waiting(reference) == 0


async def has_task(live: Live, reference: str) -> bool:
    with live.house.storehouse.reading() as store:
        return store.tasks.live(reference) is not None


async def files_are_added(pat: httpx2.AsyncClient, reference: str) -> None:
    """Clean ones that tell in every way a file can, and some that are refused."""
    telling = files.a_telling_pdf(MARK)
    for name, body in (
        (f"{MARK}.pdf", files.a_pdf(marked("page"))),
        (f"{MARK}-2.pdf", telling),
        (f"{MARK}.jpg", files.a_photograph(MARK)),
        (f"{MARK}.docx", files.a_document(MARK)),
        (f"{MARK}.txt", marked("text").encode() * 200),
    ):
        check(await add(pat, reference, name, body, label=marked("label")), 201, 422)
    for name, body in (
        (f"{MARK}.svg", f"<svg><text>{MARK}</text></svg>".encode()),
        (f"{MARK}.exe", f"MZ {MARK}".encode()),
        (f"{MARK}-locked.pdf", files.a_locked_pdf()),
    ):
        check(await add(pat, reference, name, body, label=marked("bad")), 422)


async def drafts_are_kept(live: Live, reference: str) -> None:
    """What is typed on a page and left there; and a form that is wrong."""
    async with aclosing(await live.browser("pat")) as web:
        page = f"/requests/{reference}/withdraw"
        wrong = {"reason": marked("reason") * 400}
        check(await submit(web, page, wrong), 422)
        check(await web.get(f"/requests/{MARK}"), 404)


async def advisers_write(live: Live, ada: httpx2.AsyncClient, task: str) -> None:
    comment = {"text": marked("comment"), "private": True}
    check(await ada.post(f"/tasks/{task}/comments", json=comment))
    for search in ({"name": marked("who")}, {"organisation": marked("place")}):
        check(await ada.post("/tasks/find", json=search))
    view = {"name": MARK, "filter": {}, "shared": False}
    check(await ada.post("/views", json=view))
    check(await ada.post("/conflicts", json={"name": marked("enemy")}))
    check(await ada.post(f"/tasks/{task}/ask", json={"question": marked("question")}))
    refused = an_approval(reason=marked("because"), answers={"Q4": "maybe"})
    check(await ada.post(f"/tasks/{task}/decision", json=refused), 422)


async def the_recipient_types(live: Live, reference: str) -> str:
    """Wrong things first, then all there is to type, then a file that is broken."""
    sent = shared(live.house, reference)
    async with browser(live) as web:
        await give_address(web, sent, an_address("stranger"))
        await give_address(web, sent)
        for wrong in (marked("code"), "four words and one"):
            await submit(web, sent.path("/code"), {"code": wrong})
        await submit(web, sent.path("/code"), {"code": sent.words})
        check(await accept_as(web, sent))
        await fetch_a_file(web, sent, 200)
        spoil(live, sent)
        await fetch_a_file(web, sent, 503)
        said = {"fault": marked("fault")}
        check(await submit(web, sent.path("/problem"), said), 422)
        done = {"received": "yes", "own_reference": marked("own")}
        check(await submit(web, sent.path("/items"), done, sent.path("/acknowledge")))
        came = {"feedback": "information", "said": marked("came")}
        done_now = check(await submit(web, sent.path("/feedback"), came))
        assert done_now.url.path == sent.path("/thanks")
    return sent.words


async def accept_as(web: httpx2.AsyncClient, sent: Shared) -> httpx2.Response:
    fields = {"role": marked("receiver-role"), "accept": "yes"}
    return await submit(web, sent.path("/terms"), fields)


async def fetch_a_file(web: httpx2.AsyncClient, sent: Shared, wanted: int) -> None:
    with sent.house.storehouse.reading() as store:
        (first, *_) = store.packing.objects(sent.parcel().id)
    path = sent.path(f"/items/{first.id}/grant")
    check(await submit(web, sent.path("/items"), {}, to=path), wanted)


def spoil(live: Live, sent: Shared) -> None:
    """What lies there is not what was put there."""
    blobs = Blobs(live.house.settings.blobs)
    with live.house.storehouse.reading() as store:
        (first, *_) = store.packing.objects(sent.parcel().id)
        blob = store.session.get_one(ObjectRow, first.id).blob
    whole = blobs.read(blob, 0, 1 << 30)
    blobs.delete(blob)
    blobs.put_new(blob, [whole[:100], bytes([whole[100] ^ 1]), whole[101:]])


async def a_release(live: Live) -> str:
    """Something marked that leaves for somebody of the directory."""
    player = Player(live.house, staff(live), next(_numbers))
    content = player._content()
    items = tuple(
        Item(f"i{number}", marked(f"item{number}"), Kind.FACT, marked("source"), "")
        for number in range(2)
    )
    told = replace(content, items=items, purpose=marked("so-that"))
    reference = (await live.house.desk.open(actor(live, "pat"), told)).reference
    await until(lambda: is_applied(live, reference))
    async with live.api("pat") as pat:
        check(await add(pat, reference, f"{MARK}.pdf", files.a_pdf(marked("inside"))))
    await player._be_unsure(reference)
    await player._approve(reference)
    return reference


async def the_individual_types(live: Live) -> str:
    """On the discreet pages, with a code from an e-mail; a wrong one first."""
    reference, email = await shared_about(live, email=an_address("door"))
    async with live.api("pat") as pat:
        decided = {
            "individual": "person-1",
            "decision": "yes",
            "method": "email",
            "reason": marked("tell"),
            "with_notice": True,
        }
        check(await pat.post(f"/requests/{reference}/inform", json=decided))
        await until(lambda: is_applied(live, reference))
        await write_notice(live, reference)
    message = await mail_to(live, email)
    code = NOTICE_CODE.findall(str(message.get_payload()))[0]
    headers = {"X-Forwarded-For": "192.0.2.241"}
    async with httpx2.AsyncClient(
        base_url=live.address, headers=headers, follow_redirects=True, timeout=15
    ) as web:
        for wrong in ({"code": MARK}, {"code": code, "answer": marked("born")}):
            check(await submit(web, "/n", {"answer": MARK} | wrong), 422, 200)
        read = await submit(web, "/n", {"code": code, "answer": "27 March 2008"})
        assert read.url.path == "/n/message"
        asked = {"question": marked("asks")}
        check(await submit(web, "/n/message", asked, to="/n/question"))
    return str(code)


async def write_notice(live: Live, reference: str) -> None:
    pat, notices = actor(live, "pat"), live.house.person_notices
    draft = notices.draft(pat, reference, Wanted("person-1", Version.PLAIN))
    said = f"{draft}\n\n{marked('notice')}"
    written = Written("person-1", Version.PLAIN, said, digest_of(said), "")
    await notices.write(pat, reference, written)


async def the_administrator_types(live: Live) -> None:
    """The directory, whose entries are sealed, and settings, which are not."""
    live.newcomer("una2", Role.ADMINISTRATOR)
    async with live.api("una2") as una, live.api("pat") as pat:
        check(await una.post("/teams", json={"name": SETTING}))
        text = {"text": f"{OWN_TEXT} {SETTING}"}
        check(await una.put("/organisation/notices/easy", json=text), 200, 422)
        check(await una.put("/organisation/notices/easy", json={"text": MARK}), 422)
        entry = {
            "name": marked("entry"),
            "role": marked("entry-role"),
            "organisation": marked("entry-place"),
            "email": an_address("entry"),
            "phone": "01632 960319",
        }
        check(await pat.post("/directory", json=entry))
        check(await pat.post("/directory", json=entry | {"email": MARK}), 422)
    async with live.api("ola") as ola:
        back = {"message_id": marked("message")}
        check(await ola.post("/operations/mail/bounces", json=back), 404)
        check(
            await ola.post("/operations/mail/bounces", json=back | {"why": MARK}), 422
        )
