"""Writes to advisers whose task changed hands: owed with the change, sent beside it.

No workflow does this, since no case waits for it. It runs beside the worker.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import structlog
from aiosmtplib import SMTPException

from adapters.clock import now
from adapters.mail import Letter, NotOneAddress, Postman
from adapters.settings import Settings
from storage.mail import OwedMail
from storage.store import Store, Storehouse
from storage.tasks import Task

EVERY = 1.0
AGAIN_AFTER = timedelta(seconds=60)
STEP = "write_about_task"

log = structlog.get_logger()


class Notice(StrEnum):
    """What somebody is told about a task; also the kind of its message."""

    TAKEN_OVER = "taken_over"
    GIVEN_AWAY = "given_away"
    ASSIGNED = "assigned"
    DELEGATED = "delegated"
    CALLED_BACK = "called_back"
    PROPOSED = "proposed"
    GIVEN_BACK = "given_back"


WORDS: dict[Notice, tuple[str, str]] = {
    Notice.TAKEN_OVER: (
        "A colleague took over your task",
        "A colleague has taken over a task that you had. You do not need to do "
        "anything.",
    ),
    Notice.GIVEN_AWAY: (
        "Your task went to a colleague",
        "A task that you had was given to a colleague. You do not need to do anything.",
    ),
    Notice.ASSIGNED: (
        "A task was given to you",
        "A colleague has given you a task. It waits for you.",
    ),
    Notice.DELEGATED: (
        "A colleague asks you to prepare a task",
        "A colleague asks you to prepare a task. You propose, and they decide.",
    ),
    Notice.CALLED_BACK: (
        "A colleague took a task back",
        "You were asked to prepare a task. Your colleague has taken it back, so you "
        "do not need to do anything.",
    ),
    Notice.PROPOSED: (
        "A decision was proposed to you",
        "A colleague has proposed a decision on your task. You decide.",
    ),
    Notice.GIVEN_BACK: (
        "A task came back to your team",
        "Whoever had this task is no longer in the team. It waits for one of you.",
    ),
}


@dataclass(frozen=True)
class Writing:
    """What somebody is to be told about which task."""

    notice: Notice
    task: Task
    to: str


def owe(store: Store, writing: Writing, mail_from: str) -> None:
    """Owe somebody a message, in the transaction of what it is about."""
    account = store.accounts.get(writing.to)
    if account is None or account.disabled:
        return
    task, notice = writing.task, writing.notice
    name = f"{task.id}:{notice.value}:{task.version}:{writing.to}"
    domain = mail_from.rpartition("@")[2]
    message_id = f"<{store.keys.people().index(name)}@{domain}>"
    to = account.profile.email
    mail = OwedMail(name, message_id, task.reference, notice.value, to)
    store.mail.owe(mail, now())


class Outbox:
    """Sends what is owed, one after the other, until the mail server has it."""

    def __init__(
        self, storehouse: Storehouse, postman: Postman, settings: Settings
    ) -> None:
        self._storehouse = storehouse
        self._postman = postman
        self._site = settings.public_url.rstrip("/")

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            whole = await self.round()
            await asyncio.sleep(EVERY if whole else AGAIN_AFTER.total_seconds())

    async def round(self) -> bool:
        """Send everything once; False if something could not be sent."""
        whole = True
        for mail in await asyncio.to_thread(self._owed):
            whole = await self._send(mail) and whole
        return whole

    async def _send(self, mail: OwedMail) -> bool:
        try:
            await self._postman.send(self._letter(mail))
        except (SMTPException, OSError, NotOneAddress) as error:
            log.warning("mail_refused", reference=mail.reference)
            await asyncio.to_thread(self._note, mail, type(error).__name__)
            return False
        await asyncio.to_thread(self._mark_sent, mail)
        return True

    def _letter(self, mail: OwedMail) -> Letter:
        subject, said = WORDS[Notice(mail.kind)]
        task_id = mail.name.partition(":")[0]
        text = (
            f"{said}\n\nReference: {mail.reference}\n"
            f"Sign in to see it: {self._site}/tasks/{task_id}\n"
        )
        subject = f"{subject} - reference {mail.reference}"
        return Letter(mail.to, subject, text, mail.message_id)

    def _owed(self) -> list[OwedMail]:
        with self._storehouse.writing() as store:
            return store.mail.unsent([notice.value for notice in Notice])

    def _mark_sent(self, mail: OwedMail) -> None:
        with self._storehouse.writing() as store:
            store.mail.mark_sent(mail.name, now())
            store.troubles.clear(mail.reference, STEP)

    def _note(self, mail: OwedMail, kind: str) -> None:
        """Operations see that somebody was not reached."""
        with self._storehouse.writing() as store:
            store.troubles.note(mail.reference, STEP, kind, now())
