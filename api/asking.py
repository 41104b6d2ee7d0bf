"""Who asks the JSON interface: the bearer of a token."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from casework.house import House
from domain.errors import CaseNotFound
from domain.people import Actor, Role

LONGEST_KEY = 200


class TokenNeeded(Exception):
    """No token, or none that is valid."""


@dataclass(frozen=True)
class Call:
    """Who asks which Sharewell; `once` makes a repeat of an act the same act."""

    house: House
    actor: Actor
    once: str | None = None

    @property
    def advises(self) -> bool:
        return self.actor.has(Role.ADVISER)


def the_house(request: Request) -> House:
    return cast(House, request.app.state.house)


Bearer = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="A token of `sharewell token`.")),
]


def asking(request: Request, token: Bearer) -> Call:
    """Who holds the token.

    Raises:
        TokenNeeded: nobody, or it has expired.
        CaseNotFound: nothing that we name has such characters in it.
    """
    house = the_house(request)
    who = house.accounts.bearer(token.credentials) if token else None
    if who is None:
        raise TokenNeeded
    if not request.scope["path"].isprintable():
        raise CaseNotFound
    request.state.actor = who.actor
    return Call(house, who.actor)


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
    return Call(asked.house, asked.actor, once)


Acting = Annotated[Call, Depends(acting)]
