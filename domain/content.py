"""What would be shared, about whom, and with whom.

`Content` holds people's words and lives only in sealed columns. Everything else
knows it by its `ContentStamp`: ids, a digest and yes-or-no facts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from domain.attachments import Attachment
from domain.barring import bars
from domain.giveaways import holds_an_address
from domain.naming import all_names, names_in

LATER: Mapping[str, bool] = {"later": True}
"""Marks a field that came after content was first kept. Left at its default it has
no part in the digest, so that what was signed before is still what was signed."""


class Kind(StrEnum):
    """What sort of statement an item is (golden rule 6: accurate)."""

    FACT = "fact"
    REPORTED = "reported"
    OPINION = "opinion"


KIND_LABELS: dict[Kind, str] = {
    Kind.FACT: "Fact",
    Kind.REPORTED: "Reported",
    Kind.OPINION: "Professional opinion",
}


class Verified(StrEnum):
    """How it was confirmed that the recipient and the address belong together."""

    DIRECTORY = "directory"
    RANG = "rang"
    KNOWN = "known"
    NOT_YET = "not_yet"


VERIFIED_LABELS: dict[Verified, str] = {
    Verified.DIRECTORY: "They are in our directory",
    Verified.RANG: "Somebody rang them on a number from another source",
    Verified.KNOWN: "Somebody here already works with them at this address",
    Verified.NOT_YET: "Nobody has checked yet",
}


class Trigger(StrEnum):
    """What set the request off."""

    ASKED = "asked"
    OWN_INITIATIVE = "own_initiative"


@dataclass(frozen=True)
class Individual:
    """A person the information is about. Dates are ISO 8601."""

    id: str
    name: str
    date_of_birth: str = ""
    relationship: str = ""
    protected_address: bool = False
    safe_email: str = ""
    other_names: str = field(default="", metadata=LATER)
    alleged_perpetrator: bool = field(default=False, metadata=LATER)
    nhs_number: str = field(default="", metadata=LATER)


@dataclass(frozen=True)
class Barred:
    """Somebody who must never receive this, by name, by address or by both."""

    id: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Recipient:
    """The one person it would go to, and how they were verified."""

    name: str
    role: str
    organisation: str
    email: str
    phone: str
    directory_id: str = ""
    verified: str = ""
    verified_how: Verified | None = field(default=None, metadata=LATER)
    verified_on: str = field(default="", metadata=LATER)
    verified_by: str = field(default="", metadata=LATER)


@dataclass(frozen=True)
class Item:
    """One statement, marked as fact, reported or opinion, with source and date.

    `sensitive` is special category data, `offence` an alleged or proven one; either
    needs a condition. `endangers` says that it could identify or endanger somebody.
    `about` are ids of individuals; none means everybody on the request.
    """

    id: str
    text: str
    kind: Kind
    source: str
    observed_on: str
    sensitive: bool = False
    about: tuple[str, ...] = field(default=(), metadata=LATER)
    offence: bool = field(default=False, metadata=LATER)
    confidential: bool = field(default=False, metadata=LATER)
    endangers: bool = field(default=False, metadata=LATER)
    left_out: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True)
class Content:
    """Everything the practitioner typed that describes the proposed sharing."""

    purpose: str = ""
    trigger: Trigger = Trigger.OWN_INITIATIVE
    individuals: tuple[Individual, ...] = ()
    recipient: Recipient | None = None
    items: tuple[Item, ...] = ()
    salt: str = ""
    never: tuple[Barred, ...] = field(default=(), metadata=LATER)
    spoken_at: str = field(default="", metadata=LATER)
    """When the recipient was told by telephone, ISO 8601, if that is how it went."""
    handling: str = field(default="", metadata=LATER)
    """What an adviser asks of the recipient; written into what leaves, not before."""
    attachments: tuple[Attachment, ...] = field(default=(), metadata=LATER)

    @property
    def going(self) -> tuple[Item, ...]:
        """The items that its practitioner has not left out."""
        return tuple(item for item in self.items if not item.left_out)

    @property
    def files_going(self) -> tuple[Attachment, ...]:
        """The files that its practitioner has not left out."""
        return tuple(file for file in self.attachments if not file.left_out)

    @property
    def barred(self) -> bool:
        """The recipient is somebody who must never receive this."""
        to = self.recipient
        if to is None:
            return False
        accused = (p for p in self.individuals if p.alleged_perpetrator)
        barred = [(each.name, each.email) for each in self.never]
        for person in accused:
            names = (person.name, *person.other_names.split(","))
            barred += [(name.strip(), person.safe_email) for name in names]
        return any(bars(name, email, to.name, to.email) for name, email in barred)

    @property
    def gives_address_away(self) -> tuple[str, ...]:
        """Items with an address in them, about somebody whose address is secret."""
        secret = {p.id for p in self.individuals if p.protected_address}
        return tuple(
            item.id
            for item in self.going
            if secret & set(item.about or secret) and holds_an_address(item.text)
        )

    @property
    def is_guarded(self) -> bool:
        """Whether telling somebody of it could lead to who must not be found."""
        secret = any(person.protected_address for person in self.individuals)
        return secret or any(item.endangers for item in self.going)

    @property
    def naming(self) -> tuple[str, ...]:
        """Where somebody whom this is about is named: items going, the purpose.

        Every file going counts as well: nobody can look into it for a name.
        """
        names = tuple(
            name
            for person in self.individuals
            for name in all_names(person.name, person.other_names)
        )
        said = {item.id: f"{item.text}\n{item.source}" for item in self.going}
        said["purpose"] = self.purpose
        named = tuple(place for place, text in said.items() if names_in(text, names))
        return (*named, *(file.id for file in self.files_going))

    def with_individuals(self, people: tuple[Individual, ...]) -> "Content":
        """The same about these people. No item stays about anybody else.

        An item that was only about somebody who is gone counts for everybody again.
        """
        there = {person.id for person in people}
        items = tuple(
            replace(item, about=tuple(id for id in item.about if id in there))
            for item in self.items
        )
        return replace(self, individuals=people, items=items)

    def without(self, left_out: tuple[str, ...]) -> "Content":
        """The content as it leaves, less what was left out, by whomever.

        Who must never receive it is nobody's business but ours.
        """
        items = tuple(item for item in self.going if item.id not in left_out)
        files = tuple(file for file in self.files_going if file.id not in left_out)
        return replace(self, items=items, attachments=files, never=())

    def unnamed(self) -> "Content":
        """The items alone, which were said to identify nobody."""
        return replace(self, individuals=(), attachments=())

    @property
    def digest(self) -> str:
        """SHA-256 of everything above. The salt keeps it from being guessed."""
        text = json.dumps(_plain(self), sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()

    @property
    def _can_be_reached(self) -> bool:
        to = self.recipient
        return to is not None and bool(to.email or self.spoken_at)

    def stamp(
        self, conflicted: tuple[str, ...] = (), *, first_time: bool = False
    ) -> "ContentStamp":
        """What the workflow may know of it.

        Args:
            conflicted: ids of staff whom it names, or who declared a conflict.
            first_time: nobody here has checked this recipient or shared with them.
        """
        return ContentStamp(
            digest=self.digest,
            individuals=tuple(person.id for person in self.individuals),
            items=(
                *(item.id for item in self.going),
                *(file.id for file in self.files_going),
            ),
            has_purpose=bool(self.purpose),
            has_recipient=self._can_be_reached and not self.barred,
            sensitive=any(item.sensitive or item.offence for item in self.going),
            reachable=tuple(p.id for p in self.individuals if p.safe_email),
            protected=bool(self.gives_address_away),
            spoken=bool(self.spoken_at),
            conflicted=conflicted,
            naming=self.naming,
            first_time=first_time,
            guarded=self.is_guarded,
        )


def _plain(part: Any) -> Any:
    """The content as JSON has it, without later fields that say nothing."""
    if is_dataclass(part):
        return {
            each.name: _plain(getattr(part, each.name))
            for each in fields(part)
            if not each.metadata.get("later")
            or getattr(part, each.name) != each.default
        }
    return [_plain(each) for each in part] if isinstance(part, tuple) else part


@dataclass(frozen=True)
class ContentStamp:
    """What the workflow knows of the content: ids, a digest, facts."""

    digest: str
    individuals: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    has_purpose: bool = False
    has_recipient: bool = False
    sensitive: bool = False
    reachable: tuple[str, ...] = ()
    protected: bool = False
    spoken: bool = False
    conflicted: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()
    first_time: bool = False
    guarded: bool = False
    """Somebody in it must not be found: a secret address, or what could endanger."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts without which nothing can be shared, by name."""
        parts = {
            "individuals": bool(self.individuals),
            "items": bool(self.items),
            "recipient": self.has_recipient,
            "purpose": self.has_purpose,
        }
        return tuple(name for name, there in parts.items() if not there)
