"""Sends people who work here what they are to be told, when it is time.

No workflow does this, since no case waits for it: it is owed with what it is about,
and sent beside the worker, one after the other, until the mail server has it.
"""

import asyncio
from datetime import timedelta

import structlog
from aiosmtplib import SMTPException

from adapters.clock import now
from adapters.mail import Letter, Postman, Refused
from adapters.settings import Settings
from casework.notice_letters import Text, digest_of, letter_of
from casework.notices import plan_all
from domain.notices import AWAITED, Notice, pause_after
from storage.notices import OwedNotice
from storage.store import Store, Storehouse

EVERY = 1.0
OURS_FOR = timedelta(seconds=60)
"""Longer than a letter can take: what a lost worker had taken is sent after this."""
STEP = "write_about_task"

log = structlog.get_logger()


class Outbox:
    """Sends what is due; of several at once, each letter is one's alone."""

    def __init__(
        self, storehouse: Storehouse, postman: Postman, settings: Settings
    ) -> None:
        self._storehouse = storehouse
        self._postman = postman
        self._site = settings.public_url.rstrip("/")
        self._domain = settings.mail_from.rpartition("@")[2]

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await self.round()
            await asyncio.sleep(EVERY)

    async def round(self) -> None:
        """Send everything that is due, once."""
        for notice in await asyncio.to_thread(self._due):
            text = await asyncio.to_thread(self._take, notice)
            if text is not None:
                await self._send(notice, text)

    async def _send(self, notice: OwedNotice, text: Text) -> None:
        message_id = _whole(notice.message_id, self._domain)
        letter = Letter(notice.to, text.subject, text.body, message_id)
        try:
            await self._postman.send(letter)
        except (SMTPException, OSError, Refused) as error:
            log.warning("mail_refused", reference=notice.reference)
            await asyncio.to_thread(self._note, notice, error)
        else:
            await asyncio.to_thread(self._mark_sent, notice)

    def _due(self) -> list[OwedNotice]:
        at = now()
        with self._storehouse.reading() as store:
            if not store.notices.unplanned():
                return store.notices.due(at)
        with self._storehouse.writing() as store:
            plan_all(store, at)
            return store.notices.due(at)

    def _take(self, notice: OwedNotice) -> Text | None:
        """What to write; None if another has it, or nobody needs it any more."""
        at = now()
        with self._storehouse.writing() as store:
            if not store.notices.take(notice.name, at, at + OURS_FOR):
                return None
            text = self._text(store, notice) if _is_here(store, notice.user) else None
            if text is None:
                about = _about(store, notice)
                store.notices.forget(notice.name)
                _clear(store, about)
            return text

    def _text(self, store: Store, notice: OwedNotice) -> Text | None:
        if notice.notice is Notice.DIGEST:
            lines = store.notices.lines(notice.name)
            still = [line for line in lines if not _is_over(store, line)]
            return digest_of(still, self._site) if still else None
        if _is_over(store, notice):
            return None
        task = store.tasks.live(notice.reference)
        return letter_of(notice, self._site, task.due_at if task else None, now())

    def _mark_sent(self, notice: OwedNotice) -> None:
        with self._storehouse.writing() as store:
            about = _about(store, notice)
            store.notices.mark_sent(notice.name, now())
            _clear(store, about)

    def _note(self, notice: OwedNotice, error: Exception) -> None:
        """Operations see that somebody was not reached."""
        at = now()
        with self._storehouse.writing() as store:
            if isinstance(error, Refused):
                kind = error.kind
                store.notices.give_up(notice.name, at)
            else:
                kind = type(error).__name__
                later = at + pause_after(notice.failures)
                store.notices.put_off(notice.name, later)
            for reference in _about(store, notice):
                store.troubles.note(reference, STEP, kind, at)


def _about(store: Store, notice: OwedNotice) -> set[str]:
    """The cases that a letter is about."""
    if notice.notice is not Notice.DIGEST:
        return {notice.reference}
    return {line.reference for line in store.notices.lines(notice.name)}


def _clear(store: Store, about: set[str]) -> None:
    """Operations need not look any more, unless something else was refused."""
    for reference in about:
        if not store.notices.refused(reference):
            store.troubles.clear(reference, STEP)


def _is_here(store: Store, user: str) -> bool:
    account = store.accounts.get(user)
    return account is not None and not account.disabled


def _is_over(store: Store, notice: OwedNotice) -> bool:
    """Whether it asks for something on a task that is done by now."""
    if notice.notice not in AWAITED:
        return False
    task = store.tasks.live(notice.reference)
    return task is None or not notice.path.endswith(task.id)


def _whole(message_id: str, domain: str) -> str:
    """The Message-ID; what an earlier version owed has its domain already."""
    return message_id if message_id.startswith("<") else f"<{message_id}@{domain}>"
