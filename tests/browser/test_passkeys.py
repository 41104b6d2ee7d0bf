"""A passkey, made and used, with a device of Chromium's own; and a warning in time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, CDPSession

from domain.people import Role
from tests.browser.person import Person, at_a_phone
from tests.live import Live
from tests.web.gate import PASSWORD, Gate, gate, somebody

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@asynccontextmanager
async def with_device(
    chromium: Browser, live: Live, here: Gate
) -> AsyncIterator[tuple[Person, CDPSession, str]]:
    """Somebody whose phone can make passkeys; its session and the device's name."""
    async with at_a_phone(chromium, live) as person:
        person.address = here.address
        cdp = await person.page.context.new_cdp_session(person.page)
        await cdp.send("WebAuthn.enable")
        options = {"options": DEVICE}
        made = await cdp.send("WebAuthn.addVirtualAuthenticator", options)
        yield person, cdp, made["authenticatorId"]


async def asks_device(me: Person, button: str, then: str) -> None:
    """Press what asks the device, and wait for the page that its answer leads to."""
    await me.page.get_by_role("button", name=button).click()
    await me.page.get_by_role("heading", name=then).wait_for()
    await me.looks_over()


async def test_a_passkey_is_made_and_lets_in_where_the_password_leads(
    chromium: Browser, live: Live
) -> None:
    email = somebody(live, "keyring", Role.ADVISER)
    async with gate(live) as here, with_device(chromium, live, here) as (me, cdp, id):
        await me.goes_to("/account/sign-in?next=/advisers")
        await me.page.get_by_label("Email address").fill(email)
        await me.page.get_by_label("Password", exact=True).fill(PASSWORD)
        await me.presses("Sign in")
        await me.sees("How you show that it is you")
        await me.presses("Add a passkey")
        await me.page.get_by_label("What do you call this device?").fill("My phone")
        await asks_device(me, "Make a passkey", "Write these codes down")
        await me.shot("codes")
        await me.presses("I have written them down")
        assert me.page.url == f"{here.address}/advisers"
        await me.goes_to("/account/second-step/set-up")
        await me.sees("My phone")
        kept = await cdp.send("WebAuthn.getCredentials", {"authenticatorId": id})
        assert [each["rpId"] for each in kept["credentials"]] == ["localhost"]
        await me.presses("Sign out")

        await me.goes_to("/account/sign-in?next=/advisers")
        await me.page.get_by_label("Email address").fill(email)
        await me.page.get_by_label("Password", exact=True).fill(PASSWORD)
        await me.presses("Sign in")
        await me.sees("Show that it is you")
        await me.shot("second-step")
        await asks_device(me, "Use a passkey", "Who can help now")
        assert me.page.url == f"{here.address}/advisers"


async def test_a_phone_without_the_passkey_does_not_get_in(
    chromium: Browser, live: Live
) -> None:
    email = somebody(live, "keyless", Role.ADVISER)
    async with gate(live) as here:
        async with with_device(chromium, live, here) as (me, _, _):
            await me.signs_in(email, PASSWORD)
            await me.goes_to("/account/second-step/new-passkey")
            await me.page.get_by_label("What do you call this device?").fill("My phone")
            await asks_device(me, "Make a passkey", "Write these codes down")
        async with with_device(chromium, live, here) as (me, _, _):
            await me.signs_in(email, PASSWORD)
            await me.page.get_by_role("button", name="Use a passkey").click()
            await me.sees("Nothing was used")
            await me.goes_to("/advisers")
            await me.sees("Show that it is you")


async def test_a_page_warns_before_it_is_too_late_and_one_may_stay(
    chromium: Browser, live: Live
) -> None:
    email = somebody(live, "dozing", Role.PRACTITIONER)
    async with (
        gate(live, session_idle_minutes=2) as here,
        at_a_phone(chromium, live) as me,
    ):
        me.address = here.address
        await me.signs_in(email, PASSWORD)
        await me.sees("You will be signed out at")
        await me.shot("warning")
        await me.page.get_by_role("button", name="Stay signed in").click()
        await me.page.get_by_text("You will be signed out at").wait_for(state="hidden")
