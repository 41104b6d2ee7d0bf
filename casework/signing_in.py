"""A recipient proves who they are by signing in at their own organisation.

What ties the answer to the question follows from a random state, which the browser
carries and its visit knows as a hash. It is used once.
"""

import asyncio
import hmac
from dataclasses import dataclass

from adapters import passwords
from adapters.clock import now
from adapters.providers import SignIn
from adapters.settings import Settings
from adapters.sign_in import Secrets, SignInAt
from casework.code_tries import CodeTries, Locked, Try
from casework.collection import At
from casework.proving import WrongCode, let_in
from casework.visiting import NoLongerHere, Visit, Visiting, seen
from domain.access import Where
from domain.channels import Channel
from storage.release_tables import VisitRow
from storage.releases import Parcel
from storage.store import Store, Storehouse

BACK = "/c/back"


@dataclass(frozen=True)
class Answer:
    """What a browser brings back from where it signed in."""

    cookie: str
    state: str
    code: str


class SigningIn:
    def __init__(
        self,
        storehouse: Storehouse,
        visiting: Visiting,
        tries: CodeTries,
        settings: Settings,
    ) -> None:
        self._storehouse = storehouse
        self._visiting = visiting
        self._tries = tries
        self._settings = settings

    async def begin(self, here: At) -> str:
        """Where this browser signs in, by the address that was given.

        Raises:
            NoLongerHere: nobody at that address signs in elsewhere.
            NotSignedIn: the organisation cannot be reached.
        """
        state = passwords.new_secret()
        known, secrets = await asyncio.to_thread(self._began, here, state)
        return await self._at(known).address(secrets)

    def back(self, cookie: str, state: str) -> tuple[str, Visit]:
        """The locator and the visit that somebody comes back to.

        Raises:
            NoLongerHere: this browser did not ask, or not so.
        """
        at = now()
        with self._storehouse.writing() as store:
            row = self._row(store, cookie, state)
            return row.locator, seen(store, row, cookie, at)

    async def finish(self, answer: Answer, where: Where, network: str) -> str:
        """Believe the organisation, if it says that this is the recipient.

        Raises:
            NoLongerHere: this browser did not ask, or not so.
            NotSignedIn: it does not say who they are.
            WrongCode: it says that they are somebody else.
            Locked: too many wrong tries.
        """
        known, secrets = await asyncio.to_thread(self._returned, answer, network)
        email = await self._at(known).email(secrets, answer.code)
        return await asyncio.to_thread(self._proved, answer, email, where, network)

    def _began(self, here: At, state: str) -> tuple[SignIn, Secrets]:
        with self._storehouse.writing() as store:
            row = self._visiting.found(store, here.locator, here.cookie, now())
            if row is None or not row.asked:
                raise NoLongerHere
            known = self._provider(row)
            row.state_hash = passwords.fingerprint(state)
            store.session.add(row)
            return known, _secrets(store, state)

    def _returned(self, answer: Answer, network: str) -> tuple[SignIn, Secrets]:
        with self._storehouse.reading() as store:
            row = self._row(store, answer.cookie, answer.state)
            self._check_tries(store, row, network)
            return self._provider(row), _secrets(store, answer.state)

    def _proved(self, answer: Answer, email: str, where: Where, network: str) -> str:
        at = now()
        with self._storehouse.writing() as store:
            row = self._row(store, answer.cookie, answer.state)
            self._check_tries(store, row, network)
            row.state_hash = ""
            store.session.add(row)
            store.session.flush()
            parcel = store.releases.at(row.locator)
            if parcel is not None and _is_theirs(store, row, parcel, email):
                here = At(row.locator, answer.cookie, where)
                return let_in(store, row, parcel, here)
            left = self._tries.count(store, parcel, Try(row.locator, network, at))
        if left <= 0:
            raise Locked
        raise WrongCode(left)

    def _check_tries(self, store: Store, row: VisitRow, network: str) -> None:
        parcel = store.releases.at(row.locator)
        self._tries.check(store, parcel, Try(row.locator, network, now()))

    def _row(self, store: Store, cookie: str, state: str) -> VisitRow:
        """The visit of this browser, if it is the one that was sent there."""
        row = self._visiting.of(store, cookie, now())
        given = passwords.fingerprint(state)
        if row is None or not hmac.compare_digest(row.state_hash, given):
            raise NoLongerHere
        return row

    def _provider(self, row: VisitRow) -> SignIn:
        known = self._settings.sign_in_of(f"@{row.provider}")
        if not row.provider or known is None:
            raise NoLongerHere
        return known

    def _at(self, known: SignIn) -> SignInAt:
        site = self._settings.collect_url or self._settings.public_url
        return SignInAt(known, f"{site.rstrip('/')}{BACK}")


def _is_theirs(store: Store, row: VisitRow, parcel: Parcel, email: str) -> bool:
    """Whether this is opened by signing in, and was sent to whoever did."""
    if not row.addressed or not parcel.is_live(now()):
        return False
    signs_in = parcel.channel is Channel.ORGANISATION
    return signs_in and store.releases.is_addressed_to(parcel, email)


def _secrets(store: Store, state: str) -> Secrets:
    index = store.keys.people().index
    return Secrets(state, index(f"nonce|{state}"), index(f"verifier|{state}"))
