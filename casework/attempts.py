"""Keeps on record who tried to decide on what they may not decide on."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.clock import now
from domain.acts import Act, Outcome
from domain.case import Case
from domain.errors import NotAllowed, Why
from domain.people import Actor, Role
from domain.timeline import Entry, What, entry_of
from storage.cases import stored_case
from storage.store import Store, Storehouse
from storage.tasks import Task

ON_RECORD = frozenset({Why.OWN_REQUEST, Why.CONFLICT})


def note_attempt(store: Store, case: Case, act: Act, no: NotAllowed) -> None:
    """Put a refused act into the account of an open case; others leave no trace."""
    if no.why in ON_RECORD:
        entry = entry_of(act, Outcome(act.id, False, no.why))
        _add(store, case.reference, act.id, entry)


@contextmanager
def on_record(storehouse: Storehouse, actor: Actor, task_id: str) -> Iterator[None]:
    """Put it into the account when somebody tries to take what they may not have."""
    try:
        yield
    except NotAllowed as no:
        with storehouse.writing() as store:
            _note_claim(store, actor, store.tasks.get(actor, task_id), no)
        raise


def _note_claim(store: Store, actor: Actor, task: Task, no: NotAllowed) -> None:
    if no.why in ON_RECORD:
        what = What.TASK_CLAIMED
        entry = Entry(what, actor.id, Role.ADVISER, now(), refused=no.why)
        name = f"{task.id}:{task.version}:{actor.id}"  # again and again is one line
        _add(store, task.reference, name, entry)


def _add(store: Store, reference: str, name: str, entry: Entry) -> None:
    kept = stored_case(store.session, reference, lock=True)
    if kept is not None and kept.is_open:  # what is sealed stays as it is
        store.timeline.add(reference, f"{reference}:{name}", entry)
