"""Releases and the visits to them. The row decides at every single request."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import Session, col, delete, select, update

from domain.channels import Channel
from domain.content import Content
from domain.release import Release, ReleaseState, Way
from storage.coding import dump, load
from storage.database import alone
from storage.keys import Keys
from storage.release_tables import GrantRow, ObjectRow, ReleaseRow, VisitRow
from storage.tables import CaseRow

LIVE = (ReleaseState.AVAILABLE.value, ReleaseState.ACKNOWLEDGED.value)
ENDABLE = (*LIVE, ReleaseState.TO_HAND_OVER.value)


@dataclass(frozen=True)
class NewRelease:
    """A release about to be made. Its names are chosen by whoever makes it."""

    id: str
    number: str
    locator: str
    phrase: str
    phrase_hash: str
    made_at: datetime
    expires_at: datetime
    state: ReleaseState = ReleaseState.AVAILABLE
    channel: Channel = Channel.PHRASE
    reach: str = ""
    way: Way | None = None


@dataclass(frozen=True)
class Parcel:
    """A release as its pages need it."""

    id: str
    reference: str
    number: str
    locator: str
    organisation: str
    digest: str
    state: ReleaseState
    phrase_hash: str
    email_index: str
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    locked_at: datetime | None
    suspended_at: datetime | None = None
    suspended_by: str = ""
    package_digest: str = ""
    purged_at: datetime | None = None
    channel: Channel = Channel.PHRASE
    way: Way | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether its recipient gets in now."""
        return self.can_be_closed(now) and self.suspended_at is None

    def can_be_closed(self, now: datetime) -> bool:
        there = self.purged_at is None
        return there and self.state.value in LIVE and now < self.expires_at


