"""A new password: by whoever knows the old one, or by a link sent to its owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters import passwords
from adapters.clock import now
from adapters.password_rules import PasswordRules
from casework.account_notes import note
from casework.account_post import owe_letter
from casework.entering import Entering, Given
from casework.sessions import Entered, SignedIn, renew_session
from casework.sign_in_tries import SignInTries
from domain.account_letters import Kind
from domain.errors import CaseNotFound, NotAccepted, RuleBroken, Why
from domain.identity import AccountDeed
from storage.accounts import Account
from storage.store import Store, Storehouse

AN_HOUR = timedelta(hours=1)
OF_ADDRESS, OF_NETWORK = 3, 20
"""How many links are asked for in an hour; what is more is not answered."""


ASKED = "new-password:"


@dataclass(frozen=True)
class ChangedPassword:
    """The old password and the new one."""

    old: str
    new: str


class NewPasswords:
    def __init__(
        self,
        storehouse: Storehouse,
        entering: Entering,
        tries: SignInTries,
        rules: PasswordRules,
        lasts: timedelta,
    ) -> None:
        self._storehouse = storehouse
        self._entering = entering
        self._tries = tries
        self._rules = rules
        self._lasts = lasts

    def ask_for_link(self, email: str, network: str) -> None:
        """Owe them a link, if they have a password here. Nobody is told whether."""
        at = now()
        with self._storehouse.writing() as store:
            index = store.keys.people().index
            address = f"{ASKED}address:{index(email.strip().casefold())}"
            of_address = store.attempts.add(address, _hour(at))
            of_network = store.attempts.add(f"{ASKED}{index(network)}", _hour(at))
            account = store.accounts.by_email(email)
            if of_address > OF_ADDRESS or of_network > OF_NETWORK:
                return
            if account is not None and has_password(account):
                self.send_link(store, account, account.actor.id)

    def send_link(self, store: Store, account: Account, by: str) -> None:
        """Within one unit of work. Links that were sent before open nothing now."""
        user = account.actor.id
        store.account_letters.spend_all(user, now())
        owe_letter(store, user, Kind.NEW_PASSWORD, self._lasts)
        note(store, user, by, AccountDeed.LINK_SENT)

    def is_open(self, token: str) -> bool:
        """Whether a link still leads somewhere. Looking uses nothing up."""
        with self._storehouse.reading() as store:
            return self._behind(store, token, now()) is not None

    def by_link(self, token: str, password: str) -> None:
        """A new password. It ends every session, and the account is unlocked.

        Raises:
            CaseNotFound: the link is over, was used, or never was.
            NotAccepted: the password will not do.
        """
        with self._storehouse.reading() as store:
            account = self._behind(store, token, now())
        if account is None:
            raise CaseNotFound
        self._check(account, password)
        hashed = passwords.hash_password(password)
        with self._storehouse.writing() as store:
            if self._behind(store, token, now()) is None:
                raise CaseNotFound  # somebody was quicker
            self._keep(store, account, hashed)
            store.accounts.end_sessions(account.actor.id)
            self._tries.succeed(store, account.profile.email)

    def change(
        self, who: SignedIn, cookie: str, changed: ChangedPassword, network: str
    ) -> Entered:
        """One's own. Every other session ends, and this one gets a new cookie.

        Raises:
            NotAccepted: the old one is wrong, or the new one will not do.
            RuleBroken: they sign in elsewhere.
            TooManyTries, AccountLocked: the old one was wrong too often.
        """
        if who.elsewhere:
            raise RuleBroken(Why.PASSWORD_ELSEWHERE)
        if not self._entering.check_password(who.email, Given(changed.old, network)):
            raise NotAccepted(Why.PASSWORD_WRONG, about="old")
        with self._storehouse.reading() as store:
            account = store.accounts.get(who.actor.id)
        if account is None:
            raise CaseNotFound
        self._check(account, changed.new)
        hashed = passwords.hash_password(changed.new)
        with self._storehouse.writing() as store:
            self._keep(store, account, hashed)
            here = passwords.fingerprint(cookie)
            store.accounts.end_sessions(account.actor.id, here)
            return renew_session(store, cookie)

    def _check(self, account: Account, password: str) -> None:
        profile = account.profile
        self._rules.check(password, (profile.name, profile.email))

    @staticmethod
    def _keep(store: Store, account: Account, hashed: str) -> None:
        user = account.actor.id
        store.account_letters.spend_all(user, now())
        store.accounts.set_password(user, hashed)
        note(store, user, user, AccountDeed.PASSWORD_CHANGED)
        owe_letter(store, user, Kind.PASSWORD_CHANGED)

    @staticmethod
    def _behind(store: Store, token: str, at: datetime) -> Account | None:
        """Whose link it is."""
        letter = store.account_letters.opened_by(token, at)
        if letter is None or letter.kind != Kind.NEW_PASSWORD:
            return None
        account = store.accounts.get(letter.user)
        return account if account is not None and has_password(account) else None


def forget_asked(store: Store, before: datetime) -> None:
    """Who asked for a link long ago."""
    store.attempts.forget(ASKED, _hour(before))


def _hour(at: datetime) -> int:
    return int(at.timestamp() // AN_HOUR.total_seconds())


def has_password(account: Account) -> bool:
    """Whether a password opens it at all."""
    elsewhere = account.signs_in_elsewhere or account.is_service
    return not elsewhere and not account.disabled
