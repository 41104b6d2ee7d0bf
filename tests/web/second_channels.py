"""Places of our own whose recipients have other ways in than spoken words."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import count

import pyotp

from adapters.authenticator import EACH, new_secret
from adapters.clock import now
from cli.demo import Player
from cli.demo_people import CONTACTS
from domain.people import Role
from storage.accounts import Organisation
from storage.directory import Contact
from tests.live import Live, until
from tests.web.recipients import Shared, shared, staff

TEXT = re.compile(r"^([0-9]+) is your security code$", re.MULTILINE)
_places = count(1)
_cases = count(3_000_001, 3)
"""Numbers of cases; all of these go to the same recipient."""


@dataclass(frozen=True)
class Place:
    """A workplace that nobody else uses, and how its recipients are reached."""

    id: str
    mobile: str = ""
    secret: str = ""

    @property
    def sender(self) -> str:
        return f"pia-{self.id}"

    @property
    def adviser(self) -> str:
        return f"abe-{self.id}"

    @property
    def number(self) -> str:
        return f"+44{self.mobile[1:]}"


def with_texts(live: Live) -> Place:
    """A place whose recipients get codes by text message, each on their own number."""
    number = next(_places)
    return furnish(live, Place(f"millrace{number}", f"0770090{number:04}"))


def with_apps(live: Live) -> Place:
    """A place whose recipients have an authenticator app."""
    return furnish(live, Place(f"millrace{next(_places)}", secret=new_secret()))


def with_words(live: Live) -> Place:
    return furnish(live, Place(f"millrace{next(_places)}"))


def furnish(live: Live, place: Place) -> Place:
    """People, and recipients whom somebody has verified just now."""
    known = Organisation(place.id, "Millrace", "01632 960820", "HMG-2018", "always")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(known)
        for number, (name, role, where, user) in enumerate(CONTACTS):
            contact = Contact(
                f"d-{place.id}-{number}", name, role, where,
                f"{user}@estuary.example", "01632 960821", "Rang them.",
                mobile=place.mobile, totp=place.secret,
            )  # fmt: skip
            store.directory.add(place.id, contact, now())
    live.newcomer(place.sender, Role.PRACTITIONER, place.id)
    live.newcomer(place.adviser, Role.ADVISER, place.id)
    return place


async def sent_from(live: Live, place: Place) -> Shared:
    """A link from there that waits for its recipient."""
    player = Player(live.house, staff(live.house, place.id), next(_cases))
    reference = await player.play("shared")
    with live.house.storehouse.reading() as store:
        parcel = store.releases.of(reference)
        assert parcel is not None
    return shared(live.house, reference)


def codes_to(live: Live, place: Place) -> list[str]:
    """The codes that were sent to a place's number, oldest first."""
    caught = [m for m in live.mail() if m["To"] == place.number]
    found = [TEXT.search(str(message.get_payload())) for message in caught]
    return [match[1] for match in reversed(found) if match]


async def next_code(live: Live, place: Place, before: int = 0) -> str:
    """The code that comes after so many others."""

    async def came() -> bool:
        return len(codes_to(live, place)) > before

    await until(came)
    return codes_to(live, place)[before]


def shown(place: Place, at: datetime | None = None) -> str:
    """What the recipient's app shows now."""
    return pyotp.TOTP(place.secret).at(at or now())


def step(at: datetime) -> int:
    return int(at.timestamp()) // EACH