class Releases:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def make(
        self, reference: str, organisation: str, content: Content, new: NewRelease
    ) -> Release:
        """Seal and make available, once for each case; a repeat gives the first."""
        alone(self._session, f"release of {reference}")
        made = self.of(reference)
        if made is not None:
            return self.as_release(made)
        assert content.recipient is not None  # the licence rests on it
        cipher = self._keys.create(f"release:{new.id}")
        email = content.recipient.email
        row = ReleaseRow(
            id=new.id,
            reference=reference,
            number=new.number,
            locator=new.locator,
            organisation=organisation,
            digest=content.digest,
            state=new.state.value,
            body_sealed=cipher.seal("release", dump(content)),
            phrase_sealed=cipher.seal("phrase", new.phrase),
            phrase_hash=new.phrase_hash,
            channel=new.channel.value,
            reach_sealed=cipher.seal("reach", new.reach) if new.reach else None,
            email_index=self._index(email),
            way=str(new.way or ""),
            made_at=new.made_at,
            expires_at=new.expires_at,
        )
        self._session.add(row)
        self._session.flush()
        return self.as_release(_parcel(row))

    @staticmethod
    def as_release(parcel: Parcel) -> Release:
        at, until, digest = parcel.made_at, parcel.expires_at, parcel.package_digest
        return Release(parcel.id, at, until, parcel.state, digest=digest)

    def of(self, reference: str) -> Parcel | None:
        found = select(ReleaseRow).where(ReleaseRow.reference == reference)
        row = self._session.exec(found).first()
        return None if row is None else _parcel(row)

    def get(self, release_id: str) -> Parcel | None:
        row = self._session.get(ReleaseRow, release_id)
        return None if row is None else _parcel(row)

    def at(self, locator: str) -> Parcel | None:
        """The release at this address; none where a date of it cannot be read."""
        found = select(ReleaseRow).where(ReleaseRow.locator == locator)
        try:
            row = self._session.exec(found).first()
        except ValueError:
            return None  # without an end it has ended; `unreadable_at` says so
        return None if row is None else _parcel(row)

    def unreadable_at(self, locator: str) -> str | None:
        """The case whose release is at this address, but with no date to go by."""
        found = select(ReleaseRow.reference).where(ReleaseRow.locator == locator)
        reference = self._session.exec(found).first()
        return reference if reference and self.at(locator) is None else None

    def content(self, parcel: Parcel) -> Content:
        row = self._session.get_one(ReleaseRow, parcel.id)
        cipher = self._keys.get(f"release:{parcel.id}")
        return load(cipher.open("release", row.body_sealed), Content)

    def phrase(self, parcel: Parcel) -> str:
        row = self._session.get_one(ReleaseRow, parcel.id)
        return self._keys.get(f"release:{parcel.id}").open("phrase", row.phrase_sealed)

    def is_addressed_to(self, parcel: Parcel, email: str) -> bool:
        return self._index(email) == parcel.email_index

    def _index(self, email: str) -> str:
        return self._keys.people().index(email.strip().casefold())

    def end(self, release_id: str, state: ReleaseState) -> bool:
        """Close a release for good, and every visit to it. True if this closed it."""
        changed = self._session.exec(
            update(ReleaseRow)
            .where(col(ReleaseRow.id) == release_id, col(ReleaseRow.state).in_(ENDABLE))
            .values(state=state.value)
        )
        locator = select(ReleaseRow.locator).where(ReleaseRow.id == release_id)
        self._session.exec(delete(VisitRow).where(col(VisitRow.locator).in_(locator)))
        files = select(ObjectRow.id).where(ObjectRow.release == release_id)
        self._session.exec(delete(GrantRow).where(col(GrantRow.object).in_(files)))
        return changed.rowcount == 1

    def suspend_all_to(
        self, organisation: str, email: str, by: str, at: datetime
    ) -> list[str]:
        """Nobody gets in to what was sent to this address, until it is lifted.

        Returns:
            the references of the cases whose release this stopped.
        """
        found = self._session.exec(
            select(ReleaseRow).where(
                ReleaseRow.organisation == organisation,
                ReleaseRow.email_index == self._index(email),
                col(ReleaseRow.state).in_(LIVE),
                col(ReleaseRow.suspended_at).is_(None),
                col(ReleaseRow.expires_at) > at,
            )
        ).all()
        for row in found:
            row.suspended_at, row.suspended_by = at, by
            self._session.add(row)
            self._session.exec(
                delete(VisitRow).where(col(VisitRow.locator) == row.locator)
            )
        self._session.flush()
        return [row.reference for row in found]

    def lift_suspension(self, release_id: str) -> bool:
        """Let the recipient in again. True if this did it."""
        changed = self._session.exec(
            update(ReleaseRow)
            .where(
                col(ReleaseRow.id) == release_id,
                col(ReleaseRow.suspended_at).is_not(None),
            )
            .values(suspended_at=None, suspended_by="")
        )
        return changed.rowcount == 1

    def sent_to(self, organisation: str, email: str, by: str = "") -> bool:
        """Whether anything reached this address before; with `by`, from them.

        What was closed, or was said to have gone to the wrong person, does not count.
        """
        wanted = select(ReleaseRow.id).where(
            ReleaseRow.organisation == organisation,
            ReleaseRow.email_index == self._index(email),
            col(ReleaseRow.state).in_(LIVE),
        )
        if by:
            own = select(CaseRow.reference).where(CaseRow.opened_by == by)
            wanted = wanted.where(col(ReleaseRow.reference).in_(own))
        return self._session.exec(wanted.limit(1)).first() is not None

    def note_opened(self, release_id: str, at: datetime) -> None:
        self._session.exec(
            update(ReleaseRow)
            .where(
                col(ReleaseRow.id) == release_id, col(ReleaseRow.opened_at).is_(None)
            )
            .values(opened_at=at)
        )

    def note_acknowledged(self, release_id: str, at: datetime) -> None:
        self._session.exec(
            update(ReleaseRow)
            .where(
                col(ReleaseRow.id) == release_id,
                col(ReleaseRow.state) == ReleaseState.AVAILABLE.value,
            )
            .values(state=ReleaseState.ACKNOWLEDGED.value, acknowledged_at=at)
        )

    def lock(self, release_id: str, at: datetime) -> bool:
        """Too many wrong codes: nobody gets in until it is unlocked. True if new."""
        changed = self._session.exec(
            update(ReleaseRow)
            .where(
                col(ReleaseRow.id) == release_id, col(ReleaseRow.locked_at).is_(None)
            )
            .values(locked_at=at)
        )
        locator = select(ReleaseRow.locator).where(ReleaseRow.id == release_id)
        self._session.exec(
            delete(VisitRow).where(
                col(VisitRow.locator).in_(locator), col(VisitRow.proved_at).is_not(None)
            )
        )
        return changed.rowcount == 1

    # Visits

    def add_visit(self, visit_id: str, locator: str, csrf: str, at: datetime) -> None:
        self._session.add(
            VisitRow(id=visit_id, locator=locator, csrf=csrf, started_at=at, seen_at=at)
        )

    def visit(
        self, visit_id: str, idle_since: datetime, began: datetime
    ) -> VisitRow | None:
        """A visit that is neither idle nor too old."""
        return self._session.exec(
            select(VisitRow).where(
                VisitRow.id == visit_id,
                col(VisitRow.seen_at) > idle_since,
                col(VisitRow.started_at) > began,
            )
        ).first()

    def end_visit(self, visit_id: str) -> None:
        self._session.exec(delete(VisitRow).where(col(VisitRow.id) == visit_id))

    def end_visits(self, locator: str) -> None:
        """Everybody who was at this address begins again."""
        self._session.exec(delete(VisitRow).where(col(VisitRow.locator) == locator))

    def forget_visits(self, before: datetime) -> None:
        """Visits that ended long ago leave nothing behind."""
        self._session.exec(delete(VisitRow).where(col(VisitRow.started_at) < before))

    def prove_visit(self, visit_id: str, new_id: str, at: datetime) -> None:
        """The code was right: a new cookie, and the only one for this release."""
        visit = self._session.get_one(VisitRow, visit_id)
        locator = visit.locator
        self._session.exec(
            delete(VisitRow).where(
                col(VisitRow.locator) == locator,
                or_(col(VisitRow.proved_at).is_not(None), col(VisitRow.id) == visit_id),
            )
        )
        self._session.expunge(visit)
        self._session.add(
            VisitRow(
                id=new_id,
                locator=locator,
                csrf=visit.csrf,
                started_at=at,
                seen_at=at,
                asked=True,
                addressed=True,
                proved_at=at,
            )
        )


def _parcel(row: ReleaseRow) -> Parcel:
    return Parcel(
        id=row.id,
        reference=row.reference,
        number=row.number,
        locator=row.locator,
        organisation=row.organisation,
        digest=row.digest,
        state=ReleaseState(row.state),
        phrase_hash=row.phrase_hash,
        channel=Channel(row.channel),
        way=Way(row.way) if row.way else None,
        email_index=row.email_index,
        made_at=row.made_at,
        expires_at=row.expires_at,
        opened_at=row.opened_at,
        acknowledged_at=row.acknowledged_at,
        locked_at=row.locked_at,
        suspended_at=row.suspended_at,
        suspended_by=row.suspended_by,
        package_digest=row.package_digest,
        purged_at=row.purged_at,
    )
