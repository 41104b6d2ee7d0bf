"""Reports: numbers of the organisation, as a page and as a spreadsheet."""

from collections.abc import Iterator

from fastapi import APIRouter, Request
from starlette.responses import Response

from casework.reports import Report, Table
from domain.months import MonthsRefused, choosable, months_of
from domain.suppression import LEAST
from web.asking import AskedHouse, Who, see_other, show
from web.describing import today
from web.filtered_lists import taken_away
from web.spreadsheets import as_csv

router = APIRouter(prefix="/reports")

WITHHELD = "Withheld"
HOUR, DAY = 60, 24 * 60


@router.get("")
def reports(request: Request, house: AskedHouse, who: Who) -> Response:
    house.organisation_reports.check(who.actor)
    query, day = request.query_params, today()
    report, errors = None, {}
    try:
        months = months_of(query.get("first", ""), query.get("last", ""), day)
        report = house.organisation_reports.of(who.actor, months)
    except MonthsRefused as refused:
        errors = {refused.field: refused.fault}
    return show(
        "reports/reports.html",
        request,
        422 if errors else 200,
        report=report,
        values=_chosen(report) if report else dict(query),
        errors=errors,
        months=[(month.code, month.label) for month in choosable(day)],
        withheld=WITHHELD,
        least=LEAST,
        in_words=in_words,
        longest=longest,
    )


@router.get("/reports.csv")
def spreadsheet(request: Request, house: AskedHouse, who: Who) -> Response:
    query = request.query_params
    house.organisation_reports.check(who.actor)
    try:
        months = months_of(query.get("first", ""), query.get("last", ""), today())
    except MonthsRefused:
        return see_other(f"/reports?{query}")  # the page says what is wrong
    report = house.organisation_reports.of(who.actor, months)
    name = f"reports-{report.months.first.code}-{report.months.last.code}.csv"
    return taken_away(as_csv(rows(report)), "text/csv", name)


def rows(report: Report) -> Iterator[tuple[str | int, ...]]:
    """The report line by line: table, what is counted, number."""
    yield "Table", "What is counted", "Number"
    for table in report.tables:
        for figure in table.figures:
            yield table.title, figure.label, _cell(figure.number)
        if table.adds_up:
            yield table.title, "Total", _cell(table.total)
    for each in report.times:
        yield "Times in minutes", f"{each.label}: half of them", _cell(each.median)
        yield "Times in minutes", f"{each.label}: 9 of 10", _cell(each.ninetieth)


def in_words(minutes: int) -> str:
    """A length of time as people say it, not more exact than it means something."""
    number, unit = minutes, "minute"
    if minutes >= 2 * DAY:
        number, unit = minutes // DAY, "day"
    elif minutes >= 2 * HOUR:
        number, unit = minutes // HOUR, "hour"
    return f"{number} {unit}{'' if number == 1 else 's'}"


def longest(table: Table) -> int:
    """The largest number that its chart shows."""
    return max((each.number or 0 for each in table.figures), default=0)


def _cell(number: int | None) -> str | int:
    return WITHHELD if number is None else number


def _chosen(report: Report) -> dict[str, object]:
    return {"first": report.months.first.code, "last": report.months.last.code}
