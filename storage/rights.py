"""Requests about somebody's rights, each with its log, and the cases they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256

from sqlmodel import Session, col, func, select

from domain.rights import Asked, Identity, Kind, Outcome, Pack, RightsRequest, Step
from storage import chains
from storage.coding import canonical, dump, load
from storage.database import alone
from storage.keys import KeyDestroyed, Keys
from storage.rights_tables import RightsCaseRow, RightsLineRow, RightsRow

NO_DAY = "9999-12-31"
"""Sorts what has no day to the end of a list."""

Place = tuple[str, str]
"""Where a page of a list begins: a day and an id."""


@dataclass(frozen=True)
class LogLine:
    """One step: codes, and what was written. The same `name` twice is one line."""

    what: Step
    by: str
    at: datetime
    codes: dict[str, str] = field(default_factory=dict)
    words: str = ""
    name: str = ""
    number: int = 0
    hash: str = ""


def key_of(id: str) -> str:
    """The name of the key of a request."""
    return f"rights:{id}"


class Rights:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def hold(self, id: str) -> None:
        """Nobody else changes this request until the transaction ends."""
        alone(self._session, f"rights {id}")

    def open(self, request: RightsRequest, asked: Asked) -> None:
        sealed = self._keys.create(key_of(request.id)).seal("rights", dump(asked))
        self._session.add(
            RightsRow(
                id=request.id,
                organisation=request.organisation,
                kind=request.kind.value,
                received_on=request.received_on.isoformat(),
                due_on=NO_DAY,
                opened_by=request.opened_by,
                opened_at=request.opened_at,
                identity=request.identity.value,
                body_sealed=sealed,
            )
        )
        self._session.flush()
        self.keep(request)

    def keep(self, request: RightsRequest, asked: Asked | None = None) -> None:
        """How it stands from now on."""
        row = self._session.get_one(RightsRow, request.id)
        row.due_on = request.due_on.isoformat() if request.due_on else NO_DAY
        row.identity, row.extended = request.identity.value, request.extended
        known = request.acknowledged_on
        row.acknowledged_on = known.isoformat() if known else ""
        row.pack, row.ready_by = request.pack.value, request.ready_by
        row.outcome = request.outcome.value if request.outcome else ""
        row.closed_at = request.closed_at
        if asked is not None:
            cipher = self._keys.get(key_of(request.id))
            row.body_sealed = cipher.seal("rights", dump(asked))
        self._session.add(row)
        self._session.flush()

    def get(self, organisation: str, id: str) -> RightsRequest | None:
        row = self._session.get(RightsRow, id)
        if row is None or row.organisation != organisation:
            return None
        return _request(row)

    def asked(self, id: str) -> Asked | None:
        """What was typed; None once it is destroyed."""
        row = self._session.get_one(RightsRow, id)
        try:
            return load(
                self._keys.get(key_of(id)).open("rights", row.body_sealed), Asked
            )
        except KeyDestroyed:
            return None

    def of(
        self, organisation: str, after: Place | None, limit: int, *, closed: bool
    ) -> list[RightsRequest]:
        """Those of an organisation, what is due first before what is due later."""
        ended = col(RightsRow.closed_at).is_not(None)
        query = select(RightsRow).where(
            RightsRow.organisation == organisation, ended if closed else ~ended
        )
        if after is not None:
            day, id = after
            later = col(RightsRow.due_on) > day
            same = (col(RightsRow.due_on) == day) & (col(RightsRow.id) > id)
            query = query.where(later | same)
        order = (col(RightsRow.due_on), col(RightsRow.id))
        return [
            _request(r) for r in self._session.exec(query.order_by(*order).limit(limit))
        ]

    def all_open(self) -> list[RightsRequest]:
        """What waits for an answer, at every organisation."""
        rows = select(RightsRow).where(
            col(RightsRow.closed_at).is_(None), RightsRow.due_on < NO_DAY
        )
        return [
            _request(row) for row in self._session.exec(rows.order_by(RightsRow.id))
        ]

    def destroy(self, id: str) -> None:
        """Destroy what was typed about it, for ever."""
        self._keys.destroy(key_of(id))

    # The cases that belong to it

    def link(self, id: str, reference: str) -> bool:
        """True if it was not linked yet."""
        if self._session.get(RightsCaseRow, (id, reference)) is not None:
            return False
        self._session.add(RightsCaseRow(request=id, reference=reference))
        self._session.flush()
        return True

    def cases(self, id: str) -> list[str]:
        rows = select(RightsCaseRow.reference).where(RightsCaseRow.request == id)
        return sorted(self._session.exec(rows))

    def about(self, reference: str) -> list[str]:
        """The requests that a case belongs to."""
        rows = select(RightsCaseRow.request).where(RightsCaseRow.reference == reference)
        return sorted(self._session.exec(rows))

    def is_asked_about(self, reference: str) -> bool:
        """Whether a request that waits for an answer belongs to this case."""
        found = (
            select(RightsRow.id)
            .join(RightsCaseRow, col(RightsCaseRow.request) == RightsRow.id)
            .where(
                RightsCaseRow.reference == reference, col(RightsRow.closed_at).is_(None)
            )
        )
        return self._session.exec(found.limit(1)).first() is not None

    # Its log

    def note(self, id: str, line: LogLine) -> bool:
        """Add a line. True if it was not there yet."""
        kept = self._session.exec(
            select(RightsRow).where(RightsRow.id == id).with_for_update(),
            execution_options={"populate_existing": True},
        ).one()
        name = f"{id}:{line.name or kept.lines + 1}"
        if self._session.get(RightsLineRow, name) is not None:
            return False
        row = RightsLineRow(
            name=name,
            request=id,
            number=kept.lines + 1,
            what=line.what.value,
            actor=line.by,
            at=line.at,
            codes=canonical(line.codes),
            words_sealed=self._sealed(id, name, line.words),
            previous=kept.head,
            hash="",
        )
        row.hash = hash_of(row)
        kept.lines, kept.head = row.number, row.hash
        self._session.add(row)
        self._session.add(kept)
        self._session.flush()
        return True

    def is_noted(self, id: str, name: str) -> bool:
        return self._session.get(RightsLineRow, f"{id}:{name}") is not None

    def log(self, id: str) -> list[LogLine]:
        """Every step, oldest first; without words once they are destroyed."""
        return [self._line(row) for row in self._rows(id)]

    def faults(self, id: str) -> Iterator[str]:
        """Where the log does not hold: altered, removed, moved or cut short."""
        kept = self._session.get_one(RightsRow, id)
        known = chains.Chained(id, "line", "lines", kept.lines, kept.head)
        yield from chains.faults(self._rows(id), hash_of, known)

    def all_ids(self) -> list[str]:
        return list(self._session.exec(select(RightsRow.id).order_by(RightsRow.id)))

    def orphans(self) -> int:
        """How many lines belong to a request that is gone."""
        known = select(RightsRow.id)
        lost = select(func.count()).where(col(RightsLineRow.request).not_in(known))
        return self._session.exec(lost).one()

    def _rows(self, id: str) -> list[RightsLineRow]:
        rows = select(RightsLineRow).where(RightsLineRow.request == id)
        return list(self._session.exec(rows.order_by(col(RightsLineRow.number))))

    def _sealed(self, id: str, name: str, words: str) -> bytes:
        if not words or not self._keys.has(key_of(id)):
            return b""
        return self._keys.get(key_of(id)).seal(f"rights_log:{name}", words)

    def _line(self, row: RightsLineRow) -> LogLine:
        line = LogLine(
            Step(row.what), row.actor, row.at, load(row.codes, dict[str, str]), "",
            row.name, row.number, row.hash,
        )  # fmt: skip
        try:
            cipher = self._keys.get(key_of(row.request))
        except KeyDestroyed:
            return line
        if not row.words_sealed:
            return line
        words = cipher.open(f"rights_log:{row.name}", row.words_sealed)
        return replace(line, words=words)


def hash_of(row: RightsLineRow) -> str:
    """What a line's hash covers: all that it says, and the line before it."""
    said = canonical(
        [
            row.request,
            row.number,
            row.name,
            row.what,
            row.actor,
            row.at.isoformat(),
            row.codes,
            sha256(row.words_sealed).hexdigest(),
            row.previous,
        ]
    )
    return sha256(said.encode()).hexdigest()


def _request(row: RightsRow) -> RightsRequest:
    known = row.acknowledged_on
    return RightsRequest(
        row.id,
        row.organisation,
        Kind(row.kind),
        date.fromisoformat(row.received_on),
        None if row.due_on == NO_DAY else date.fromisoformat(row.due_on),
        row.opened_by,
        row.opened_at,
        Identity(row.identity),
        row.extended,
        date.fromisoformat(known) if known else None,
        Pack(row.pack),
        row.ready_by,
        Outcome(row.outcome) if row.outcome else None,
        row.closed_at,
    )
