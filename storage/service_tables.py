"""The tables of the service itself: what everybody is told, how old its keys are.

As everywhere, columns named `…_sealed` hold words, encrypted; the rest is codes.
"""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables import Moment


class ServiceNoticeRow(SQLModel, table=True):
    """What stands on every page for a while, and who put it there.

    The newest row counts. One without words takes down the one before.
    """

    __tablename__ = "service_notices"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    set_by: str
    set_at: datetime = Field(sa_type=Moment)
    starts_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    words_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)


class KeyUseRow(SQLModel, table=True):
    """Since when a key has been the active one of its ring."""

    __tablename__ = "key_uses"
    ring: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)
