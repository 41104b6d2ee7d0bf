"""Looks a record over before it is sealed: what fails its schema is never sealed."""

import json
from functools import cache
from importlib.resources import files

from jsonschema_rs import Draft202012Validator, ValidationError


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
    for fault in _validator().iter_errors(json.loads(body)):
        raise RecordInvalid(_place(fault))


def _place(fault: ValidationError) -> str:
    """Where it is, and which rule it breaks, such as `told/0/by (type)`."""
    where = "/".join(str(step) for step in fault.instance_path)
    return f"{where or 'record'} ({fault.schema_path[-1]})"


@cache
def _validator() -> Draft202012Validator:
    text = files("activities").joinpath("record.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))
