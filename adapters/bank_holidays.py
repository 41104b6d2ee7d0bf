"""The working days of each nation of the United Kingdom."""

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


def calendar_of(nation: Nation, at: datetime) -> Calendar:
    """The calendar around this moment. Bank holidays are kept two years at a time."""
    return Calendar(_bank_holidays(nation, at.astimezone(LONDON).year))


@cache
def _bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    found = country_holidays(
        "GB", subdiv=SUBDIVISIONS[nation], years=(year, year + 1), expand=False
    )
    return frozenset(found)
