"""Somebody at a phone, in a real Chromium. Every page they come to is looked over."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, ViewportSize

from tests.live import Live

PHONE: ViewportSize = {"width": 360, "height": 740}
SLOWEST = 15_000
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}

BUILD = """[...document.querySelectorAll("*")].map(e =>
  [e.tagName, e.className, e.role, !e.textContent.trim(), ...e.getAttributeNames()]
).join()"""
LOOKED_OVER: set[int] = set()


@dataclass
class Person:
    """Somebody at a phone. Every page they come to is looked over."""

    page: Page
    address: str
    script: bool
    complaints: list[str]
    named: str = "Sharewell"
    """What stands in the title of every page."""

    async def goes_to(self, path: str) -> None:
        await self.page.goto(self.address + path)
        await self.looks_over()

    async def signs_in(self, email: str, password: str) -> None:
        await self.goes_to("/account/sign-in")
        await self.page.get_by_label("Email address").fill(email)
        await self.page.get_by_label("Password", exact=True).fill(password)
        await self.presses("Sign in")

    async def presses(self, name: str) -> None:
        """Press a button or follow a link by its words, and look the next page over."""
        target = self.page.get_by_role("button", name=name).or_(
            self.page.get_by_role("link", name=name)
        )
        await target.first.click()
        await self.page.wait_for_load_state()
        await self.looks_over()

    async def presses_wrongly(self, name: str) -> None:
        """Press a button on a form that will be refused. A refusal is no complaint."""
        await self.page.get_by_role("button", name=name).first.click()
        await self.page.wait_for_load_state()
        self.complaints[:] = [c for c in self.complaints if "422" not in c]
        await self.looks_over()

    async def sees(self, text: str) -> None:
        await self.page.get_by_text(text).first.wait_for()

    async def reloads_until_seeing(self, text: str) -> None:
        for _ in range(60):
            if await self.page.get_by_text(text).count():
                return
            await self.page.wait_for_timeout(250)
            await self.page.reload()
        raise AssertionError(f"never saw: {text}")

    async def looks_over(self) -> None:
        """One heading, a title, no sideways scroll, and nothing for axe to report."""
        assert await self.page.locator("h1").count() == 1, self.page.url
        assert self.named in await self.page.title()
        wide = await self.page.evaluate(
            "(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)"
            "(document.documentElement)"
        )
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide}px"
        if self.script and await self._looks_new():
            found = await Axe().run(self.page, options=RULES)
            assert found.violations_count == 0, found.generate_report()
        assert self.complaints == []

    async def _looks_new(self) -> bool:
        """Whether no page was built in the very same way, so that axe may differ."""
        made = hash(await self.page.evaluate(BUILD))
        new = made not in LOOKED_OVER
        LOOKED_OVER.add(made)
        return new

    async def shot(self, name: str) -> None:
        """A picture, where a person asks for one by SHAREWELL_SHOTS."""
        folder = os.environ.get("SHAREWELL_SHOTS")
        if folder:
            path = Path(folder) / f"{name}.png"
            await self.page.screenshot(path=path, full_page=True)


@asynccontextmanager
async def at_a_phone(
    chromium: Browser, live: Live, *, script: bool = True
) -> AsyncIterator[Person]:
    """A browser of one's own: nothing is shared with anybody else's."""
    context = await chromium.new_context(
        viewport=PHONE,
        java_script_enabled=script,
    )
    context.set_default_timeout(SLOWEST)
    page = await context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda m: complaints.append(m.text) if m.type == "error" else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Person(page, live.address, script, complaints)
    await context.close()
