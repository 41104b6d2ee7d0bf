"""Counts what a request costs its practitioner: screens, clicks and keystrokes."""

from dataclasses import dataclass

from tests.browser.person import Person


@dataclass
class Counted:
    """Somebody at a phone, and all that they have had to do so far."""

    person: Person
    screens: int = 0
    clicks: int = 0
    keystrokes: int = 0

    async def writes(self, name: str, text: str) -> None:
        """Tap into a field and type."""
        await self.person.page.locator(f"[name={name}]").first.fill(text)
        self.clicks += 1
        self.keystrokes += len(text)

    async def picks(self, name: str, value: str = "") -> None:
        """Tap a radio button or a box; without a value the first there is."""
        which = f"[name={name}][value='{value}']" if value else f"[name={name}]"
        await self.person.page.locator(which).first.check()
        self.clicks += 1

    async def presses(self, name: str) -> None:
        """Press a button, and come to the next screen."""
        await self.person.presses(name)
        self.clicks += 1
        self.screens += 1

    @property
    def page(self) -> str:
        """The page that is open, after the request's own address."""
        return self.person.page.url.split("/requests/")[-1].partition("/")[2]

    def __str__(self) -> str:
        return (
            f"{self.screens} screens, {self.clicks} clicks, "
            f"{self.keystrokes} keystrokes"
        )
