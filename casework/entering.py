"""Signing in: a password, then what else somebody has, then a session."""

from dataclasses import dataclass

from adapters import authenticator, passwords
from adapters.clock import now
from casework.account_notes import note
from casework.accounts import find
from casework.sessions import (
    Arriving,
    Entered,
    Sessions,
    Waits,
    renew_session,
    start_session,
)
from casework.sign_in_tries import SignInTries
from domain.access import Where
from domain.identity import AccountDeed, needs_second_factor
from domain.people import Actor
from storage.accounts import Account
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class Given:
    """What somebody gives at the door, and the network that they come from."""

    secret: str
    network: str


@dataclass(frozen=True)
class FirstStep:
    """Decides what comes after a password, or after a sign-in elsewhere."""

    required: bool

    def waits(self, store: Store, account: Account) -> Waits:
        if store.factors.has_any(account.actor.id):
            return Waits.SECOND
        needed = self.is_needed(store, account.actor)
        return Waits.SET_UP if needed else Waits.NOTHING

    def is_needed(self, store: Store, actor: Actor) -> bool:
        """Whether a password is not enough here, or not at their organisation."""
        if not needs_second_factor(actor.roles):
            return False
        if self.required:
            return True
        return store.accounts.organisation(actor.organisation).second_step


class Entering:
    def __init__(
        self,
        storehouse: Storehouse,
        sessions: Sessions,
        tries: SignInTries,
        first: FirstStep,
    ) -> None:
        self._storehouse = storehouse
        self._sessions = sessions
        self._tries = tries
        self._first = first

    def by_password(self, email: str, given: Given, where: Where) -> Entered | None:
        """The cookie of a new session; None if the two do not match.

        Raises:
            TooManyTries: this account or network has to wait.
            AccountLocked: it has to be unlocked first.
        """
        with self._storehouse.writing() as store:
            self._tries.begin(store, email, given.network, now())
            account = store.accounts.by_email(email)
        hashed = account.password_hash if account else ""
        # An unknown address costs as much time as a wrong password.
        right = passwords.is_password(given.secret, hashed or passwords.DECOY)
        with self._storehouse.writing() as store:
            if not right or account is None or account.disabled or not hashed:
                self._failed(store, email, given.network)
                return None
            waits = self._first.waits(store, account)
            if waits is not Waits.SECOND:
                self._tries.succeed(store, email)
            entered = start_session(store, account, waits, where)
            self._sessions.make_room(store, account.actor.id)
            return entered

    def check_password(self, email: str, given: Given) -> bool:
        """Whether it is really them, before they change how they get in.

        Raises:
            TooManyTries: this account or network has to wait.
            AccountLocked: it has to be unlocked first.
        """
        with self._storehouse.writing() as store:
            self._tries.begin(store, email, given.network, now())
            hashed = find(store, email).password_hash
        right = passwords.is_password(given.secret, hashed or passwords.DECOY) and bool(
            hashed
        )
        with self._storehouse.writing() as store:
            if right:
                self._tries.succeed(store, email)
            else:
                self._failed(store, email, given.network)
        return right

    # The second step

    def begin_second(self, cookie: str, network: str) -> Arriving | None:
        """Who it is whose second step is looked at; one try is counted.

        Raises:
            TooManyTries: this account or network has to wait.
            AccountLocked: it has to be unlocked first.
        """
        arriving = self._sessions.arriving(cookie)
        if arriving is None or arriving.waits is not Waits.SECOND:
            return None
        with self._storehouse.writing() as store:
            self._tries.begin(store, arriving.who.email, network, now())
        return arriving

    def fail_second(self, arriving: Arriving, network: str) -> None:
        with self._storehouse.writing() as store:
            self._failed(store, arriving.who.email, network)

    def pass_second(self, store: Store, cookie: str, arriving: Arriving) -> Entered:
        """They are in: under a new cookie, and as if nobody had ever tried."""
        self._tries.succeed(store, arriving.who.email)
        entered = renew_session(store, cookie)
        self._sessions.make_room(store, arriving.who.actor.id)
        return entered

    def by_app(self, cookie: str, given: Given) -> Entered | None:
        """In with what an authenticator app shows; None if it is not right.

        Raises:
            TooManyTries: this account or network has to wait.
            AccountLocked: it has to be unlocked first.
        """
        arriving = self.begin_second(cookie, given.network)
        if arriving is None:
            return None
        with self._storehouse.writing() as store:
            if shows(store, arriving.who.actor.id, given.secret):
                return self.pass_second(store, cookie, arriving)
        self.fail_second(arriving, given.network)
        return None

    def by_recovery_code(self, cookie: str, given: Given) -> Entered | None:
        """In with one of the codes that were written down; it is used up.

        Raises:
            TooManyTries: this account or network has to wait.
            AccountLocked: it has to be unlocked first.
        """
        arriving = self.begin_second(cookie, given.network)
        if arriving is None:
            return None
        user = arriving.who.actor.id
        with self._storehouse.reading() as store:
            codes = store.factors.codes(user)
        said = bare_code(given.secret)
        right = (each for each in codes if passwords.is_code(said, each.code_hash))
        code = next(right, None)
        with self._storehouse.writing() as store:
            if code is not None and store.factors.spend_code(code, now()):
                note(store, user, user, AccountDeed.CODE_USED)
                return self.pass_second(store, cookie, arriving)
        self.fail_second(arriving, given.network)
        return None

    def _failed(self, store: Store, email: str, network: str) -> None:
        self._tries.fail(store, network, now())
        account = store.accounts.by_email(email)
        if account is not None and self._tries.is_last(store, email):
            user = account.actor.id
            note(store, user, user, AccountDeed.LOCKED)


def shows(store: Store, user: str, code: str) -> bool:
    """Whether their app shows this code now. It is used up by that."""
    secret, at = store.factors.app(user), now()
    step = authenticator.step_of(secret, code, at) if secret else None
    if secret is None or step is None:
        return False
    return store.codes.spend_step(secret, step, at)


def bare_code(code: str) -> str:
    """A recovery code however it is typed."""
    return "".join(code.replace("-", "").split())
