"""A whole journey of a recipient: what addresses, headers and logs say of it."""

from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

import pytest
from playwright.async_api import Browser, Page, Request, Route

from cli.demo import Player
from domain.access import fingerprint_of
from tests.browser.person import Person, at_a_phone
from tests.live import Live
from tests.web.desk_work import actor, staff
from tests.web.recipients import Shared, shared

pytestmark = pytest.mark.browser

OUTSIDE = "https://planted.outside.example/read-me"
OWN = "OWN-REF-7719"
ROLE = "Harbour duty worker"
NUMBER = 3041


@dataclass
class Wire:
    """Everything that a browser asked for, and from which page it said it came."""

    asked: list[str] = field(default_factory=list)
    referers: list[str] = field(default_factory=list)
    outside: list[dict[str, str]] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.asked.append(unquote(request.url))
        self.referers.append(request.headers.get("referer", ""))

    async def answer_outside(self, route: Route) -> None:
        self.outside.append(await route.request.all_headers())
        await route.fulfill(status=200, body="Outside")


async def shared_with_a_link(live: Live) -> Shared:
    player = Player(live.house, staff(live), NUMBER)
    content = player._content()
    item = replace(content.items[0], text=f"She wrote it down at {OUTSIDE} on Monday.")
    told = replace(content, items=(item,))
    receipt = await live.house.desk.open(actor(live, "pat"), told)
    await player._attach(receipt.reference)
    await player._be_unsure(receipt.reference)
    await player._approve(receipt.reference)
    return shared(live.house, receipt.reference)


async def walks(rae: Person, sent: Shared) -> None:
    """With a wrong address and wrong words first, then to the end and out."""
    page = rae.page
    await rae.goes_to(sent.path())
    for email in ("nobody@estuary.example", sent.email):
        await rae.goes_to(sent.path())
        await page.get_by_label("Your work email address").fill(email)
        await rae.presses("Continue")
    await page.get_by_label("Security code").fill("four wrong words here")
    await rae.presses_wrongly("Continue")
    await page.get_by_label("Security code").fill(sent.words)
    await rae.presses("Continue")
    await page.get_by_label("Your role").fill(ROLE)
    await page.get_by_label("I have read these rules").check()
    await rae.presses("Accept and read it")
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="Download").first.click()
    await (await saving.value).path()
    await page.reload()
    await page.get_by_label("Your own reference").fill(OWN)
    await page.get_by_label("I have received and stored this").check()
    await rae.presses("Confirm that you have it")
    await rae.sees("Your receipt")


async def test_ss_37_no_address_no_referer_and_no_log_says_what_only_they_know(
    live: Live, chromium: Browser
) -> None:
    sent = await shared_with_a_link(live)
    async with at_a_phone(chromium, live, script=False) as rae:
        wire = Wire()
        wire.listen(rae.page)
        await rae.page.route(f"{OUTSIDE}*", wire.answer_outside)
        await walks(rae, sent)
        cookies = [each.get("value", "") for each in await rae.page.context.cookies()]
        await rae.goes_to(sent.path("/items"))
        await rae.sees(OUTSIDE)
        assert await rae.page.locator(f'a[href^="{OUTSIDE}"]').count() == 0
        # Nothing can be followed there. Were it a link, this is what would happen.
        await rae.page.evaluate(f"location.assign({OUTSIDE!r})")
        await rae.page.wait_for_url(f"{OUTSIDE}*")
    (there,) = wire.outside
    assert "referer" not in there
    assert set(wire.referers) == {""}
    secret = (sent.email, "estuary", sent.words, ROLE, OWN, sent.number, "wrong")
    for address in wire.asked:
        assert not any(each in address for each in (*secret, *cookies)), address
        parts = urlsplit(address)
        assert parts.path.startswith("/static/") or not parts.query, address
    check_logs(live, sent)


def check_logs(live: Live, sent: Shared) -> None:
    """The logs do not name the release; its own log does, by a fingerprint."""
    for file in (live.folder / "logs").iterdir():
        said = file.read_text(errors="replace")
        for secret in (sent.locator, sent.email, sent.words, OWN):
            assert secret not in said, file.name
    seen = live.house.access_log.of_case(actor(live, "pat"), sent.reference)
    assert seen is not None
    assert seen.fingerprint == fingerprint_of(sent.locator)
    assert all(sent.locator not in str(line) for line in seen.lines)
