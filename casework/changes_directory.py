"""Puts on record what was changed in the directory, and nothing of whom it is about."""

from casework.changes import Noted, note_change, only_named
from domain.organisation import Matter
from domain.people import Actor
from storage.directory import Contact
from storage.store import Store

ENTRY = (
    "name", "role", "organisation", "email", "phone", "mobile", "partner_key",
    "domains", "totp",
)  # fmt: skip


def note_entry(store: Store, actor: Actor, before: Contact, after: Contact) -> None:
    """An entry was written, changed, checked or taken out of use."""
    fields = only_named(_fields(before), _fields(after))
    note_change(store, actor, Noted(Matter.DIRECTORY, fields, after.id))


def _fields(contact: Contact) -> dict[str, object]:
    found: dict[str, object] = {name: getattr(contact, name) for name in ENTRY}
    checked, in_use = contact.verified_at, contact.retired_at is None
    return {**found, "verified": checked, "in_use": in_use}
