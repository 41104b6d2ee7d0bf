"""What goes with an entry about a release that left: its row, its log, its sender."""

from domain.access import Access, AccessLine
from domain.case import Case
from domain.chasing import Chase
from domain.notices import Notice
from domain.timeline import Entry, What
from storage.news import Item, owe_news
from storage.store import Store

ASKS_SENDER: dict[str, Notice] = {
    Chase.SENDER_FIRST: Notice.NOT_RECEIVED,
    Chase.SENDER_SECOND: Notice.STILL_NOT_RECEIVED,
    Chase.FEEDBACK: Notice.NO_FEEDBACK,
}


def follow_after_sending(store: Store, case: Case, entry: Entry) -> None:
    """In the transaction of the entry; a repeat changes nothing."""
    if entry.refused is not None or case.release is None:
        return
    if entry.what is What.EXTENDED:
        _extend(store, case, entry)
    news = _news(entry)
    if news is not None:
        mark = entry.act or entry.at.isoformat()
        item = Item(news, case.reference, mark, case.opened_by)
        owe_news(store, item, entry.at)


def _extend(store: Store, case: Case, entry: Entry) -> None:
    parcel = store.releases.of(case.reference)
    if parcel is None or case.release is None:
        return
    store.packing.extend(parcel.id, case.release.expires_at)
    line = AccessLine(Access.EXTENDED, entry.by, entry.at, entry.act or "")
    store.release_log.add(parcel.id, line)


def _news(entry: Entry) -> Notice | None:
    """What its sender is told of it."""
    if entry.what is What.EXPIRED:
        return Notice.NOT_COLLECTED
    if entry.what is What.CHASED:
        return ASKS_SENDER.get(entry.fact("chase"))
    return None
