"""A sealed record, read: times on both clocks, and records from before."""

from typing import Any

import pytest

from domain.record_blocks import Facts, Point, Points, Quote, Text, Under, exactly, when
from domain.record_telling import told

OLD: dict[str, Any] = {
    "schema": "sharewell-record/1",
    "reference": "SR-7K3M-9QXD",
    "organisation": "Northgate School",
    "practitioner": "Pat Reed",
    "opened_at": "2026-11-23T12:00:00+00:00",
    "closed_at": "2026-11-23T13:00:00+00:00",
    "ending": "withdrawn",
    "rule_set": {"id": "HMG-2018", "version": "1"},
    "priority": "standard",
    "trigger": "asked",
    "purpose": "To keep Kim safe",
    "individuals": [],
    "recipient": None,
    "items": [],
    "decision": None,
    "signatures": [],
    "release": None,
    "told": [],
    "answers": [],
    "timeline": [
        {
            "number": 1,
            "at": "2026-11-23T12:00:00+00:00",
            "sentence": "Pat Reed (practitioner) started this request.",
            "hash": "",
        }
    ],
}
"""The least that was ever sealed."""


def words_of(record: dict[str, Any]) -> str:
    return "\n".join(
        "\n".join((part.heading, *map(_words, part.blocks))) for part in told(record)
    )


def _words(block: object) -> str:
    match block:
        case Facts(rows=rows):
            return "\n".join(f"{key}: {value}" for key, value in rows)
        case Points(lines=lines):
            return "\n".join(f"{line.text} {line.small}" for line in lines)
        case Quote(about=about, words=words):
            return f"{about}\n{words}"
        case Text(text=text):
            return text
        case Under(heading=heading):
            return heading
    raise AssertionError(block)


def test_a_record_from_before_reads_as_well_as_ever() -> None:
    words = words_of(OLD)
    for part in (
        "Organisation: Northgate School",
        "How it ended: Withdrawn",
        "Rules: HMG-2018, version 1",
        "Ended: 23 November 2026 at 1pm (UTC: 23 November 2026, 13:00:00)",
        "Nobody decided: the case ended before that.",
        "Nothing was shared.",
        "Nothing was decided about telling anybody.",
        "Pat Reed (practitioner) started this request.",
    ):
        assert part in words, part


def test_a_part_that_has_nothing_to_say_is_not_there() -> None:
    headings = [part.heading for part in told(OLD)]
    assert "What came before" not in headings
    assert "After an urgent share" not in headings
    assert headings[0] == "In short"
    assert headings[-1] == "The account, line by line"


@pytest.mark.parametrize(
    ("utc", "here", "there"),
    [
        ("2026-03-29T00:59:00+00:00", "29 March 2026 at 12:59am", "00:59:00"),
        ("2026-03-29T01:00:00+00:00", "29 March 2026 at 2am", "01:00:00"),
        ("2026-10-25T00:30:00+00:00", "25 October 2026 at 1:30am (BST)", "00:30:00"),
        ("2026-10-25T01:30:00+00:00", "25 October 2026 at 1:30am (GMT)", "01:30:00"),
        ("2026-06-22T23:30:00+00:00", "23 June 2026 at 12:30am", "22 June 2026, 23:30"),
    ],
)
def test_hours_around_a_change_of_clocks_are_right_and_told_apart(
    utc: str, here: str, there: str
) -> None:
    assert when(utc) == here
    assert exactly(utc).startswith(here)
    assert there in exactly(utc)


CHECKED: dict[str, Any] = {
    "by": "Ada Obi",
    "at": "2026-11-23T12:30:00+00:00",
    "decision": "approve",
    "reason": "",
    "left_out": [],
    "available_days": None,
    "second_wanted": False,
    "handling": "",
    "address_checked": "I rang the number on their website.",
}
TO = dict.fromkeys(("name", "role", "organisation", "email", "phone", "verified"), "")


@pytest.mark.parametrize(("decisions", "yet"), [([], True), ([CHECKED], False)])
def test_that_nobody_had_checked_the_address_is_told_until_somebody_had(
    decisions: list[dict[str, Any]], yet: bool
) -> None:
    to = TO | {"verified_how": "not_yet"}
    words = words_of(OLD | {"recipient": to, "decisions": decisions})
    assert ("Nobody has checked yet" in words) == yet
    checked = "How an adviser checked the address: I rang the number on their website."
    assert (f"{checked} (Ada Obi, 23 November 2026 at 12:30pm)" in words) != yet


def test_everybody_who_took_part_is_named_with_their_roles() -> None:
    staff = [{"id": "b", "name": "Ben Cole", "acted_as": ["adviser", "practitioner"]}]
    assert "Ben Cole, adviser, practitioner" in words_of(OLD | {"staff": staff})


def test_it_says_as_a_record_of_which_kind_it_is_kept() -> None:
    kept = {"code": "c", "label": "Youth club", "years": 9, "runs": "closing"}
    ended = {"utc": OLD["closed_at"]}
    closure = {"by": "Pat Reed", "what": "withdrew", "at": ended}
    words = words_of(
        OLD | {"closure": closure | {"kept": kept | {"until": "2035-11-23"}}}
    )
    assert "Kept as: Youth club" in words
    assert "Kept for: 9 years from the day the case was finished" in words
    assert "Looked at before it is destroyed: 23 November 2035" in words
    assert "Kept" not in words_of(OLD | {"closure": closure | {"kept": None}})


def test_a_line_of_the_account_has_its_time_below_it() -> None:
    lines = told(OLD)[-1].blocks[0]
    assert isinstance(lines, Points)
    assert lines.numbered
    assert lines.lines[0] == Point(
        OLD["timeline"][0]["sentence"], when(OLD["opened_at"])
    )
