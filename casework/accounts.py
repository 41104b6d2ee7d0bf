"""Accounts: who has one, and what it may be used for."""

from dataclasses import dataclass
from datetime import timedelta

from adapters import passwords
from adapters.clock import now
from adapters.password_rules import PasswordRules
from adapters.settings import Settings
from casework.account_notes import AT_THE_MACHINE, note
from casework.leavers import Leaving
from casework.tokens import LONGEST, Wanted, new_token
from domain.identity import AccountDeed, Scope
from domain.people import Actor, Role
from storage.accounts import Account, Profile
from storage.store import Store, Storehouse


class AccountExists(Exception):
    """The e-mail address has an account already."""


class NoSuchAccount(Exception):
    """There is no account with this e-mail address."""


@dataclass(frozen=True)
class NewAccount:
    email: str
    name: str
    roles: tuple[Role, ...]
    organisation: str
    telephone: str = ""


class Accounts:
    """What whoever has the machine itself may do with accounts."""

    def __init__(self, storehouse: Storehouse, settings: Settings) -> None:
        self._storehouse = storehouse
        self._rules = PasswordRules(settings.breached_passwords)

    def add(self, new: NewAccount, password: str) -> Actor:
        """Add an account.

        Raises:
            AccountExists: the address has one.
            NotAccepted: the password is too short, known or easy to guess.
        """
        self._rules.check(password, (new.name, new.email))
        hashed = passwords.hash_password(password)
        with self._storehouse.writing() as store:
            return add_account(store, new, hashed).actor

    def disable(self, email: str) -> None:
        """End an account, and give its open tasks back to the team.

        Raises:
            NoSuchAccount: there is none with this address.
        """
        at = now()
        with self._storehouse.writing() as store:
            account = find(store, email)
            store.accounts.disable(account.actor.id, at)
            note(store, account.actor.id, AT_THE_MACHINE, AccountDeed.DISABLED)
            Leaving(store, at).advising(account.actor)

    def set_roles(self, email: str, roles: tuple[Role, ...]) -> None:
        """Settle what an account may be used for, and sign its owner out.

        An adviser no longer gives their open tasks back to the team.

        Raises:
            NoSuchAccount: there is none with this address.
        """
        with self._storehouse.writing() as store:
            settle_roles(store, find(store, email), roles, AT_THE_MACHINE)

    def all(self) -> list[Account]:
        with self._storehouse.reading() as store:
            return store.accounts.all()

    def create_token(
        self, email: str, lasts: timedelta | None, scope: Scope = Scope.ARRANGE
    ) -> str:
        """A new API token. It is shown this once.

        Raises:
            NoSuchAccount: there is none with this address.
        """
        with self._storehouse.writing() as store:
            user = find(store, email).actor.id
            wanted = Wanted(scope, lasts or LONGEST)
            return new_token(store, user, AT_THE_MACHINE, wanted)


def add_account(
    store: Store, new: NewAccount, password_hash: str, by: str = AT_THE_MACHINE
) -> Account:
    """Add an account within one unit of work.

    Raises:
        AccountExists: the address has one.
    """
    actor = Actor(passwords.new_id("u"), new.roles, new.organisation)
    profile = Profile(new.name, new.email, new.telephone)
    account = Account(actor, profile, password_hash)
    _keep(store, account, by)
    store.routing.renew(new.organisation, now())
    return account


def add_service(store: Store, new: NewAccount, by: str) -> Account:
    """Add the account of a program within one unit of work. No password opens it.

    Raises:
        AccountExists: the address has one.
    """
    actor = Actor(passwords.new_id("u"), new.roles, new.organisation)
    account = Account(actor, Profile(new.name, new.email), "", is_service=True)
    _keep(store, account, by)
    return account


def _keep(store: Store, account: Account, by: str) -> None:
    if not store.accounts.add(account, now()):
        raise AccountExists
    note(store, account.actor.id, by, AccountDeed.ADDED)


def settle_roles(
    store: Store, account: Account, roles: tuple[Role, ...], by: str
) -> None:
    """What an account is for from now on. Whoever is signed in has to do so again."""
    at, before = now(), account.actor.roles
    store.accounts.set_roles(account.actor.id, roles)
    store.accounts.end_sessions(account.actor.id)
    note(store, account.actor.id, by, AccountDeed.ROLES_CHANGED)
    if Role.ADVISER in before and Role.ADVISER not in roles:
        Leaving(store, at).advising(account.actor)
    else:
        store.routing.renew(account.actor.organisation, at)


def find(store: Store, email: str) -> Account:
    """The account with this address.

    Raises:
        NoSuchAccount: there is none.
    """
    account = store.accounts.by_email(email)
    if account is None:
        raise NoSuchAccount
    return account
