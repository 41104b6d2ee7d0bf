"""Who may not decide on a case: it names them, or somebody they declared."""

from collections.abc import Iterable, Iterator

from domain.barring import bars
from domain.content import Content
from domain.naming import all_names
from storage.accounts import Account
from storage.store import Store

Named = tuple[str, str]
"""A name and an address; either may be empty."""


def conflicted(store: Store, organisation: str, content: Content) -> tuple[str, ...]:
    """Everybody of the organisation who may not decide about this content."""
    named = tuple(named_in(content))
    declared = store.conflicts.of(organisation)
    found = {
        account.actor.id
        for account in store.accounts.all(organisation)
        if is_among(known_as(account), named)
    }
    found |= {each.user for each in declared if is_among([(each.name, "")], named)}
    return tuple(sorted(found))


def known_as(account: Account) -> list[Named]:
    return [(account.profile.name, account.profile.email)]


def named_in(content: Content) -> Iterator[Named]:
    """Everybody the content is about, by each of their names, and its recipient."""
    for person in content.individuals:
        yield "", person.safe_email
        for name in all_names(person.name, person.other_names):
            yield name, person.safe_email
    if content.recipient is not None:
        yield content.recipient.name, content.recipient.email


def is_among(known: Iterable[Named], named: Iterable[Named]) -> bool:
    there = tuple(named)
    return any(
        bars(name, email, to_name, to_email)
        for name, email in known
        for to_name, to_email in there
    )
