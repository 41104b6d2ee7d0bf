"""Keeps on record who tried to decide on what they may not decide on."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.clock import now
from domain.acts import Act, Outcome
from domain.case import Case
from domain.errors import CaseNotFound, NotAllowed, Why
from domain.people import Actor, Role
from domain.timeline import Entry, What, entry_of
from storage.cases import stored_case
from storage.store import Store, Storehouse
from storage.tasks import Task

ON_RECORD = frozenset({Why.OWN_REQUEST, Why.CONFLICT})

Kept = NotAllowed | CaseNotFound
"""What keeps somebody from it: a word to them, or the silence of "not found"."""


def is_noted(no: Kept) -> bool:
    """Whether it is written down that somebody tried; other refusals leave no trace."""
    return _really(no) in ON_RECORD


def note_attempt(store: Store, case: Case, act: Act, no: Kept) -> None:
    """Put a refused act into the account of an open case."""
    entry = entry_of(act, Outcome(act.id, False, _really(no)))
    _add(store, case.reference, act.id, entry)


@contextmanager
def on_record(storehouse: Storehouse, actor: Actor, task_id: str) -> Iterator[None]:
    """Put it into the account when somebody tries to take what they may not have."""
    try:
        yield
    except (NotAllowed, CaseNotFound) as no:
        if is_noted(no):
            with storehouse.writing() as store:
                task = store.tasks.get(actor, task_id)
                _note_claim(store, actor, task, _really(no))
        raise


def _really(no: Kept) -> Why:
    return (isinstance(no, CaseNotFound) and no.really) or no.why


def _note_claim(store: Store, actor: Actor, task: Task, why: Why) -> None:
    what = What.TASK_CLAIMED
    entry = Entry(what, actor.id, Role.ADVISER, now(), refused=why)
    name = f"{task.id}:{task.version}:{actor.id}"  # again and again is one line
    _add(store, task.reference, name, entry)


def _add(store: Store, reference: str, name: str, entry: Entry) -> None:
    kept = stored_case(store.session, reference, lock=True)
    if kept is not None and kept.is_open:  # what is sealed stays as it is
        store.timeline.add(reference, f"{reference}:{name}", entry)
