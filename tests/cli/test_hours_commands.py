"""Working hours and chains of an organisation, from the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.test_rule_commands import hill, place, sharewell

__all__ = ["place"]
pytestmark = pytest.mark.usefixtures("place")


def test_hours_and_closed_days_are_kept() -> None:
    kept = sharewell(
        "organisation", "hours", "hill", "--hours", "fri=09:00-13:00", "--hours",
        "sat=10:00-12:00", "--hours", "mon=off", "--closed", "2026-12-24",
        "--early", "2026-12-23=12:30",
    )  # fmt: skip
    assert kept.exit_code == 0
    calendar = hill()["calendar"]
    assert isinstance(calendar, dict)
    assert calendar["week"][0] is None
    assert calendar["week"][4] == {"opens": "09:00:00", "closes": "13:00:00"}
    assert calendar["week"][5] == {"opens": "10:00:00", "closes": "12:00:00"}
    assert calendar["closures"] == ["2026-12-24"]
    assert calendar["early"] == [["2026-12-23", "12:30:00"]]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--hours", "someday=off"), "is no day of the week"),
        (("--hours", "mon=nine"), "like 09:00-17:00"),
        (("--hours", "mon=17:00-09:00"), "Monday must close later than it opens"),
        (("--closed", "tomorrow"), "like 2026-12-24"),
        (("--early", "2026-12-23"), "like 2026-12-23=13:00"),
        (("--early", "2026-12-26=13:00"), "is not a working day"),
    ],
)
def test_hours_that_cannot_be_used_are_refused(
    words: tuple[str, ...], says: str
) -> None:
    refused = sharewell("organisation", "hours", "hill", *words)
    assert refused.exit_code != 0
    told = " ".join(f"{refused.output} {refused.exception}".split())
    assert says in told.replace("│ ", "")


def test_chains_are_printed_and_settled_from_a_file(tmp_path: Path) -> None:
    usual = json.loads(sharewell("organisation", "chains", "hill").stdout)
    assert [s["whom"] for s in usual["emergency"]["steps"]] == [
        "team",
        "deputy",
        "on_call",
    ]
    file = tmp_path / "chains.json"
    usual["standard"]["reply"]["minutes"] = 240
    file.write_text(json.dumps({"standard": usual["standard"]}))
    kept = sharewell("organisation", "chains", "hill", "--file", str(file))
    assert json.loads(kept.stdout) == usual
    file.write_text("{")
    assert sharewell("organisation", "chains", "hill", "--file", str(file)).exit_code
    assert json.loads(sharewell("organisation", "chains", "hill").stdout) == usual
