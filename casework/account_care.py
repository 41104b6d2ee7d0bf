"""Looking after other people's accounts: administrators, and operations for locks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from casework.account_notes import AT_THE_MACHINE, note
from casework.account_post import owe_letter
from casework.accounts import find
from casework.new_passwords import NewPasswords, has_password
from casework.sign_in_tries import SignInTries
from domain.account_letters import Kind
from domain.errors import CaseNotFound, NotAccepted, RuleBroken, Why
from domain.identity import AccountDeed, check_not_own
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from storage.accounts import Account
from storage.identity import AccountEvent
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class Colleague:
    """An account as an administrator sees it; nothing of any request."""

    id: str
    name: str
    email: str
    roles: tuple[str, ...]
    is_ended: bool
    is_locked: bool
    signs_in_elsewhere: bool
    has_second_step: bool
    sessions: int


@dataclass(frozen=True)
class EventLine:
    """Something that was done to an account, and by whom."""

    event: AccountEvent
    by: str


class AccountCare:
    def __init__(
        self, storehouse: Storehouse, tries: SignInTries, new: NewPasswords
    ) -> None:
        self._storehouse = storehouse
        self._tries = tries
        self._new_passwords = new

    # Administrators

    def colleagues(self, actor: Actor) -> list[Colleague]:
        """The accounts of the people of one's organisation, by name.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        check_office(actor, Office.KEEP_ACCOUNTS)
        with self._storehouse.reading() as store:
            people = [a for a in store.accounts.all(actor.organisation) if _is_one(a)]
            lines = [self._colleague(store, account) for account in people]
        return sorted(lines, key=lambda line: (line.is_ended, line.name.casefold()))

    def colleague(self, actor: Actor, user: str) -> tuple[Colleague, list[EventLine]]:
        """One of them, with what was done to the account, newest first.

        Raises:
            NotAllowed: the actor is no administrator.
            CaseNotFound: there is nobody of this id in the organisation.
        """
        check_office(actor, Office.KEEP_ACCOUNTS)
        with self._storehouse.reading() as store:
            account = _colleague(store, actor, user)
            names = store.accounts.names(actor.organisation)
            events = [
                EventLine(event, names.get(event.by, "Sharewell"))
                for event in store.account_events.of(user)
            ]
            return self._colleague(store, account), events

    def reset_second_step(self, actor: Actor, user: str, reason: str) -> None:
        """They have lost what they show. They set up something new when they sign in.

        Raises:
            NotAllowed: the actor is no administrator, or it is their own account.
            NotAccepted: no reason is given.
            CaseNotFound: there is nobody of this id in the organisation.
        """
        with self._caring(actor, user, reason) as (store, account):
            store.factors.drop_all(account.actor.id)
            store.accounts.end_sessions(account.actor.id)
            note(store, user, actor.id, AccountDeed.SECOND_RESET, reason)
            owe_letter(store, user, Kind.SECOND_CHANGED)

    def end_sessions(self, actor: Actor, user: str, reason: str) -> None:
        """Sign somebody out wherever they are signed in.

        Raises:
            NotAllowed: the actor is no administrator, or it is their own account.
            NotAccepted: no reason is given.
            CaseNotFound: there is nobody of this id in the organisation.
        """
        with self._caring(actor, user, reason) as (store, account):
            store.accounts.end_sessions(account.actor.id)
            note(store, user, actor.id, AccountDeed.SESSIONS_ENDED, reason)

    def send_link(self, actor: Actor, user: str) -> None:
        """E-mail somebody a link for a new password; nobody else is shown it.

        Raises:
            NotAllowed: the actor is no administrator.
            RuleBroken: they have no password here.
            CaseNotFound: there is nobody of this id in the organisation.
        """
        check_office(actor, Office.KEEP_ACCOUNTS)
        with self._storehouse.writing() as store:
            account = _colleague(store, actor, user)
            if not has_password(account):
                raise RuleBroken(Why.PASSWORD_ELSEWHERE)
            self._new_passwords.send_link(store, account, actor.id)

    @contextmanager
    def _caring(
        self, actor: Actor, user: str, reason: str
    ) -> Iterator[tuple[Store, Account]]:
        """A unit of work on somebody else's account, with a reason."""
        check_office(actor, Office.KEEP_ACCOUNTS)
        with self._storehouse.writing() as store:
            account = _colleague(store, actor, user)
            check_not_own(actor, user)
            if not reason.strip():
                raise NotAccepted(Why.REASON_NEEDED, about="reason")
            yield store, account

    # Operations

    def locked(self, actor: Actor) -> list[Colleague]:
        """Whose account is locked, in one's organisation.

        Raises:
            NotAllowed: the actor is not in operations.
        """
        check_office(actor, Office.UNLOCK)
        with self._storehouse.reading() as store:
            found = [
                self._colleague(store, account)
                for account in store.accounts.all(actor.organisation)
                if not account.disabled
                and self._tries.is_locked(store, account.profile.email)
            ]
        return sorted(found, key=lambda line: line.name.casefold())

    def unlock(self, actor: Actor, user: str) -> None:
        """They may try again. Unlocking what is not locked changes nothing.

        Raises:
            NotAllowed: the actor is not in operations.
            CaseNotFound: there is nobody of this id in the organisation.
        """
        check_office(actor, Office.UNLOCK)
        with self._storehouse.writing() as store:
            self._unlock(store, _colleague(store, actor, user), actor.id)

    def unlock_address(self, email: str) -> None:
        """The same for whoever has the machine itself.

        Raises:
            NoSuchAccount: there is none with this address.
        """
        with self._storehouse.writing() as store:
            self._unlock(store, find(store, email), AT_THE_MACHINE)

    def reset_address(self, email: str, reason: str) -> None:
        """Take a second step away, for whoever has the machine itself.

        Raises:
            NoSuchAccount: there is none with this address.
        """
        with self._storehouse.writing() as store:
            user = find(store, email).actor.id
            store.factors.drop_all(user)
            store.accounts.end_sessions(user)
            note(store, user, AT_THE_MACHINE, AccountDeed.SECOND_RESET, reason)
            owe_letter(store, user, Kind.SECOND_CHANGED)

    def sign_out_address(self, email: str) -> int:
        """End all sessions of an address; how many it were.

        Raises:
            NoSuchAccount: there is none with this address.
        """
        with self._storehouse.writing() as store:
            user = find(store, email).actor.id
            note(store, user, AT_THE_MACHINE, AccountDeed.SESSIONS_ENDED)
            return store.accounts.end_sessions(user)

    def send_link_to(self, email: str) -> None:
        """E-mail an address a link for a new password.

        Raises:
            NoSuchAccount: there is none with this address.
            RuleBroken: they have no password here.
        """
        with self._storehouse.writing() as store:
            account = find(store, email)
            if not has_password(account):
                raise RuleBroken(Why.PASSWORD_ELSEWHERE)
            self._new_passwords.send_link(store, account, AT_THE_MACHINE)

    def _unlock(self, store: Store, account: Account, by: str) -> None:
        if self._tries.is_locked(store, account.profile.email):
            note(store, account.actor.id, by, AccountDeed.UNLOCKED)
        self._tries.succeed(store, account.profile.email)

    def _colleague(self, store: Store, account: Account) -> Colleague:
        user, profile = account.actor.id, account.profile
        return Colleague(
            user,
            profile.name,
            profile.email,
            tuple(role.value for role in account.actor.roles),
            account.disabled,
            self._tries.is_locked(store, profile.email),
            account.signs_in_elsewhere,
            store.factors.has_any(user),
            len(store.accounts.sessions_of(user)),
        )


def _is_one(account: Account) -> bool:
    return not account.is_service


def _colleague(store: Store, actor: Actor, user: str) -> Account:
    account = store.accounts.get(user)
    if account is None or account.is_service:
        raise CaseNotFound
    if account.actor.organisation != actor.organisation:
        raise CaseNotFound
    return account
