"""The recipients' directory: proposed by anybody, verified by another, never stale."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.clock import now
from adapters.partner_keys import NotAKey, NotPublic, checked_key
from adapters.passwords import fingerprint, new_secret
from casework.changes_directory import note_entry
from casework.organisation_parts import part_from
from casework.organisation_plans import Settling
from casework.recipients import check_address
from casework.suspension import suspend
from domain.directory import (
    STALE_AFTER,
    Check,
    Standing,
    check_can_keep,
    check_can_retire,
    check_can_verify,
    check_is_whole,
)
from domain.errors import CaseError, CaseNotFound, NotAccepted, RuleBroken, Why
from domain.organisation import AT_ONCE, Manner, Matter, Topic
from domain.people import Actor
from domain.recipient_checks import domain_of, is_within
from domain.teams import check_can_arrange
from storage.directory import Contact
from storage.store import Store, Storehouse

RECIPIENTS = Topic(Matter.RECIPIENTS)


@dataclass(frozen=True)
class GivenEntry:
    """Somebody at another organisation, as the directory is to have them."""

    name: str
    role: str
    organisation: str
    email: str
    phone: str
    mobile: str = ""
    domains: tuple[str, ...] = ()
    partner_key: str = ""


@dataclass(frozen=True)
class EntryLine:
    """An entry, how far it can be relied upon, and what its reader may do."""

    contact: Contact
    standing: Standing
    check_by: datetime | None
    may_verify: bool
    may_retire: bool
    kept_by: str

    @property
    def is_in_use(self) -> bool:
        return self.standing is not Standing.RETIRED


class RecipientDirectory:
    def __init__(
        self,
        storehouse: Storehouse,
        stale_after: timedelta = STALE_AFTER,
    ) -> None:
        self._storehouse = storehouse
        self._stale_after = stale_after

    def all(self, actor: Actor, find: str = "") -> list[EntryLine]:
        """The entries of the actor's organisation by theirs; those in use come first.

        Args:
            actor: who asks.
            find: only those with this in the name of the organisation or in the role.
        """
        wanted = find.strip().casefold()
        with self._storehouse.reading() as store:
            names = store.accounts.names(actor.organisation)
            lines = [
                self._line(actor, each, names)
                for each in store.directory.all(actor.organisation)
                if wanted in f"{each.organisation} {each.role}".casefold()
            ]
        return sorted(lines, key=_in_order)

    def get(self, actor: Actor, entry_id: str) -> EntryLine:
        """One of them.

        Raises:
            CaseNotFound: there is none, or it is another organisation's.
        """
        with self._storehouse.reading() as store:
            names = store.accounts.names(actor.organisation)
            return self._line(actor, _find(store, actor, entry_id), names)

    def add(
        self, actor: Actor, given: GivenEntry, *, once: str | None = None
    ) -> EntryLine:
        """Propose somebody. The same `once` twice is one entry.

        Raises:
            NotAccepted: the address cannot be, or is there already; `about` says which.
        """
        check_can_keep(actor)
        entry_id = f"d-{fingerprint(f'{actor.id}|{once or new_secret()}')[:16]}"
        with self._storehouse.writing() as store:
            if store.directory.get(actor.organisation, entry_id) is None:
                _check(store, actor, given, entry_id)
                blank = Contact(entry_id, "", "", "", "", "", "", kept_by=actor.id)
                contact = _with(blank, given)
                store.directory.add(actor.organisation, contact, None)
                note_entry(store, actor, blank, contact)
        return self.get(actor, entry_id)

    def change(
        self, actor: Actor, entry_id: str, given: GivenEntry, version: int
    ) -> EntryLine:
        """Change an entry that was seen in this version.

        Another person or way of reaching them has to be verified anew. What is on its
        way to an address or number that was changed is stopped, and its senders told.

        Raises:
            RuleBroken: it was changed meanwhile, or is not in use any more.
        """
        check_can_keep(actor)
        with self._storehouse.writing() as store:
            known = entry_as_seen(store, actor, entry_id, version)
            _check(store, actor, given, entry_id)
            changed = _with(known, given)
            if changed == known:
                return self.get(actor, entry_id)
            if changed.who != known.who:
                changed = replace(changed, verified_at=None)
            changed = replace(changed, kept_by=actor.id, version=version + 1)
            store.directory.keep(changed)
            note_entry(store, actor, known, changed)
            if changed.reached_by != known.reached_by:
                suspend(store, actor, known.email)
        return self.get(actor, entry_id)

    def verify(
        self, actor: Actor, entry_id: str, check: Check, version: int
    ) -> EntryLine:
        """Record how this person and this address were found to belong together.

        Raises:
            NotAllowed: the actor may not, or not alone.
            RuleBroken: it was changed meanwhile, or is not in use any more.
        """
        check_is_whole(check)
        with self._storehouse.writing() as store:
            known = entry_as_seen(store, actor, entry_id, version)
            check_can_verify(actor, known.kept_by)
            name = store.accounts.names(actor.organisation).get(actor.id, "")
            verified = replace(
                known,
                verified=check.words,
                verified_at=now(),
                checked_how=check.how,
                number_found=check.number_found,
                verified_by=actor.id,
                verifier=name,
                version=version + 1,
            )
            store.directory.keep(verified)
            note_entry(store, actor, known, verified)
        return self.get(actor, entry_id)

    def retire(self, actor: Actor, entry_id: str, version: int) -> EntryLine:
        """Take an entry out of use. What is on its way to it is stopped."""
        check_can_retire(actor)
        with self._storehouse.writing() as store:
            known = entry_as_seen(store, actor, entry_id, version)
            gone = replace(known, retired_at=now(), version=version + 1)
            store.directory.keep(gone)
            note_entry(store, actor, known, gone)
            suspend(store, actor, known.email)
        return self.get(actor, entry_id)

    # What the organisation has settled

    def wants_second_eyes(self, actor: Actor) -> bool:
        """Whether an adviser looks at recipients who are new here."""
        with self._storehouse.reading() as store:
            return store.accounts.organisation(actor.organisation).second_eyes

    def seals_files(self, actor: Actor) -> bool:
        """Whether a sealed file can be made for a recipient who has a key."""
        with self._storehouse.reading() as store:
            return store.accounts.organisation(actor.organisation).sealed_files

    def settle(
        self,
        actor: Actor,
        *,
        second_eyes: bool,
        sealed_files: bool | None = None,
        manner: Manner = AT_ONCE,
    ) -> None:
        """Settle it for new requests; open ones keep what they began with.

        Raises:
            NotAllowed: the actor is no administrator.
            NotAccepted: it cannot begin on that day.
            RuleBroken: it is no longer as it was seen.
        """
        check_can_arrange(actor)
        with self._storehouse.writing() as store:
            known = store.accounts.organisation(actor.organisation)
            if sealed_files is None:
                sealed_files = known.sealed_files
            wanted = replace(known, second_eyes=second_eyes, sealed_files=sealed_files)
            settling = Settling(store, actor, RECIPIENTS)
            settling.settle(part_from(wanted, RECIPIENTS), manner)

    def mark(self, actor: Actor) -> str:
        """Changes with what is settled about recipients, and with what is to begin."""
        with self._storehouse.reading() as store:
            return Settling(store, actor, RECIPIENTS).mark()

    def _line(self, actor: Actor, contact: Contact, names: dict[str, str]) -> EntryLine:
        standing = contact.standing(now(), self._stale_after)
        in_use = standing is not Standing.RETIRED
        at = contact.verified_at
        return EntryLine(
            contact,
            standing,
            at + self._stale_after if at and in_use else None,
            in_use and _allows(lambda: check_can_verify(actor, contact.kept_by)),
            in_use and _allows(lambda: check_can_retire(actor)),
            names.get(contact.kept_by, ""),
        )


def _allows(check: Callable[[], None]) -> bool:
    try:
        check()
    except CaseError:
        return False
    return True


def _in_order(line: EntryLine) -> tuple[bool, str, str]:
    contact = line.contact
    return not line.is_in_use, contact.organisation.casefold(), contact.name.casefold()


def _find(store: Store, actor: Actor, entry_id: str) -> Contact:
    found = store.directory.get(actor.organisation, entry_id, lock=True)
    if found is None:
        raise CaseNotFound
    return found


def entry_as_seen(store: Store, actor: Actor, entry_id: str, version: int) -> Contact:
    """The entry, if it still is what somebody looked at."""
    found = _find(store, actor, entry_id)
    if found.retired_at is not None:
        raise RuleBroken(Why.ENTRY_RETIRED)
    if found.version != version:
        raise RuleBroken(Why.ENTRY_CHANGED)
    return found


def _check(store: Store, actor: Actor, given: GivenEntry, entry_id: str) -> None:
    try:
        check_address(given.email)
    except NotAccepted as no:
        raise NotAccepted(no.why, about="email") from no
    if given.domains and not is_within(domain_of(given.email), given.domains):
        raise NotAccepted(Why.NOT_THEIR_DOMAIN, about="email")
    same = store.directory.with_address(actor.organisation, given.email)
    if any(each.id != entry_id for each in same):
        raise NotAccepted(Why.ALREADY_LISTED, about="email")


def is_public(written: str) -> bool:
    """Whether this is no private key, which nobody here may keep or show."""
    try:
        checked_key(written)
    except NotPublic:
        return False
    except NotAKey:
        return True
    return True


def _key(written: str) -> str:
    """A partner's key, if there is one.

    Raises:
        NotAccepted: it is none, or the private one.
    """
    if not written:
        return ""
    try:
        return checked_key(written)
    except NotPublic:
        why = Why.PRIVATE_KEY
    except NotAKey:
        why = Why.NOT_A_PARTNER_KEY
    raise NotAccepted(why, about="partner_key")


def _with(contact: Contact, given: GivenEntry) -> Contact:
    return replace(
        contact,
        name=given.name,
        role=given.role,
        organisation=given.organisation,
        email=given.email,
        phone=given.phone,
        mobile=given.mobile,
        partner_key=_key(given.partner_key),
        domains=tuple(dict.fromkeys(domain_of(each) for each in given.domains)),
    )
