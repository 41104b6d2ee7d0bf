"""Puts on record who read a case or a record that is not their own request."""

from datetime import timedelta

from adapters.clock import now
from adapters.passwords import new_secret
from domain.people import Actor, Role
from domain.reads import ReadKind
from storage.read_log import Read
from storage.store import Storehouse

ONE_READING = timedelta(hours=1)
"""Going from page to page of one case is one line."""

ROLES = (Role.ADVISER, Role.AUDITOR)


def note_reading(
    storehouse: Storehouse,
    actor: Actor,
    reference: str,
    kind: ReadKind,
    within: timedelta = ONE_READING,
) -> None:
    """Write down that this was read. What cannot be written down is not shown."""
    at = now()
    with storehouse.reading() as store:
        since = at - within
        if store.read_log.has_read(actor.id, reference, kind, since):
            return
    held = [role for role in (*ROLES, *actor.roles) if actor.has(role)]
    read = Read(
        new_secret(),
        actor.organisation,
        actor.id,
        held[0].value if held else "",
        at,
        kind,
        "",
        (reference,),
    )
    with storehouse.writing() as store:
        store.read_log.add(read)
