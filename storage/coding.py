"""Domain values as JSON text, and back."""

import json
from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter[Any](cast(Any, kind))


def dump(value: object, kind: Any = None) -> str:
    """Canonical JSON: the same value gives the same text."""
    plain = _adapter(cast(Hashable, kind or type(value))).dump_python(
        value, mode="json"
    )
    return canonical(plain)


def load(text: str, kind: type[T]) -> T:
    loaded: T = _adapter(cast(Hashable, kind)).validate_json(text)
    return loaded


def canonical(plain: object) -> str:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
