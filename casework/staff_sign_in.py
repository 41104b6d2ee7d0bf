"""Those who work here sign in at their own organisation, by OpenID Connect.

What ties the answer to the question follows from a random state that the browser
carries. The account is made, or brought up to date, as its owner comes back.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters import passwords
from adapters.providers import StaffSignIn as Known
from adapters.settings import Settings
from adapters.sign_in import STAFF_SCOPE, NotSignedIn, Secrets, SignInAt
from casework.account_notes import note
from casework.accounts import NewAccount, add_account, settle_roles
from casework.entering import FirstStep
from casework.sessions import Entered, Sessions, Waits, start_session
from domain.access import Where
from domain.errors import CaseNotFound
from domain.identity import AccountDeed
from domain.people import Role
from storage.accounts import Account, Profile
from storage.store import Store, Storehouse

BACK = "/account/back"
SIGNED_OUT = "/account/signed-out"
MOST_OF_A_NAME = 200


class NoPart(Exception):
    """Their organisation knows them, and they have no part in Sharewell."""


@dataclass(frozen=True)
class Person:
    """What an organisation says of one of its people, in our terms."""

    subject: str
    email: str
    name: str
    roles: tuple[Role, ...]
    organisation: str
    second_step: bool


@dataclass(frozen=True)
class Returned:
    """What a browser brings back."""

    provider: str
    state: str
    code: str


class StaffSignIn:
    def __init__(
        self,
        storehouse: Storehouse,
        sessions: Sessions,
        first: FirstStep,
        settings: Settings,
    ) -> None:
        self._storehouse = storehouse
        self._sessions = sessions
        self._first = first
        self._settings = settings

    def offered(self) -> list[tuple[str, str]]:
        """Where people can sign in: its code and what it is called."""
        return [(each.id, each.label) for each in self._settings.staff_sign_ins]

    async def begin(self, provider: str) -> tuple[str, str]:
        """Where this browser signs in, and the state that it is to carry.

        Raises:
            CaseNotFound: there is no such sign-in.
            NotSignedIn: the organisation cannot be reached.
        """
        known, state = self._known(provider), passwords.new_secret()
        secrets = await asyncio.to_thread(self._secrets, state)
        return await self._at(known).address(secrets), state

    async def finish(self, returned: Returned, where: Where) -> Entered:
        """In, as whoever their organisation says that they are.

        Raises:
            CaseNotFound: there is no such sign-in.
            NotSignedIn: it does not say who they are.
            NoPart: they have none in Sharewell, or none any more.
        """
        known = self._known(returned.provider)
        secrets = await asyncio.to_thread(self._secrets, returned.state)
        claims = await self._at(known).claims(secrets, returned.code)
        person = person_of(known, claims)
        return await asyncio.to_thread(self._enter, known, person, where)

    async def leave(self, provider: str) -> str | None:
        """Where to sign out at the organisation as well, if that can be done."""
        known = self._settings.staff_sign_in(provider)
        if known is None:
            return None
        try:
            return await self._at(known).leave(f"{self._site}{SIGNED_OUT}")
        except NotSignedIn:
            return None  # it is away: nobody can sign out there now

    def _enter(self, known: Known, person: Person, where: Where) -> Entered:
        with self._storehouse.writing() as store:
            account = self._brought_up_to_date(store, person)
            waits = Waits.NOTHING
            if account is not None and not person.second_step:
                waits = self._first.waits(store, account)
            if account is not None and account.actor.roles:
                entered = start_session(store, account, waits, where, known.id)
                self._sessions.make_room(store, account.actor.id)
                return entered
        raise NoPart  # what was brought up to date is kept

    def _brought_up_to_date(self, store: Store, person: Person) -> Account | None:
        """Their account as it is now; None if there is none that they may use."""
        account = store.accounts.by_subject(person.subject)
        account = account or store.accounts.by_email(person.email)
        if account is None:
            return _made(store, person) if _has_place(store, person) else None
        theirs = account.actor.organisation == person.organisation
        if account.disabled or account.is_service or not theirs:
            return None
        return _refreshed(store, account, person)

    def _known(self, provider: str) -> Known:
        known = self._settings.staff_sign_in(provider)
        if known is None:
            raise CaseNotFound
        return known

    def _secrets(self, state: str) -> Secrets:
        with self._storehouse.writing() as store:
            index = store.keys.people().index
            nonce, verifier = index(f"staff nonce|{state}"), index(f"staff|{state}")
            return Secrets(state, nonce, f"{verifier}{index(verifier)}")

    def _at(self, known: Known) -> SignInAt:
        return SignInAt(known, f"{self._site}{BACK}", STAFF_SCOPE)

    @property
    def _site(self) -> str:
        return self._settings.public_url.rstrip("/")


def person_of(known: Known, claims: Mapping[str, Any]) -> Person:
    """Who this is, in our terms."""
    email = str(claims["email"])
    name = str(claims.get("name") or email.partition("@")[0])
    said = _values(claims, known.role_claim)
    roles = dict.fromkeys(role for value, role in known.roles.items() if value in said)
    places = _values(claims, known.organisation_claim)
    looked_up = [code for value, code in known.organisations.items() if value in places]
    unclear = known.organisation or (looked_up[0] if len(looked_up) == 1 else "")
    return Person(
        f"{known.issuer}|{claims['sub']}",
        email,
        name[:MOST_OF_A_NAME],
        tuple(roles),
        unclear,
        bool(set(known.second_step_by) & set(_values(claims, "amr"))),
    )


def _values(claims: Mapping[str, Any], claim: str) -> list[str]:
    """A claim by its name, or by its path with dots; one value or several."""
    found: Any = claims.get(claim)
    if found is None and claim:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return [found]
    return [str(each) for each in found] if isinstance(found, list) else []


def _has_place(store: Store, person: Person) -> bool:
    known = {each.id for each in store.accounts.organisations()}
    return bool(person.roles) and person.organisation in known


def _made(store: Store, person: Person) -> Account:
    new = NewAccount(person.email, person.name, person.roles, person.organisation)
    account = add_account(store, new, "", by=person.organisation)
    store.accounts.link(account.actor.id, person.subject)
    return account


def _refreshed(store: Store, account: Account, person: Person) -> Account | None:
    """With the name, the address and the roles that they have there now."""
    user = account.actor.id
    if not account.signs_in_elsewhere:
        store.accounts.link(user, person.subject)
        store.accounts.end_sessions(user)
        note(store, user, user, AccountDeed.LINKED)
    elif store.accounts.by_subject(person.subject) is None:
        return None  # the address is somebody else's there
    profile = Profile(person.name, person.email, account.profile.telephone)
    if not store.accounts.set_profile(user, profile):
        return None
    if set(account.actor.roles) != set(person.roles):
        settle_roles(store, account, person.roles, by=user)
    return store.accounts.get(user)
