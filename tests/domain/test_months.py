"""The months of a report: the usual ones, chosen ones, and what is none."""

from datetime import date

import pytest

from domain.months import MOST, Month, MonthsRefused, choosable, months_of

TODAY = date(2026, 11, 23)


def test_without_a_choice_a_report_is_about_the_last_twelve_months() -> None:
    months = months_of("", "", TODAY)
    assert (months.first, months.last) == (Month(2025, 12), Month(2026, 11))
    assert len(months.all) == 12


def test_both_months_are_included() -> None:
    months = months_of("2025-11", "2026-02", TODAY)
    labels = [month.label for month in months.all]
    assert labels == [
        "November 2025", "December 2025", "January 2026", "February 2026",
    ]  # fmt: skip


def test_one_month_is_a_report_too() -> None:
    assert len(months_of("2026-03", "2026-03", TODAY).all) == 1


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-13", "", "first"),
        ("", "next year", "last"),
        ("", "2026-12", "last"),
        ("2020-01", "", "first"),
        ("2026-03", "2026-02", "last"),
        ("２０２６-03", "", "first"),
    ],
)
def test_what_no_report_can_be_about_names_its_field(
    first: str, last: str, field: str
) -> None:
    with pytest.raises(MonthsRefused) as refused:
        months_of(first, last, TODAY)
    assert refused.value.field == field


def test_the_choice_begins_with_this_month_and_goes_back_three_years() -> None:
    found = choosable(TODAY)
    assert (found[0], found[-1], len(found)) == (Month(2026, 11), Month(2023, 12), MOST)
