"""Which ways of handing over are open, and what has to be so before one is taken."""

from datetime import datetime, timedelta

from adapters.clock import now
from domain import acts
from domain.access import Access
from domain.acts import Act
from domain.case import Case
from domain.content import Content
from domain.errors import NotAccepted, RuleBroken, Why
from domain.handing_over import HandOver
from domain.release import Way
from storage.cases import read_content
from storage.store import Store


def ways_for(
    store: Store, place: str, content: Content, at: datetime, stale: timedelta
) -> tuple[Way, ...]:
    """The ways that a sender can choose between, besides our link."""
    shut = set()
    if content.files_going:
        shut.add(Way.TELEPHONE)
    if not _can_be_sealed(store, place, content, at, stale):
        shut.add(Way.SEALED_FILE)
    return tuple(way for way in Way if way not in shut)


def check_way_out(store: Store, act: Act, case: Case, stale: timedelta) -> None:
    """A sealed file needs a key that was checked, and was made before it was sent.

    Raises:
        NotAccepted: there is no such key for this recipient.
        RuleBroken: nobody has taken the sealed file out yet.
    """
    if isinstance(act, acts.Confirm) and act.way is Way.SEALED_FILE:
        digest = store.acts.newest_digest(case.reference) or case.content.digest
        content = read_content(store.session, store.keys, case.reference, digest)
        if not _can_be_sealed(store, case.organisation, content, now(), stale):
            raise NotAccepted(Why.NO_PARTNER_KEY, about="way")
    if isinstance(act, HandOver) and act.way is Way.SEALED_FILE:
        parcel = store.releases.of(case.reference)
        lines = store.release_log.of(parcel.id) if parcel else []
        if not any(each.line.what is Access.SEALED_FOR_THEM for each in lines):
            raise RuleBroken(Why.SEALED_FILE_FIRST)


def _can_be_sealed(
    store: Store, place: str, content: Content, at: datetime, stale: timedelta
) -> bool:
    to = content.recipient
    if to is None or not store.accounts.organisation(place).sealed_files:
        return False
    return bool(store.directory.partner_key(place, to.directory_id, at, stale))
