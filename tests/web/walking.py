"""Walks through a request page by page, as somebody without JavaScript would."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

import httpx2

from tests.live import TOKEN
from tests.web.conftest import Browse

CALM = {"U0": "no", "H0": "no"}
CLEAR = {"Q1": "yes", "Q2": "no", "Q3": "yes", "Q4": "yes"}
CHECKS = dict.fromkeys(("K1", "K2", "K3", "K4"), "yes")

PERSON = {"name": "Robin Alder", "relationship": "pupil"}
ITEM = {
    "text": "Has come to school without a coat.",
    "kind": "fact",
    "source": "Seen by me",
    "observed_on-day": "5",
    "observed_on-month": "1",
    "observed_on-year": "2026",
}
RECIPIENT = {
    "name": "Rae Lindqvist",
    "role": "Duty social worker",
    "organisation": "Estuary Children’s Services",
    "email": "rae.lindqvist@estuary.example",
    "phone": "01632 960300",
    "verified_how": "not_yet",
}
DOMAIN = "estuary.example"
"""What stands after the @ in that address; typed before anything is sent."""

IN_A_HURRY = {
    "about": "Robin, about 8, red coat",
    "said": "Robin is alone at the bus station and cannot go home.",
    "contact": "other",
    **RECIPIENT,
}
PURPOSE = {
    "purpose": "So that they can decide whether to visit.",
    "trigger": "own_initiative",
}


@dataclass
class Walker:
    """One practitioner's browser, and the page that is open in it."""

    web: httpx2.AsyncClient
    page: httpx2.Response

    @property
    def path(self) -> str:
        """The page that is open, after /requests/{reference}."""
        return self.page.url.path.removeprefix(self.home)

    @property
    def reference(self) -> str:
        return self.page.url.path.split("/")[2]

    @property
    def home(self) -> str:
        return f"/requests/{self.reference}"

    @property
    def text(self) -> str:
        """The words on the page."""
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.page.text)))

    async def open(self, page: str) -> "Walker":
        self.page = await self.web.get(f"{self.home}{page}")
        return self

    async def send(
        self, fields: Mapping[str, str] | None = None, to: str | None = None
    ) -> "Walker":
        """Fill in the form that is open, and press its button."""
        hidden = dict(TOKEN.findall(self.page.text))
        address = f"{self.home}{to}" if to else str(self.page.url)
        looked = {"recipient_domain": DOMAIN} if to == "/confirm" else {}
        data = {**hidden, **looked, **(fields or {})}
        self.page = await self.web.post(address, data=data)
        return self

    async def answer(self, answers: Mapping[str, str]) -> "Walker":
        """Answer these questions by hand, each when it is asked."""
        for code, value in answers.items():
            if self.path == "/prefilled":
                await self.open(f"/questions/{code}")
            assert self.path == f"/questions/{code}", self.path
            await self.send({"answer": value})
            if self.path == "/ring-999" or self.path.endswith("/evidence"):
                await self.open("/next")
        return self

    async def describe(self) -> "Walker":
        """Say about whom, what, to whom and why, as the pages ask for it."""
        assert self.path == "/people/new", self.path
        await self.send(PERSON)
        await self.open("/next")
        await self.send(ITEM)
        await self.open("/next")
        await self.send({"contact": "other"})
        await self.send(RECIPIENT)
        return await self.send(PURPOSE)


async def begin(browse: Browse, user: str = "pat") -> Walker:
    """A request that was started a moment ago, at its first question."""
    web = await browse(user)
    walker = Walker(web, await web.get("/requests/new"))
    hidden = dict(TOKEN.findall(walker.page.text))
    walker.page = await web.post("/requests/new", data=hidden)
    return walker


async def begin_urgent(browse: Browse, user: str = "pat") -> Walker:
    """A request in the urgent lane, at the page where it is shared."""
    walker = await begin(browse, user)
    return await walker.answer({"U0": "yes", "U1": "yes"})


async def begin_clear(browse: Browse, user: str = "pat") -> Walker:
    """A request whose answers all say yes, at its check page."""
    walker = await begin(browse, user)
    await walker.answer(CALM)
    await walker.describe()
    return await walker.answer(CLEAR | CHECKS)
