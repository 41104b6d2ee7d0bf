"""Makes the release, once, from exactly what was approved, and lets it go.

Frozen first, with every name it will ever have; then packed (`activities/packing.py`);
then activated in one transaction, or discarded as if it had never been.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import structlog
from temporalio import activity

from activities.licence import NotPermitted, Permitted, check_recipient, permitted
from activities.packing import Packer, check_as_packed
from activities.second_channel import Reach, reach_of
from activities.workplace import Workplace
from adapters.clock import now
from adapters.passwords import hash_code, new_id, new_locator, new_reference
from adapters.phrases import new_phrase
from adapters.settings import Settings
from domain.access import Access, AccessLine
from domain.case import Case
from domain.channels import Channel
from domain.people import SYSTEM
from domain.release import Made, Release, ReleaseState, Stopped
from domain.terms import Terms
from storage.releases import NewRelease, Releases
from storage.store import Store
from workflows.ports import Sharing

AVAILABLE, TELEPHONED = ReleaseState.AVAILABLE, ReleaseState.TELEPHONED
PREPARING = ReleaseState.PREPARING

RELEASE = "release"
"""The name under which operations see a release that was stopped."""

Step = Callable[[Store, str], Release]

log = structlog.get_logger()


class SharingActivities(Sharing):
    def __init__(self, workplace: Workplace) -> None:
        self._work = workplace
        self._packer = Packer(workplace)

    @activity.defn
    def freeze(self, case: Case) -> Made:
        return self._unless_stopped(case, partial(_frozen_once, self._work.settings))

    @activity.defn
    def package(self, case: Case) -> Made:
        with self._work.storehouse.reading() as store:
            parcel = store.releases.of(case.reference)
        if parcel is None:
            return Made(stopped=Stopped.WITHDRAWN)
        if parcel.state is PREPARING and not case.by_telephone:
            try:
                self._packer.pack(parcel)
            except NotPermitted as no:
                return self._stopped(case, no.why)
        return Made(Releases.as_release(parcel))

    @activity.defn
    def activate(self, case: Case) -> Made:
        return self._unless_stopped(case, _activated_once)

    @activity.defn
    def discard(self, case: Case) -> None:
        with self._work.storehouse.reading() as store:
            parcel = store.releases.of(case.reference)
        if parcel is not None and parcel.state is PREPARING:
            self._packer.discard(parcel.id)

    @activity.defn
    def expire(self, case: Case) -> None:
        with self._work.storehouse.writing() as store:
            made = store.releases.of(case.reference)
            waits = made is not None and made.state is AVAILABLE
            if made and waits and store.releases.end(made.id, ReleaseState.EXPIRED):
                _note(store, made.id, Access.EXPIRED)

    @activity.defn
    def release(self, case: Case) -> Release | None:
        """All of it at once and without a package, for cases that began so."""
        with self._work.storehouse.writing() as store:
            made = store.releases.of(case.reference)
            if made is not None:
                return Releases.as_release(made)
            try:
                granted = permitted(store, case.reference)
            except NotPermitted:
                return None
            reach = Reach(Channel.PHRASE)
            released = _frozen(store, granted, _state(granted.case), reach)
            _note_released(store, released.id, granted.case)
            return released

    def _unless_stopped(self, case: Case, step: Step) -> Made:
        """One transaction; what is not permitted undoes it."""
        try:
            with self._work.storehouse.writing() as store:
                return Made(step(store, case.reference))
        except NotPermitted as no:
            return self._stopped(case, no.why)

    def _stopped(self, case: Case, why: Stopped) -> Made:
        """Operations see that a release was stopped, and why, until one is made."""
        if why is not Stopped.WITHDRAWN:
            log.error("release_stopped", reference=case.reference, reason_code=why)
            with self._work.storehouse.writing() as store:
                store.troubles.note(case.reference, RELEASE, f"Stopped-{why}", now())
        return Made(stopped=why)


def _note(store: Store, release: str, what: Access) -> None:
    """A line of the release's own log."""
    store.release_log.add(release, AccessLine(what, SYSTEM, now()))


def _note_released(store: Store, release: str, case: Case) -> None:
    if not case.by_telephone:  # then there is no link
        _note(store, release, Access.MADE_READY if case.way else Access.RELEASED)


def _frozen_once(settings: Settings, store: Store, reference: str) -> Release:
    """What leaves, under all the names that it will ever have; a repeat reads back."""
    made = store.releases.of(reference)
    if made is not None:
        return Releases.as_release(made)
    granted = permitted(store, reference)
    to = granted.content.recipient
    check_recipient(store, granted.case, to)
    reach = reach_of(store, settings, granted.case, to)
    return _frozen(store, granted, PREPARING, reach)


def _activated_once(store: Store, reference: str) -> Release:
    """The recipient gets at it from this moment on, and not before."""
    parcel = store.releases.of(reference)
    if parcel is None:
        raise NotPermitted(Stopped.WITHDRAWN)
    if parcel.state is PREPARING:
        granted = permitted(store, reference)
        check_recipient(store, granted.case, granted.content.recipient)
        check_as_packed(store, parcel, granted)
        lasts = _lasts(granted.case, granted.terms)
        store.packing.activate(parcel.id, _state(granted.case), now(), lasts)
        _note_released(store, parcel.id, granted.case)
        store.troubles.clear(reference, RELEASE)
    kept = store.releases.of(reference)
    assert kept is not None  # it was there in this very transaction
    return Releases.as_release(kept)


def _frozen(
    store: Store, granted: Permitted, state: ReleaseState, reach: Reach
) -> Release:
    case, at, phrase = granted.case, now(), new_phrase()
    new = NewRelease(
        id=new_id("release"),
        number=new_reference("SS"),
        locator=new_locator(),
        phrase=phrase,
        phrase_hash=hash_code(phrase),
        made_at=at,
        expires_at=at + _lasts(case, granted.terms),
        state=state,
        channel=reach.channel,
        reach=reach.by,
        way=case.way,
    )
    return store.releases.make(case.reference, case.organisation, granted.content, new)


def _lasts(case: Case, terms: Terms) -> timedelta:
    days = case.available_days
    return timedelta(days=days) if days else terms.timings.available_for


def _state(case: Case) -> ReleaseState:
    if case.by_telephone:
        return TELEPHONED
    return ReleaseState.TO_HAND_OVER if case.way else AVAILABLE
