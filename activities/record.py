"""Keeps the account of a case: each step in one transaction, and at last the seal."""

from datetime import datetime, timedelta

from temporalio import activity

from activities.account import account_of
from activities.after_sending import follow_after_sending
from activities.record_check import check_record
from activities.sharing import RELEASE
from activities.telling import owe_news
from activities.workplace import Workplace
from adapters.bank_holidays import calendar_of
from adapters.clock import now
from adapters.version import VERSION
from domain.access import Access, AccessLine
from domain.acts import Outcome
from domain.calendar import Nation
from domain.case import Case
from domain.notices import Change
from domain.release import ReleaseState
from domain.stages import Ending
from domain.timeline import Entry, What, own_entry
from storage.barred import conflicted
from storage.cases import read_content, save_case, stored_case, terms_of
from storage.classifying import classify
from storage.store import Store
from storage.undelivered import CAME_BACK
from workflows.ports import Recording

MAIL = ("announce", "announce_again", "tell_individual", CAME_BACK)


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
                save_case(store.session, case, terms, VERSION)
                store.timeline.add(case.reference, _name(case, entry), entry)
                place = store.accounts.organisation(case.organisation)
                calendar = calendar_of(Nation(place.nation), at, place.calendar)
                store.tasks.settle(case, terms, at, calendar)
                _keep_off(store, case, entry, at)
                store.person_notices.follow(case)
                keeps = timedelta(days=self._work.settings.release_purge_days)
                _follow_release(store, case, entry, keeps)
                follow_after_sending(store, case, entry)
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
            classify(store, kept)
            body = account_of(store, kept, self._work.rulebook)
            check_record(body)
            store.records.seal(case.reference, body, at)
            for step in (RELEASE, *MAIL):  # nobody waits for these any more
                store.troubles.clear(case.reference, step)


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


def _follow_release(store: Store, case: Case, entry: Entry, keeps: timedelta) -> None:
    """The release row follows what the workflow accepted."""
    parcel = store.releases.of(case.reference)
    if parcel is None:
        return
    if case.ending is Ending.WITHDRAWN:  # withdrawn while it was being made
        _end(store, parcel.id, ReleaseState.REVOKED, entry)
    if entry.refused is None and case.release is not None:
        _follow_state(store, parcel.id, case.release.state, entry, keeps)


def _follow_state(
    store: Store, release: str, state: ReleaseState, entry: Entry, keeps: timedelta
) -> None:
    if state is ReleaseState.ACKNOWLEDGED:
        store.releases.note_acknowledged(release, entry.at)
        store.packing.purge_by(release, entry.at + keeps)
    elif state is ReleaseState.HANDED_OVER:
        _hand_over(store, release, entry, keeps)
    elif state not in (ReleaseState.AVAILABLE, ReleaseState.TO_HAND_OVER):
        _end(store, release, state, entry)


def _hand_over(store: Store, release: str, entry: Entry, keeps: timedelta) -> None:
    """Nothing here is needed by its recipient any more."""
    if store.packing.hand_over(release):
        line = AccessLine(Access.HANDED_OVER, entry.by, entry.at)
        store.release_log.add(release, line)
        store.packing.purge_by(release, entry.at + keeps)


def _end(store: Store, release: str, state: ReleaseState, entry: Entry) -> None:
    """Close it, and say so in its log; what is closed already stays as it is."""
    if store.releases.end(release, state):
        line = AccessLine(Access(state.value), entry.by, entry.at)
        store.release_log.add(release, line)
