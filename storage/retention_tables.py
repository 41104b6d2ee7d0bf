"""The tables of keeping and forgetting. Codes and days only: reasons are comments."""

from datetime import datetime

from sqlalchemy import Index, false
from sqlmodel import Field, SQLModel

from storage.tables import Moment


class RetentionRow(SQLModel, table=True):
    """For how long one finished case is kept, and what was decided about it.

    Days are ISO 8601. `day` is the later of `due_on` and `until`.
    """

    __tablename__ = "retention"
    __table_args__ = (
        Index("retention_due", "organisation", "disposed", "day", "reference"),
    )
    reference: str = Field(primary_key=True)
    organisation: str
    code: str
    due_on: str
    until: str = Field(default="", sa_column_kwargs={"server_default": ""})
    day: str
    held_by: str = Field(default="", sa_column_kwargs={"server_default": ""})
    approved_by: str = Field(default="", sa_column_kwargs={"server_default": ""})
    approved_at: datetime | None = Field(default=None, sa_type=Moment)
    disposed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    cleared_at: datetime | None = Field(default=None, sa_type=Moment)
    """When the last file of it was deleted, after its key."""


class RetentionClassRow(SQLModel, table=True):
    """A period that an organisation settled for itself."""

    __tablename__ = "retention_classes"
    organisation: str = Field(primary_key=True, foreign_key="organisations.id")
    code: str = Field(primary_key=True)
    label: str
    years: int
    runs: str
    source: str
    changed_by: str
    changed_at: datetime = Field(sa_type=Moment)


class TombstoneRow(SQLModel, table=True):
    """The name of a data key that was destroyed. Only ever added to."""

    __tablename__ = "tombstones"
    name: str = Field(primary_key=True)
