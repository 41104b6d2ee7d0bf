"""What the documents say of security and data protection is so."""

import re
from functools import cache
from pathlib import Path

import pytest

from adapters.settings import Settings
from domain.retention import PROPOSED
from tests.architecture.sources import ROOT, files

ASVS = ROOT / "docs" / "asvs.md"
SECURITY = ROOT / "SECURITY.md"
PROTECTION = ROOT / "docs" / "data-protection"

TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROW = re.compile(r"^\| ([\d. to]+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)
STRIDE = (
    "Spoofing", "Tampering", "Repudiation", "Disclosure", "Denial", "Elevation",
)  # fmt: skip
LEVEL_2 = 253
"""So many requirements the standard has at its first two levels."""


@cache
def those_of(file: Path) -> set[str]:
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return set(re.findall(r"^(?:async )?def (test_\w+)", text, flags=re.MULTILINE))


def missing(page: Path) -> list[str]:
    """The tests that a page names and that there are not."""
    named = TEST.findall(page.read_text(encoding="utf-8"))
    assert len(named) > 100
    return [
        f"{file}::{test}" for file, test in named if test not in those_of(ROOT / file)
    ]


@pytest.mark.parametrize("page", [ASVS, SECURITY], ids=lambda page: page.name)
def test_every_test_that_is_named_is_there(page: Path) -> None:
    assert missing(page) == []


def requirements() -> dict[str, tuple[str, str]]:
    """Each id of the list with its mark and where to look; ranges are spelled out."""
    found: dict[str, tuple[str, str]] = {}
    for ids, _, mark, where in ROW.findall(ASVS.read_text(encoding="utf-8")):
        assert ids not in found
        found[ids] = (mark, where)
    return found


def test_nothing_is_said_to_be_tested_without_a_test() -> None:
    for ids, (mark, where) in requirements().items():
        assert bool(TEST.search(where)) == (mark == "tested"), ids
        assert mark in ("tested", "built so", "yours", "not here", "**gap**"), ids
        assert where.strip() or mark == "not here", ids


def test_the_sums_at_the_top_are_right() -> None:
    ranges = {
        "10.4.1 to 10.4.11": 11, "10.6.1 to 10.6.2": 2, "10.7.1 to 10.7.3": 3,
        "17.1.1 to 17.3.2": 7,
    }  # fmt: skip
    sums: dict[str, int] = {}
    for ids, (mark, _) in requirements().items():
        sums[mark] = sums.get(mark, 0) + ranges.get(ids, 1)
    assert sum(sums.values()) == LEVEL_2
    top = " ".join(ASVS.read_text(encoding="utf-8").split("##")[0].split())
    for words in (
        f"Of {LEVEL_2} requirements {sums['tested']} are *tested*",
        f"{sums['built so']} are *built so*",
        f"{sums['yours']} are *yours*",
        f"{sums['not here']} ask for something that is *not here*",
        f"{sums['**gap**']} are a **gap**",
    ):
        assert words in top


def test_every_flow_has_every_kind_of_threat_and_a_test_for_each() -> None:
    text = SECURITY.read_text(encoding="utf-8").partition("## Threats")[2]
    flows = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    assert len(flows) >= 12
    for flow in flows:
        rows = re.findall(r"^\| (\w+) \|(.*)\|$", flow, flags=re.MULTILINE)
        assert tuple(kind for kind, _ in rows) == STRIDE, flow[:20]
        assert all(TEST.search(rest) for _, rest in rows), flow[:20]


def test_what_is_promised_to_whoever_tells_us_is_said() -> None:
    text = SECURITY.read_text(encoding="utf-8")
    for promise in ("3 working days", "14 days", "90 days"):
        assert promise in text


def cookies() -> set[str]:
    """What the pages call their cookies, without what TLS adds."""
    kept = re.compile(
        r'"__Host-([\w-]+)"|^[A-Z]+ = "(sharewell-[\w-]+)"$', re.MULTILINE
    )
    texts = (file.read_text(encoding="utf-8") for file in files("web"))
    return {either or other for text in texts for either, other in kept.findall(text)}


def test_each_cookie_is_in_the_statement_and_on_the_page() -> None:
    statement = (PROTECTION / "cookies.md").read_text(encoding="utf-8")
    page = (ROOT / "web/templates/help/cookies.html").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([\w-]+)` \|", statement, flags=re.MULTILINE))
    shown = set(
        re.findall(
            r'<td class="govuk-table__cell">(?:\{\{ prefix \}\})?([\w-]+)<', page
        )
    )
    assert named == shown == cookies()


def test_the_documents_of_data_protection_know_the_defaults() -> None:
    record = (PROTECTION / "record-of-processing.md").read_text(encoding="utf-8")
    assert f"{Settings.model_fields['notice_days'].default} days to read" in record
    most = next(
        rule.le for rule in Settings.model_fields["release_days"].metadata
        if hasattr(rule, "le")
    )  # fmt: skip
    assert f"at most {most} days to collect" in record
    assessment = (PROTECTION / "impact-assessment.md").read_text(encoding="utf-8")
    years = sorted(each.years for each in PROPOSED.values())
    assert f"{years[0]} to {years[-1]} years" in assessment


def test_the_assessment_asks_whatever_the_law_asks() -> None:
    headings = re.findall(
        r"^## \d\. (.+)$",
        (PROTECTION / "impact-assessment.md").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    assert headings == [
        "Why one is needed", "What is done", "Whom you have asked",
        "Is it needed, and no more than is needed", "What could go wrong for people",
        "Settings that change it", "Decided",
    ]  # fmt: skip
