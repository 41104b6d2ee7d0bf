"""The tables of finding: under what a case is found, and who looked for whom.

Nothing here is written out: what was typed is kept as a keyed index, if at all.
"""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables import Moment


class CaseIndexRow(SQLModel, table=True):
    """That a case can be found: written how, and the index of its recipient.

    `version` says by which way of writing names; an older one is written again.
    """

    __tablename__ = "case_indexes"
    __table_args__ = (Index("cases_of_recipient", "organisation", "recipient"),)
    reference: str = Field(primary_key=True)
    organisation: str
    version: int
    recipient: str


class CaseReadRow(SQLModel, table=True):
    """Which case a read was of, or found. Only ever added to."""

    __tablename__ = "case_reads"
    __table_args__ = (Index("reads_of_case", "reference", "at", "read"),)
    read: str = Field(primary_key=True, foreign_key="reads.id")
    reference: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)


class ReadRow(SQLModel, table=True):
    """Somebody looked for a case, and what they found. Only ever added to."""

    __tablename__ = "reads"
    __table_args__ = (Index("reads_of_organisation", "organisation", "at", "id"),)
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id")
    user: str
    role: str
    at: datetime = Field(sa_type=Moment)
    kind: str
    asked: str
    found: int
    cases: str
