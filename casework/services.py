"""Accounts of programs: what they may do, and the tokens that they get in with."""

from dataclasses import dataclass

from adapters import passwords
from adapters.clock import now
from casework.account_notes import note
from casework.accounts import NewAccount, add_service
from casework.tokens import GivenToken, TokenLine, Tokens, end_token, lines_of
from domain.errors import CaseNotFound, NotAccepted, RuleBroken, Why
from domain.identity import AccountDeed, check_service_roles
from domain.offices import Office
from domain.people import Actor, Role
from domain.policies import check_office
from storage.accounts import Account
from storage.store import Store, Storehouse

NOWHERE = "service.invalid"
"""Nobody writes to a program, but every account has an address of its own."""


@dataclass(frozen=True)
class GivenService:
    """A program as an administrator wants it."""

    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Service:
    """A program, and its tokens; the newest first."""

    id: str
    name: str
    roles: tuple[Role, ...]
    is_ended: bool
    tokens: tuple[TokenLine, ...]


class Services:
    def __init__(self, storehouse: Storehouse, tokens: Tokens) -> None:
        self._storehouse = storehouse
        self._tokens = tokens

    def all(self, actor: Actor) -> list[Service]:
        """The programs of one's organisation, by name.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        check_office(actor, Office.KEEP_ACCOUNTS)
        with self._storehouse.reading() as store:
            accounts = store.accounts.all(actor.organisation)
            found = [_service(store, each) for each in accounts if each.is_service]
        return sorted(found, key=lambda each: (each.is_ended, each.name.casefold()))

    def get(self, actor: Actor, service: str) -> Service:
        """One of them.

        Raises:
            NotAllowed: the actor is no administrator.
            CaseNotFound: there is none of this id in the organisation.
        """
        check_office(actor, Office.KEEP_ACCOUNTS)
        with self._storehouse.reading() as store:
            return _service(store, _found(store, actor, service))

    def add(
        self, actor: Actor, given: GivenService, once: str | None = None
    ) -> Service:
        """Add a program. The same `once` twice is one program.

        Raises:
            NotAllowed: the actor is no administrator.
            NotAccepted: it would read other people's requests, or has no name.
        """
        check_office(actor, Office.KEEP_ACCOUNTS)
        check_service_roles(given.roles)
        if not given.name.strip():
            raise NotAccepted(Why.WORD_NEEDED, about="name")
        email = new_address(f"{actor.id}|{once or passwords.new_secret()}")
        new = NewAccount(email, given.name.strip(), given.roles, actor.organisation)
        with self._storehouse.writing() as store:
            known = store.accounts.by_email(email)
            return _service(store, known or add_service(store, new, actor.id))

    def disable(self, actor: Actor, service: str) -> None:
        """End a program's account and its tokens.

        Raises:
            NotAllowed: the actor is no administrator.
            CaseNotFound: there is none of this id in the organisation.
        """
        check_office(actor, Office.KEEP_ACCOUNTS)
        with self._storehouse.writing() as store:
            account = _found(store, actor, service)
            if not account.disabled:
                store.accounts.disable(service, now())
                note(store, service, actor.id, AccountDeed.DISABLED)

    def make_token(self, actor: Actor, service: str, given: GivenToken) -> str:
        """A token for a program; it is shown this once.

        Raises:
            NotAllowed: the actor is no administrator.
            NotAccepted: it would last too long.
            RuleBroken: there are too many, or the program has ended.
            CaseNotFound: there is none of this id in the organisation.
        """
        check_office(actor, Office.KEEP_ACCOUNTS)
        with self._storehouse.writing() as store:
            account = _found(store, actor, service)
            if account.disabled:
                raise RuleBroken(Why.ACCOUNT_ENDED)
            return self._tokens.make_for(store, service, actor, given)

    def end_token(self, actor: Actor, service: str, name: str) -> None:
        """Nobody gets in with this token any more.

        Raises:
            NotAllowed: the actor is no administrator.
            CaseNotFound: there is no such program, or no such token of it.
        """
        check_office(actor, Office.KEEP_ACCOUNTS)
        with self._storehouse.writing() as store:
            _found(store, actor, service)
            end_token(store, service, actor.id, name)


def new_address(key: str = "") -> str:
    """An address for a program; the same key gives the same one."""
    name = passwords.fingerprint(key or passwords.new_secret())
    return f"{name[:32]}@{NOWHERE}"


def _found(store: Store, actor: Actor, service: str) -> Account:
    account = store.accounts.get(service)
    if account is None or not account.is_service:
        raise CaseNotFound
    if account.actor.organisation != actor.organisation:
        raise CaseNotFound
    return account


def _service(store: Store, account: Account) -> Service:
    return Service(
        account.actor.id,
        account.profile.name,
        account.actor.roles,
        account.disabled,
        tuple(lines_of(store, account.actor.id)),
    )
