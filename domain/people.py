"""Who acts: roles, and an actor as opaque codes."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account may be used for. One person may hold several."""

    PRACTITIONER = "practitioner"
    ADVISER = "adviser"
    OPERATIONS = "operations"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    RECIPIENT = "recipient"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The role as a person reads it on a timeline."""
        return {
            Role.OPERATIONS: "operations",
            Role.SYSTEM: "Sharewell",
        }.get(self, self.value)


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: an opaque id, role codes and an organisation code."""

    id: str
    roles: tuple[Role, ...]
    organisation: str

    def has(self, role: Role) -> bool:
        return role in self.roles


def the_recipient(organisation: str) -> Actor:
    """The person a release is addressed to, by who sends it. They have no account."""
    return Actor("recipient", (Role.RECIPIENT,), organisation)


SYSTEM = "sharewell"
"""The actor id of what Sharewell does by itself: reminders, releases, seals."""
