"""The tables of what people ask about what is kept of them.

As everywhere, columns named `…_sealed` hold words, encrypted; the rest is codes and
days. What was typed about a request is sealed under a key of its own; what is copied
out of a case stays under the key of that case.
"""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from storage.tables import Moment

EMPTY = {"server_default": ""}


class RightsRow(SQLModel, table=True):
    """One request. Days are ISO 8601; `due_on` is empty where the law sets none."""

    __tablename__ = "rights_requests"
    __table_args__ = (
        Index("rights_of_organisation", "organisation", "closed_at", "due_on", "id"),
    )
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id")
    kind: str
    received_on: str
    due_on: str = Field(default="", sa_column_kwargs=EMPTY)
    opened_by: str
    opened_at: datetime = Field(sa_type=Moment)
    identity: str
    extended: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    acknowledged_on: str = Field(default="", sa_column_kwargs=EMPTY)
    pack: str = Field(default="", sa_column_kwargs=EMPTY)
    ready_by: str = Field(default="", sa_column_kwargs=EMPTY)
    outcome: str = Field(default="", sa_column_kwargs=EMPTY)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    lines: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    head: str = Field(default="", sa_column_kwargs=EMPTY)
    body_sealed: bytes = Field(sa_type=LargeBinary)


class RightsLineRow(SQLModel, table=True):
    """One step with a request. Only ever added to, each chained to the last."""

    __tablename__ = "rights_log"
    __table_args__ = (UniqueConstraint("request", "number"),)
    name: str = Field(primary_key=True)
    request: str = Field(foreign_key="rights_requests.id")
    number: int
    what: str
    actor: str
    at: datetime = Field(sa_type=Moment)
    codes: str
    words_sealed: bytes = Field(sa_type=LargeBinary)
    previous: str
    hash: str


class RightsCaseRow(SQLModel, table=True):
    """That a case belongs to a request."""

    __tablename__ = "rights_cases"
    request: str = Field(primary_key=True, foreign_key="rights_requests.id")
    reference: str = Field(primary_key=True, index=True)


class RightsPieceRow(SQLModel, table=True):
    """One part of a copy, under the key of the case that it comes from."""

    __tablename__ = "rights_pieces"
    request: str = Field(primary_key=True, foreign_key="rights_requests.id")
    number: int = Field(primary_key=True)
    reference: str
    kind: str
    marks: str
    body_sealed: bytes = Field(sa_type=LargeBinary)
    choice: str = Field(default="", sa_column_kwargs=EMPTY)
    exemption: str = Field(default="", sa_column_kwargs=EMPTY)
    chosen_by: str = Field(default="", sa_column_kwargs=EMPTY)
    edit_sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class RightsPackRow(SQLModel, table=True):
    """An approved copy, under a key of its own that goes with any of its cases."""

    __tablename__ = "rights_packs"
    request: str = Field(primary_key=True, foreign_key="rights_requests.id")
    approved_by: str
    approved_at: datetime = Field(sa_type=Moment)
    digest: str
    pdf_digest: str
    data_sealed: bytes = Field(sa_type=LargeBinary)
    pdf_sealed: bytes = Field(sa_type=LargeBinary)


class RestrictionRow(SQLModel, table=True):
    """That a case is not used for now, because of one request."""

    __tablename__ = "restrictions"
    request: str = Field(primary_key=True, foreign_key="rights_requests.id")
    reference: str = Field(primary_key=True, index=True)
    lifted_at: datetime | None = Field(default=None, sa_type=Moment)
