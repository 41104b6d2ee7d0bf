"""What is shown before it goes is what arrives; what only we may know does not."""

import re

from tests.api.journey import (
    UNSURE,
    a_request,
    after,
    an_item,
    answered,
    opened,
    read,
)
from tests.live import Live, until
from tests.web import recipients
from tests.web.conftest import Browse
from tests.web.walking import ITEM, Walker, begin_clear

OURS_ALONE = (
    "Sandy Thorn", "Nobody needs this.", "caused the harm", "in confidence",
    "endanger", "Left out",
)  # fmt: skip


def the_information(html: str) -> str:
    """The part of a page that says about whom, and what."""
    part = html.split("Who it is about</h2>", 1)[1].partition("</main>")[0]
    part = re.split(r"Tell the sender|Change what you share", part)[0]
    words = re.sub(r"<[^>]+>", " ", part)
    return re.sub(r"\s+", " ", words).strip()


async def described(browse: Browse) -> Walker:
    """A request ready to go, with much that only concerns its own side."""
    walker = await begin_clear(browse)
    for page, fields in (
        ("/people/new", {"name": "Marlowe Alder", "accused": "yes"}),
        ("/never", {"name": "Sandy Thorn"}),
        ("/items/new", {**ITEM, "confidential": "yes", "endangers": "yes"}),
        ("/items/new", {**ITEM, "text": "Nobody needs this."}),
    ):
        await walker.open(page)
        await walker.send(fields)
    return await walker.open("/items")


async def test_the_recipient_sees_what_the_preview_shows_and_no_more(
    live: Live, browse: Browse
) -> None:
    walker = await described(browse)
    last = re.findall(r'name="item" value="([^"]*)"', walker.page.text)[-1]
    seen = the_information((await walker.open("/preview")).page.text)
    assert "Nobody needs this." in seen
    await walker.open("/items")
    await walker.send({"item": last, "move": "leave_out"}, to="/items")
    before = (await walker.open("/preview")).page.text
    struck = re.sub(r"<h3[^>]*>Left out.*", "", before, flags=re.DOTALL)
    await walker.open("/check")
    await walker.send(to="/confirm")

    async def has_left() -> bool:
        with live.house.storehouse.reading() as store:
            return recipients.has_left(store, walker.reference)

    await until(has_left)
    sent = recipients.shared(live.house, walker.reference)
    async with recipients.browser(live) as web:
        page = await recipients.read(web, sent)
    shown, _, files = the_information(page.text).partition("Files to keep")
    assert shown.strip() == the_information(struck).strip()
    assert "Everything in one document" in files
    for ours in OURS_ALONE:
        assert ours not in page.text, ours


OURS = {
    "individuals": [
        *a_request()["individuals"],
        {"name": "Marlowe Alder", "alleged_perpetrator": True},
    ],
    "items": [
        an_item(offence=True, confidential=True, endangers=True),
        an_item(text="Nobody needs this.", left_out=True),
    ],
    "never": [{"name": "Sandy Thorn", "email": "sandy@example.org"}],
    "recipient": a_request()["recipient"]
    | {"verified_how": "rang", "verified_on": "2026-01-05"},
}
SHOWN = (
    "Sandy Thorn, sandy@example.org", "They may have caused the harm",
    "Told in confidence", "Could endanger somebody", "Offence", "Left out",
    "another source, on 5 January 2026, by Pat Reed",
)  # fmt: skip


async def test_an_adviser_sees_what_the_recipient_must_not(
    live: Live, browse: Browse
) -> None:
    async with live.api("pat") as pat, live.api("ada") as ada:
        reference = await opened(pat, **OURS)
        await answered(pat, reference, UNSURE)
        task = (await read(ada, reference))["task"]
    web = await browse("ada")
    page = (await web.get(f"/tasks/{task}")).text
    for shown in SHOWN:
        assert shown in page, shown
    choosing = (await web.get(f"/tasks/{task}/decision?choice=approve_some")).text
    assert "Came to school without a coat." in choosing
    assert "Nobody needs this." not in choosing


async def test_the_sealed_record_shows_the_same_to_an_auditor(
    live: Live, browse: Browse
) -> None:
    async with live.api("pat") as pat:
        reference = await opened(pat, **OURS)
        gone = {"reason": "No longer needed."}
        await after(pat, await pat.post(f"/requests/{reference}/withdraw", json=gone))

    async def is_sealed() -> bool:
        with live.house.storehouse.reading() as store:
            return store.records.get(reference) is not None

    await until(is_sealed)
    page = (await (await browse("ines")).get(f"/records/{reference}")).text
    for shown in SHOWN:
        assert shown in page, shown
