"""Looks a record over before it is sealed: what fails its schema is never sealed."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match


class RecordInvalid(Exception):
    """A record is not as its schema has it. Says where, and never what stands there."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.kind = f"RecordInvalid {place}"


def check_record(body: str) -> None:
    """Whether this may be sealed.

    Raises:
        RecordInvalid: something is missing, or not what its schema says.
    """
    found = best_match(_validator().iter_errors(json.loads(body)))
    if found is not None:
        raise RecordInvalid(_place(found.absolute_path, str(found.validator)))


def _place(path: Any, rule: str) -> str:
    """Where it is, and which rule it breaks, such as `told/0/by (type)`."""
    return f"{'/'.join(str(step) for step in path) or 'record'} ({rule})"


@cache
def _validator() -> Draft202012Validator:
    text = files("activities").joinpath("record.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))
