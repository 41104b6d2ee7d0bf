"""Browser sessions: who holds a cookie, until when, and how they end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

from adapters import passwords
from adapters.clock import now
from casework.account_notes import note
from domain.access import NOWHERE, Where
from domain.errors import CaseNotFound
from domain.identity import AccountDeed
from domain.people import Actor
from storage.accounts import Account
from storage.store import Store, Storehouse
from storage.tables import SessionRow

UNPROVED_FOR = timedelta(minutes=10)
"""How long somebody has for the second step."""

TOUCHED_AFTER = timedelta(minutes=1)


class Waits(StrEnum):
    """What is still to be done before a session opens anything."""

    NOTHING = ""
    SECOND = "second"
    SET_UP = "set_up"


@dataclass(frozen=True)
class SignedIn:
    """Somebody who is signed in, and the token their forms carry."""

    actor: Actor
    name: str
    csrf: str
    organisation: str
    telephone: str
    email: str = ""
    session: str = ""
    """What their session or token is called."""
    ends_at: datetime | None = None
    """When it ends if they do nothing."""
    at_latest: datetime | None = None
    """When it ends whatever they do."""
    elsewhere: bool = False
    """Whether they sign in at their organisation, without a password of ours."""


@dataclass(frozen=True)
class Arriving:
    """Somebody whose password was right and who has a step before them."""

    who: SignedIn
    waits: Waits


@dataclass(frozen=True)
class Entered:
    """A new cookie, and what is still to be done."""

    cookie: str
    waits: Waits


@dataclass(frozen=True)
class SessionLine:
    """One of somebody's sessions, as they see it."""

    name: str
    started_at: datetime
    seen_at: datetime
    network: str
    browser: str
    is_this: bool


@dataclass(frozen=True)
class Lasting:
    """How long a session lasts without use and at most, and how many there are."""

    idle: timedelta
    longest: timedelta
    most: int


