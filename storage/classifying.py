"""Settles for how long a case is kept, when it is finished and when that changes."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from domain.calendar import LONDON
from domain.case import Case
from domain.content import Content
from domain.retention import USUAL, Kept, RetentionClass, due_on
from storage.cases import read_content, stored_case
from storage.keys import KeyDestroyed
from storage.store import Store


def classify(store: Store, case: Case) -> Kept:
    """A case that has just ended is kept under the usual class; once."""
    known = store.retention.of(case.reference)
    if known is not None:
        return known
    kept = as_usual(store, case)
    store.retention.keep(kept)
    return kept


def as_usual(store: Store, case: Case) -> Kept:
    """How a finished case is kept where nobody has said otherwise."""
    classes = store.retention.classes(case.organisation)
    due = due_of(store, case, USUAL, classes)
    gone = not store.keys.has(f"case:{case.reference}")
    return Kept(case.reference, case.organisation, USUAL, due, disposed=gone)


def due_of(
    store: Store, case: Case, code: str, classes: dict[str, RetentionClass]
) -> date:
    """The day on which a finished case is due under a class.

    Raises:
        NotAccepted: there is no such class.
    """
    assert case.closed_at is not None  # only what has ended is kept for a time
    closed = case.closed_at.astimezone(LONDON).date()
    return due_on(code, classes, closed, _births(store, case))


def reckon_anew(store: Store, organisation: str, code: str) -> int:
    """After a class was changed: the day of each case under it; how many they are."""
    classes = store.retention.classes(organisation)
    found = store.retention.of_class(organisation, code)
    for kept in found:
        case = stored_case(store.session, kept.reference)
        if case is not None:
            due = due_of(store, case, code, classes)
            # what was decided because its day had come is thought about again
            store.retention.keep(replace(kept, due_on=due, approved_by=""))
    return len(found)


def _births(store: Store, case: Case) -> Iterator[date]:
    """When those it is about were born, as far as that is known."""
    content = Content()
    with suppress(ValueError, KeyDestroyed):  # it was altered: then from the end on
        digest = case.content.digest
        content = read_content(store.session, store.keys, case.reference, digest)
    for person in content.individuals:
        with suppress(ValueError):  # nobody knows, or only about when
            yield date.fromisoformat(person.date_of_birth)
