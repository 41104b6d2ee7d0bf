"""E-mail that was taken and sent back later: whoever runs the mail server says so.

It is known by its Message-ID alone, so that nobody has to hand over an address.
"""

import re

import structlog

from adapters.clock import now
from casework.outbox import STEP
from domain.errors import CaseNotFound, NotAccepted, Why
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from storage.cases import stored_case
from storage.mail_tables import MailRow
from storage.refused_mail import RefusedMail
from storage.store import Store, Storehouse
from storage.undelivered import CAME_BACK, note_undelivered

STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
"""What mail servers call a reason, such as 5.1.1 for no such mailbox."""

log = structlog.get_logger()


class Bounces:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def note(self, actor: Actor, message_id: str, why: str = "") -> str:
        """The reference of its case. Saying it twice is saying it once.

        Raises:
            NotAllowed: the actor is not in operations.
            NotAccepted: the reason is no status code.
            CaseNotFound: no message of their organisation has this id.
        """
        check_office(actor, Office.MEND_MAIL)
        return self.came_back(message_id, why, actor.organisation)

    def came_back(self, message_id: str, why: str = "", place: str = "") -> str:
        """The same for whoever has the machine itself: of every organisation.

        Raises:
            NotAccepted: the reason is no status code.
            CaseNotFound: no message has this id.
        """
        if why and not STATUS.fullmatch(why):
            raise NotAccepted(Why.NO_STATUS, about="why")
        with self._storehouse.writing() as store:
            row = store.refused_mail.found(message_id)
            if row is None or not _is_of(store, row, place):
                raise CaseNotFound
            if store.refused_mail.refuse(row.name, f"Bounced{why}", now()):
                log.warning("mail_came_back", reference=row.reference)
                _follow(store, row, f"Bounced{why}")
            return row.reference


def _is_of(store: Store, row: MailRow, place: str) -> bool:
    """Whether it was sent for this organisation; an empty one stands for all."""
    if not place:
        return True
    if row.user:
        account = store.accounts.get(row.user)
        return account is not None and account.actor.organisation == place
    case = stored_case(store.session, row.reference)
    return case is not None and case.organisation == place


def _follow(store: Store, row: MailRow, kind: str) -> None:
    """Its sender is told, and operations see it while somebody can do something."""
    at = now()
    if row.user:
        store.refused_mail.owe_again(row.name)
        lines = {each.reference for each in store.notices.lines(row.name)}
        for reference in lines or {row.reference}:
            store.troubles.note(reference, STEP, kind, at)
        return
    mail = RefusedMail(row.name, row.message_id, row.reference, kind, at, True)
    note_undelivered(store, mail, at)
    case = stored_case(store.session, row.reference)
    if case is not None and case.is_open:
        store.troubles.note(row.reference, CAME_BACK, kind, at)
