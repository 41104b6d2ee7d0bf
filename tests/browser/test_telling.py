"""At a phone: a practitioner writes what one person is told, an adviser looks at it."""

import pytest
from playwright.async_api import Browser

from tests.browser.person import at_a_phone
from tests.live import Live
from tests.web.desk_work import task_of
from tests.web.tellings import shared_about

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_a_text_is_written_looked_at_and_sent_back(
    live: Live, chromium: Browser, script: bool
) -> None:
    reference, _ = await shared_about(live, secret=True)
    home = f"/requests/{reference}"
    async with at_a_phone(chromium, live, script=script) as pat:
        login = live.logins["pat"]
        await pat.signs_in(login.email, login.password)
        await pat.goes_to(f"{home}/people/person-1/tell/decide")
        await pat.page.get_by_label("A letter that I post or hand over").check()
        await pat.page.get_by_label("Tell them", exact=True).check()
        await pat.page.get_by_label("Why?").fill("She wants to know.")
        await pat.shot("tell-decide")
        await pat.presses("Save this decision")
        await pat.page.get_by_label("For a child", exact=True).check()
        await pat.page.get_by_label("No, it could put somebody in danger").check()
        await pat.shot("notice-version")
        await pat.presses("Show me the text")
        await pat.sees("Hello Orla Fennimore")
        await pat.shot("notice-text")
        await pat.presses("Approve this text and send it to an adviser")
        await pat.sees("An adviser looks at your text before it goes")
        await pat.shot("track-telling")
    async with at_a_phone(chromium, live, script=script) as ada:
        login = live.logins["ada"]
        await ada.signs_in(login.email, login.password)
        await ada.goes_to(f"/tasks/{task_of(live, reference)}")
        await ada.shot("task-telling")
        await ada.presses("Look at the text for Orla Fennimore")
        await ada.shot("task-telling-one")
        await ada.page.get_by_label("No, they write it again").check()
        await ada.page.get_by_label("Why?").fill("Say less about the school.")
        await ada.presses("Send your answer")
        await ada.sees("You sent the text back")
        await ada.goes_to("/tasks/withheld")


async def test_an_administrator_reads_and_tries_a_text(
    live: Live, chromium: Browser
) -> None:
    async with at_a_phone(chromium, live) as gus:
        login = live.logins["gus"]
        await gus.signs_in(login.email, login.password)
        await gus.goes_to("/organisation/notices")
        await gus.presses("Easy to read")
        await gus.sees("How it reads, with invented words")
        await gus.shot("organisation-notice")
        await gus.presses("Show me how it looks")
        await gus.sees("Sam Example")
