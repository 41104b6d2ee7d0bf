"""Who is asking: local accounts, browser sessions, API tokens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from adapters import passwords
from adapters.clock import now
from adapters.settings import Settings
from casework.leavers import Leaving
from domain.people import Actor, Role
from storage.accounts import Account, Profile
from storage.store import Store, Storehouse
from storage.tables import SessionRow, TokenRow

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 5
TRIES_PER_NETWORK = 20
SHORTEST_PASSWORD = 15


class TooManyTries(Exception):
    """Wrong passwords too often; `wait` is how long nothing more is tried."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too many tries")
        self.wait = wait


class AccountExists(Exception):
    """The e-mail address has an account already."""


class NoSuchAccount(Exception):
    """There is no account with this e-mail address."""


class WeakPassword(Exception):
    """The password is too short."""


@dataclass(frozen=True)
class SignedIn:
    """Somebody who is signed in, and the token their forms carry."""

    actor: Actor
    name: str
    csrf: str
    organisation: str
    telephone: str


@dataclass(frozen=True)
class NewAccount:
    email: str
    name: str
    roles: tuple[Role, ...]
    organisation: str
    telephone: str = ""


class Accounts:
    def __init__(self, storehouse: Storehouse, settings: Settings) -> None:
        self._storehouse = storehouse
        self._settings = settings

    def sign_in(self, email: str, password: str, network: str) -> str | None:
        """The cookie of a new session; None if the two do not match.

        Raises:
            TooManyTries: this account or network has to wait.
        """
        at = now()
        with self._storehouse.reading() as store:
            self._check_tries(store, email, network, at)
            account = store.accounts.by_email(email)
        # An unknown address costs as much time as a wrong password.
        hashed = account.password_hash if account else passwords.DECOY
        right = passwords.is_password(password, hashed)
        with self._storehouse.writing() as store:
            if not right or account is None or account.disabled:
                for name in _tried(store, email, network):
                    store.attempts.add(name, _window(at))
                return None
            return self._start(store, account, at)

    def _check_tries(
        self, store: Store, email: str, network: str, at: datetime
    ) -> None:
        window = _window(at)
        limits = (TRIES_PER_ACCOUNT, TRIES_PER_NETWORK)
        for name, most in zip(_tried(store, email, network), limits, strict=True):
            if store.attempts.count(name, window) >= most:
                ends = datetime.fromtimestamp(
                    (window + 1) * WINDOW.total_seconds(), at.tzinfo
                )
                raise TooManyTries(ends - at)

    @staticmethod
    def _start(store: Store, account: Account, at: datetime) -> str:
        cookie = passwords.new_secret()
        store.accounts.start_session(
            SessionRow(
                id=passwords.fingerprint(cookie),
                user=account.actor.id,
                csrf=passwords.new_secret(),
                started_at=at,
                seen_at=at,
            )
        )
        return cookie

    def who(self, cookie: str, *, watching: bool = False) -> SignedIn | None:
        """Who holds this cookie, if their session is neither idle nor too old.

        A page that only watches does not count as being used.
        """
        at = now()
        idle = at - timedelta(minutes=self._settings.session_idle_minutes)
        oldest = at - timedelta(hours=self._settings.session_hours)
        with self._storehouse.reading() as store:
            row = store.accounts.session(passwords.fingerprint(cookie))
            if row is None or row.seen_at < idle or row.started_at < oldest:
                return None
            signed = self._signed(store, row.user, row.csrf)
        if watching or signed is None:
            return signed
        if row.seen_at < at - timedelta(minutes=1):
            with self._storehouse.writing() as store:
                kept = store.accounts.session(row.id)
                if kept is not None:
                    store.accounts.touch_session(kept, at)
        return signed

    def timed_out(self, cookie: str, token: str) -> Actor | None:
        """Whose session it was, for one of its forms that came too late.

        Enough to keep what they typed until they sign in again, and for nothing else.
        """
        with self._storehouse.reading() as store:
            row = store.accounts.session(passwords.fingerprint(cookie))
            if row is None or not compare_digest(row.csrf.encode(), token.encode()):
                return None
            signed = self._signed(store, row.user, row.csrf)
            return signed.actor if signed else None

    def bearer(self, token: str) -> SignedIn | None:
        """Who holds this API token, if it has not expired."""
        with self._storehouse.reading() as store:
            row = store.accounts.token(passwords.fingerprint(token))
            if row is None or (row.expires_at and row.expires_at <= now()):
                return None
            return self._signed(store, row.user, "")

    @staticmethod
    def _signed(store: Store, user: str, csrf: str) -> SignedIn | None:
        account = store.accounts.get(user)
        if account is None or account.disabled:
            return None
        organisation = store.accounts.organisation(account.actor.organisation)
        return SignedIn(
            account.actor,
            account.profile.name,
            csrf,
            organisation.name,
            organisation.telephone,
        )

    def form_token(self, nonce: str) -> str:
        """The token of a form shown before anybody is signed in."""
        with self._storehouse.writing() as store:
            return store.keys.people().index(f"form|{nonce}")

    def sign_out(self, cookie: str) -> None:
        with self._storehouse.writing() as store:
            store.accounts.end_session(passwords.fingerprint(cookie))

    # What the command line does

    def add(self, new: NewAccount, password: str) -> Actor:
        """Add an account.

        Raises:
            AccountExists: the address has one.
            WeakPassword: it has fewer than 15 characters.
        """
        if len(password) < SHORTEST_PASSWORD:
            raise WeakPassword
        actor = Actor(passwords.new_id("u"), new.roles, new.organisation)
        profile = Profile(new.name, new.email, new.telephone)
        account = Account(actor, profile, passwords.hash_password(password))
        with self._storehouse.writing() as store:
            if not store.accounts.add(account, now()):
                raise AccountExists
            store.routing.renew(new.organisation, now())
        return actor

    def disable(self, email: str) -> None:
        """End an account, and give its open tasks back to the team.

        Raises:
            NoSuchAccount: there is none with this address.
        """
        at = now()
        with self._storehouse.writing() as store:
            account = self._by_email(store, email)
            store.accounts.disable(account.actor.id, at)
            Leaving(store, at).advising(account.actor)

    def set_roles(self, email: str, roles: tuple[Role, ...]) -> None:
        """Settle what an account may be used for.

        An adviser no longer gives their open tasks back to the team.

        Raises:
            NoSuchAccount: there is none with this address.
        """
        at = now()
        with self._storehouse.writing() as store:
            account = self._by_email(store, email)
            store.accounts.set_roles(account.actor.id, roles)
            if Role.ADVISER in account.actor.roles and Role.ADVISER not in roles:
                Leaving(store, at).advising(account.actor)
            else:
                store.routing.renew(account.actor.organisation, at)

    def all(self) -> list[Account]:
        with self._storehouse.reading() as store:
            return store.accounts.all()

    def create_token(self, email: str, lasts: timedelta | None) -> str:
        """A new API token. It is shown this once.

        Raises:
            NoSuchAccount: there is none with this address.
        """
        token, at = passwords.new_secret(), now()
        with self._storehouse.writing() as store:
            account = self._by_email(store, email)
            store.accounts.add_token(
                TokenRow(
                    id=passwords.fingerprint(token),
                    user=account.actor.id,
                    created_at=at,
                    expires_at=at + lasts if lasts else None,
                )
            )
        return token

    @staticmethod
    def _by_email(store: Store, email: str) -> Account:
        account = store.accounts.by_email(email)
        if account is None:
            raise NoSuchAccount
        return account


def _tried(store: Store, email: str, network: str) -> tuple[str, str]:
    index = store.keys.people().index
    return (
        f"account:{index(email.strip().casefold())}",
        f"network:{index(network)}",
    )


def _window(at: datetime) -> int:
    return int(at.timestamp() // WINDOW.total_seconds())
