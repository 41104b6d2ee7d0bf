"""Rules of the house that no linter knows: one place for each thing that is risky."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import (
    PACKAGES,
    ROOT,
    called,
    callers_of,
    calls,
    files,
    name,
    tree,
)

BENCH = "cli/floor.py"
"""Measures what a workflow that does nothing costs; no case is in it."""

EVERYTHING = (*PACKAGES, "tests")
VAGUE = re.compile(r"(^|_)(utils?|managers?|helpers?|common|misc)(_|$)")
TEMPLATES = sorted((ROOT / "web/templates").rglob("*.html"))
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE)


def test_only_the_unit_of_work_ends_a_transaction() -> None:
    migrating = "storage/migrations/env.py"
    assert callers_of("commit", "rollback") <= {"storage/database.py", migrating}


def test_steps_are_performed_in_one_place() -> None:
    performing = callers_of(
        "execute_activity", "execute_activity_method", "start_activity",
        "execute_local_activity", "start_activity_method",
    )  # fmt: skip
    watching = "activities/troubles.py"
    assert performing - {BENCH} == {"workflows/steps.py", watching}


def test_cases_are_started_and_signalled_in_one_place() -> None:
    starting = callers_of("start_workflow", "signal", "execute_workflow")
    assert starting - {BENCH} == {"casework/post.py"}


def test_only_settings_read_the_environment() -> None:
    reading = {
        name(file)
        for file in files(*[p for p in PACKAGES if p != "cli"])
        if re.search(r"\bos\.(environ|getenv)\b", file.read_text(encoding="utf-8"))
    }
    assert reading == set()


def test_only_the_command_line_prints() -> None:
    printing = {
        name(file)
        for file in files(*[p for p in PACKAGES if p != "cli"])
        for call in calls(file)
        if isinstance(call.func, ast.Name) and call.func.id == "print"
    }
    assert printing == set()


def test_no_application_tells_of_requests_by_itself() -> None:
    talking = [
        name(file)
        for file in files("api", "web")
        for call in calls(file)
        if isinstance(call.func, ast.Name) and call.func.id in ("FastAPI", "Interface")
        if "telemetry=NOT_BY_ITSELF" not in ast.unparse(call)
    ]
    assert talking == []


def test_no_stand_in_is_made_of_mocks() -> None:
    mocking = [
        name(file)
        for file in files(*EVERYTHING)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom | ast.Import) and "mock" in ast.unparse(node)
    ]
    assert mocking == []


def test_nobody_waits_for_longer_than_a_tenth_of_a_second_in_a_test() -> None:
    slow = [
        f"{name(file)}:{call.lineno}"
        for file in files("tests")
        for call in calls(file)
        if called(call) == "sleep"
        for given in call.args[:1]
        if isinstance(given, ast.Constant)
        if isinstance(given.value, int | float)
        if given.value > 0.1
    ]
    assert slow == []


@pytest.mark.parametrize("file", files(*EVERYTHING), ids=name)
def test_a_module_says_what_it_is_for(file: Path) -> None:
    said = (ast.get_docstring(tree(file)) or "").partition("\n\n")[0]
    assert said.strip().endswith((".", "?", "!"))
    assert not VAGUE.search(file.stem)


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_a_page_has_no_inline_script_or_style(file: Path) -> None:
    page = re.sub(r"{#.*?#}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not INLINE.search(page)
    assert not SCRIPT.search(page)
