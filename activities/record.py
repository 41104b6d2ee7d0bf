"""Keeps the account of a case: each step in one transaction, and at last the seal."""

from datetime import datetime

from temporalio import activity

from activities.account import account_of
from activities.telling import owe_news
from activities.workplace import Workplace
from adapters.bank_holidays import calendar_of
from adapters.clock import now
from domain.acts import Outcome
from domain.calendar import Nation
from domain.case import Case
from domain.notices import Change
from domain.release import ReleaseState
from domain.stages import Ending
from domain.timeline import Entry, What, own_entry
from storage.barred import conflicted
from storage.cases import read_content, save_case, stored_case, terms_of
from storage.store import Store
from workflows.ports import Recording


class RecordingActivities(Recording):
    def __init__(self, workplace: Workplace) -> None:
        self._work = workplace

    @activity.defn
    def record(self, case: Case, entry: Entry, outcome: Outcome | None) -> None:
        at = now()
        with self._work.storehouse.writing() as store:
            if case.opened_by:  # else its very first act was refused: there is no case
                terms = terms_of(store.session, case.reference)
                before = stored_case(store.session, case.reference)
                task = store.tasks.live(case.reference)
                save_case(store.session, case, terms)
                store.timeline.add(case.reference, _name(case, entry), entry)
                place = store.accounts.organisation(case.organisation)
                calendar = calendar_of(Nation(place.nation), at, place.calendar)
                store.tasks.settle(case, terms, at, calendar)
                _keep_off(store, case, entry, at)
                _follow_release(store, case, entry)
                holder = task.holder if task and task.holder else ""
                blank = Case(case.reference)
                owe_news(store, Change(entry, before or blank, case, holder), at)
            if outcome is not None:
                store.acts.settle(outcome, at)

    @activity.defn
    def finalise(self, case: Case) -> None:
        at = now()
        with self._work.storehouse.writing() as store:
            kept = stored_case(store.session, case.reference)
            if kept is None or kept.is_open:
                return  # the record decides; what is not closed there is not sealed
            sealing = own_entry(What.SEALED, at)
            store.timeline.add(case.reference, f"{case.reference}:sealed", sealing)
            body = account_of(store, kept, self._work.rulebook)
            store.records.seal(case.reference, body, at)


def _name(case: Case, entry: Entry) -> str:
    """An act has one entry, also when the relay was first to refuse it."""
    return f"{case.reference}:{entry.act or case.revision}"


def _keep_off(store: Store, case: Case, entry: Entry, at: datetime) -> None:
    """A new task, or new content: whom it concerns may not take it."""
    task = store.tasks.live(case.reference)
    if task is None or (task.opened_at != at and entry.what is not What.DESCRIBED):
        return
    store.routing.keep_off(case.reference, _concerned(store, case), at)


def _concerned(store: Store, case: Case) -> tuple[str, ...]:
    """Whom the content concerns; as was known of it, where it does not open."""
    digest = case.content.digest
    try:
        content = read_content(store.session, store.keys, case.reference, digest)
    except ValueError:  # it was tampered with, and the account has to go on
        return case.content.conflicted
    return conflicted(store, case.organisation, content)


def _follow_release(store: Store, case: Case, entry: Entry) -> None:
    """The release row follows what the workflow accepted."""
    parcel = store.releases.of(case.reference)
    if parcel is None:
        return
    if case.ending is Ending.WITHDRAWN:  # withdrawn while it was being made
        store.releases.end(parcel.id, ReleaseState.REVOKED)
    if entry.refused is not None or case.release is None:
        return
    state = case.release.state
    if state is ReleaseState.ACKNOWLEDGED:
        store.releases.note_acknowledged(parcel.id, entry.at)
    elif state is not ReleaseState.AVAILABLE:
        store.releases.end(parcel.id, state)
