"""What somebody shows beside their password: set up, looked at, taken away."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from adapters import authenticator, passwords
from adapters.clock import now
from adapters.passkeys import Made, NoPasskey, Owner, Passkeys
from casework.account_notes import note
from casework.account_post import owe_letter
from casework.entering import Entering, FirstStep, bare_code
from casework.sessions import Entered, Sessions, SignedIn, renew_session
from domain.account_letters import Kind
from domain.errors import CaseNotFound, NotAccepted, RuleBroken, Why
from domain.identity import RECOVERY_CODES, AccountDeed
from storage.identity import Credential, Passkey
from storage.store import Store, Storehouse

HALF = 5
"""Recovery codes are two groups of so many letters: 49 random bits in all."""


@dataclass(frozen=True)
class PasskeyLine:
    """A passkey as its owner sees it."""

    id: str
    label: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class SecondStep:
    """What somebody has set up."""

    has_app: bool
    passkeys: tuple[PasskeyLine, ...]
    codes_left: int
    is_needed: bool
    passkeys_possible: bool

    @property
    def is_set_up(self) -> bool:
        return self.has_app or bool(self.passkeys)


@dataclass(frozen=True)
class SetUp:
    """A new cookie, since more is open now, and codes to write down if they are new."""

    cookie: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Codes:
    """Recovery codes as they are written down, and as they are kept."""

    shown: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()


class SecondSteps:
    def __init__(
        self,
        storehouse: Storehouse,
        sessions: Sessions,
        entering: Entering,
        asking: Passkeys,
        first: FirstStep,
    ) -> None:
        self._storehouse = storehouse
        self._sessions = sessions
        self._entering = entering
        self._asking = asking
        self._first = first

    def of(self, who: SignedIn) -> SecondStep:
        user = who.actor.id
        with self._storehouse.reading() as store:
            lines = tuple(_line(each) for each in store.factors.passkeys(user))
            return SecondStep(
                store.factors.app(user) is not None,
                lines,
                len(store.factors.codes(user)),
                self._first.is_needed(store, who.actor),
                self._asking.are_possible,
            )

    # An authenticator app

    def set_up_app(self, who: SignedIn, cookie: str, secret: str, code: str) -> SetUp:
        """An app that shows the right code is theirs from now on.

        Raises:
            NotAccepted: it does not show the right code.
        """
        at, user = now(), who.actor.id
        known = authenticator.is_secret(secret)
        step = authenticator.step_of(secret, code, at) if known else None
        if step is None:
            raise NotAccepted(Why.WRONG_APP_CODE, about="code")
        codes = self._first_codes(user)
        with self._storehouse.writing() as store:
            if not store.codes.spend_step(secret, step, at):
                raise NotAccepted(Why.WRONG_APP_CODE, about="code")
            store.factors.keep_app(user, secret, at)
            return self._added(store, cookie, codes, AccountDeed.APP_ADDED)

    def remove_app(self, who: SignedIn) -> None:
        """Raises RuleBroken where it is the last and one is needed."""
        with self._storehouse.writing() as store:
            if store.factors.drop_app(who.actor.id):
                self._removed(store, who, AccountDeed.APP_REMOVED)

    # Passkeys

    def ask_for_passkey(self, who: SignedIn, cookie: str) -> str:
        """What a browser needs to make one; empty where none can be made here."""
        if not self._asking.are_possible:
            return ""
        owner = Owner(who.actor.id, who.email, who.name)
        with self._storehouse.writing() as store:
            known = [p.credential.id for p in store.factors.passkeys(owner.id)]
            return self._asking.to_make(owner, _challenge(store, cookie), known)

    def add_passkey(self, who: SignedIn, cookie: str, answer: str, label: str) -> SetUp:
        """A passkey that a browser has made is theirs from now on.

        Raises:
            NotAccepted: it is none, or is in use already.
        """
        with self._storehouse.writing() as store:
            challenge = _spent(store, cookie)
        made = self._made(answer, challenge)
        codes = self._first_codes(who.actor.id)
        credential = Credential(made.credential_id, made.public_key, label)
        passkey = Passkey(
            passwords.new_id("k"), who.actor.id, credential, made.sign_count, now()
        )
        with self._storehouse.writing() as store:
            if not store.factors.add_passkey(passkey):
                raise NotAccepted(Why.PASSKEY_KNOWN, about="passkey")
            return self._added(store, cookie, codes, AccountDeed.PASSKEY_ADDED)

    def _made(self, answer: str, challenge: str) -> Made:
        try:
            if challenge:
                return self._asking.made(answer, challenge)
        except NoPasskey as error:
            raise NotAccepted(Why.PASSKEY_REFUSED, about="passkey") from error
        raise NotAccepted(Why.PASSKEY_REFUSED, about="passkey")

    def remove_passkey(self, who: SignedIn, passkey_id: str) -> None:
        """Raises RuleBroken where it is the last, CaseNotFound where it is none."""
        with self._storehouse.writing() as store:
            if not store.factors.drop_passkey(who.actor.id, passkey_id):
                raise CaseNotFound
            self._removed(store, who, AccountDeed.PASSKEY_REMOVED)

    def ask_to_show(self, cookie: str) -> str:
        """What a browser needs to show one of theirs; empty where there is none."""
        arriving = self._sessions.arriving(cookie)
        if arriving is None or not self._asking.are_possible:
            return ""
        with self._storehouse.writing() as store:
            passkeys = store.factors.passkeys(arriving.who.actor.id)
            known = [each.credential.id for each in passkeys]
            return (
                self._asking.to_show(_challenge(store, cookie), known) if known else ""
            )

    def by_passkey(self, cookie: str, answer: str, network: str) -> Entered | None:
        """In with a passkey; None if it is not one of theirs.

        Raises:
            TooManyTries: this account or network has to wait.
            AccountLocked: it has to be unlocked first.
        """
        arriving = self._entering.begin_second(cookie, network)
        if arriving is None:
            return None
        with self._storehouse.writing() as store:
            challenge = _spent(store, cookie)
            passkeys = store.factors.passkeys(arriving.who.actor.id)
        for passkey in passkeys if challenge else ():
            count = self._shown(passkey, answer, challenge)
            if count is not None:
                with self._storehouse.writing() as store:
                    store.factors.passkey_used(passkey.id, count, now())
                    return self._entering.pass_second(store, cookie, arriving)
        self._entering.fail_second(arriving, network)
        return None

    def _shown(self, passkey: Passkey, answer: str, challenge: str) -> int | None:
        known = Made(
            passkey.credential.id, passkey.credential.public_key, passkey.sign_count
        )
        try:
            return self._asking.shown(answer, challenge, known)
        except NoPasskey:
            return None

    # Recovery codes

    def new_codes(self, who: SignedIn) -> tuple[str, ...]:
        """Ten new codes. They are shown this once; the old ones are of no use now.

        Raises:
            RuleBroken: there is nothing yet that they would stand in for.
        """
        codes = _new_codes()
        with self._storehouse.writing() as store:
            if not store.factors.has_any(who.actor.id):
                raise RuleBroken(Why.LAST_SECOND_FACTOR)
            note(store, who.actor.id, who.actor.id, AccountDeed.CODES_MADE)
            store.factors.keep_codes(who.actor.id, codes.hashes)
            return codes.shown

    # What comes with each change

    def _added(
        self, store: Store, cookie: str, codes: Codes, what: AccountDeed
    ) -> SetUp:
        row = store.accounts.session(passwords.fingerprint(cookie))
        if row is None:
            raise CaseNotFound
        note(store, row.user, row.user, what)
        owe_letter(store, row.user, Kind.SECOND_CHANGED)
        if codes.hashes:
            store.factors.keep_codes(row.user, codes.hashes)
        renewed = renew_session(store, cookie)
        self._sessions.make_room(store, row.user)
        return SetUp(renewed.cookie, codes.shown)

    def _first_codes(self, user: str) -> Codes:
        """For somebody who has none to write down yet."""
        with self._storehouse.reading() as store:
            has_codes = bool(store.factors.codes(user))
        return Codes() if has_codes else _new_codes()

    def _removed(self, store: Store, who: SignedIn, what: AccountDeed) -> None:
        user = who.actor.id
        needed = self._first.is_needed(store, who.actor)
        has_any = store.factors.has_any(user)
        if needed and not has_any:
            raise RuleBroken(Why.LAST_SECOND_FACTOR)
        if not has_any:
            store.factors.drop_codes(user)
        note(store, user, user, what)
        owe_letter(store, user, Kind.SECOND_CHANGED)


def _line(passkey: Passkey) -> PasskeyLine:
    return PasskeyLine(
        passkey.id, passkey.credential.label, passkey.added_at, passkey.used_at
    )


def _challenge(store: Store, cookie: str) -> str:
    """Something new for a passkey to sign; what was asked before is void."""
    row = store.accounts.session(passwords.fingerprint(cookie))
    if row is None:
        raise CaseNotFound
    row.challenge = passwords.new_secret()
    store.session.add(row)
    return row.challenge


def _spent(store: Store, cookie: str) -> str:
    """What a passkey was to sign. It is asked once."""
    row = store.accounts.session(passwords.fingerprint(cookie))
    if row is None:
        raise CaseNotFound
    challenge, row.challenge = row.challenge, ""
    store.session.add(row)
    return challenge


def _new_codes() -> Codes:
    """Ten of them. It takes a while, so no transaction is open meanwhile."""
    shown = tuple(_new_code() for _ in range(RECOVERY_CODES))
    hashes = tuple(passwords.hash_code(bare_code(code)) for code in shown)
    return Codes(shown, hashes)


def _new_code() -> str:
    letters = "".join(secrets.choice(passwords.LETTERS) for _ in range(2 * HALF))
    return f"{letters[:HALF]}-{letters[HALF:]}"
