"""Within one reading a question has one answer, and is asked once."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlmodel import Session

ANSWERS = "answers"
"""Where a session that only reads keeps what it has read."""

P = ParamSpec("P")
T = TypeVar("T")


class Reader(Protocol):
    """A part of the store, which works within one session."""

    _session: Session


R = TypeVar("R", bound=Reader)


def once_in_a_reading(
    ask: Callable[Concatenate[R, P], T],
) -> Callable[Concatenate[R, P], T]:
    """Keep the answer of a method until the reading ends.

    A unit of work that writes asks again each time. Callers share the answer, so they
    leave it as it is.
    """

    @wraps(ask)
    def asked(reader: R, /, *args: P.args, **named: P.kwargs) -> T:
        answers: dict[Hashable, Any] | None = reader._session.info.get(ANSWERS)
        if answers is None:
            return ask(reader, *args, **named)
        question = (ask.__qualname__, args, tuple(sorted(named.items())))
        if question not in answers:
            answers[question] = ask(reader, *args, **named)
        answer: T = answers[question]
        return answer

    return asked
