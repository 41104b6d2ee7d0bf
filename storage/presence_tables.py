"""The table of who has which page open. It says nothing of what is on the page."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables import Moment


class PresenceRow(SQLModel, table=True):
    """Somebody has a page open, since when, and when it was last heard of."""

    __tablename__ = "presence"
    __table_args__ = (Index("presence_at", "what"),)
    user: str = Field(primary_key=True, foreign_key="users.id")
    what: str = Field(primary_key=True)
    opened_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