class Sessions:
    def __init__(self, storehouse: Storehouse, lasting: Lasting) -> None:
        self._storehouse = storehouse
        self._lasting = lasting

    def who(self, cookie: str, *, watching: bool = False) -> SignedIn | None:
        """Who holds this cookie, if their session is neither idle nor too old.

        A page that only watches does not count as being used.
        """
        at = now()
        with self._storehouse.reading() as store:
            row = self._live(store, cookie, at)
            if row is None or row.waits_for:
                return None
            signed = self._signed(store, row)
        if watching or signed is None or row.seen_at >= at - TOUCHED_AFTER:
            return signed
        with self._storehouse.writing() as store:
            kept = store.accounts.session(row.id)
            if kept is not None:
                store.accounts.touch_session(kept, at)
                return self._signed(store, kept)
        return signed

    def arriving(self, cookie: str) -> Arriving | None:
        """Who is between their password and what comes after it."""
        with self._storehouse.reading() as store:
            row = self._live(store, cookie, now())
            if row is None or not row.waits_for:
                return None
            signed = self._signed(store, row)
            return Arriving(signed, Waits(row.waits_for)) if signed else None

    def timed_out(self, cookie: str, token: str) -> Actor | None:
        """Whose session it was, for one of its forms that came too late.

        Enough to keep what they typed until they sign in again, and for nothing else.
        """
        with self._storehouse.reading() as store:
            row = store.accounts.session(passwords.fingerprint(cookie))
            if row is None or row.waits_for:
                return None
            if not compare_digest(row.csrf.encode(), token.encode()):
                return None
            signed = self._signed(store, row)
            return signed.actor if signed else None

    def _live(self, store: Store, cookie: str, at: datetime) -> SessionRow | None:
        row = store.accounts.session(passwords.fingerprint(cookie))
        if row is None or at > min(self._ends(row), self._latest(row)):
            return None
        return row

    def _ends(self, row: SessionRow) -> datetime:
        if row.waits_for:
            return row.started_at + UNPROVED_FOR
        return row.seen_at + self._lasting.idle

    def _latest(self, row: SessionRow) -> datetime:
        return row.started_at + self._lasting.longest

    def _signed(self, store: Store, row: SessionRow) -> SignedIn | None:
        account = store.accounts.get(row.user)
        if account is None or account.disabled or account.is_service:
            return None
        organisation = store.accounts.organisation(account.actor.organisation)
        latest = self._latest(row)
        return SignedIn(
            account.actor,
            account.profile.name,
            row.csrf,
            organisation.name,
            organisation.telephone,
            account.profile.email,
            row.name,
            min(self._ends(row), latest),
            latest,
            account.signs_in_elsewhere,
        )

    def form_token(self, nonce: str) -> str:
        """The token of a form shown before anybody is signed in."""
        with self._storehouse.writing() as store:
            return store.keys.people().index(f"form|{nonce}")

    # How they end

    def sign_out(self, cookie: str) -> str:
        """End a session; where its owner signs in, if that is elsewhere."""
        with self._storehouse.writing() as store:
            row = store.accounts.session(passwords.fingerprint(cookie))
            store.accounts.end_session(passwords.fingerprint(cookie))
            return row.provider if row is not None else ""

    def mine(self, who: SignedIn) -> list[SessionLine]:
        """The sessions of somebody that still open something, the newest used first."""
        at = now()
        with self._storehouse.reading() as store:
            rows = store.accounts.sessions_of(who.actor.id)
        return [
            SessionLine(
                row.name,
                row.started_at,
                row.seen_at,
                row.network,
                row.browser,
                row.name == who.session,
            )
            for row in rows
            if not row.waits_for and at <= min(self._ends(row), self._latest(row))
        ]

    def end(self, who: SignedIn, name: str) -> None:
        """End one of one's own.

        Raises:
            CaseNotFound: there is none of this name.
        """
        with self._storehouse.writing() as store:
            for row in store.accounts.sessions_of(who.actor.id):
                if row.name == name:
                    store.accounts.end_session(row.id)
                    return
        raise CaseNotFound

    def make_room(self, store: Store, user: str) -> None:
        """End what was used least lately, where somebody is signed in too often.

        Whoever has only half signed in neither counts nor ends anything.
        """
        rows = store.accounts.sessions_of(user)
        opened = [row for row in rows if not row.waits_for]
        for row in opened[self._lasting.most :]:
            store.accounts.end_session(row.id)

    def end_others(self, who: SignedIn) -> int:
        """End all of one's own but this one; how many it were."""
        with self._storehouse.writing() as store:
            rows = store.accounts.sessions_of(who.actor.id)
            here = next((row.id for row in rows if row.name == who.session), "")
            ended = store.accounts.end_sessions(who.actor.id, here)
            if ended:
                me = who.actor.id
                note(store, me, me, AccountDeed.SESSIONS_ENDED)
            return ended


# How they begin


def start_session(
    store: Store,
    account: Account,
    waits: Waits,
    where: Where = NOWHERE,
    provider: str = "",
) -> Entered:
    """A new session, under a cookie that nobody had before."""
    cookie, at = passwords.new_secret(), now()
    store.accounts.start_session(
        SessionRow(
            id=passwords.fingerprint(cookie),
            user=account.actor.id,
            csrf=passwords.new_secret(),
            started_at=at,
            seen_at=at,
            name=passwords.new_id("s"),
            waits_for=waits.value,
            network=where.network,
            browser=where.browser,
            provider=provider,
        )
    )
    return Entered(cookie, waits)


def renew_session(store: Store, cookie: str, waits: Waits = Waits.NOTHING) -> Entered:
    """The same session under a new cookie, since it may open more from now on.

    Raises:
        CaseNotFound: it has ended meanwhile.
    """
    old = store.accounts.session(passwords.fingerprint(cookie))
    if old is None:
        raise CaseNotFound
    renewed, at = passwords.new_secret(), now()
    kept = old.model_dump() | {
        "id": passwords.fingerprint(renewed),
        "waits_for": waits.value,
        "seen_at": at,
        "challenge": "",
        "started_at": at if old.waits_for else old.started_at,
        "csrf": passwords.new_secret() if old.waits_for else old.csrf,
    }
    store.accounts.end_session(old.id)
    store.accounts.start_session(SessionRow(**kept))
    return Entered(renewed, waits)
