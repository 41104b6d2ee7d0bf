"""The working days of each nation of the United Kingdom."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache

from holidays import country_holidays

from domain.calendar import LONDON, Calendar, Nation

SUBDIVISIONS = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}

YEARS = 5


def calendar_of(nation: Nation, at: datetime, own: Calendar | None = None) -> Calendar:
    """The calendar from this moment on: an organisation's own, less bank holidays.

    They are those of this year and the next four, longer than any case runs. An
    organisation's are read anew each time; a case keeps those that it began with.
    """
    holidays = _bank_holidays(nation, at.astimezone(LONDON).year)
    return replace(own or Calendar(), holidays=holidays)


@cache
def _bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    found = country_holidays(
        "GB", subdiv=SUBDIVISIONS[nation], years=range(year, year + YEARS), expand=False
    )
    return frozenset(found)
