"""What docs/record.md promises of the record is in its schema, and it is published."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from activities.account import SCHEMA

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/record.schema.json").read_text()
WHOLE = json.loads(TEXT)
ROWS = re.findall(
    r"^\| (.+?) \| (request|decision|both) \| (.+) \|$",
    (ROOT / "docs/record.md").read_text(),
    re.M,
)
PATHS = [
    (field, path)
    for field, _, where in ROWS
    for path in re.findall(r"`([^`]+)`", where)
    if path != "asked"
]


def parts_of(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What it may be, with its references looked up."""
    if "$ref" in schema:
        return parts_of(WHOLE["$defs"][schema["$ref"].rpartition("/")[2]])
    return [part for each in schema.get("anyOf", []) for part in parts_of(each)] or [
        schema
    ]


def below(schema: Mapping[str, Any], step: str) -> Mapping[str, Any]:
    name, _, many = step.partition("[]")
    found = next(
        part["properties"][name]
        for part in parts_of(schema)
        if name in part.get("properties", {})
    )
    inside: Mapping[str, Any] = found["items"] if step.endswith("[]") else found
    assert not many
    return inside


def test_the_published_schema_is_the_one_that_records_are_held_against() -> None:
    assert (ROOT / "activities/record.schema.json").read_text() == TEXT
    assert WHOLE["properties"]["schema"]["const"] == SCHEMA


def test_every_field_of_both_forms_has_a_place() -> None:
    forms = [form for _, form, _ in ROWS]
    assert len(ROWS) == 27
    assert {"request", "decision", "both"} == set(forms)


@pytest.mark.parametrize(("field", "path"), PATHS)
def test_a_field_of_a_form_is_where_the_table_says(field: str, path: str) -> None:
    schema: Mapping[str, Any] = WHOLE
    for step in path.split("."):
        schema = below(schema, step)
    assert any(
        "type" in part or "const" in part or "enum" in part for part in parts_of(schema)
    ), field


def test_everything_in_the_schema_is_described() -> None:
    bare = [name for name, part in WHOLE["properties"].items() if not _described(part)]
    assert bare == []
    for name, part in WHOLE["$defs"].items():
        assert part["description"], name
        for each, inner in part.get("properties", {}).items():
            assert _described(inner), f"{name}.{each}"


def _described(part: Mapping[str, Any]) -> bool:
    return "description" in part or all("description" in p for p in parts_of(part))
