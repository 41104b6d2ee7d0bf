"""The table of where cases were, and for how long: codes and dates only."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables import Moment


class StayRow(SQLModel, table=True):
    """A stay of a case at one stage, from when to when; `until` is filled in once."""

    __tablename__ = "stays"
    __table_args__ = (
        Index("stays_of_organisation", "organisation", "stage", "until", "since"),
    )
    reference: str = Field(primary_key=True, foreign_key="cases.reference")
    number: int = Field(primary_key=True)
    organisation: str
    stage: str
    since: datetime = Field(sa_type=Moment)
    until: datetime | None = Field(default=None, sa_type=Moment)
