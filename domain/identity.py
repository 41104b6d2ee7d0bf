"""How people prove who they are, what a token may be used for, and what is noted."""

from collections.abc import Iterable
from enum import StrEnum

from domain.errors import NotAccepted, NotAllowed, Why
from domain.people import Actor, Role

SECOND_FACTOR_FOR = (
    Role.ADVISER, Role.OPERATIONS, Role.AUDITOR, Role.ADMINISTRATOR,
)  # fmt: skip
"""They reach more than what is their own, so a password alone is not enough."""

SERVICE_ROLES = (Role.PRACTITIONER, Role.OPERATIONS)
"""What a program may do: send in requests of its own, or watch how everything runs."""

RECOVERY_CODES = 10


def needs_second_factor(roles: Iterable[Role]) -> bool:
    return any(role in SECOND_FACTOR_FOR for role in roles)


class Scope(StrEnum):
    """How far a token reaches; each includes the ones before it."""

    READ = "read"
    ACT = "act"
    ARRANGE = "arrange"

    def covers(self, other: "Scope") -> bool:
        order = list(Scope)
        return order.index(other) <= order.index(self)

    @property
    def label(self) -> str:
        return SCOPE_LABELS[self]


SCOPE_LABELS: dict[Scope, str] = {
    Scope.READ: "Read only",
    Scope.ACT: "Read, and do what is done with requests",
    Scope.ARRANGE: "Everything, settings and accounts too",
}


def check_scope(has: Scope, needed: Scope) -> None:
    """Refuse what a token was not made for.

    Raises:
        NotAllowed: it reaches less far.
    """
    if not has.covers(needed):
        raise NotAllowed(Why.TOKEN_TOO_NARROW)


class AccountDeed(StrEnum):
    """Something that was done to an account, by its owner or by somebody else."""

    ADDED = "added"
    DISABLED = "disabled"
    ROLES_CHANGED = "roles_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - no password, a deed
    LINK_SENT = "link_sent"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    SESSIONS_ENDED = "sessions_ended"
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    SECOND_RESET = "second_reset"
    TOKEN_MADE = "token_made"  # noqa: S105 - no token, a deed
    TOKEN_ENDED = "token_ended"  # noqa: S105 - no token, a deed
    LINKED = "linked"


DEED_LABELS: dict[AccountDeed, str] = {
    AccountDeed.ADDED: "The account was made",
    AccountDeed.DISABLED: "The account was ended",
    AccountDeed.ROLES_CHANGED: "What it may be used for was changed",
    AccountDeed.PASSWORD_CHANGED: "The password was changed",
    AccountDeed.LINK_SENT: "A link for a new password was asked for",
    AccountDeed.LOCKED: "It was locked: too many wrong tries",
    AccountDeed.UNLOCKED: "It was unlocked",
    AccountDeed.SESSIONS_ENDED: "They were signed out everywhere",
    AccountDeed.APP_ADDED: "An authenticator app was set up",
    AccountDeed.APP_REMOVED: "The authenticator app was removed",
    AccountDeed.PASSKEY_ADDED: "A passkey was added",
    AccountDeed.PASSKEY_REMOVED: "A passkey was removed",
    AccountDeed.CODES_MADE: "New recovery codes were made",
    AccountDeed.CODE_USED: "A recovery code was used",
    AccountDeed.SECOND_RESET: "The second step was taken away",
    AccountDeed.TOKEN_MADE: "A token for a program was made",
    AccountDeed.TOKEN_ENDED: "A token for a program was ended",
    AccountDeed.LINKED: "It was tied to a sign-in elsewhere",
}


def check_service_roles(roles: Iterable[Role]) -> None:
    """A program reads nobody else's requests, whoever makes its account.

    Raises:
        NotAccepted: it has no role, or one that reaches further.
    """
    wanted = set(roles)
    if not wanted or not wanted <= set(SERVICE_ROLES):
        raise NotAccepted(Why.NOT_A_SERVICE_ROLE, about="roles")


def check_not_own(actor: Actor, user: str) -> None:
    """Nobody takes away their own safeguards by this way.

    Raises:
        NotAllowed: it is the actor's own account.
    """
    if actor.id == user:
        raise NotAllowed(Why.OWN_ACCOUNT)
