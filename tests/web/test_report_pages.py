"""Reports as a page and as a spreadsheet: no small number, nobody named."""

import csv
from io import StringIO

import pytest

from casework.reports import Reports, Table
from domain.months import months_of
from domain.suppression import LEAST
from tests.live import Live
from tests.web.conftest import Browse
from tests.web.desk_work import actor, play
from web.describing import today
from web.report_pages import in_words, rows
from web.spreadsheets import as_csv


async def tables(live: Live, user: str = "ines") -> dict[str, Table]:
    reports: Reports = live.house.organisation_reports
    months = months_of("", "", today())
    made = reports.of(actor(live, user), months)
    return {table.code: table for table in made.tables}


async def test_an_auditor_reads_the_numbers_of_their_organisation(
    live: Live, browse: Browse
) -> None:
    await play(live, "told")
    ines = await browse("ines")
    page = await ines.get("/reports")
    assert page.status_code == 200
    for told in (await tables(live)).values():
        assert told.title in page.text
        assert f'aria-labelledby="chart-{told.code}"' in page.text
    assert "style=" not in page.text
    assert "Pat Reed" not in page.text
    assert "SR-" not in page.text


async def test_no_table_tells_a_small_number_or_lets_one_be_worked_out(
    live: Live,
) -> None:
    for table in (await tables(live)).values():
        shown = [each.number for each in table.figures]
        told = [number for number in shown if number is not None]
        assert not any(0 < number < LEAST for number in told), table.code
        if table.adds_up and table.total is not None and None in shown:
            assert shown.count(None) > 1, table.code
            assert table.total - sum(told) >= LEAST, table.code
        if table.adds_up and table.total is None:
            assert told == [], table.code


async def test_page_json_and_spreadsheet_tell_the_same(
    live: Live, browse: Browse
) -> None:
    months = {"first": "", "last": ""}
    async with live.api("ines") as ines:
        sent = (await ines.get("/reports", params=months)).json()
    web = await browse("ines")
    file = await web.get("/reports/reports.csv")
    assert file.headers["content-type"].startswith("text/csv")
    assert "attachment" in file.headers["content-disposition"]
    read = list(csv.reader(StringIO(file.text)))
    assert read[0] == ["Table", "What is counted", "Number"]
    for table in sent["tables"]:
        for figure in table["figures"]:
            number = "Withheld" if figure["number"] is None else str(figure["number"])
            assert [table["title"], figure["label"], number] in read


async def test_another_organisation_has_other_numbers(live: Live) -> None:
    await play(live, "told")
    here, there = await tables(live), await tables(live, "noor")
    assert here["started"].total != there["started"].total


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("first=2026-13", "Choose a month from the list"),
        ("first=1999-01", "Choose this month, or one of the 35 before"),
        ("first=%3D1%2B1", "Choose a month from the list"),
    ],
)
async def test_months_that_cannot_be_are_said_on_the_page(
    browse: Browse, query: str, told: str
) -> None:
    ines = await browse("ines")
    for address in ("/reports", "/reports/reports.csv"):
        page = await ines.get(f"{address}?{query}")
        assert (page.status_code, page.url.path) == (422, "/reports")
        assert told in page.text


async def test_auditors_and_administrators_read_reports_and_nobody_else(
    browse: Browse,
) -> None:
    for user, status in (("una", 200), ("ines", 200), ("ada", 403), ("pat", 403)):
        web = await browse(user)
        for address in ("/reports", "/reports/reports.csv"):
            assert (await web.get(address)).status_code == status


@pytest.mark.parametrize("typed", ["=1+1", "+44", "-2", "@x", "\t=1", " =1", "＝1"])
def test_text_in_a_spreadsheet_is_never_worked_out(typed: str) -> None:
    (row,) = csv.reader(StringIO(as_csv([(typed, 5, "plain")]), newline=""))
    assert row == [f"'{typed}", "5", "plain"]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, "1 minute"), (119, "119 minutes"), (180, "3 hours"), (2880, "2 days")],
)
def test_a_length_of_time_is_not_more_exact_than_it_means_something(
    minutes: int, said: str
) -> None:
    assert in_words(minutes) == said


async def test_every_row_of_the_spreadsheet_has_a_table_a_label_and_a_number(
    live: Live,
) -> None:
    months = months_of("", "", today())
    made = live.house.organisation_reports.of(actor(live, "ines"), months)
    assert {len(row) for row in rows(made)} == {3}
