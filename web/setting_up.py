"""Who may change how they get in: whoever is signed in, or has that still to set up."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from casework.entering import Given
from casework.house import House
from casework.sessions import SignedIn, Waits
from domain.errors import Why
from domain.refusals import SENTENCES
from web import rendering
from web.account_pages import safe_path, set_cookie
from web.asking import (
    AskedHouse,
    Elsewhere,
    SignInNeeded,
    around,
    cookie_name,
    network,
    posted,
    text,
)

ENTER_PASSWORD = "Enter your password"  # noqa: S105 - a sentence


@dataclass(frozen=True)
class Setting:
    """Somebody at the pages of how they get in.

    `is_first` says that nothing else is open to them until they have set it up.
    """

    request: Request
    house: House
    who: SignedIn
    cookie: str
    is_first: bool

    @property
    def goes_to(self) -> str:
        return safe_path(self.request.query_params.get("next", ""))

    @property
    def says_password(self) -> bool:
        """Whether they have to show once more that it is them."""
        return not self.is_first and not self.who.elsewhere

    def show(self, name: str, status: int = 200, **context: object) -> HTMLResponse:
        whole = {} if self.is_first else around(self.request, self.who)
        context.setdefault("values", {})
        return rendering.page(
            f"account/{name}.html", status=status,
            **{**whole, "csrf": self.who.csrf, "once": "", "is_first": self.is_first,
               "goes_to": self.goes_to, "says_password": self.says_password},
            **context,
        )  # fmt: skip

    async def form(self) -> FormData:
        return await posted(self.request, self.who.csrf)

    async def password_fault(self, form: FormData) -> str:
        """What is wrong with the password that proves that it is them; often nothing.

        Raises:
            TooManyTries, AccountLocked: it was wrong too often.
        """
        if not self.says_password:
            return ""
        given = form.get("password")
        if not isinstance(given, str) or not given:
            return ENTER_PASSWORD
        proof = Given(given, network(self.request))
        check = self.house.entering.check_password
        right = await asyncio.to_thread(check, self.who.email, proof)
        return "" if right else SENTENCES[Why.PASSWORD_WRONG]

    def renew(self, answer: Response, cookie: str) -> Response:
        """From now on they hold another cookie."""
        set_cookie(answer, self.house, cookie_name(self.house), cookie)
        return answer


def setting(request: Request, house: AskedHouse) -> Setting:
    """Somebody who is signed in, or who has to set up their second step first.

    Raises:
        SignInNeeded: nobody is.
        Elsewhere: they have a second step, and have not shown it yet.
    """
    cookie = request.cookies.get(cookie_name(house), "")
    who = house.sessions.who(cookie) if cookie else None
    if who is not None:
        request.state.who = who
        return Setting(request, house, who, cookie, is_first=False)
    arriving = house.sessions.arriving(cookie) if cookie else None
    if arriving is None:
        raise SignInNeeded(request.url.path if request.method == "GET" else "")
    if arriving.waits is not Waits.SET_UP:
        raise Elsewhere("/account/second-step")
    return Setting(request, house, arriving.who, cookie, is_first=True)


Sets = Annotated[Setting, Depends(setting)]


def wanted_next(form: FormData) -> str:
    """Where somebody was going, as their form carries it."""
    return safe_path(text(form, "next"))
