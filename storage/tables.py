"""The tables. Columns named `…_sealed` hold words, encrypted; the rest is codes.

No two rows may be told apart by personal data in the clear, so that no database
error can repeat any.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    Index,
    LargeBinary,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlmodel import Field, SQLModel

OPEN = "closed_at IS NULL"


class Moment(TypeDecorator[datetime]):
    """A UTC instant. SQLite forgets time zones; this does not."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        return value if value is None else value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        # PostgreSQL answers in the time zone of the session: hashes are over UTC.
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def only_where(so: str, name: str, *columns: str) -> Index:
    """An index of the rows that are so, and small however many are not."""
    return Index(name, *columns, sqlite_where=text(so), postgresql_where=text(so))


class KeyRow(SQLModel, table=True):
    """A data key, wrapped. Deleting the row destroys what it sealed."""

    __tablename__ = "keys"
    name: str = Field(primary_key=True)
    kek: str
    wrapped: bytes = Field(sa_type=LargeBinary)


class OrganisationRow(SQLModel, table=True):
    __tablename__ = "organisations"
    id: str = Field(primary_key=True)
    name: str
    telephone: str = ""
    ruleset: str = "HMG-2018"
    approval: str = "when_unsure"
    guards_off: str = Field(default="", sa_column_kwargs={"server_default": ""})
    usual: str = Field(default="{}", sa_column_kwargs={"server_default": "{}"})
    emergency_numbers: str = Field(
        default="[]", sa_column_kwargs={"server_default": "[]"}
    )
    calendar: str = Field(default="{}", sa_column_kwargs={"server_default": "{}"})
    chains: str = Field(default="{}", sa_column_kwargs={"server_default": "{}"})
    nation: str = Field(
        default="england", sa_column_kwargs={"server_default": "england"}
    )
    marking: str = Field(default="", sa_column_kwargs={"server_default": ""})
    second_eyes: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    sealed_files: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}
    )
    collecting: str = Field(default="", sa_column_kwargs={"server_default": ""})
    second_step: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}
    )


class UserRow(SQLModel, table=True):
    """An account. It is disabled, never deleted: old records keep the name.

    `subject_index` stands for whom a sign-in elsewhere calls by a name of its own;
    `kind` is "person", or "service" for a program.
    """

    __tablename__ = "users"
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id", index=True)
    roles: str
    email_index: str = Field(unique=True)
    profile_sealed: bytes = Field(sa_type=LargeBinary)
    password_hash: str
    created_at: datetime = Field(sa_type=Moment)
    disabled_at: datetime | None = Field(default=None, sa_type=Moment)
    subject_index: str | None = Field(default=None, index=True, unique=True)
    kind: str = Field(default="person", sa_column_kwargs={"server_default": "person"})


class SessionRow(SQLModel, table=True):
    """A signed-in browser. The cookie's value is kept only as a hash.

    `name` is what it is called on pages; `waits_for` is what is still to be proved
    before it opens anything; `challenge` is what a passkey is to sign next.
    """

    __tablename__ = "sessions"
    id: str = Field(primary_key=True)
    user: str = Field(foreign_key="users.id", index=True)
    csrf: str
    started_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    name: str = Field(default="", sa_column_kwargs={"server_default": ""})
    waits_for: str = Field(default="", sa_column_kwargs={"server_default": ""})
    challenge: str = Field(default="", sa_column_kwargs={"server_default": ""})
    network: str = Field(default="", sa_column_kwargs={"server_default": ""})
    browser: str = Field(default="", sa_column_kwargs={"server_default": ""})
    provider: str = Field(default="", sa_column_kwargs={"server_default": ""})


class TokenRow(SQLModel, table=True):
    """An API token, kept only as a hash. `name` is what it is called on pages."""

    __tablename__ = "tokens"
    id: str = Field(primary_key=True)
    user: str = Field(foreign_key="users.id", index=True)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    name: str = Field(default="", sa_column_kwargs={"server_default": ""})
    label_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    scope: str = Field(
        default="arrange", sa_column_kwargs={"server_default": "arrange"}
    )
    made_by: str = Field(default="", sa_column_kwargs={"server_default": ""})
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class AttemptRow(SQLModel, table=True):
    """How often something was tried in one window of time, whoever counts it."""

    __tablename__ = "attempts"
    name: str = Field(primary_key=True)
    window: int = Field(primary_key=True)
    count: int = 0


class DirectoryRow(SQLModel, table=True):
    """A recipient that an organisation knows, and when somebody verified them."""

    __tablename__ = "directory"
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id", index=True)
    entry_sealed: bytes = Field(sa_type=LargeBinary)
    verified_at: datetime | None = Field(default=None, sa_type=Moment)
    retired_at: datetime | None = Field(default=None, sa_type=Moment)


class TermsRow(SQLModel, table=True):
    """What a case is bound to, kept from before its workflow starts."""

    __tablename__ = "terms"
    reference: str = Field(primary_key=True)
    ruleset: str
    version: str
    body: str
    epoch: int = 1
    rules_digest: str = Field(default="", sa_column_kwargs={"server_default": ""})


class RuleFileRow(SQLModel, table=True):
    """A rule set's file as it was when a case was first bound to it, by its digest."""

    __tablename__ = "rule_files"
    digest: str = Field(primary_key=True)
    ruleset: str
    version: str
    body: str
    kept_at: datetime = Field(sa_type=Moment)


class OwnRulesRow(SQLModel, table=True):
    """A rule set that an organisation added for itself."""

    __tablename__ = "own_rules"
    organisation: str = Field(primary_key=True, foreign_key="organisations.id")
    ruleset: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    digest: str = Field(foreign_key="rule_files.digest")
    added_by: str
    added_at: datetime = Field(sa_type=Moment)


