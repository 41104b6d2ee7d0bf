"""The tables of reading in an emergency. They are only ever added to."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables import Moment


class EmergencyReadingRow(SQLModel, table=True):
    """Somebody opened a case that they do not normally see.

    `session` is what their session or token is called: it is read in that one only. Why
    they did is said on the account of the case, under the case's key.
    """

    __tablename__ = "emergency_readings"
    __table_args__ = (Index("emergencies_of_organisation", "organisation", "at", "id"),)
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id")
    user: str
    reference: str
    session: str
    at: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    review_by: datetime = Field(sa_type=Moment)


class EmergencyEndRow(SQLModel, table=True):
    """They closed it before its time was over."""

    __tablename__ = "emergency_ends"
    reading: str = Field(primary_key=True, foreign_key="emergency_readings.id")
    at: datetime = Field(sa_type=Moment)


class EmergencyReviewRow(SQLModel, table=True):
    """What somebody else thought of it, once."""

    __tablename__ = "emergency_reviews"
    reading: str = Field(primary_key=True, foreign_key="emergency_readings.id")
    by: str
    at: datetime = Field(sa_type=Moment)
    judgement: str
    words_sealed: bytes = Field(sa_type=LargeBinary)
