"""The tables of what is stuck, and of what operations did about it.

What somebody wished and what came of it are lines that are only ever added.
"""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables import Moment

EMPTY = {"server_default": ""}


class FindingRow(SQLModel, table=True):
    """One way in which a case is stuck that has to be looked for, while it is so."""

    __tablename__ = "findings"
    reference: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)
    code: str = Field(default="", sa_column_kwargs=EMPTY)


class RepairRow(SQLModel, table=True):
    """A repair that somebody wished for. `batch` is empty for one by itself."""

    __tablename__ = "repairs"
    __table_args__ = (
        Index("repairs_of_case", "reference", "at"),
        Index("repairs_of_batch", "batch", "number"),
        Index("repairs_by_time", "at"),
    )
    id: str = Field(primary_key=True)
    batch: str = Field(default="", sa_column_kwargs=EMPTY)
    number: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    organisation: str = Field(foreign_key="organisations.id")
    reference: str
    kind: str
    by: str
    codes: str
    at: datetime = Field(sa_type=Moment)


class RepairOutcomeRow(SQLModel, table=True):
    """What came of one: done, or why not, as a code."""

    __tablename__ = "repair_outcomes"
    repair: str = Field(primary_key=True, foreign_key="repairs.id")
    done: bool
    why: str = Field(default="", sa_column_kwargs=EMPTY)
    at: datetime = Field(sa_type=Moment)


class RepairStopRow(SQLModel, table=True):
    """That nothing more of a batch is to be done."""

    __tablename__ = "repair_stops"
    batch: str = Field(primary_key=True)
    by: str
    at: datetime = Field(sa_type=Moment)
