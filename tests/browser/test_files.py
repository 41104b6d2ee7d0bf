"""Adding a file at a phone: with script, without, by keyboard."""

import pytest
from playwright.async_api import Browser, FilePayload

from tests import files
from tests.browser import journeys
from tests.browser.person import Person, at_a_phone
from tests.live import Live

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


async def chooses(person: Person, name: str, body: bytes) -> None:
    given = FilePayload(name=name, mimeType="application/octet-stream", buffer=body)
    await person.page.get_by_label("Choose a file").set_input_files(given)


@SCRIPT
async def test_a_file_is_refused_then_added_then_cut(
    live: Live, chromium: Browser, script: bool
) -> None:
    async with at_a_phone(chromium, live, script=script) as pat:
        await journeys.signs_in(pat, live, "pat")
        await journeys.starts_a_request(pat)
        home = f"/requests/{journeys.reference(pat)}"
        await pat.goes_to(f"{home}/items")
        await pat.presses("Add a file")
        await chooses(pat, "plan.png", b"<svg xmlns='x'></svg>")
        await pat.page.get_by_label("What is it?").fill("A plan of the house")
        await pat.page.keyboard.press("Enter")
        await pat.page.locator(".govuk-error-summary").wait_for()
        pat.complaints[:] = [c for c in pat.complaints if "422" not in c]
        await pat.looks_over()
        await pat.sees("not what the end of its name says")
        await chooses(pat, "plan.pdf", files.a_pdf("one", "two", "three"))
        await pat.page.get_by_role("button", name="Add this file").click()
        await pat.page.wait_for_url("**/items*")
        await pat.looks_over()
        await pat.sees("A plan of the house")
        await pat.presses("Change, or leave pages out")
        await pat.page.get_by_label("Page 2", exact=True).check()
        await pat.presses("Save changes")
        await pat.sees("page 2 of 3 left out")
        await pat.presses("Remove")
        await pat.presses("Remove it")
        assert await pat.page.get_by_text("A plan of the house").count() == 0
