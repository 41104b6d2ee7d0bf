"""The discreet pages: somebody who got a code reads what they are told.

A code opens nothing without what only they know. Unknown, over, stopped and wrong look
the same from outside, and cost the same time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters import passwords
from adapters.clock import now
from casework.notice_notes import note
from domain.happenings import What
from domain.notices import Notice as News
from domain.person_notices import Block, blocks, plain_answer
from storage.cases import stored_case
from storage.news import Item, owe_news
from storage.notice_tables import NoticeVisitRow
from storage.person_notices import Notice
from storage.store import Store, Storehouse

WINDOW = timedelta(hours=24)


class NothingHere(Exception):
    """There is nothing for this browser, or not any more."""


class NotRight(Exception):
    """What was entered does not open anything."""


class TooOften(Exception):
    """Too many wrong tries from here. Whoever they know can help."""


@dataclass(frozen=True)
class ReadingLimits:
    """How long a visit lasts, unused and at most; how often anybody may be wrong."""

    idle: timedelta
    longest: timedelta
    tries_of_network: int
    tries_of_code: int


@dataclass(frozen=True)
class Visitor:
    """A browser at the door, with the token that its forms carry."""

    cookie: str
    csrf: str
    notice: str


@dataclass(frozen=True)
class Reading:
    """What is read, who can be asked, and what they have said so far."""

    blocks: tuple[Block, ...]
    telephone: str
    until: datetime
    read_at: datetime | None
    has_asked: bool


class NoticeReading:
    def __init__(self, storehouse: Storehouse, limits: ReadingLimits) -> None:
        self._storehouse = storehouse
        self._limits = limits

    def visit(self, cookie: str | None) -> Visitor:
        """The browser's visit, or a new one at the door."""
        at = now()
        with self._storehouse.writing() as store:
            row = self._visit(store, cookie, at)
            if row is not None and cookie is not None:
                return _seen(store, row, cookie, at)
            return _begun(store, "", at)

    def continued(self, cookie: str | None) -> Visitor:
        """The browser's visit, for pages that nobody begins with.

        Raises:
            NothingHere: it has none, or none any more.
        """
        at = now()
        with self._storehouse.writing() as store:
            row = self._visit(store, cookie, at)
            if row is None or cookie is None:
                raise NothingHere
            return _seen(store, row, cookie, at)

    def open(self, cookie: str, code: str, answer: str, network: str) -> str:
        """Show the code and what only they know; the cookie to go on with.

        Raises:
            NotRight: it opens nothing.
            TooOften: no try is left.
        """
        at, plain = now(), _plain_code(code)
        with self._storehouse.reading() as store:
            self._check_tries(store, plain, network, at)
            notice = store.person_notices.with_code(plain)
        # A decoy costs the same time when there is nothing to compare with.
        hashed = notice.answer_hash if notice else passwords.CODE_DECOY
        right = passwords.is_code(plain_answer(answer), hashed)
        with self._storehouse.writing() as store:
            # Again: meanwhile others may have tried, or somebody stopped it.
            self._check_tries(store, plain, network, at)
            kept = store.person_notices.with_code(plain)
            if right and kept is not None and kept.is_live(at):
                store.person_notices.end_visit(passwords.fingerprint(cookie))
                store.person_notices.note_opened(kept.id, at)
                return _begun(store, kept.id, at).cookie
            _count_try(store, plain, network, at)
        raise NotRight

    def read(self, cookie: str | None) -> Reading:
        """What they are told.

        Raises:
            NothingHere: the browser has not shown itself, or it is over.
        """
        with self._storehouse.reading() as store:
            notice = self._inside(store, cookie, now())
            ours = store.accounts.organisation(notice.organisation)
            return Reading(
                blocks(store.person_notices.body(notice).text),
                ours.telephone,
                notice.expires_at,
                notice.read_at,
                notice.has_open_question,
            )

    def say_read(self, cookie: str) -> None:
        """They say that they have read it; the first time counts."""
        at = now()
        with self._storehouse.writing() as store:
            notice = self._inside(store, cookie, at)
            if store.person_notices.note_read(notice.id, at):
                note(store, notice, What.READ_NOTICE)

    def ask(self, cookie: str, question: str) -> None:
        """Their question goes to whoever told them, and into no mail."""
        at = now()
        with self._storehouse.writing() as store:
            notice = self._inside(store, cookie, at)
            store.person_notices.ask(notice, question, at)
            note(store, notice, What.ASKED_ABOUT_NOTICE)
            self._tell(store, notice, News.TELLING_QUESTION, at)

    def not_safe(self, cookie: str) -> None:
        """It stops at once, also for themselves, and whoever told them hears of it."""
        at = now()
        with self._storehouse.writing() as store:
            notice = self._inside(store, cookie, at)
            if store.person_notices.stop(notice.id, at):
                note(store, notice, What.NOT_SAFE_TO_TELL)
                self._tell(store, notice, News.TELLING_NOT_SAFE, at)

    def leave(self, cookie: str) -> None:
        with self._storehouse.writing() as store:
            store.person_notices.end_visit(passwords.fingerprint(cookie))

    def _tell(self, store: Store, notice: Notice, news: News, at: datetime) -> None:
        case = stored_case(store.session, notice.reference)
        assert case is not None  # the notice is of one
        mark = f"{notice.id}:{at.isoformat()}"
        item = Item(news, notice.reference, mark, case.opened_by)
        owe_news(store, item, at)

    def _visit(
        self, store: Store, cookie: str | None, at: datetime
    ) -> NoticeVisitRow | None:
        if not cookie:
            return None
        return store.person_notices.visit(
            passwords.fingerprint(cookie),
            idle_since=at - self._limits.idle,
            began=at - self._limits.longest,
        )

    def _inside(self, store: Store, cookie: str | None, at: datetime) -> Notice:
        row = self._visit(store, cookie, at)
        notice = store.person_notices.get(row.notice) if row and row.notice else None
        if notice is None or not notice.is_live(at):
            raise NothingHere
        return notice

    def _check_tries(self, store: Store, code: str, network: str, at: datetime) -> None:
        here, of_code = _tried(store, code, network)
        if store.attempts.count(here, _window(at)) >= self._limits.tries_of_network:
            raise TooOften
        if store.attempts.total(of_code) >= self._limits.tries_of_code:
            raise TooOften


def _seen(store: Store, row: NoticeVisitRow, cookie: str, at: datetime) -> Visitor:
    row.seen_at = at
    store.session.add(row)
    return Visitor(cookie, row.csrf, row.notice)


def _begun(store: Store, notice: str, at: datetime) -> Visitor:
    fresh, csrf = passwords.new_secret(), passwords.new_secret()
    store.person_notices.begin_visit(passwords.fingerprint(fresh), csrf, notice, at)
    return Visitor(fresh, csrf, notice)


def _plain_code(typed: str) -> str:
    """The code as it was sent, however it is typed."""
    letters = [each for each in typed.upper() if each in passwords.LETTERS]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def _count_try(store: Store, code: str, network: str, at: datetime) -> None:
    for name in _tried(store, code, network):
        store.attempts.add(name, _window(at))


def _tried(store: Store, code: str, network: str) -> tuple[str, str]:
    index = store.keys.people().index
    return f"notice:{index(f'from {network}')}", f"notice:{index(f'at {code}')}"


def _window(at: datetime) -> int:
    return int(at.timestamp() // WINDOW.total_seconds())
