"""The tables of how people prove who they are, and of what was done to accounts.

As everywhere, columns named `…_sealed` hold words, encrypted; the rest is codes.
"""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables import Moment

NONE_YET = {"server_default": "0"}


class AppRow(SQLModel, table=True):
    """Somebody's authenticator app: one at most."""

    __tablename__ = "authenticator_apps"
    user: str = Field(primary_key=True, foreign_key="users.id")
    secret_sealed: bytes = Field(sa_type=LargeBinary)
    added_at: datetime = Field(sa_type=Moment)


class PasskeyRow(SQLModel, table=True):
    """A passkey. What a device calls it is kept as a keyed hash and sealed."""

    __tablename__ = "passkeys"
    id: str = Field(primary_key=True)
    user: str = Field(foreign_key="users.id", index=True)
    credential_index: str = Field(unique=True)
    body_sealed: bytes = Field(sa_type=LargeBinary)
    sign_count: int = Field(default=0, sa_column_kwargs=NONE_YET)
    added_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class RecoveryCodeRow(SQLModel, table=True):
    """A code for when the telephone is lost, as a slow hash. It is used once."""

    __tablename__ = "recovery_codes"
    user: str = Field(primary_key=True, foreign_key="users.id")
    number: int = Field(primary_key=True)
    code_hash: str
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class AccountLetterRow(SQLModel, table=True):
    """An e-mail about somebody's account: owed, sent, and its link used once.

    The link is made of the id and a keyed hash of it, so no row opens anything.
    """

    __tablename__ = "account_letters"
    id: str = Field(primary_key=True)
    user: str = Field(foreign_key="users.id", index=True)
    kind: str
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    not_before: datetime = Field(sa_type=Moment)
    failures: int = Field(default=0, sa_column_kwargs=NONE_YET)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class AccountEventRow(SQLModel, table=True):
    """What was done to an account, by whom and why. It is only added to."""

    __tablename__ = "account_events"
    id: str = Field(primary_key=True)
    organisation: str
    user: str = Field(foreign_key="users.id", index=True)
    by: str
    what: str
    at: datetime = Field(sa_type=Moment)
    reason_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
