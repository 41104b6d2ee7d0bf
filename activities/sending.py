"""Sends people outside what they are owed: each message once, as far as we can know.

What a mail server will never take is marked, its sender is told, and the step fails
from then on without asking again: operations see it until somebody does something.
"""

import asyncio

import structlog

from activities.letters import Text
from activities.workplace import Workplace
from adapters.clock import now
from adapters.mail import Letter, Refused
from domain.access import Access, AccessLine
from domain.case import Case
from domain.people import SYSTEM
from storage.mail import OwedMail
from storage.refused_mail import TO_RECIPIENT, RefusedMail
from storage.store import Store
from storage.undelivered import CAME_BACK, note_undelivered

Owed = tuple[OwedMail, Text]

log = structlog.get_logger()


class Sending:
    def __init__(self, workplace: Workplace) -> None:
        self._work = workplace

    async def send(self, owed: list[Owed]) -> None:
        """Hand each over that was not handed over yet.

        Raises:
            Refused: it will not be taken, now or as was known before.
            SMTPException, OSError: the mail server was not there, or said later.
        """
        for mail, text in owed:
            if mail.sent:
                continue
            if mail.refused:
                raise Refused(mail.refused)
            letter = Letter(mail.to, text.subject, text.body, mail.message_id)
            try:
                await self._work.postman.send(letter)
            except Refused as error:
                log.warning("mail_refused", reference=mail.reference)
                await asyncio.to_thread(self._mark_refused, mail, error.kind)
                raise
            await asyncio.to_thread(self._mark_sent, mail)

    def owe(self, store: Store, case: Case, name: str, to: str) -> OwedMail:
        kind = name.split(":")[1]
        domain = self._work.settings.mail_from.rpartition("@")[2]
        message_id = f"<{store.keys.people().index(name)}@{domain}>"
        mail = OwedMail(name, message_id, case.reference, kind, to)
        return store.mail.owe(mail, now())

    def _mark_sent(self, mail: OwedMail) -> None:
        with self._work.storehouse.writing() as store:
            store.mail.mark_sent(mail.name, now())
            if not store.refused_mail.of(mail.reference):
                store.troubles.clear(mail.reference, CAME_BACK)
            parcel = store.releases.of(mail.reference)
            if parcel is not None and mail.name.endswith(TO_RECIPIENT):
                _note_notified(store, parcel.id, mail)

    def _mark_refused(self, mail: OwedMail, kind: str) -> None:
        at = now()
        with self._work.storehouse.writing() as store:
            if store.refused_mail.refuse(mail.name, kind, at):
                refused = RefusedMail(
                    mail.name, mail.message_id, mail.reference, kind, at, False
                )
                note_undelivered(store, refused, at)


def _note_notified(store: Store, release: str, mail: OwedMail) -> None:
    """The recipient's mail server has taken it."""
    codes: dict[str, str | int] = {"message": mail.message_id}
    line = AccessLine(Access.NOTIFIED, SYSTEM, now(), mail.message_id, codes=codes)
    store.release_log.add(release, line)
