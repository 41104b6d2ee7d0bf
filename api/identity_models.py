"""What the JSON interface answers and takes about accounts, sessions and tokens."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.fields import Line, Sent, Text
from api.models import Shown
from casework.services import GivenService, Service
from casework.tokens import GivenToken
from domain.identity import AccountDeed, Scope
from domain.people import Role

Days = Annotated[int, Field(ge=1, le=365)]


class Myself(Shown):
    """Whose token it is, and how far it reaches."""

    id: str
    name: str
    email: str
    roles: list[Role]
    organisation: str
    scope: Scope


class Passkey(Shown):
    """A passkey, by what its owner calls it."""

    id: str
    label: str
    added_at: datetime
    used_at: datetime | None


class SecondStep(Shown):
    """What is shown beside the password. It is set up in a browser."""

    has_app: bool
    passkeys: list[Passkey]
    codes_left: int
    is_needed: bool


class Session(Shown):
    """A browser that is signed in."""

    name: str
    started_at: datetime
    seen_at: datetime
    network: str
    browser: str


class Token(Shown):
    """A token, without the token itself."""

    name: str
    label: str
    scope: Scope
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    is_over: bool


class NewToken(Shown):
    """A token. It is shown this once."""

    token: str


class WantedToken(Sent):
    """What a token is for, how far it reaches, and for how many days."""

    label: Line
    scope: Scope
    days: Days

    def given(self) -> GivenToken:
        return GivenToken(self.label, self.scope, self.days)


class Colleague(Shown):
    """An account of one's organisation. Nothing of any request is in it."""

    id: str
    name: str
    email: str
    roles: list[str]
    is_ended: bool
    is_locked: bool
    signs_in_elsewhere: bool
    has_second_step: bool
    sessions: int


class Event(Shown):
    """Something that was done to an account."""

    what: AccountDeed
    at: datetime
    by: str
    reason: str


class ColleagueAndEvents(Colleague):
    """The same, with what was done to it, the newest first."""

    events: list[Event]


class Locked(Shown):
    """Somebody whose account is locked."""

    id: str
    name: str


class WithReason(Sent):
    """Why it is done. It is kept with the account."""

    reason: Text


class Program(Shown):
    """An account of a program, and its tokens."""

    id: str
    name: str
    roles: list[Role]
    is_ended: bool
    tokens: list[Token]

    @classmethod
    def of(cls, service: Service) -> "Program":
        return cls.model_validate(service)


class WantedProgram(Sent):
    """A program: what it is called, and what it does here."""

    name: Line
    roles: list[Role] = Field(min_length=1, max_length=5)

    def given(self) -> GivenService:
        return GivenService(self.name, tuple(dict.fromkeys(self.roles)))
