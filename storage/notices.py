"""What people who work here are to be told: owed at once, sent when it is time."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, or_, select, update

from domain.graph import Priority
from domain.notices import Haste, How, Notice, Plan, Preference, haste_of
from storage.accounts import Accounts
from storage.keys import Keys
from storage.mail_tables import MailRow, NoticePreferenceRow
from storage.tasks import Task, TaskKind


@dataclass(frozen=True)
class Writing:
    """What somebody is to be told. The same name twice is the same message.

    `path` is the page it leads to; `whom` says in which part they are asked.
    """

    notice: Notice
    to: str
    reference: str
    name: str
    path: str
    haste: Haste
    whom: str = ""


def about_task(notice: Notice, task: Task, to: str) -> Writing:
    """What somebody is told about a task that changed hands."""
    name = f"{task.id}:{notice.value}:{task.version}:{to}"
    path, haste = f"/tasks/{task.id}", haste_of_task(notice, task)
    return Writing(notice, to, task.reference, name, path, haste)


def haste_of_task(notice: Notice, task: Task) -> Haste:
    """A review looks back: it never wakes anybody."""
    if task.kind is TaskKind.REVIEW:
        return Haste.USUAL
    return haste_of(notice, Priority(task.priority))


@dataclass(frozen=True)
class OwedNotice:
    """A notice as it waits to be sent."""

    name: str
    message_id: str
    reference: str
    notice: Notice
    user: str
    to: str
    path: str
    whom: str
    haste: Haste
    failures: int


class Notices:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def owe(self, writing: Writing, at: datetime) -> None:
        """Owe somebody a message, in the transaction of what it is about.

        A repeat changes nothing, unless it can wait no longer and waits still. Whoever
        has left is owed none.
        """
        account = Accounts(self._session, self._keys).get(writing.to)
        row = self._session.get(MailRow, writing.name)
        if account is None or account.disabled or (row and _stands(row, writing)):
            return
        to = self._keys.people().seal(f"mail:{writing.name}", account.profile.email)
        row = row or MailRow(
            name=writing.name,
            message_id=self._keys.people().index(writing.name),
            reference=writing.reference,
            kind=writing.notice.value,
            to_sealed=to,
            made_at=at,
        )
        row.kind, row.user = writing.notice.value, writing.to
        row.path, row.whom = writing.path, writing.whom
        row.haste = writing.haste.value
        row.not_before, row.digest = None, ""
        self._session.add(row)
        self._session.flush()

    def is_owed(self, name: str) -> bool:
        """Whether there is a message of this name, sent or not."""
        return self._session.get(MailRow, name) is not None

    # When it goes

    def unplanned(self) -> list[OwedNotice]:
        """What nobody has yet said when to send, oldest first."""
        return self._owed(self._waiting(col(MailRow.not_before).is_(None)))

    def plan(self, notice: OwedNotice, plan: Plan, at: datetime) -> None:
        """Settle when it goes: by itself, or as a line of the digest of that moment."""
        row = self._session.get_one(MailRow, notice.name)
        row.not_before, row.digest = plan.at, ""
        if plan.in_digest:
            row.digest = f"digest:{notice.user}:{plan.at:%Y-%m-%dT%H:%MZ}"
            usual = Haste.USUAL
            digest = Writing(Notice.DIGEST, notice.user, "", row.digest, "", usual)
            self.owe(digest, at)
            self._session.get_one(MailRow, row.digest).not_before = plan.at
        self._session.add(row)
        self._session.flush()

    def plan_anew(self, user: str) -> None:
        """What waits for somebody is planned again: they want to be told otherwise."""
        self._session.exec(
            update(MailRow)
            .where(
                col(MailRow.user) == user,
                col(MailRow.kind) != Notice.DIGEST.value,
                col(MailRow.sent_at).is_(None),
                col(MailRow.given_up_at).is_(None),
            )
            .values(not_before=None, digest="")
        )

    # When it is sent

    def due(self, at: datetime) -> list[OwedNotice]:
        """The letters whose time has come, oldest first; digests are among them."""
        return self._owed(
            self._waiting(col(MailRow.not_before) <= at, col(MailRow.digest) == "")
        )

    def take(self, name: str, at: datetime, until: datetime) -> bool:
        """Whether it is ours to send, until then; of several who ask, one gets it."""
        taken = self._session.exec(
            update(MailRow)
            .where(
                col(MailRow.name) == name,
                col(MailRow.not_before) <= at,
                col(MailRow.sent_at).is_(None),
                col(MailRow.given_up_at).is_(None),
            )
            .values(not_before=until)
        )
        return taken.rowcount == 1

    def lines(self, digest: str) -> list[OwedNotice]:
        """What a digest is made of, oldest first."""
        return self._owed(self._waiting(col(MailRow.digest) == digest))

    def mark_sent(self, name: str, at: datetime) -> None:
        """It has gone, with every line of it."""
        self._session.exec(update(MailRow).where(_of(name), _UNSENT).values(sent_at=at))

    def forget(self, name: str) -> None:
        """Nobody needs it any more, nor any line of it."""
        self._session.exec(delete(MailRow).where(_of(name), _UNSENT))

    # When the mail server refuses

    def put_off(self, name: str, until: datetime) -> None:
        """The mail server was not there, or asked to come back later."""
        row = self._session.get_one(MailRow, name)
        row.failures, row.not_before = row.failures + 1, until
        self._session.add(row)

    def give_up(self, name: str, at: datetime) -> None:
        """The mail server will not have it: somebody has to look first."""
        row = self._session.get_one(MailRow, name)
        row.failures, row.given_up_at = row.failures + 1, at
        self._session.add(row)

    def try_again(self, reference: str, at: datetime) -> None:
        """Somebody has looked: what was refused about this case is due now."""
        own = select(MailRow.name).where(MailRow.reference == reference)
        digests = select(MailRow.digest).where(MailRow.reference == reference)
        name = col(MailRow.name)
        self._session.exec(
            update(MailRow)
            .where(
                or_(name.in_(own), name.in_(digests)),
                _UNSENT,
                col(MailRow.failures) > 0,
            )
            .values(given_up_at=None, refused="", not_before=at)
        )

    def refused(self, reference: str) -> bool:
        """Whether something about this case was refused and has not gone yet."""
        digests = select(MailRow.digest).where(
            MailRow.reference == reference, _UNSENT, col(MailRow.digest) != ""
        )
        found = select(MailRow.name).where(
            or_(
                col(MailRow.reference) == reference,
                col(MailRow.name).in_(digests),
            ),
            _UNSENT,
            col(MailRow.user) != "",
            col(MailRow.failures) > 0,
        )
        return self._session.exec(found).first() is not None

    # How somebody wants to be told

    def preference(self, user: str) -> Preference:
        row = self._session.get(NoticePreferenceRow, user)
        if row is None:
            return Preference()
        return Preference(How(row.how), time.fromisoformat(row.at))

    def prefer(self, user: str, preference: Preference) -> None:
        at = preference.at.strftime("%H:%M")
        row = self._session.get(NoticePreferenceRow, user)
        row = row or NoticePreferenceRow(user=user, how="", at="")
        row.how, row.at = preference.how.value, at
        self._session.add(row)
        self._session.flush()

    def _waiting(self, *such: ColumnElement[bool]) -> list[MailRow]:
        rows = (
            select(MailRow)
            .where(
                col(MailRow.user) != "",
                _UNSENT,
                col(MailRow.given_up_at).is_(None),
                *such,
            )
            .order_by(col(MailRow.made_at), col(MailRow.name))
        )
        return list(self._session.exec(rows))

    def _owed(self, rows: list[MailRow]) -> list[OwedNotice]:
        people = self._keys.people()
        return [
            OwedNotice(
                name=row.name,
                message_id=row.message_id,
                reference=row.reference,
                notice=Notice(row.kind),
                user=row.user,
                to=people.open(f"mail:{row.name}", row.to_sealed),
                path=row.path,
                whom=row.whom,
                haste=Haste(row.haste),
                failures=row.failures,
            )
            for row in rows
        ]


def _stands(row: MailRow, writing: Writing) -> bool:
    """Whether a message stays as it is owed; one of an earlier version has no user."""
    hastes = list(Haste)
    sooner = not row.user or hastes.index(writing.haste) < hastes.index(
        Haste(row.haste)
    )
    return row.sent_at is not None or not sooner


_UNSENT = col(MailRow.sent_at).is_(None)


def _of(name: str) -> ColumnElement[bool]:
    return or_(col(MailRow.name) == name, col(MailRow.digest) == name)
