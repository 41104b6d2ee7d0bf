"""News of a release, owed to somebody in the transaction of what it is about."""

from dataclasses import dataclass
from datetime import datetime

from domain.graph import Priority
from domain.notices import Notice, haste_of
from storage.cases import stored_case, terms_of
from storage.notices import Writing
from storage.store import Store

ABOUT_BREACHES = (Notice.BREACH, Notice.BREACH_CLOCK)
"""What leads to the checklist; all other news leads to the request."""


@dataclass(frozen=True)
class Item:
    """One piece of news. With the same `mark` it is the same message, sent once."""

    news: Notice
    reference: str
    mark: str
    to: str


def owe_news(store: Store, item: Item, at: datetime) -> None:
    """Owe somebody a message, unless their account has ended."""
    where = "breaches" if item.news in ABOUT_BREACHES else "requests"
    writing = Writing(
        item.news,
        item.to,
        item.reference,
        f"{item.reference}:{item.news.value}:{item.mark}:{item.to}",
        f"/{where}/{item.reference}",
        haste_of(item.news, _priority(store, item.reference)),
    )
    store.notices.owe(writing, at)


def _priority(store: Store, reference: str) -> Priority:
    case = stored_case(store.session, reference)
    if case is None:
        return Priority.STANDARD
    return case.priority(terms_of(store.session, reference))
