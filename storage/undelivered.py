"""Who is told that an e-mail to somebody outside did not arrive: sender, and log."""

from datetime import datetime

from domain.access import Access, AccessLine
from domain.notices import Notice
from domain.people import SYSTEM
from storage.cases import stored_case
from storage.news import Item, owe_news
from storage.refused_mail import RefusedMail
from storage.store import Store

CAME_BACK = "mail_came_back"
"""The name under which operations see that mail was sent back."""


def note_undelivered(store: Store, mail: RefusedMail, at: datetime) -> None:
    """In the transaction that marks it as refused. A repeat changes nothing."""
    case = stored_case(store.session, mail.reference)
    if case is None:
        return
    news = Item(Notice.NOT_DELIVERED, mail.reference, mail.message_id, case.opened_by)
    owe_news(store, news, at)
    parcel = store.releases.of(mail.reference)
    if parcel is not None and mail.to_recipient:
        codes: dict[str, str | int] = {"message": mail.message_id, "why": mail.kind}
        name = f"{mail.message_id}:{at.isoformat()}"
        line = AccessLine(Access.NOT_DELIVERED, SYSTEM, at, name, codes=codes)
        store.release_log.add(parcel.id, line)
