"""The tables of what organisations settle: each change, and those that are to begin."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables import Moment


class ChangeRow(SQLModel, table=True):
    """Something that an organisation settled. Only ever added to.

    `subject` is the code of what it is about, such as a team's id; the words are
    sealed.
    """

    __tablename__ = "organisation_changes"
    __table_args__ = (
        Index("changes_of_organisation", "organisation", "at", "id"),
        Index("changes_of_matter", "organisation", "matter", "at", "id"),
    )
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id")
    matter: str
    subject: str
    kind: str
    user: str
    at: datetime = Field(sa_type=Moment)
    begins_on: str
    body_sealed: bytes = Field(sa_type=LargeBinary)


class PlanRow(SQLModel, table=True):
    """A change that begins on a later day; gone once it has begun or was taken back."""

    __tablename__ = "organisation_plans"
    __table_args__ = (
        UniqueConstraint(
            "organisation", "matter", "subject", "begins_on", name="one_plan_a_day"
        ),
    )
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id")
    matter: str
    subject: str
    begins_on: str = Field(index=True)
    user: str
    at: datetime = Field(sa_type=Moment)
    wanted: str
