"""The tables of mail: what is owed, to whom and when, and what the catcher received.

As everywhere, columns named `…_sealed` hold words, encrypted; the rest is codes.
"""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from storage.tables import Moment

EMPTY = {"server_default": ""}


class MailRow(SQLModel, table=True):
    """A message owed to one person: sent at least once, harmless when repeated.

    One to somebody who works here names their account and the page it leads to. It
    waits for `not_before`, once that is known, or for the digest that it is part of;
    `given_up_at` is when the mail server would not have it for good, or when it came
    back although it was sent; `refused` is the code of why.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index(
            "mail_still_to_send",
            "not_before",
            "user",
            sqlite_where=text("sent_at IS NULL"),
            postgresql_where=text("sent_at IS NULL"),
        ),
    )
    name: str = Field(primary_key=True)
    message_id: str
    reference: str
    kind: str
    to_sealed: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    user: str = Field(default="", sa_column_kwargs=EMPTY)
    path: str = Field(default="", sa_column_kwargs=EMPTY)
    whom: str = Field(default="", sa_column_kwargs=EMPTY)
    haste: str = Field(default="", sa_column_kwargs=EMPTY)
    not_before: datetime | None = Field(default=None, sa_type=Moment)
    digest: str = Field(default="", sa_column_kwargs=EMPTY)
    failures: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    given_up_at: datetime | None = Field(default=None, sa_type=Moment)
    refused: str = Field(default="", sa_column_kwargs=EMPTY)


class NoticePreferenceRow(SQLModel, table=True):
    """How somebody wants to be told. `at` is a clock time such as 08:30."""

    __tablename__ = "notice_preferences"
    user: str = Field(primary_key=True, foreign_key="users.id")
    how: str
    at: str


class CaughtMailRow(SQLModel, table=True):
    """A message that the built-in catcher received. Embedded use only."""

    __tablename__ = "caught_mail"
    id: int | None = Field(default=None, primary_key=True)
    received_at: datetime = Field(sa_type=Moment)
    body_sealed: bytes = Field(sa_type=LargeBinary)
