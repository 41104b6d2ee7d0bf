"""Writes anew under what cases are found: those that were kept before, or otherwise.

What the reports count of a case is written as well, where an older version did not.

Each case is a transaction of its own. So it can be stopped and begun again at any
time, and runs beside everything else.
"""

from collections.abc import Iterator

from domain.content import Content
from storage.case_people import Indexes, indexes_of
from storage.cases import keep_reasons, read_content
from storage.keys import KeyDestroyed
from storage.store import Store, Storehouse

AT_ONCE = 200


def how_many_left(storehouse: Storehouse) -> int:
    """How many cases cannot be found as they should be."""
    with storehouse.reading() as store:
        return len(store.case_people.outdated())


def reindex(storehouse: Storehouse) -> Iterator[tuple[str, bool]]:
    """Each case in turn, and whether its content could be read."""
    after = ""
    while references := _next(storehouse, after):
        for reference in references:
            with storehouse.writing() as store:
                done = _index(store, reference)
            yield reference, done
        after = references[-1]


def _next(storehouse: Storehouse, after: str) -> list[str]:
    with storehouse.reading() as store:
        return store.case_people.outdated(after, AT_ONCE)


def _index(store: Store, reference: str) -> bool:
    store.case_people.only_here(reference)  # what is written meanwhile comes after
    keep_reasons(store.session, reference)
    opening = store.acts.opening(reference)
    if opening is None:
        return False
    try:
        content = _newest(store, reference)
        indexes = indexes_of(store.keys.people(), content)
    except KeyDestroyed:
        indexes = Indexes()  # destroyed on purpose: nobody is in it any more
    except ValueError:
        return False  # it was altered; the command says so
    store.case_people.keep(reference, opening.by.organisation, indexes)
    return True


def _newest(store: Store, reference: str) -> Content:
    digest = store.acts.newest_digest(reference) or ""
    return read_content(store.session, store.keys, reference, digest)
