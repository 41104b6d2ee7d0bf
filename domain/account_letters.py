"""What people are written about their own account: neutral words, and no secret."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a letter is about."""

    NEW_PASSWORD = "new_password"  # noqa: S105 - a kind of letter
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a kind of letter
    SECOND_CHANGED = "second_changed"


@dataclass(frozen=True)
class AccountText:
    """A subject and a text. `{link}` and `{minutes}` are filled in."""

    subject: str
    body: str


TEXTS: dict[Kind, AccountText] = {
    Kind.NEW_PASSWORD: AccountText(
        "Your account",
        "Somebody asked for a new password for your account.\n\n"
        "If it was you, open this link within {minutes} minutes. It works once:\n\n"
        "{link}\n\n"
        "If it was not you, do nothing. Your password stays as it is.\n",
    ),
    Kind.PASSWORD_CHANGED: AccountText(
        "Your account",
        "The password of your account was changed.\n\n"
        "If it was you, there is nothing to do.\n\n"
        "If it was not you, set another one now and tell the person who looks after "
        "accounts where you work:\n\n"
        "{link}\n",
    ),
    Kind.SECOND_CHANGED: AccountText(
        "Your account",
        "What you show when you sign in, beside your password, was changed.\n\n"
        "If it was you, there is nothing to do.\n\n"
        "If it was not you, tell the person who looks after accounts where you work "
        "now.\n",
    ),
}
