"""A page of somebody else's, in a real browser: it posts, frames and opens ours."""

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Route

from tests.browser import journeys
from tests.live import Live
from tests.web.recipients import Shared, new_network, shared
from tests.web.test_downloads import Sent, share_a_file, used

pytestmark = pytest.mark.browser

EVIL = "http://evil.example"
FORM = """<!doctype html><title>A prize</title>
<form method="post" action="{to}" enctype="{kind}">
{fields}<button>Win</button></form>"""
FRAME = """<!doctype html><title>A prize</title>
<iframe name="inside" width="300" height="300" src="{to}"></iframe>"""
PAGES = ("/acknowledge", "/not-me", "/more-time", "/terms", "/leave", "/start", "/code")


async def from_elsewhere(chromium: Browser) -> BrowserContext:
    """A browser on a network of its own, since tries are counted by network."""
    said = {"X-Forwarded-For": new_network()}
    return await chromium.new_context(extra_http_headers=said)


async def shows(page: Page, html: str) -> None:
    """Go to somebody else's page that says this."""

    async def answer(route: Route) -> None:
        await route.fulfill(body=html, content_type="text/html")

    await page.unroute_all()
    await page.route(f"{EVIL}/**", answer)
    await page.goto(f"{EVIL}/prize")


async def inside(context: BrowserContext, live: Live, sent: Shared) -> Page:
    """A recipient's browser that has read what was sent."""
    page = await context.new_page()
    await page.goto(live.address + sent.path())
    await page.get_by_label("Your work email address").fill(sent.email)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("Security code").fill(sent.words)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("Your role").fill("Duty social worker")
    await page.get_by_label("I have read these rules").check()
    await page.get_by_role("button", name="Accept and read it").click()
    await page.get_by_text("Files to keep").wait_for()
    return page


async def test_ss_45_forms_of_another_site_do_nothing(
    live: Live, chromium: Browser
) -> None:
    sent = await share_a_file(live)
    context = await from_elsewhere(chromium)
    page = await inside(context, live, sent.shared)
    theirs = await context.new_page()
    to = [sent.shared.path(each) for each in PAGES]
    to += [sent.path("grant"), f"/releases/{sent.shared.reference}/revoke"]
    for path in to:
        for kind in ("application/x-www-form-urlencoded", "text/plain"):
            field = '<input name="received" value="yes">'
            form = FORM.format(to=live.address + path, kind=kind, fields=field)
            await shows(theirs, form)
            async with theirs.expect_response(live.address + path) as answering:
                await theirs.get_by_role("button", name="Win").click()
            assert (await answering.value).status in (303, 403, 404), path
    await page.reload()
    await page.get_by_text("Files to keep").wait_for()  # still inside
    assert sent.shared.parcel().state == "available"
    assert used(live, sent) == 0
    await context.close()


async def test_ss_45_a_signed_in_sender_s_browser_closes_nothing_for_another_site(
    live: Live, chromium: Browser
) -> None:
    sent = shared(live.house, await journeys.a_shared_case(live, 3045))
    context = await from_elsewhere(chromium)
    page, login = await context.new_page(), live.logins["pat"]
    await page.goto(f"{live.address}/account/sign-in")
    await page.get_by_label("Email address").fill(login.email)
    await page.get_by_label("Password", exact=True).fill(login.password)
    await page.get_by_role("button", name="Sign in").click()
    acts = [f"/releases/{sent.reference}/{name}" for name in ("extend", "resend")]
    for path in (*acts, f"/requests/{sent.reference}/revoke"):
        to = live.address + path
        field = '<input name="reason" value="x"><input name="days" value="30">'
        form = FORM.format(to=to, kind="multipart/form-data", fields=field)
        await shows(page, form)
        async with page.expect_response(to) as answering:
            await page.get_by_role("button", name="Win").click()
        assert (await answering.value).status in (303, 401, 403)
    assert sent.parcel().state == "available"
    await context.close()


@pytest.mark.parametrize("where", ["items", "file", "door"])
async def test_ss_27_ss_45_nothing_of_ours_appears_in_a_frame(
    live: Live, chromium: Browser, where: str
) -> None:
    sent = await share_a_file(live)
    context = await from_elsewhere(chromium)
    page = await inside(context, live, sent.shared)
    await _asks_for_the_file(page, sent)
    paths = {"items": sent.shared.path("/items"), "door": sent.shared.path()}
    to = live.address + paths.get(where, sent.path("file"))
    theirs = await context.new_page()
    await shows(theirs, FRAME.format(to=to))
    frame = theirs.frame("inside")
    assert frame is not None
    await theirs.wait_for_load_state()
    assert "Files to keep" not in await frame.content()
    assert "Information" not in await frame.content()
    await context.close()


async def test_ss_27_a_file_that_is_gone_to_like_a_page_is_saved(
    live: Live, chromium: Browser
) -> None:
    sent = await share_a_file(live)
    context = await from_elsewhere(chromium)
    page = await inside(context, live, sent.shared)
    await _asks_for_the_file(page, sent)
    async with page.expect_download() as saving:
        to = sent.path("file?inline=1")
        await page.evaluate("address => { location.href = address }", to)
    assert (await saving.value).suggested_filename.endswith(".png")
    await page.get_by_text("Files to keep").wait_for()  # the page is the same still
    assert used(live, sent) == 1
    await context.close()


async def _asks_for_the_file(page: Page, sent: Sent) -> None:
    button = page.locator(f'form[action="{sent.path("grant")}"] button')
    async with page.expect_download():
        await button.click()
