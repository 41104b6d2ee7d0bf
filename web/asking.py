"""Who asks for a page, and whether a form is really theirs."""

import hmac
import secrets
from contextlib import suppress
from ipaddress import ip_address, ip_network
from typing import Annotated, cast
from urllib.parse import quote

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse

from casework.house import House
from casework.sessions import SignedIn, Waits
from domain.people import Role
from web import rendering

MOST_FIELDS = 200

# With `Referrer-Policy: no-referrer` browsers send this with our own forms too. What
# then proves a form is its token.
UNSAID = "null"

MENU = (
    (Role.PRACTITIONER, "Your requests", "/requests"),
    (Role.ADVISER, "Adviser tasks", "/tasks"),
    (Role.PRACTITIONER, "Recipients", "/directory"),
    (Role.ADVISER, "Recipients", "/directory"),
    (Role.OPERATIONS, "Operations", "/operations"),
    (Role.ADVISER, "Records", "/records"),
    (Role.AUDITOR, "Records", "/records"),
    (Role.ADVISER, "Rights", "/rights"),
    (Role.AUDITOR, "Rights", "/rights"),
    (Role.AUDITOR, "Reports", "/reports"),
    (Role.ADMINISTRATOR, "Reports", "/reports"),
    (Role.ADMINISTRATOR, "Rules", "/rules"),
    (Role.ADMINISTRATOR, "Your organisation", "/organisation"),
)


NEXT_STEP = {
    Waits.SECOND: "/account/second-step",
    Waits.SET_UP: "/account/second-step/set-up",
}
"""Where somebody goes on whose password was right."""


class SignInNeeded(Exception):
    """Nobody is signed in; `path` is where to go on afterwards."""

    def __init__(self, path: str) -> None:
        super().__init__("sign in")
        self.path = path


class Elsewhere(Exception):
    """The page asked for is not for now; `path` is where things stand."""

    def __init__(self, path: str) -> None:
        super().__init__("elsewhere")
        self.path = path


class ForgedForm(Exception):
    """A form that did not come from one of our pages, or from an old one."""


def the_house(request: Request) -> House:
    return cast(House, request.app.state.house)


AskedHouse = Annotated[House, Depends(the_house)]


def cookie_name(house: House) -> str:
    secure = house.settings.secure_cookies
    return "__Host-sharewell" if secure else "sharewell"


def own_name(house: House, name: str) -> str:
    """A name that browsers accept only from this very host, where TLS allows it."""
    return f"__Host-{name}" if house.settings.secure_cookies else name


def signed_in(request: Request, house: AskedHouse) -> SignedIn:
    """Who is signed in.

    Raises:
        SignInNeeded: nobody is, or no longer.
        TooOften: they ask faster than anybody works.
    """
    cookie = request.cookies.get(cookie_name(house))
    who = house.sessions.who(cookie) if cookie else None
    if cookie and who is None:
        _go_on_arriving(request, house, cookie)
    if who is None:
        raise SignInNeeded(_here(request))
    request.state.who = who
    house.doorkeeper.let_in(who.actor.id)
    return who


def _here(request: Request) -> str:
    return request.url.path if request.method == "GET" else ""


def _go_on_arriving(request: Request, house: House, cookie: str) -> None:
    """Whoever is half way through signing in does the other half first."""
    arriving = house.sessions.arriving(cookie)
    if arriving is not None:
        path = NEXT_STEP[arriving.waits]
        raise Elsewhere(f"{path}?next={quote(_here(request))}")


Who = Annotated[SignedIn, Depends(signed_in)]


def watching(request: Request, house: AskedHouse) -> SignedIn:
    """Whose page watches by itself. That does not keep them signed in.

    Raises:
        SignInNeeded: nobody is signed in, or no longer.
    """
    cookie = request.cookies.get(cookie_name(house))
    who = house.sessions.who(cookie, watching=True) if cookie else None
    if who is None:
        raise SignInNeeded("")
    return who


Watcher = Annotated[SignedIn, Depends(watching)]


async def posted(request: Request, token: str, *, files: int = 0) -> FormData:
    """The fields of a form, once it has proved to be ours.

    Raises:
        ForgedForm: its token is missing or another's, or it came from elsewhere.
    """
    check_origin(request)
    form = await request.form(max_files=files, max_fields=MOST_FIELDS)
    given = form.get("csrf")
    if not isinstance(given, str) or not hmac.compare_digest(
        given.encode(), token.encode()
    ):
        raise ForgedForm
    return form


def check_origin(request: Request) -> None:
    """A browser says where a form comes from; only our own pages may post."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise ForgedForm
    origin = request.headers.get("origin", UNSAID)
    if origin != UNSAID and origin.partition("://")[2] != request.url.netloc:
        raise ForgedForm


def once(form: FormData) -> str:
    """The form's nonce: a double click is one act."""
    given = form.get("once")
    return given if isinstance(given, str) and given else secrets.token_urlsafe(16)


def text(form: FormData, name: str) -> str:
    given = form.get(name)
    return given.strip() if isinstance(given, str) else ""


def network(request: Request) -> str:
    """Where a request comes from, for counting tries: for IPv6 the whole /64."""
    host = request.client.host if request.client else ""
    with suppress(ValueError):
        if ip_address(host).version == 6:
            return str(ip_network(f"{host}/64", strict=False))
    return host


def see_other(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303)


def show(
    name: str, request: Request, /, status: int = 200, **context: object
) -> HTMLResponse:
    """A page for somebody who is signed in, with their menu and their forms' token."""
    who = getattr(request.state, "who", None)
    return rendering.page(
        name, status=status, once=secrets.token_urlsafe(16), **around(request, who),
        **context,
    )  # fmt: skip


def around(request: Request, who: SignedIn | None) -> dict[str, object]:
    """What every page shows around its own part."""
    if who is None:
        return {}
    path = request.url.path
    return {
        "who": who,
        "signed_in_until": who.ends_at,
        "actor_name": who.name,
        "csrf": who.csrf,
        "help_telephone": who.telephone,
        "navigation": [
            (label, href, path.startswith(href))
            for label, href in dict.fromkeys(
                (label, href) for role, label, href in MENU if who.actor.has(role)
            )
        ],
    }
