"""Which browser is at which link: what every page of the recipient begins with."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from casework.collection import NoLongerHere, Visit
from casework.house import House
from web.asking import AskedHouse

# Longer or other names were never given out, and no database has to look for them.
LOCATOR = re.compile(r"[0-9a-z]{1,64}")


@dataclass(frozen=True)
class Here:
    """A browser at a locator. `is_new` says that it has no cookie for it yet."""

    house: House
    locator: str
    visit: Visit
    is_new: bool

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
    visit = house.collection.visit(name, given)
    return Here(house, name, visit, visit.cookie != given)


def continuing(request: Request, name: Located, house: AskedHouse) -> Here:
    """For every other page: only a visit begun at the door goes on.

    Raises:
        NoLongerHere: it never began, or it is over.
    """
    visit = house.collection.continued(name, request.cookies.get(cookie_name(house)))
    return Here(house, name, visit, is_new=False)


Opening = Annotated[Here, Depends(opening)]
Continuing = Annotated[Here, Depends(continuing)]
