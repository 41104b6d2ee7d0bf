"""Alerts and the dashboard: they can be asked, and each alert says what to do."""

import re
from typing import Any

import pytest

from domain.health import HEALTH_WORDS
from tests.architecture.alert_files import (
    ALERTS,
    dashboard,
    expressions,
    rules,
    selectors,
)
from tests.architecture.sources import PACKAGES, called, calls, files
from tests.architecture.test_docs import DOCS, anchors

each_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])


@pytest.mark.parametrize("expression", expressions())
def test_every_question_is_one_that_prometheus_understands(expression: str) -> None:
    asked = selectors(expression)
    assert asked or expression.startswith("vector(")
    for each in asked:
        assert re.match(r"(sharewell|temporal)_|up$", each.name or ""), each.name


@each_rule
def test_an_alert_says_how_bad_it_is_and_where_to_read_what_to_do(
    rule: dict[str, Any],
) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in ("page", "ticket")
    page, _, section = rule["annotations"]["runbook"].partition("#")
    assert section in anchors(DOCS / page)
    assert rule["annotations"]["summary"].endswith(".")


def test_no_alert_has_the_name_of_another() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names)) > 10


def test_an_alert_about_a_line_of_the_log_names_one_that_is_written() -> None:
    written = {
        ast.value
        for file in files(*PACKAGES)
        for call in calls(file)
        if called(call) in ("info", "warning", "error")
        for ast in call.args[:1]
        if hasattr(ast, "value")
    }
    asked = re.findall(r'event="(\w+)"', (ALERTS / "alerts.yml").read_text())
    assert asked
    assert set(asked) <= written


def test_every_picture_has_a_title_and_its_own_place() -> None:
    panels = dashboard()["panels"]
    assert all(panel["title"] for panel in panels)
    places = [(each["gridPos"]["x"], each["gridPos"]["y"]) for each in panels]
    assert len(places) == len(set(places))
    assert len({each["id"] for each in panels}) == len(panels)


def test_what_is_wrong_with_a_part_is_said_with_what_to_do() -> None:
    assert all(words.means and words.do for words in HEALTH_WORDS.values())
