"""The tables of the advisers' side: teams, cover, what is said and seen in the inbox.

As everywhere, columns named `…_sealed` hold words, encrypted; the rest is codes.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables import Moment


class TeamRow(SQLModel, table=True):
    """Advisers of one organisation who answer for some routes of the rules."""

    __tablename__ = "teams"
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id", index=True)
    name: str
    routes: str = ""


class MemberRow(SQLModel, table=True):
    """Somebody's place in a team: member, deputy or senior."""

    __tablename__ = "members"
    team: str = Field(primary_key=True, foreign_key="teams.id")
    user: str = Field(primary_key=True, foreign_key="users.id", index=True)
    rank: str = "member"


class OnCallRow(SQLModel, table=True):
    """Who of an organisation is rung outside working hours, from when to when."""

    __tablename__ = "on_call"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="on_call_in_order"),)
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id", index=True)
    user: str = Field(foreign_key="users.id")
    starts_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)


class CoverRow(SQLModel, table=True):
    """Somebody is away for some days, and somebody else stands in. ISO dates."""

    __tablename__ = "covers"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="cover_in_order"),
        CheckConstraint('"user" <> covered_by', name="nobody_covers_themselves"),
    )
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id", index=True)
    user: str = Field(foreign_key="users.id", index=True)
    covered_by: str = Field(foreign_key="users.id")
    first_day: str
    last_day: str
    added_at: datetime = Field(sa_type=Moment)


class CommentRow(SQLModel, table=True):
    """What somebody said about a case apart from any decision, in order."""

    __tablename__ = "comments"
    __table_args__ = (Index("comments_of_case", "reference", "at", "id"),)
    id: str = Field(primary_key=True)
    reference: str
    author: str
    private: bool
    at: datetime = Field(sa_type=Moment)
    body_sealed: bytes = Field(sa_type=LargeBinary)


class ReadMarkRow(SQLModel, table=True):
    """How much of a task somebody has seen: its version when they looked."""

    __tablename__ = "read_marks"
    user: str = Field(primary_key=True, foreign_key="users.id")
    task: str = Field(primary_key=True)
    version: int


class SavedViewRow(SQLModel, table=True):
    """A filter that somebody keeps, for themselves or for their team; of which list."""

    __tablename__ = "saved_views"
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id", index=True)
    owner: str = Field(foreign_key="users.id")
    shared: bool = False
    query: str
    name_sealed: bytes = Field(sa_type=LargeBinary)
    saved_at: datetime = Field(sa_type=Moment)
    place: str = Field(default="tasks", sa_column_kwargs={"server_default": "tasks"})


class ConflictRow(SQLModel, table=True):
    """Somebody about whom an adviser may not decide; the name is sealed."""

    __tablename__ = "conflicts"
    id: str = Field(primary_key=True)
    user: str = Field(foreign_key="users.id", index=True)
    organisation: str = Field(foreign_key="organisations.id", index=True)
    name_sealed: bytes = Field(sa_type=LargeBinary)
    declared_at: datetime = Field(sa_type=Moment)


class CasePersonRow(SQLModel, table=True):
    """A person on a case, under a blind index: equal people have equal ones."""

    __tablename__ = "case_people"
    __table_args__ = (Index("people_of_organisation", "organisation", "person"),)
    reference: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    organisation: str
