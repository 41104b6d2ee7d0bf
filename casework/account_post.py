"""Sends people e-mail about their own account, beside the worker.

A link is made as it is sent, from the name of the letter: no row has it in it.
"""

import asyncio
from datetime import datetime, timedelta

import structlog
from aiosmtplib import SMTPException

from adapters import passwords
from adapters.clock import now
from adapters.mail import Letter, Postman, Refused
from adapters.settings import Settings
from domain.account_letters import TEXTS, Kind
from domain.notices import pause_after
from storage.identity import AccountLetter
from storage.identity_tables import AccountLetterRow
from storage.store import Store, Storehouse

EVERY = 1.0
OURS_FOR = timedelta(seconds=60)
OF_USE_FOR = timedelta(days=2)
RESET = "/account/new-password"
FORGOTTEN = "/account/forgotten"

log = structlog.get_logger()


def owe_letter(
    store: Store, user: str, kind: Kind, lasts: timedelta = OF_USE_FOR
) -> None:
    """Owe a letter, within one unit of work."""
    at = now()
    row = AccountLetterRow(
        id=passwords.new_locator(),
        user=user,
        kind=kind.value,
        made_at=at,
        expires_at=at + lasts,
        not_before=at,
    )
    store.account_letters.owe(row)


class AccountPost:
    """Sends what is owed, one after the other."""

    def __init__(
        self, storehouse: Storehouse, postman: Postman, settings: Settings
    ) -> None:
        self._storehouse = storehouse
        self._postman = postman
        self._site = settings.public_url.rstrip("/")
        self._domain = settings.mail_from.rpartition("@")[2]
        self._minutes = settings.reset_minutes

    async def run(self) -> None:
        """Go round for ever."""
        while True:
            await self.round()
            await asyncio.sleep(EVERY)

    async def round(self) -> None:
        """Send everything that is due, once."""
        for owed in await asyncio.to_thread(self._due):
            letter = await asyncio.to_thread(self._take, owed)
            if letter is not None:
                await self._send(owed, letter)

    def _due(self) -> list[AccountLetter]:
        with self._storehouse.reading() as store:
            return store.account_letters.due(now())

    def _take(self, owed: AccountLetter) -> Letter | None:
        at = now()
        with self._storehouse.writing() as store:
            if not store.account_letters.take(owed, at, at + OURS_FOR):
                return None
            account = store.accounts.get(owed.user)
            if account is None or account.disabled:
                store.account_letters.mark_sent(owed.id, at)
                return None
            text = TEXTS[Kind(owed.kind)]
            body = text.body.format(link=self._link(store, owed), minutes=self._minutes)
            message_id = f"<{passwords.fingerprint(owed.id)[:32]}@{self._domain}>"
            return Letter(account.profile.email, text.subject, body, message_id)

    def _link(self, store: Store, owed: AccountLetter) -> str:
        if owed.kind != Kind.NEW_PASSWORD:
            return f"{self._site}{FORGOTTEN}"
        token = store.account_letters.token_of(owed.id)
        return f"{self._site}{RESET}/{token}"

    async def _send(self, owed: AccountLetter, letter: Letter) -> None:
        try:
            await self._postman.send(letter)
        except Refused:
            log.warning("account_mail_refused")
            await asyncio.to_thread(self._mark_sent, owed)
        except (SMTPException, OSError):
            log.warning("account_mail_put_off", attempt=owed.failures + 1)
            await asyncio.to_thread(self._put_off, owed)
        else:
            await asyncio.to_thread(self._mark_sent, owed)

    def _mark_sent(self, owed: AccountLetter) -> None:
        """It has left; or it never will, and trying again is of no use."""
        with self._storehouse.writing() as store:
            store.account_letters.mark_sent(owed.id, now())

    def _put_off(self, owed: AccountLetter) -> None:
        later: datetime = now() + pause_after(owed.failures)
        with self._storehouse.writing() as store:
            store.account_letters.put_off(owed.id, later)
