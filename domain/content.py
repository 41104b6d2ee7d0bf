"""What would be shared, about whom, and with whom.

`Content` holds people's words and lives only in sealed columns. Everything else
knows it by its `ContentStamp`: ids, a digest and yes-or-no facts.
"""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from hashlib import sha256


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


@dataclass(frozen=True)
class Item:
    """One statement, marked as fact, reported or opinion, with source and date."""

    id: str
    text: str
    kind: Kind
    source: str
    observed_on: str
    sensitive: bool = False


@dataclass(frozen=True)
class Content:
    """Everything the practitioner typed that describes the proposed sharing."""

    purpose: str = ""
    trigger: Trigger = Trigger.OWN_INITIATIVE
    individuals: tuple[Individual, ...] = ()
    recipient: Recipient | None = None
    items: tuple[Item, ...] = ()
    salt: str = ""

    def without(self, left_out: tuple[str, ...]) -> "Content":
        """The content as it leaves, less the items that were left out."""
        items = tuple(item for item in self.items if item.id not in left_out)
        return replace(self, items=items)

    def unnamed(self) -> "Content":
        """The items alone, which were said to identify nobody."""
        return replace(self, individuals=())

    @property
    def digest(self) -> str:
        """SHA-256 of everything above. The salt keeps it from being guessed."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()

    def stamp(self) -> "ContentStamp":
        return ContentStamp(
            digest=self.digest,
            individuals=tuple(person.id for person in self.individuals),
            items=tuple(item.id for item in self.items),
            has_purpose=bool(self.purpose),
            has_recipient=self.recipient is not None,
            sensitive=any(item.sensitive for item in self.items),
            reachable=tuple(p.id for p in self.individuals if p.safe_email),
        )


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
