"""Which browser is at which link: what every page of the recipient begins with."""

import re
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Annotated

from fastapi import Depends, Request

from casework.collection import At
from casework.house import House
from casework.visiting import NoLongerHere, Step, Visit
from domain.access import Where
from web.asking import AskedHouse, Elsewhere

# Longer or other names were never given out, and no database has to look for them.
LOCATOR = re.compile(r"[0-9a-z]{1,64}")


@dataclass(frozen=True)
class Here:
    """A browser at a locator. `is_new` says that it has no cookie for it yet."""

    house: House
    locator: str
    visit: Visit
    is_new: bool

    where: Where

    @property
    def at(self) -> At:
        return At(self.locator, self.visit.cookie, self.where)

    def path(self, page: str = "") -> str:
        return f"/c/{self.locator}{page}"


def cookie_name(house: House) -> str:
    secure = house.settings.secure_cookies
    return "__Host-sharewell-collect" if secure else "sharewell-collect"


def the_locator(locator: str) -> str:
    """The locator, if it could be one.

    Raises:
        NoLongerHere: it could not.
    """
    if not LOCATOR.fullmatch(locator):
        raise NoLongerHere
    return locator


Located = Annotated[str, Depends(the_locator)]


def opening(request: Request, name: Located, house: AskedHouse) -> Here:
    """For the pages at the door: anybody may begin a visit."""
    given = request.cookies.get(cookie_name(house))
    where = coming_from(request)
    visit = house.collection.visit(name, given, where)
    return Here(house, name, visit, visit.cookie != given, where)


def continuing(request: Request, name: Located, house: AskedHouse) -> Here:
    """For every other page: only a visit begun at the door goes on.

    Raises:
        NoLongerHere: it never began, or it is over.
    """
    visit = house.collection.continued(name, request.cookies.get(cookie_name(house)))
    return Here(house, name, visit, is_new=False, where=coming_from(request))


Opening = Annotated[Here, Depends(opening)]
Continuing = Annotated[Here, Depends(continuing)]

PAGES = {Step.ADDRESS: "", Step.CODE: "/code", Step.TERMS: "/terms"}
"""Where each step is taken."""


def _as_far_as(here: Here, step: Step) -> Here:
    """Only those who took every step before; where they came from proves nothing.

    Raises:
        Elsewhere: to the first step that is missing.
    """
    if here.visit.step.comes_before(step):
        raise Elsewhere(here.path(PAGES[here.visit.step]))
    return here


def asked(here: Continuing) -> Here:
    return _as_far_as(here, Step.CODE)


def proved(here: Continuing) -> Here:
    return _as_far_as(here, Step.TERMS)


def inside(here: Continuing) -> Here:
    return _as_far_as(here, Step.INSIDE)


Asked = Annotated[Here, Depends(asked)]
Proved = Annotated[Here, Depends(proved)]
Inside = Annotated[Here, Depends(inside)]

BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
"""What stands in how a browser names itself, the more particular first."""

AROUND = {4: 24, 6: 48}
"""How much of an address is kept: enough to say from where, too little to say who."""


def coming_from(request: Request) -> Where:
    """From where somebody asks, for the log."""
    said = request.headers.get("user-agent", "")
    family = next((name for mark, name in BROWSERS if mark in said), "other")
    host = request.client.host if request.client else ""
    try:
        size = AROUND[ip_address(host).version]
    except ValueError:
        return Where("", family)
    return Where(str(ip_network(f"{host}/{size}", strict=False)), family)
