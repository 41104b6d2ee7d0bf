"""Who asks the JSON interface: the bearer of a token."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.scopes import needed
from casework.house import House
from casework.sessions import SignedIn
from casework.tokens import Bearer
from domain.errors import CaseNotFound
from domain.identity import Scope, check_scope
from domain.people import Actor, Role

LONGEST_KEY = 200


class TokenNeeded(Exception):
    """No token, or none that is valid."""


@dataclass(frozen=True)
class Call:
    """Who asks which Sharewell; `once` makes a repeat of an act the same act."""

    house: House
    bearer: Bearer
    once: str | None = None

    @property
    def who(self) -> SignedIn:
        return self.bearer.who

    @property
    def actor(self) -> Actor:
        return self.bearer.who.actor

    @property
    def scope(self) -> Scope:
        return self.bearer.scope

    @property
    def advises(self) -> bool:
        return self.actor.has(Role.ADVISER)


def the_house(request: Request) -> House:
    return cast(House, request.app.state.house)


GivenToken = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="A token of `sharewell token`.")),
]


def asking(request: Request, token: GivenToken) -> Call:
    """Who holds the token.

    Raises:
        TokenNeeded: nobody, or it has expired.
        CaseNotFound: nothing that we name has such characters in it.
        NotAllowed: the token was not made for this.
        TooOften: its owner asks faster than anybody works.
    """
    house = the_house(request)
    bearer = house.tokens.bearer(token.credentials) if token else None
    if bearer is None:
        raise TokenNeeded
    if not request.scope["path"].isprintable():
        raise CaseNotFound
    request.state.actor = bearer.who.actor
    house.doorkeeper.let_in(bearer.who.actor.id)
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    check_scope(bearer.scope, needed(request.method, path))
    return Call(house, bearer)


Asking = Annotated[Call, Depends(asking)]


def acting(
    asked: Asking,
    once: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=LONGEST_KEY,
            description="A repeat with the same key returns the first answer.",
        ),
    ] = None,
) -> Call:
    return Call(asked.house, asked.bearer, once)


Acting = Annotated[Call, Depends(acting)]
