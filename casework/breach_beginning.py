"""The first moment of a breach: known since now, and told to whoever has to act."""

from adapters.clock import now
from domain import policies
from domain.breach import Began
from domain.case import Case
from domain.notices import Notice
from domain.people import Actor, Role
from domain.timeline import Entry, What
from storage.breaches import Breach
from storage.cases import stored_case
from storage.news import Item, owe_news
from storage.store import Store


def begin_breach(store: Store, new: Breach, by: Actor) -> bool:
    """Begin the procedure, once, and write to the sender and to every adviser."""
    if not store.breaches.begin(new):
        return False
    case = stored_case(store.session, new.reference)
    if case is None:
        return True
    note_breach(store, new.reference, What.BREACH_BEGUN, by, {})
    if new.began is Began.NOT_FOR_ME:
        told = Item(Notice.NOT_FOR_ME, new.reference, "begun", case.opened_by)
        owe_news(store, told, new.since)
    for adviser in advisers_for(store, case):
        item = Item(Notice.BREACH, new.reference, "begun", adviser)
        owe_news(store, item, new.since)
    return True


def advisers_for(store: Store, case: Case) -> list[str]:
    """Who works through the checklist of a case: its advisers, never its sender."""
    everybody = store.accounts.all()
    return [
        account.actor.id
        for account in everybody
        if policies.allows(policies.check_can_take_task, account.actor, case)
    ]


def note_breach(
    store: Store, reference: str, what: What, by: Actor, codes: dict[str, str]
) -> None:
    """A line of the account; after the seal it stands beside the record."""
    name = ":".join((reference, what.value, *codes.values()))
    roles = (Role.RECIPIENT, Role.ADVISER, *by.roles)
    role = next((each for each in roles if by.has(each)), Role.PRACTITIONER)
    entry = Entry(what, by.id, role, now(), facts=tuple(codes.items()))
    store.timeline.add(reference, name, entry)
