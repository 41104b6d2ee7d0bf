"""Notices that people read with a code, the templates they are made from, visits."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from domain.case import Case
from domain.informing import Told
from storage.coding import dump, load
from storage.keys import Keys
from storage.notice_tables import (
    NoticeRow,
    NoticeTemplateRow,
    NoticeVisitRow,
    WithheldRow,
)


@dataclass(frozen=True)
class Body:
    """The sealed part of a notice: what is read, and the code that was sent."""

    text: str
    code: str


@dataclass(frozen=True)
class NewNotice:
    """A notice about to be sent."""

    id: str
    reference: str
    individual: str
    organisation: str
    digest: str
    text: str
    code: str
    answer_hash: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Notice:
    """A notice as it stands. Its words are opened apart from it."""

    id: str
    reference: str
    individual: str
    organisation: str
    digest: str
    answer_hash: str
    expires_at: datetime
    opened_at: datetime | None
    read_at: datetime | None
    asked_at: datetime | None
    answered_at: datetime | None
    stopped_at: datetime | None

    def is_live(self, at: datetime) -> bool:
        return self.stopped_at is None and at < self.expires_at

    @property
    def has_open_question(self) -> bool:
        return self.asked_at is not None and self.answered_at is None


class PersonNotices:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def make(self, new: NewNotice) -> Notice:
        """Keep a notice once; a repeat gives back the first, code and all."""
        row = self._session.get(NoticeRow, new.id)
        if row is None:
            body = dump(Body(new.text, new.code))
            seal = self._keys.case(new.reference).seal
            row = NoticeRow(
                id=new.id,
                reference=new.reference,
                individual=new.individual,
                organisation=new.organisation,
                digest=new.digest,
                code_index=self._index(new.code),
                answer_hash=new.answer_hash,
                body_sealed=seal(f"notice:{new.id}", body),
                made_at=new.made_at,
                expires_at=new.expires_at,
            )
            self._session.add(row)
            self._session.flush()
        return _notice(row)

    def body(self, notice: Notice) -> Body:
        row = self._session.get_one(NoticeRow, notice.id)
        cipher = self._keys.case(notice.reference)
        return load(cipher.open(f"notice:{notice.id}", row.body_sealed), Body)

    def question(self, notice: Notice) -> str:
        """What they asked; empty if they did not."""
        row = self._session.get_one(NoticeRow, notice.id)
        if row.question_sealed is None:
            return ""
        cipher = self._keys.case(notice.reference)
        return cipher.open(f"notice-question:{notice.id}", row.question_sealed)

    def get(self, notice: str) -> Notice | None:
        row = self._session.get(NoticeRow, notice)
        return None if row is None else _notice(row)

    def with_code(self, code: str) -> Notice | None:
        """The notice that this code is for."""
        found = select(NoticeRow).where(NoticeRow.code_index == self._index(code))
        row = self._session.exec(found).first()
        return None if row is None else _notice(row)

    def of(self, reference: str) -> list[Notice]:
        """Every notice of a case that was sent with a code, oldest first."""
        rows = select(NoticeRow).where(NoticeRow.reference == reference)
        return [_notice(row) for row in self._session.exec(rows.order_by("made_at"))]

    def _index(self, code: str) -> str:
        return self._keys.people().index(f"notice|{code}")

    # What whoever reads it does

    def note_opened(self, notice: str, at: datetime) -> None:
        self._first(notice, "opened_at", at)

    def note_read(self, notice: str, at: datetime) -> bool:
        """They say that they have read it. True the first time."""
        return self._first(notice, "read_at", at)

    def stop(self, notice: str, at: datetime) -> bool:
        """Nobody can open it any more. True if this did it."""
        self.end_visits(notice)
        return self._first(notice, "stopped_at", at)

    def ask(self, notice: Notice, question: str, at: datetime) -> None:
        """Keep their newest question; it waits for an answer."""
        cipher = self._keys.case(notice.reference)
        row = self._session.get_one(NoticeRow, notice.id)
        row.question_sealed = cipher.seal(f"notice-question:{notice.id}", question)
        row.asked_at, row.answered_at = at, None
        self._session.add(row)

    def note_answered(self, notice: str, at: datetime) -> bool:
        """Their question is answered. True if it was open."""
        return self._first(notice, "answered_at", at)

    def _first(self, notice: str, name: str, at: datetime) -> bool:
        changed = self._session.exec(
            update(NoticeRow)
            .where(col(NoticeRow.id) == notice, getattr(NoticeRow, name).is_(None))
            .values({name: at})
        )
        return changed.rowcount == 1

    def stop_others(
        self, reference: str, individual: str, keep: str, at: datetime
    ) -> None:
        """An earlier notice for the same person is over once there is a new one."""
        for each in self.of(reference):
            if each.individual == individual and each.id != keep:
                self.stop(each.id, at)

    # Browsers

    def begin_visit(self, id: str, csrf: str, notice: str, at: datetime) -> None:
        self._session.add(
            NoticeVisitRow(id=id, csrf=csrf, notice=notice, started_at=at, seen_at=at)
        )

    def visit(
        self, id: str, *, idle_since: datetime, began: datetime
    ) -> NoticeVisitRow | None:
        """A browser that was here a moment ago and has not stayed too long."""
        row = self._session.get(NoticeVisitRow, id)
        if row is None or row.seen_at <= idle_since or row.started_at <= began:
            return None
        return row

    def end_visit(self, id: str) -> None:
        self._session.exec(delete(NoticeVisitRow).where(col(NoticeVisitRow.id) == id))

    def end_visits(self, notice: str) -> None:
        of_it = col(NoticeVisitRow.notice) == notice
        self._session.exec(delete(NoticeVisitRow).where(of_it))

    def forget_visits(self, before: datetime) -> None:
        old = col(NoticeVisitRow.started_at) < before
        self._session.exec(delete(NoticeVisitRow).where(old))

    # Templates

    def template(self, organisation: str, version: str, language: str) -> str | None:
        """What the organisation wrote for itself; None for the usual text."""
        place = (organisation, version, language)
        row = self._session.get(NoticeTemplateRow, place)
        return None if row is None else row.body

    def keep_template(self, row: NoticeTemplateRow) -> None:
        self._session.merge(row)

    def restore_template(self, organisation: str, version: str, language: str) -> None:
        """Back to the usual text."""
        place = (organisation, version, language)
        row = self._session.get(NoticeTemplateRow, place)
        if row is not None:
            self._session.delete(row)

    # Who is not told, or not yet

    def follow(self, case: Case) -> None:
        """What is withheld in this case, as it stands now."""
        old = col(WithheldRow.reference) == case.reference
        self._session.exec(delete(WithheldRow).where(old))
        for made in case.latest_informs():
            if made.review_on is None or made.told_at or made.decision is Told.YES:
                continue
            self._session.add(
                WithheldRow(
                    reference=case.reference,
                    individual=made.individual,
                    organisation=case.organisation,
                    decision=made.decision.value,
                    review_on=made.review_on.isoformat(),
                    decided_by=made.by,
                    decided_in=made.decided_in,
                    decided_at=made.at,
                )
            )

    def withheld(self, organisation: str, limit: int) -> list[WithheldRow]:
        """Who is not told here, or not yet, the next to be thought about first."""
        rows = select(WithheldRow).where(WithheldRow.organisation == organisation)
        order = (WithheldRow.review_on, WithheldRow.reference, WithheldRow.individual)
        return list(self._session.exec(rows.order_by(*order).limit(limit)))


def _notice(row: NoticeRow) -> Notice:
    return Notice(
        row.id,
        row.reference,
        row.individual,
        row.organisation,
        row.digest,
        row.answer_hash,
        row.expires_at,
        row.opened_at,
        row.read_at,
        row.asked_at,
        row.answered_at,
        row.stopped_at,
    )
