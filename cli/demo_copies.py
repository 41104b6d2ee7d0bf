"""Copies of a demo case: another reference, other people, another time, its own keys.

A case that was played through the desk and Temporal is the pattern. A copy has the same
rows, with what has to be its own made anew: keys and what they seal, digests, chains.
It has no workflow: the first act of somebody starts one, from the record.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import SQLModel

from adapters.keys import DataKey, KeyRing
from adapters.passwords import new_id, new_locator, new_reference
from domain.content import Content
from storage.case_people import INDEX_VERSION, indexes_of
from storage.cases import ASLEEP
from storage.coding import load
from storage.keys import Cipher
from storage.release_log import hash_of as hash_of_line
from storage.release_tables import AccessRow
from storage.store import Store
from storage.tables import TimelineRow
from storage.timeline import hash_of as hash_of_entry

Row = dict[str, Any]
Rows = dict[str, list[Row]]

BY_CASE = (
    "terms", "contents", "cases", "acts", "timeline", "tasks", "stays", "releases",
    "records", "retention",
)  # fmt: skip
WRITTEN = (*("keys", *BY_CASE), "release_log", "case_people", "case_indexes")
"""What a copy has rows in, in the order in which they can be written."""

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)"


def table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


@dataclass(frozen=True)
class Times:
    """Where a case stands in time: its start, and when something last happened."""

    opened: datetime
    newest: datetime


@dataclass(frozen=True)
class Sealed:
    """A sealed text of the pattern: its row, its column, under which key, the text."""

    table: str
    number: int
    column: str
    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Pattern:
    """A case that was played, with everything that a copy needs of it."""

    reference: str
    rows: Rows
    texts: tuple[Sealed, ...]
    contents: Mapping[str, Content]
    times: Times

    @property
    def stage(self) -> str:
        return str(self.rows["cases"][0]["stage"])

    @property
    def organisation(self) -> str:
        return str(self.rows["cases"][0]["organisation"])

    @property
    def is_live(self) -> bool:
        """Whether somebody could still collect what it shared."""
        return any(row["state"] == "available" for row in self.rows["releases"])


def read_pattern(store: Store, reference: str) -> Pattern:
    """Everything that is kept of a case."""
    rows = {name: _rows(store, name, "reference", reference) for name in BY_CASE}
    releases = [row["id"] for row in rows["releases"]]
    rows["release_log"] = [
        line for id in releases for line in _rows(store, "release_log", "release", id)
    ]
    texts = tuple(_texts(store, rows, reference))
    contents = {
        text.text: load(text.text, Content)
        for text in texts
        if text.column == "body_sealed" and text.table in ("contents", "releases")
    }
    newest = max(row["at"] for row in rows["timeline"])
    times = Times(rows["cases"][0]["opened_at"], newest)
    return Pattern(reference, rows, texts, contents, times)


def _rows(store: Store, name: str, column: str, value: str) -> list[Row]:
    of = table(name)
    query = select(of).where(of.c[column] == value).order_by(*of.primary_key.columns)
    found = store.session.connection().execute(query)
    return [dict(row) for row in found.mappings()]


def _texts(store: Store, rows: Rows, reference: str) -> Iterator[Sealed]:
    """What is sealed in the rows, opened."""
    for name, of in rows.items():
        for number, row in enumerate(of):
            for column, key, label in _places(name, row, reference):
                if row[column]:
                    clear = store.keys.get(key).open(label, row[column])
                    yield Sealed(name, number, column, key, label, clear)


def _places(name: str, row: Row, reference: str) -> Iterator[tuple[str, str, str]]:
    """Each sealed column of a row with its key and its label."""
    case = f"case:{reference}"
    if name == "contents":
        yield "body_sealed", case, f"content:{row['digest']}"
    elif name == "acts":
        yield "words_sealed", case, f"act:{row['id']}"
    elif name == "records":
        yield "body_sealed", case, "record"
    elif name == "releases":
        key = f"release:{row['id']}"
        yield "body_sealed", key, "release"
        yield "phrase_sealed", key, "phrase"
        yield "reach_sealed", key, "reach"


class Copier:
    """Makes copies of patterns, for one transaction each time."""

    def __init__(self, ring: KeyRing, index: Cipher) -> None:
        self._ring = ring
        self._index = index

    def copy(self, pattern: Pattern, times: Times, name: str, number: int) -> Rows:
        """The rows of one more case.

        Args:
            pattern: the case that it is like.
            times: where it stands in time.
            name: of the person it is about.
            number: of its record, where it has one.
        """
        changed = _Changed(pattern, times, name)
        rows = {
            table: [changed.row(row) for row in of]
            for table, of in pattern.rows.items()
        }
        _settle(rows, times.newest - pattern.times.newest)
        _chain(pattern, rows, changed)
        self._seal(pattern, rows, changed)
        for record in rows["records"]:
            record["number"] = number
        return rows | self._indexed(pattern, rows, changed)

    def _seal(self, pattern: Pattern, rows: Rows, changed: "_Changed") -> None:
        keys: dict[str, tuple[Row, DataKey]] = {}
        for text in pattern.texts:
            named, clear = changed.text(text.key), changed.text(text.text)
            if named not in keys:
                keys[named] = self._new_key(named)
            if text.table == "records":
                digest = sha256(clear.encode()).hexdigest()
                rows["records"][text.number]["digest"] = digest
            label = changed.text(text.label)
            rows[text.table][text.number][text.column] = keys[named][1].seal(
                label, clear
            )
        case = f"case:{changed.reference}"
        keys.setdefault(case, self._new_key(case))
        rows["keys"] = [row for row, _ in keys.values()]

    def _new_key(self, name: str) -> tuple[Row, DataKey]:
        kek, wrapped = self._ring.new_key(name)
        row = {"name": name, "kek": kek, "wrapped": wrapped}
        return row, self._ring.cipher(name, kek, wrapped)

    def _indexed(self, pattern: Pattern, rows: Rows, changed: "_Changed") -> Rows:
        """Under what it is found by name."""
        newest = rows["contents"][-1]["digest"]
        content = changed.contents.get(newest, Content())
        found = indexes_of(self._index, content)
        own = {"reference": changed.reference, "organisation": pattern.organisation}
        index = {"version": INDEX_VERSION, "recipient": found.recipient}
        return {
            "case_people": [
                {**own, "person": person} for person in sorted(found.people)
            ],
            "case_indexes": [{**own, **index}],
        }


class _Changed:
    """What of a pattern is called otherwise in one copy, and when it was."""

    def __init__(self, pattern: Pattern, times: Times, name: str) -> None:
        self.reference = new_reference("SR")
        self.contents: dict[str, Content] = {}
        self._old, self._new = pattern.times, times
        self._names = {pattern.reference[3:]: self.reference[3:]}
        self._names |= {row["id"]: token_hex(16) for row in pattern.rows["acts"]}
        for row in pattern.rows["releases"]:
            self._names[row["id"]] = new_id("release")
            self._names[row["number"]] = new_reference("SS")
            self._names[row["locator"]] = new_locator()
        for content in pattern.contents.values():
            people = [each.name for each in content.individuals if each.name]
            self._names |= dict.fromkeys(people, name)
        self._look_for()
        self.learn(dict(self._digests(pattern)))

    def _digests(self, pattern: Pattern) -> Iterator[tuple[str, str]]:
        """What each content is known by, and what it is known by in the copy."""
        for text, content in pattern.contents.items():
            renamed = load(self.text(text), Content)
            self.contents[renamed.digest] = renamed
            yield content.digest, renamed.digest

    def learn(self, names: Mapping[str, str]) -> None:
        """More is called otherwise."""
        self._names |= names
        self._look_for()

    def _look_for(self) -> None:
        names = sorted(map(re.escape, self._names), key=len, reverse=True)
        self._pattern = re.compile("|".join([MOMENT, *names]))

    def row(self, row: Row) -> Row:
        return {column: self._value(value) for column, value in row.items()}

    def text(self, text: str) -> str:
        return self._pattern.sub(self._found, text)

    def when(self, at: datetime) -> datetime:
        """What lay between beginning and end is spread; what was to come, put off."""
        old, new = self._old, self._new
        if at >= old.newest or old.newest == old.opened:
            return at + (new.newest - old.newest)
        if at <= old.opened:
            return at - (old.opened - new.opened)
        part = (at - old.opened) / (old.newest - old.opened)
        return new.opened + (new.newest - new.opened) * part

    def _value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return self.when(value)
        return self.text(value) if isinstance(value, str) else value

    def _found(self, found: re.Match[str]) -> str:
        text = found.group()
        if text in self._names:
            return self._names[text]
        at = self.when(datetime.fromisoformat(text)).astimezone(UTC)
        return at.isoformat().replace("+00:00", "Z" if text.endswith("Z") else "+00:00")


def _settle(rows: Rows, later: timedelta) -> None:
    """What is written as words or as a day, and what drives the case."""
    for task in rows["tasks"]:
        task["due_because"] = ""  # it would speak of other days
    for kept in rows["retention"]:
        for column in ("due_on", "day"):
            day = date.fromisoformat(kept[column]) + timedelta(days=later.days)
            kept[column] = day.isoformat()
    if rows["cases"][0]["closed_at"] is None:
        rows["terms"][0]["epoch"] = ASLEEP


def _chain(pattern: Pattern, rows: Rows, changed: _Changed) -> None:
    """Both chains anew, over what the copies of their rows say."""
    for line in rows["release_log"]:
        line["words_sealed"] = b""
    entries = _linked(rows["timeline"], lambda row: hash_of_entry(TimelineRow(**row)))
    lines = _linked(rows["release_log"], lambda row: hash_of_line(AccessRow(**row)))
    rows["cases"][0]["head"] = entries[-1]
    for release in rows["releases"]:
        release["log_head"] = lines[-1] if lines else ""
    old = [row["hash"] for row in pattern.rows["timeline"]]
    old += [row["hash"] for row in pattern.rows["release_log"]]
    changed.learn(dict(zip(old, [*entries, *lines], strict=True)))


def _linked(rows: list[Row], hash_of: Callable[[Row], str]) -> list[str]:
    previous, hashes = "", []
    for row in rows:
        row["previous"] = previous
        previous = row["hash"] = hash_of(row)
        hashes.append(previous)
    return hashes
