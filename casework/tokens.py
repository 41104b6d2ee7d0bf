"""Tokens of programs: made for a purpose, shown once, kept as a hash, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters import passwords
from adapters.clock import now
from casework.account_notes import note
from casework.sessions import SignedIn
from domain.errors import CaseNotFound, NotAccepted, RuleBroken, Why
from domain.identity import AccountDeed, Scope
from domain.people import Actor
from storage.accounts import Account
from storage.store import Store, Storehouse
from storage.tables import TokenRow

BEGINS = "shw_"
"""So that whoever looks for secrets in files knows one."""

MOST = 20
"""Of one account, that are alive."""

LONGEST = timedelta(days=365)
USED_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Bearer:
    """Whoever holds a token, and how far it reaches."""

    who: SignedIn
    scope: Scope


@dataclass(frozen=True)
class GivenToken:
    """What somebody wants a token for."""

    label: str
    scope: Scope
    days: int


@dataclass(frozen=True)
class TokenLine:
    """A token as its owner sees it: never the token itself."""

    name: str
    label: str
    scope: Scope
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    is_over: bool


class Tokens:
    def __init__(self, storehouse: Storehouse, most_days: int) -> None:
        self._storehouse = storehouse
        self._most = most_days

    def bearer(self, token: str) -> Bearer | None:
        """Who holds this API token, if it has not expired."""
        at = now()
        with self._storehouse.reading() as store:
            row = store.accounts.token(passwords.fingerprint(token))
            if row is None or _is_over(row, at):
                return None
            account = store.accounts.get(row.user)
            if account is None or account.disabled:
                return None
            found = Bearer(_signed(store, account, row.name), Scope(row.scope))
        if row.used_at is None or row.used_at < at - USED_AFTER:
            with self._storehouse.writing() as store:
                kept = store.accounts.token(row.id)
                if kept is not None:
                    kept.used_at = at
                    store.session.add(kept)
        return found

    # One's own

    def mine(self, actor: Actor) -> list[TokenLine]:
        """The newest first."""
        with self._storehouse.reading() as store:
            return lines_of(store, actor.id)

    def make(self, actor: Actor, given: GivenToken) -> str:
        """A token of one's own; it is shown this once.

        Raises:
            NotAccepted: it would last too long.
            RuleBroken: there are too many.
        """
        with self._storehouse.writing() as store:
            return self.make_for(store, actor.id, actor, given)

    def make_for(self, store: Store, user: str, by: Actor, given: GivenToken) -> str:
        """The same within one unit of work, for whichever account."""
        if not 1 <= given.days <= self._most:
            raise NotAccepted(Why.TOKEN_TOO_LONG, about="days")
        alive = [line for line in lines_of(store, user) if not line.is_over]
        if len(alive) >= MOST:
            raise RuleBroken(Why.TOO_MANY_TOKENS)
        lasts = timedelta(days=given.days)
        wanted = Wanted(given.scope, lasts, given.label)
        return new_token(store, user, by.id, wanted)

    def end(self, actor: Actor, name: str) -> None:
        """Nobody gets in with one of one's own tokens any more.

        Raises:
            CaseNotFound: there is none of this name.
        """
        with self._storehouse.writing() as store:
            end_token(store, actor.id, actor.id, name)


@dataclass(frozen=True)
class Wanted:
    """How far a new token reaches, for how long, and what for."""

    scope: Scope
    lasts: timedelta = LONGEST
    label: str = ""


def new_token(store: Store, user: str, by: str, wanted: Wanted) -> str:
    """A new token, within one unit of work. It is shown this once."""
    token, at = f"{BEGINS}{passwords.new_secret()}", now()
    row = TokenRow(
        id=passwords.fingerprint(token),
        user=user,
        created_at=at,
        expires_at=at + wanted.lasts,
        name=passwords.new_id("t"),
        scope=wanted.scope.value,
        made_by=by,
    )
    store.accounts.add_token(row, wanted.label)
    note(store, user, by, AccountDeed.TOKEN_MADE)
    return token


def lines_of(store: Store, user: str) -> list[TokenLine]:
    at = now()
    return [
        TokenLine(
            row.name,
            label,
            Scope(row.scope),
            row.created_at,
            row.expires_at,
            row.used_at,
            _is_over(row, at),
        )
        for row, label in store.accounts.tokens_of(user)
    ]


def end_token(store: Store, user: str, by: str, name: str) -> None:
    """Raises CaseNotFound where the account has no token of this name."""
    for row, _ in store.accounts.tokens_of(user):
        if row.name == name:
            store.accounts.end_token(row.id)
            note(store, user, by, AccountDeed.TOKEN_ENDED)
            return
    raise CaseNotFound


def _is_over(row: TokenRow, at: datetime) -> bool:
    return row.expires_at is not None and row.expires_at <= at


def _signed(store: Store, account: Account, session: str) -> SignedIn:
    organisation = store.accounts.organisation(account.actor.organisation)
    return SignedIn(
        account.actor,
        account.profile.name,
        "",
        organisation.name,
        organisation.telephone,
        account.profile.email,
        session,
        elsewhere=account.signs_in_elsewhere,
    )
