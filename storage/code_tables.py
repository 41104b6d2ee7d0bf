"""The tables of security codes: what was sent, and what was used already."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import Moment


class CodeRow(SQLModel, table=True):
    """A code that was sent, as a keyed hash, for one browser and one release."""

    __tablename__ = "security_codes"
    id: str = Field(primary_key=True)
    release: str = Field(foreign_key="releases.id", index=True)
    visit: str
    code_hash: str
    sent_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0


class UsedStepRow(SQLModel, table=True):
    """A code of an authenticator app that was used: it is never taken again."""

    __tablename__ = "used_code_steps"
    secret_index: str = Field(primary_key=True)
    step: int = Field(primary_key=True)
    used_at: datetime = Field(sa_type=Moment)
