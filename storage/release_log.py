"""The log of a release: lines are added, never changed, each chained to the last."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session, col, select

from domain.access import Access, AccessLine, Where
from storage import chains
from storage.coding import canonical, load
from storage.keys import KeyDestroyed, Keys
from storage.release_tables import AccessRow, ReleaseRow


@dataclass(frozen=True)
class LoggedLine:
    """A line with its place in the chain."""

    number: int
    line: AccessLine
    hash: str


class ReleaseLog:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def add(self, release: str, line: AccessLine) -> bool:
        """Add a line to the log of a release. True if it was not there yet."""
        name = ":".join(filter(None, (release, line.what.value, line.once)))
        kept = self._session.exec(
            select(ReleaseRow).where(ReleaseRow.id == release).with_for_update(),
            execution_options={"populate_existing": True},
        ).one()
        known = select(AccessRow.number).where(AccessRow.name == name)
        if self._session.exec(known).first() is not None:
            return False
        row = AccessRow(
            release=release,
            number=kept.log_lines + 1,
            name=name,
            what=line.what.value,
            actor=line.by,
            at=line.at,
            network=line.where.network,
            browser=line.where.browser,
            codes=canonical(line.codes),
            words_sealed=self._sealed(kept.reference, name, line.words),
            previous=kept.log_head,
            hash="",
        )
        row.hash = hash_of(row)
        kept.log_lines, kept.log_head = row.number, row.hash
        self._session.add(row)
        self._session.add(kept)
        self._session.flush()
        return True

    def of(self, release: str) -> list[LoggedLine]:
        """Every line, oldest first; without words once the case's key is destroyed."""
        kept = self._session.get(ReleaseRow, release)
        reference = kept.reference if kept else ""
        return [
            LoggedLine(row.number, self._line(row, reference), row.hash)
            for row in self._rows(release)
        ]

    def faults(self, release: str) -> Iterator[str]:
        """Where the chain does not hold: altered, removed, moved or cut short."""
        kept = self._session.get(ReleaseRow, release)
        if kept is not None:
            known = chain_of(release, kept.log_lines, kept.log_head)
            yield from chains.faults(self._rows(release), hash_of, known)

    def _rows(self, release: str) -> list[AccessRow]:
        found = select(AccessRow).where(AccessRow.release == release)
        return list(self._session.exec(found.order_by(col(AccessRow.number))))

    def _sealed(self, reference: str, name: str, words: str) -> bytes:
        """Under the case's key: the release's own is destroyed long before."""
        if not words:
            return b""
        return self._keys.case(reference).seal(f"release_log:{name}", words)

    def _line(self, row: AccessRow, reference: str) -> AccessLine:
        return AccessLine(
            what=Access(row.what),
            by=row.actor,
            at=row.at,
            once=row.name,
            where=Where(row.network, row.browser),
            codes=load(row.codes, dict),
            words=self._words(row, reference),
        )

    def _words(self, row: AccessRow, reference: str) -> str:
        if not row.words_sealed:
            return ""
        try:
            cipher = self._keys.case(reference)
        except KeyDestroyed:
            return ""  # destroyed on purpose; the line itself stays
        return cipher.open(f"release_log:{row.name}", row.words_sealed)


def chain_of(release: str, lines: int, head: str) -> chains.Chained:
    return chains.Chained(release, "line", "lines", lines, head)


def hash_of(row: AccessRow) -> str:
    """What a line's hash covers: all that it says, and the line before it."""
    said = canonical(
        [
            row.release,
            row.number,
            row.name,
            row.what,
            row.actor,
            row.at.isoformat(),
            row.network,
            row.browser,
            row.codes,
            sha256(row.words_sealed).hexdigest(),
            row.previous,
        ]
    )
    return sha256(said.encode()).hexdigest()
