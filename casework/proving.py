"""How a recipient proves who they are: the address, and then a code by another way.

Unknown, expired and revoked look the same from outside, and take the same time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters import authenticator, passwords
from adapters.clock import now
from adapters.providers import SignIn
from casework.code_sending import CodeLimits
from casework.code_tries import CodeTries, Locked, Try
from casework.collection import At
from casework.visiting import NoLongerHere, Visiting
from domain.access import RECIPIENT, Access, AccessLine
from domain.channels import Channel
from storage.release_tables import VisitRow
from storage.releases import Parcel
from storage.store import Store, Storehouse


class WrongCode(Exception):
    """The code is not right; `left` tries remain for this network."""

    def __init__(self, left: int) -> None:
        super().__init__("wrong code")
        self.left = left


@dataclass(frozen=True)
class GivenCode:
    """What was typed, and whether it is the words whose hash it was compared with."""

    code: str
    spoken: bool
    compared: str

    @property
    def digits(self) -> str:
        return "".join(each for each in self.code if each not in " -")


@dataclass(frozen=True)
class Guards:
    """What keeps guessing down."""

    tries: CodeTries
    codes: CodeLimits


class Proving:
    def __init__(
        self,
        storehouse: Storehouse,
        visiting: Visiting,
        guards: Guards,
        sign_in_of: Callable[[str], SignIn | None],
    ) -> None:
        self._storehouse = storehouse
        self._visiting = visiting
        self._guards = guards
        self._sign_in_of = sign_in_of

    def give_address(self, locator: str, cookie: str, email: str) -> None:
        """Note the address. What it leads to looks the same, right or wrong."""
        with self._storehouse.writing() as store:
            row = self._visiting.found(store, locator, cookie, now())
            if row is None:
                raise NoLongerHere
            parcel = store.releases.at(locator)
            row.addressed = bool(
                parcel and store.releases.is_addressed_to(parcel, email)
            )
            signs_in = self._sign_in_of(email)
            row.provider = signs_in.domain if signs_in else ""
            row.asked = True
            store.session.add(row)

    def give_code(self, here: At, code: str, network: str) -> str:
        """Prove oneself with a code; the cookie of the proved visit.

        Raises:
            WrongCode: the code or the address is not right.
            Locked: too many wrong tries.
        """
        at = now()
        tried = Try(here.locator, network, at)
        with self._storehouse.reading() as store:
            _, parcel = self._waiting(store, here, tried)
        given = _compared(parcel, code)
        with self._storehouse.writing() as store:
            # Again: meanwhile others may have tried, or somebody closed it.
            row, kept = self._waiting(store, here, tried)
            there = kept if row.addressed and kept and kept.is_live(at) else None
            if there and is_right(store, row, there, given, at):
                return let_in(store, row, there, here)
            store.codes.miss(row.id, at, self._guards.codes.tries)
            left = self._guards.tries.count(store, kept, tried)
            if kept:
                _note(store, kept, Access.CODE_WRONG, here, f"{at:%Y%m%d%H}")
        if left <= 0:
            raise Locked
        raise WrongCode(left)

    def provider(self, locator: str, cookie: str) -> str:
        """The domain that the address given belongs to, where it can be signed in."""
        with self._storehouse.reading() as store:
            row = self._visiting.found(store, locator, cookie, now())
            return row.provider if row else ""

    def _waiting(
        self, store: Store, here: At, tried: Try
    ) -> tuple[VisitRow, Parcel | None]:
        row = self._visiting.found(store, here.locator, here.cookie, tried.at)
        parcel = store.releases.at(here.locator)
        if row is None or not row.asked:
            raise NoLongerHere
        self._guards.tries.check(store, parcel, tried)
        return row, parcel


def is_right(
    store: Store, row: VisitRow, parcel: Parcel, given: GivenCode, at: datetime
) -> bool:
    """Whether this code opens this release for this browser. It may be used up."""
    if parcel.channel is Channel.PHRASE:
        return given.spoken and given.compared == parcel.phrase_hash
    if parcel.channel is Channel.TEXT:
        return store.codes.take(parcel.id, row.id, given.digits, at)
    if parcel.channel is Channel.APP:
        secret = store.ways_in.reach(parcel)
        step = authenticator.step_of(secret, given.digits, at)
        return step is not None and store.codes.spend_step(secret, step, at)
    return False  # who signs in elsewhere gives no code here


def let_in(store: Store, row: VisitRow, parcel: Parcel, here: At) -> str:
    """A new cookie, in place of the one that had proved nothing."""
    fresh = passwords.new_secret()
    new_id = passwords.fingerprint(fresh)
    _note(store, parcel, Access.CODE_RIGHT, here, new_id[:16])
    store.releases.prove_visit(row.id, new_id, now())
    return fresh


def _compared(parcel: Parcel | None, code: str) -> GivenCode:
    """A decoy costs the same time when there are no words to compare with."""
    speaks = parcel is not None and parcel.channel is Channel.PHRASE
    hashed = (
        parcel.phrase_hash if parcel is not None and speaks else passwords.CODE_DECOY
    )
    return GivenCode(code, passwords.is_code(code, hashed), hashed)


def _note(store: Store, parcel: Parcel, what: Access, here: At, once: str) -> None:
    said: dict[str, str | int] = {"channel": parcel.channel.value}
    line = AccessLine(what, RECIPIENT, now(), once, here.where, said)
    store.release_log.add(parcel.id, line)
