"""What is logged: a fixed event and listed fields, so that no word slips in."""

import ast
import re
from pathlib import Path

import pytest

from adapters.logs import FIELDS
from tests.architecture.sources import called, calls, files, name

LEVELS = ("debug", "info", "warning", "error", "critical", "exception")
GIVEN = {"exc_info"}


def log_calls(file: Path) -> list[ast.Call]:
    return [
        call
        for call in calls(file)
        if called(call) in LEVELS
        and isinstance(call.func, ast.Attribute)
        and "log" in ast.unparse(call.func.value).lower()
    ]


LOGGING = [file for file in files() if log_calls(file)]


def test_something_is_logged() -> None:
    assert "casework/relay.py" in map(name, LOGGING)


@pytest.mark.parametrize("file", LOGGING, ids=name)
def test_an_event_is_a_fixed_name_and_its_fields_are_listed(file: Path) -> None:
    for call in log_calls(file):
        said = ast.unparse(call)
        assert len(call.args) == 1, said
        (event,) = call.args
        assert isinstance(event, ast.Constant), said
        assert re.fullmatch(r"[a-z_]+", str(event.value)), said
        assert {word.arg for word in call.keywords} <= FIELDS | GIVEN, said
