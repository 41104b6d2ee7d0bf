"""A recipient for tests: a real release to collect, and a browser to do it with."""

import re
from dataclasses import dataclass
from itertools import count

import httpx2

from casework.house import House
from cli.demo import Player
from domain.people import Actor
from domain.release import ReleaseState
from storage.releases import Parcel
from storage.store import Store
from tests.live import Live, submit

_cases = count(3000)
_networks = count(1)

WRONG = "nothing like the words"


@dataclass(frozen=True)
class Shared:
    """What has been shared, and what only its recipient knows."""

    house: House
    reference: str
    locator: str
    number: str
    email: str
    words: str

    def path(self, page: str = "") -> str:
        return f"/c/{self.locator}{page}"

    def parcel(self) -> Parcel:
        with self.house.storehouse.reading() as store:
            found = store.releases.of(self.reference)
        assert found is not None
        return found


def staff(house: House, organisation: str = "larkhill") -> list[Actor]:
    with house.storehouse.reading() as store:
        accounts = store.accounts.all(organisation)
    return [account.actor for account in accounts]


def has_left(store: Store, reference: str) -> bool:
    """Whether a release was made, and not only made ready."""
    parcel = store.releases.of(reference)
    return parcel is not None and parcel.state is not ReleaseState.PREPARING


async def share(live: Live, story: str = "shared") -> Shared:
    """A case of its own, released and waiting for its recipient."""
    player = Player(live.house, staff(live.house), next(_cases))
    return shared(live.house, await player.play(story))


def shared(house: House, reference: str) -> Shared:
    with house.storehouse.reading() as store:
        parcel = store.releases.of(reference)
        assert parcel is not None
        recipient = store.releases.content(parcel).recipient
        assert recipient is not None
        words = store.releases.phrase(parcel)
    return Shared(
        house, reference, parcel.locator, parcel.number, recipient.email, words
    )


def browser(live: Live, network: str = "") -> httpx2.AsyncClient:
    """A browser without JavaScript; from a network of its own if none is named."""
    return httpx2.AsyncClient(
        base_url=live.address,
        follow_redirects=True,
        timeout=15,
        headers={"X-Forwarded-For": network or new_network()},
    )


def new_network() -> str:
    return f"198.51.100.{next(_networks)}"


async def give_address(
    web: httpx2.AsyncClient, shared: Shared, email: str = ""
) -> httpx2.Response:
    fields = {"email": email or shared.email}
    return await submit(web, shared.path(), fields, to=shared.path("/start"))


async def give_words(
    web: httpx2.AsyncClient, shared: Shared, words: str = ""
) -> httpx2.Response:
    fields = {"code": words or shared.words}
    return await submit(web, shared.path("/code"), fields)


async def prove(web: httpx2.AsyncClient, shared: Shared) -> httpx2.Response:
    await give_address(web, shared)
    return await give_words(web, shared)


async def read(web: httpx2.AsyncClient, shared: Shared) -> httpx2.Response:
    """Come as far as the information itself."""
    await prove(web, shared)
    return await accept(web, shared)


async def accept(web: httpx2.AsyncClient, shared: Shared) -> httpx2.Response:
    fields = {"role": "Duty social worker", "accept": "yes"}
    return await submit(web, shared.path("/terms"), fields)


async def confirm(web: httpx2.AsyncClient, shared: Shared) -> httpx2.Response:
    fields = {"received": "yes"}
    return await submit(
        web, shared.path("/items"), fields, to=shared.path("/acknowledge")
    )


def without_tokens(text: str) -> str:
    """A page less what differs from form to form and from link to link."""
    text = re.sub(r'name="(csrf|once)" value="[^"]*"', "", text)
    return re.sub(r"/c/[0-9a-z]+", "/c/LOCATOR", text)


async def is_gone(web: httpx2.AsyncClient, sent: Shared) -> None:
    """Every page inside is closed to this browser."""
    for page in ("/terms", "/items", "/receipt"):
        answer = await web.get(sent.path(page))
        assert answer.status_code == 404
        assert "This page is closed" in answer.text
