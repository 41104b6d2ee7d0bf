"""The tables of the audit beside the log of reads. They are only ever added to."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables import Moment


class RefusalRow(SQLModel, table=True):
    """Somebody who is known asked for what is not theirs.

    `reference` is the case of their organisation that it was about, or empty. `page`
    is the address with its names, such as /tasks/{task}: never what was typed.
    """

    __tablename__ = "refusals"
    __table_args__ = (
        Index("refusals_of_organisation", "organisation", "at", "id"),
        Index("refusals_of_user", "user", "at"),
    )
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id")
    user: str
    role: str
    at: datetime = Field(sa_type=Moment)
    door: str
    page: str
    reference: str
    why: str


class AlertRow(SQLModel, table=True):
    """A reading that is unusual. Only ever added to; its id says what it is about."""

    __tablename__ = "reading_alerts"
    __table_args__ = (Index("alerts_of_organisation", "organisation", "at", "id"),)
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id")
    user: str
    sign: str
    reference: str
    at: datetime = Field(sa_type=Moment)


class AlertReviewRow(SQLModel, table=True):
    """What somebody else thought of it, once. Only ever added to."""

    __tablename__ = "alert_reviews"
    alert: str = Field(primary_key=True, foreign_key="reading_alerts.id")
    by: str
    at: datetime = Field(sa_type=Moment)
    verdict: str
    words_sealed: bytes = Field(sa_type=LargeBinary)