class DraftRow(SQLModel, table=True):
    """What somebody has typed into a page and not yet sent. It is no act."""

    __tablename__ = "drafts"
    user: str = Field(primary_key=True, foreign_key="users.id")
    reference: str = Field(primary_key=True)
    page: str = Field(primary_key=True)
    body_sealed: bytes = Field(sa_type=LargeBinary)
    saved_at: datetime = Field(sa_type=Moment, index=True)


class ContentRow(SQLModel, table=True):
    """One version of what would be shared. A version is never changed."""

    __tablename__ = "contents"
    reference: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    stored_at: datetime = Field(sa_type=Moment)
    body_sealed: bytes = Field(sa_type=LargeBinary)


class ActRow(SQLModel, table=True):
    """What a person did, from the moment it was acknowledged.

    `sent_at` and the outcome are filled in once.
    """

    __tablename__ = "acts"
    __table_args__ = (
        CheckConstraint(
            "(accepted IS NULL) = (applied_at IS NULL)",
            name="outcome_and_time_together",
        ),
        UniqueConstraint("reference", "number", name="one_order_of_acts"),
        only_where("sent_at IS NULL", "acts_still_to_send", "reference", "number"),
        only_where("applied_at IS NULL", "acts_not_applied", "stored_at", "reference"),
    )
    id: str = Field(primary_key=True)
    reference: str = Field(index=True)
    number: int
    actor: str
    kind: str
    codes: str
    request_digest: str
    words_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    stored_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    accepted: bool | None = None
    outcome: str | None = None
    applied_at: datetime | None = Field(default=None, sa_type=Moment)
    trace: str = Field(default="", sa_column_kwargs={"server_default": ""})


class CaseRow(SQLModel, table=True):
    """The case as it stands. Its history is in `timeline`, only ever added to."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(
            "(closed_at IS NULL) = (ending IS NULL)", name="ending_and_time_together"
        ),
        CheckConstraint("approved_by <> opened_by", name="nobody_approves_their_own"),
        Index("cases_of_practitioner", "opened_by", "opened_at", "reference"),
        Index("cases_by_stage", "organisation", "stage", "since", "reference"),
        Index("cases_by_opening", "organisation", "opened_at"),
        Index("cases_by_closing", "organisation", "closed_at"),
        only_where(OPEN, "open_cases", "organisation", "since", "reference"),
        only_where(OPEN, "open_cases_by_wait", "organisation", "waiting_on", "since"),
    )
    reference: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisations.id")
    opened_by: str
    opened_at: datetime = Field(sa_type=Moment)
    stage: str
    since: datetime = Field(sa_type=Moment)
    waiting_on: str
    priority: str
    outcome: str | None = None
    ending: str | None = None
    approved_by: str | None = None
    revision: int
    body: str
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    entries: int = 0
    head: str = ""
    reasons: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Why the rules came out as they did, as codes; for the reports."""
    worker_version: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """The version of Sharewell that wrote it down last."""


class TaskRow(SQLModel, table=True):
    """A step that an adviser owes. Every change is conditional on what was seen."""

    __tablename__ = "tasks"
    __table_args__ = (
        Index("tasks_of_team", "organisation", "state", "due_at", "id"),
        CheckConstraint("(holder IS NULL) = (held_at IS NULL)", name="held_together"),
    )
    id: str = Field(primary_key=True)
    reference: str = Field(foreign_key="cases.reference", index=True)
    organisation: str
    kind: str
    route: str
    priority: str
    state: str
    version: int = 0
    holder: str | None = None
    held_at: datetime | None = Field(default=None, sa_type=Moment)
    opened_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    team: str = Field(default="", sa_column_kwargs={"server_default": ""})
    candidates: str = Field(default="[]", sa_column_kwargs={"server_default": "[]"})
    due_because: str = Field(default="", sa_column_kwargs={"server_default": ""})
    follow_up_on: str | None = None
    delegate: str | None = None
    delegated_until: datetime | None = Field(default=None, sa_type=Moment)
    barred: str = Field(default="", sa_column_kwargs={"server_default": ""})


class TimelineRow(SQLModel, table=True):
    """One line of a case's account, chained to the one before."""

    __tablename__ = "timeline"
    reference: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    name: str = Field(unique=True)
    what: str
    actor: str
    role: str
    at: datetime = Field(sa_type=Moment)
    codes: str
    previous: str
    hash: str


class RecordRow(SQLModel, table=True):
    """The sealed record of a closed case."""

    __tablename__ = "records"
    reference: str = Field(primary_key=True)
    number: int = Field(unique=True)
    sealed_at: datetime = Field(sa_type=Moment)
    digest: str
    body_sealed: bytes = Field(sa_type=LargeBinary)


class TroubleRow(SQLModel, table=True):
    """A step of a case that is failing, until it succeeds."""

    __tablename__ = "troubles"
    reference: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    kind: str
    attempts: int
    first_at: datetime = Field(sa_type=Moment)
    last_at: datetime = Field(sa_type=Moment)


class WorkerRow(SQLModel, table=True):
    """A worker that runs: which version, since when, and when it was last seen."""

    __tablename__ = "workers"
    id: str = Field(primary_key=True)
    seen_at: datetime = Field(sa_type=Moment)
    started_at: datetime | None = Field(default=None, sa_type=Moment)
    stopped_at: datetime | None = Field(default=None, sa_type=Moment)
    version: str = Field(default="", sa_column_kwargs={"server_default": ""})
