"""What is known here of a recipient: verified, shared with before, or neither."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from casework.addresses import is_free_mail
from casework.task_lines import LONDON
from domain.case import Case
from domain.content import Content, Recipient, Verified
from domain.directory import Standing
from domain.errors import NotAccepted, Why
from domain.recipient_checks import (
    domain_of,
    has_foreign_letters,
    is_named,
    is_one_mailbox,
    is_within,
    is_written_in,
    lookalike,
)
from storage.directory import Contact
from storage.store import Store


@dataclass(frozen=True)
class KnownRecipient:
    """How well the recipient of a case is known.

    `first_time`: when chosen, nobody here had verified them or had sent them anything.
    `types_domain`: whoever sends it types what stands after the @ first.
    """

    first_time: bool = False
    types_domain: bool = False
    warnings: tuple[str, ...] = ()


def known_of(
    store: Store, case: Case, content: Content, at: datetime, stale: timedelta
) -> KnownRecipient:
    """What the pages say about the recipient of this content."""
    to, place = content.recipient, case.organisation
    if to is None or not to.email:
        return KnownRecipient()
    verified = is_verified(store, place, to, at, stale)
    familiar = verified and store.releases.sent_to(place, to.email, case.opened_by)
    return KnownRecipient(
        case.content.first_time,
        not familiar,
        tuple(_warnings(store, place, content, to)),
    )


def is_verified(
    store: Store, place: str, to: Recipient, at: datetime, stale: timedelta
) -> bool:
    """Whether somebody here has verified this person at this address, not long ago."""
    return any(
        contact.standing(at, stale) is Standing.VERIFIED
        for contact in store.directory.with_address(place, to.email)
    )


def is_first_time(
    store: Store, place: str, content: Content, at: datetime, stale: timedelta
) -> bool:
    """Whether a second person has to look at the address."""
    to = content.recipient
    if to is None or not to.email or is_verified(store, place, to, at, stale):
        return False
    return not store.releases.sent_to(place, to.email)


def check_recipient(
    store: Store, place: str, content: Content, before: Recipient | None = None
) -> None:
    """The hard stops: it is not even kept that one of these would receive it.

    Args:
        store: where the directory is.
        place: the organisation that shares.
        content: what is to be kept.
        before: the recipient until now; whoever stays is not looked at again.

    Raises:
        NotAccepted: barred, somebody whom it is about, or an address not theirs.
    """
    why = stopped_by(content)
    if why is not None:
        named = is_named(content)
        raise NotAccepted(why, about=f"recipient.{named}" if named else "recipient")
    to = content.recipient
    if to is not None and to.email and to != before:
        check_address(to.email)
        _check_domain(store.directory.in_use(place), to)


def stopped_by(content: Content) -> Why | None:
    """Why this person can receive nothing of it, if so."""
    if content.barred:
        return Why.MUST_NEVER_RECEIVE
    return Why.RECIPIENT_IS_NAMED if is_named(content) else None


def check_address(email: str) -> None:
    """One mailbox, and not one that anybody can open.

    Raises:
        NotAccepted: it is not.
    """
    if not is_one_mailbox(email):
        raise NotAccepted(Why.NOT_ONE_ADDRESS, about="recipient.email")
    if is_free_mail(email):
        raise NotAccepted(Why.FREE_MAIL, about="recipient.email")


def _check_domain(contacts: Iterable[Contact], to: Recipient) -> None:
    """An organisation in the directory is written to at its own addresses."""
    called = to.organisation.strip().casefold()
    theirs = [
        domain
        for contact in contacts
        if contact.organisation.strip().casefold() == called
        for domain in contact.all_domains
    ]
    if theirs and not is_within(domain_of(to.email), theirs):
        raise NotAccepted(Why.NOT_THEIR_DOMAIN, about="recipient.email")


def _warnings(
    store: Store, place: str, content: Content, to: Recipient
) -> Iterable[str]:
    contacts = store.directory.in_use(place)
    domain = domain_of(to.email)
    known = (each for contact in contacts for each in contact.all_domains)
    other = lookalike(domain, known)
    if other:
        yield (
            f"{domain} looks like {other}, and is not the same. Somebody may want it "
            "to be taken for it. Check every letter."
        )
    elif has_foreign_letters(domain):
        yield f"{domain} has letters of another alphabet in it. Check every letter."
    if is_written_in(to.phone, (item.text for item in content.going)):
        yield (
            "Their telephone number stands in what you want to share. Make sure that "
            "they are not somebody whom it is about."
        )


def as_recipient(contact: Contact, at: datetime, stale: timedelta) -> Recipient:
    """Somebody from the directory, with what it says about how they were verified."""
    to = Recipient(
        contact.name,
        contact.role,
        contact.organisation,
        contact.email,
        contact.phone,
        contact.id,
        verified_how=Verified.NOT_YET,
    )
    if contact.standing(at, stale) is not Standing.VERIFIED or not contact.verified_at:
        return to
    return replace(
        to,
        verified=contact.verified,
        verified_how=Verified.DIRECTORY,
        verified_on=contact.verified_at.astimezone(LONDON).date().isoformat(),
        verified_by=contact.verifier,
    )
