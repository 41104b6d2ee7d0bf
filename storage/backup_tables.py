"""The tables of backups made, restores, and what the workers that ran here can do.

Codes, dates and references only.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import Moment


class BackupRow(SQLModel, table=True):
    """A backup that was made and came to its end."""

    __tablename__ = "backups"
    id: str = Field(primary_key=True)
    as_of: datetime = Field(sa_type=Moment, index=True)
    """The moment that all of it shows."""
    finished_at: datetime = Field(sa_type=Moment)
    files: int
    missing: int
    """Files that are on record and were not there."""


class RestoreRow(SQLModel, table=True):
    """This database was brought back to an earlier moment.

    `settled_at`: when every open case ran on from it.
    """

    __tablename__ = "restores"
    id: str = Field(primary_key=True)
    as_of: datetime = Field(sa_type=Moment)
    at: datetime = Field(sa_type=Moment)
    taken_at: datetime | None = Field(default=None, sa_type=Moment)
    """When a worker last said that it sees to it."""
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class RestoreFindingRow(SQLModel, table=True):
    """What Temporal knew of a case, and the restored record does not."""

    __tablename__ = "restore_findings"
    restore: str = Field(primary_key=True, foreign_key="restores.id")
    reference: str = Field(primary_key=True)
    known: bool
    """Whether the record has this case at all."""
    left: bool
    """Whether something of it left after the moment that was restored."""


class SkillRow(SQLModel, table=True):
    """Something that a worker which ran here could do, such as an order of steps."""

    __tablename__ = "worker_skills"
    name: str = Field(primary_key=True)
    version: str
    """Of the Sharewell that brought it."""
    since: datetime = Field(sa_type=Moment)
