"""What people did: stored first, sent later, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, func, select, update

from domain import acts
from domain.acts import Act, Outcome
from domain.errors import RuleBroken, Why
from domain.timeline import DONE
from storage.coding import canonical, dump, load
from storage.database import alone
from storage.keys import Keys
from storage.once import once_in_a_reading
from storage.tables import ActRow, CaseRow

Words = Mapping[str, str]
"""What somebody wrote with an act, by what it answers: a reason, a question’s id."""

KINDS: dict[str, type[Act]] = {kind.__name__: kind for kind in DONE}


@dataclass(frozen=True)
class StoredAct:
    """An act of a case. `trace` is of the click that it was, if traces are sent."""

    reference: str
    act: Act
    trace: str = field(default="", compare=False)


class Acts:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def store(self, reference: str, act: Act, words: Words, trace: str = "") -> bool:
        """Keep an act and the words that came with it; False if it is kept already.

        Raises:
            RuleBroken: the same key was used for something else.
        """
        alone(self._session, f"acts of {reference}")
        written = canonical(dict(words))
        cipher = self._keys.case(reference)
        asked = cipher.index(f"{type(act).__name__}|{_asked(act)}|{written}")
        known = self._session.get(ActRow, act.id)
        if known is not None:
            if known.request_digest != asked:
                raise RuleBroken(Why.SAME_KEY_OTHER_REQUEST)
            return False
        last = select(func.max(ActRow.number)).where(ActRow.reference == reference)
        number = (self._session.exec(last).one() or 0) + 1
        row = ActRow(
            id=act.id,
            reference=reference,
            number=number,
            actor=act.by.id,
            kind=type(act).__name__,
            codes=dump(act),
            request_digest=asked,
            words_sealed=cipher.seal(f"act:{act.id}", written) if words else None,
            stored_at=act.at,
            trace=trace,
        )
        self._session.add(row)
        self._session.flush()
        return True

    def is_next(self, reference: str, act_id: str) -> bool:
        """Whether no earlier act of this case is still unsent."""
        unsent = (
            select(ActRow.id)
            .where(ActRow.reference == reference, col(ActRow.sent_at).is_(None))
            .order_by(col(ActRow.number))
        )
        return self._session.exec(unsent).first() == act_id

    def mark_sent(self, act_id: str, at: datetime) -> None:
        self._session.exec(
            update(ActRow)
            .where(col(ActRow.id) == act_id, col(ActRow.sent_at).is_(None))
            .values(sent_at=at)
        )

    def send_again(self, reference: str) -> None:
        """Whatever has no outcome yet goes to the relay once more."""
        self._session.exec(
            update(ActRow)
            .where(col(ActRow.reference) == reference, col(ActRow.applied_at).is_(None))
            .values(sent_at=None)
        )

    def settle(self, outcome: Outcome, at: datetime) -> None:
        """Write down what came of an act, once."""
        self._session.exec(
            update(ActRow)
            .where(col(ActRow.id) == outcome.act, col(ActRow.applied_at).is_(None))
            .values(accepted=outcome.accepted, outcome=dump(outcome), applied_at=at)
        )

    def outcome(self, act_id: str) -> Outcome | None:
        row = self._session.get(ActRow, act_id)
        if row is None or row.outcome is None:
            return None
        return load(row.outcome, Outcome)

    def unsent(self, limit: int = 100) -> list[StoredAct]:
        """What the relay has to send, in the order it was stored."""
        rows = self._session.exec(
            select(ActRow)
            .where(col(ActRow.sent_at).is_(None), col(ActRow.applied_at).is_(None))
            .order_by(col(ActRow.stored_at), col(ActRow.number))
            .limit(limit)
        )
        return _in_order(rows)

    def unanswered(self, sent_before: datetime, limit: int = 100) -> list[StoredAct]:
        """Sent a while ago and still without an outcome."""
        rows = self._session.exec(
            select(ActRow)
            .where(col(ActRow.sent_at) < sent_before, col(ActRow.applied_at).is_(None))
            .order_by(col(ActRow.stored_at), col(ActRow.number))
            .limit(limit)
        )
        return _in_order(rows)

    def unapplied(self, reference: str) -> list[StoredAct]:
        """What was received of a case and not applied yet, in order."""
        rows = self._session.exec(
            select(ActRow)
            .where(ActRow.reference == reference, col(ActRow.applied_at).is_(None))
            .order_by(col(ActRow.number))
        )
        return [_stored(row) for row in rows]

    def unapplied_by(self, user: str) -> list[StoredAct]:
        """What one person has sent, to any case, that is not applied yet."""
        rows = self._session.exec(
            select(ActRow)
            .where(ActRow.actor == user, col(ActRow.applied_at).is_(None))
            .order_by(col(ActRow.stored_at), col(ActRow.number))
        )
        return [_stored(row) for row in rows]

    def not_applied(
        self, reference: str
    ) -> list[tuple[str, datetime, datetime | None]]:
        """What waits of a case, in order: its kind, when it was stored, when sent."""
        rows = select(ActRow).where(
            ActRow.reference == reference, col(ActRow.applied_at).is_(None)
        )
        found = self._session.exec(rows.order_by(col(ActRow.number)))
        return [(row.kind, row.stored_at, row.sent_at) for row in found]

    def not_begun(
        self, organisation: str, stored_before: datetime
    ) -> list[tuple[str, datetime]]:
        """Requests of its people that are no case yet, and since when, oldest first."""
        there = select(CaseRow.reference).where(CaseRow.reference == ActRow.reference)
        rows = (
            select(ActRow)
            .where(
                ActRow.kind == acts.Open.__name__,
                col(ActRow.applied_at).is_(None),
                col(ActRow.stored_at) < stored_before,
                ~there.exists(),
            )
            .order_by(col(ActRow.stored_at))
        )
        return [
            (row.reference, row.stored_at)
            for row in self._session.exec(rows)
            if _act(row).by.organisation == organisation
        ]

    def waiting(self, reference: str) -> int:
        """How many acts of a case are received and not applied yet."""
        count = select(func.count()).where(
            ActRow.reference == reference, col(ActRow.applied_at).is_(None)
        )
        return self._session.exec(count).one()

    def get(self, act_id: str) -> StoredAct | None:
        row = self._session.get(ActRow, act_id)
        return None if row is None else _stored(row)

    def opening(self, reference: str) -> acts.Open | None:
        """The act that opened a case."""
        found = select(ActRow).where(
            ActRow.reference == reference, ActRow.kind == acts.Open.__name__
        )
        row = self._session.exec(found).first()
        act = None if row is None else _act(row)
        return act if isinstance(act, acts.Open) else None

    def asked_again(self, user: str, reference: str) -> list[str]:
        """The requests in which this person asked again about that one, in order."""
        rows = self._session.exec(
            select(ActRow)
            .where(
                ActRow.actor == user,
                ActRow.kind == acts.Open.__name__,
                col(ActRow.codes).contains(reference, autoescape=True),
            )
            .order_by(col(ActRow.stored_at))
        )
        opened = ((row.reference, _act(row)) for row in rows)
        return [
            later
            for later, act in opened
            if isinstance(act, acts.Open) and act.earlier == reference
        ]

    def newest_digest(self, reference: str) -> str | None:
        """The newest content that was received and not refused."""
        rows = self._session.exec(
            select(ActRow)
            .where(
                ActRow.reference == reference,
                col(ActRow.kind).in_((acts.Open.__name__, acts.Describe.__name__)),
                col(ActRow.accepted).is_not(False),
            )
            .order_by(col(ActRow.number).desc())
            .limit(1)
        )
        for row in rows:
            act = _act(row)
            if isinstance(act, acts.Open | acts.Describe):
                return act.content.digest
        return None

    def accepted(self, act_id: str) -> Act | None:
        """An act that the workflow accepted, as it was stored."""
        row = self._session.get(ActRow, act_id)
        return _act(row) if row is not None and row.accepted else None

    @once_in_a_reading
    def words(self, reference: str, *, refused: bool = True) -> dict[str, Words]:
        """The words that came with each act of a case, the newest last."""
        cipher = self._keys.case(reference)
        query = select(ActRow).where(
            ActRow.reference == reference, col(ActRow.words_sealed).is_not(None)
        )
        if not refused:
            query = query.where(col(ActRow.accepted).is_not(False))
        rows = self._session.exec(query.order_by(col(ActRow.number)))
        return {
            row.id: load(cipher.open(f"act:{row.id}", row.words_sealed), dict[str, str])
            for row in rows
            if row.words_sealed is not None
        }


def newest_words(words: Mapping[str, Words]) -> dict[str, str]:
    """What was written last of each thing, whichever act it came with."""
    return {name: text for said in words.values() for name, text in said.items()}


def _in_order(rows: Iterable[ActRow]) -> list[StoredAct]:
    """What can be read of it. One that cannot keeps back what came after it.

    It is seen among what is stuck; other cases do not wait for it.
    """
    found: list[StoredAct] = []
    broken: set[str] = set()
    for row in rows:
        if row.reference in broken:
            continue
        try:
            found.append(_stored(row))
        except (ValueError, KeyError):  # somebody wrote to it, or a newer version did
            broken.add(row.reference)
    return found


def _stored(row: ActRow) -> StoredAct:
    return StoredAct(row.reference, _act(row), row.trace)


def _act(row: ActRow) -> Act:
    return load(row.codes, KINDS[row.kind])


def _asked(act: Act) -> str:
    """What was asked for, less the time: a repeat is told by it."""
    plain = dump(act).replace(f'"at":"{_iso(act.at)}"', "")
    return sha256(plain.encode()).hexdigest()


def _iso(at: datetime) -> str:
    return dump(at, datetime).strip('"')
