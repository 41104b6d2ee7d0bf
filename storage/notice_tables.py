"""The tables of telling people: templates, notices with a code, and what is put off."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables import Moment


class NoticeTemplateRow(SQLModel, table=True):
    """A template that an organisation wrote for itself. Nobody's data is in it."""

    __tablename__ = "notice_templates"
    organisation: str = Field(primary_key=True, foreign_key="organisations.id")
    version: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    body: str
    changed_by: str
    changed_at: datetime = Field(sa_type=Moment)


class NoticeRow(SQLModel, table=True):
    """A notice that one person reads with a code. What they ask is sealed as well.

    `code_index` finds it, `answer_hash` is what only they know; both are hashes.
    """

    __tablename__ = "notices"
    id: str = Field(primary_key=True)
    reference: str = Field(index=True)
    individual: str
    organisation: str
    digest: str
    code_index: str = Field(unique=True)
    answer_hash: str
    body_sealed: bytes = Field(sa_type=LargeBinary)
    question_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    stopped_at: datetime | None = Field(default=None, sa_type=Moment)


class NoticeVisitRow(SQLModel, table=True):
    """A browser at the door of notices, and which one it has shown itself for."""

    __tablename__ = "notice_visits"
    id: str = Field(primary_key=True)
    csrf: str
    notice: str = Field(default="", index=True)
    started_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)


class WithheldRow(SQLModel, table=True):
    """Somebody who is not told, or not yet, and when to think about it again."""

    __tablename__ = "withheld"
    reference: str = Field(primary_key=True)
    individual: str = Field(primary_key=True)
    organisation: str = Field(index=True)
    decision: str
    review_on: str
    decided_by: str
    decided_in: str
    decided_at: datetime = Field(sa_type=Moment)
