"""Who asks the JSON interface: the bearer of a token."""

from typing import Annotated, cast

from fastapi import Depends, Header, Request

from casework.accounts import SignedIn
from casework.house import House
from domain.people import Actor

LONGEST_KEY = 200


class TokenNeeded(Exception):
    """No token, or none that is valid."""


def the_house(request: Request) -> House:
    return cast(House, request.app.state.house)


AskedHouse = Annotated[House, Depends(the_house)]


def bearer(house: AskedHouse, authorization: Annotated[str, Header()] = "") -> SignedIn:
    """Who holds the token.

    Raises:
        TokenNeeded: nobody, or it has expired.
    """
    scheme, _, token = authorization.partition(" ")
    who = house.accounts.bearer(token.strip()) if scheme.lower() == "bearer" else None
    if who is None:
        raise TokenNeeded
    return who


def acting(who: Annotated[SignedIn, Depends(bearer)]) -> Actor:
    return who.actor


Asking = Annotated[Actor, Depends(acting)]

Once = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=LONGEST_KEY,
        description="A repeat of the call with the same key returns the first answer.",
    ),
]
