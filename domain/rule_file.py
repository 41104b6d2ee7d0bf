"""The text of a rule set's file, read as JSON without overlooking anything."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from domain.shapes import RuleFault, called, within


class _Table(dict[str, Any]):
    """A table that remembers which keys were written twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.twice = sorted({name for name in names if names.count(name) > 1})


def read_rule_file(text: str) -> tuple[object, list[RuleFault]]:
    """What the text holds, and what is wrong with it as JSON."""
    try:
        data = json.loads(text, object_pairs_hook=_Table)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return {}, [RuleFault(place, f"is not JSON: {error.msg}")]
    except RecursionError:
        return {}, [RuleFault("file", "is nested too deeply")]
    except ValueError:
        return {}, [RuleFault("file", "holds a number that is too long")]
    if not _can_be_written(data):
        return {}, [RuleFault("file", "holds half a character")]
    return data, list(_twice("", data))


def _can_be_written(data: object) -> bool:
    """JSON can name one half of a pair of characters, which no text can hold."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _twice(place: str, value: object) -> Iterator[RuleFault]:
    for name in value.twice if isinstance(value, _Table) else ():
        yield RuleFault(within(place, name), "is there twice")
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _twice(within(place, name), item)
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _twice(f"{place}[{called(item, number)}]", item)
