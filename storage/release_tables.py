"""The tables of what leaves: files, releases, the recipient's visits and downloads.

As everywhere, columns named `…_sealed` hold words, encrypted; the rest is codes.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables import Moment


class AttachmentRow(SQLModel, table=True):
    """A file that somebody added to a request, cleaned and sealed in the blob store.

    `size`, `sha256` and `media` are of the clean file; `blob` is where it lies,
    sealed under the key of the case.
    """

    __tablename__ = "attachments"
    id: str = Field(primary_key=True)
    reference: str = Field(index=True)
    blob: str = Field(unique=True)
    media: str
    size: int
    sha256: str
    pages: int | None = None
    state: str
    scanned_at: datetime | None = Field(default=None, sa_type=Moment)
    scanned_by: str = ""
    added_by: str
    added_at: datetime = Field(sa_type=Moment)
    name_sealed: bytes = Field(sa_type=LargeBinary)


class ReleaseRow(SQLModel, table=True):
    """Exactly what left. The state here is the authority for every request."""

    __tablename__ = "releases"
    __table_args__ = (
        Index("releases_of_organisation", "organisation", "state", "made_at"),
    )
    id: str = Field(primary_key=True)
    reference: str = Field(unique=True)
    number: str = Field(unique=True)
    locator: str = Field(unique=True)
    organisation: str
    digest: str
    state: str
    body_sealed: bytes = Field(sa_type=LargeBinary)
    phrase_sealed: bytes = Field(sa_type=LargeBinary)
    phrase_hash: str
    email_index: str
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Moment)
    locked_at: datetime | None = Field(default=None, sa_type=Moment)
    channel: str = Field(
        default="phrase", sa_column_kwargs={"server_default": "phrase"}
    )
    reach_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """The number or the secret that the channel needs, as it was when this was made.

    For a sealed file it is the key of the recipient.
    """
    way: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """How its sender hands it over; empty where a link is sent."""
    package_digest: str = Field(default="", sa_column_kwargs={"server_default": ""})
    purge_at: datetime | None = Field(default=None, sa_type=Moment)
    purged_at: datetime | None = Field(default=None, sa_type=Moment)
    suspended_at: datetime | None = Field(default=None, sa_type=Moment)
    suspended_by: str = Field(default="", sa_column_kwargs={"server_default": ""})
    log_lines: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    log_head: str = Field(default="", sa_column_kwargs={"server_default": ""})


class VisitRow(SQLModel, table=True):
    """A recipient's browser, and how far it has proved itself."""

    __tablename__ = "visits"
    id: str = Field(primary_key=True)
    locator: str = Field(index=True)
    csrf: str
    started_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    asked: bool = False
    addressed: bool = False
    provider: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """The domain of the address given, where its organisation can sign it in."""
    state_hash: str = Field(default="", sa_column_kwargs={"server_default": ""})
    proved_at: datetime | None = Field(default=None, sa_type=Moment)
    accepted_at: datetime | None = Field(default=None, sa_type=Moment)


class ObjectRow(SQLModel, table=True):
    """One file of a release, sealed under its key: the whole as a PDF, or one attached.

    `used` is counted up by a conditional update, and never beyond `allowed`.
    """

    __tablename__ = "release_objects"
    __table_args__ = (
        UniqueConstraint("release", "number", name="one_order_of_objects"),
        CheckConstraint("used <= allowed", name="never_more_than_allowed"),
    )
    id: str = Field(primary_key=True)
    release: str = Field(foreign_key="releases.id")
    number: int
    source: str
    """The id of the attachment that it is; empty for the package itself."""
    blob: str = Field(unique=True)
    media: str
    size: int
    sha256: str
    made_at: datetime = Field(sa_type=Moment)
    allowed: int = 5
    used: int = 0


class GrantRow(SQLModel, table=True):
    """Leave to fetch one file for some minutes, in the browser that asked for it."""

    __tablename__ = "grants"
    id: str = Field(primary_key=True)
    object: str = Field(foreign_key="release_objects.id", index=True)
    visit: str = Field(index=True)
    granted_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)


class AccessRow(SQLModel, table=True):
    """One line of who did what with a release. Only ever added to, and chained."""

    __tablename__ = "release_log"
    release: str = Field(primary_key=True, foreign_key="releases.id")
    number: int = Field(primary_key=True)
    name: str = Field(unique=True)
    what: str
    actor: str
    at: datetime = Field(sa_type=Moment)
    network: str = ""
    browser: str = ""
    codes: str = "{}"
    words_sealed: bytes = Field(sa_type=LargeBinary)
    previous: str
    hash: str


class BreachRow(SQLModel, table=True):
    """Something went to the wrong person: since when it is known, until it is done."""

    __tablename__ = "breaches"
    reference: str = Field(primary_key=True)
    organisation: str = Field(index=True)
    began: str
    began_by: str
    since: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    words_sealed: bytes = Field(sa_type=LargeBinary)


class BreachStepRow(SQLModel, table=True):
    """A step of it that somebody settled: done, or not needed and why."""

    __tablename__ = "breach_steps"
    reference: str = Field(primary_key=True, foreign_key="breaches.reference")
    step: str = Field(primary_key=True)
    done: bool
    by: str
    at: datetime = Field(sa_type=Moment)
    words_sealed: bytes = Field(sa_type=LargeBinary)
