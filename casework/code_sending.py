"""Sends a security code to the number that a release was made with.

It happens beside the answer to the page, so that nobody can tell from the page, or from
the time it takes, whether the address was right and whether anything was sent.
"""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from adapters import passwords
from adapters.clock import now
from adapters.texts import NotSent, Text, Texts
from casework.visiting import Visiting
from domain.access import Access, AccessLine
from domain.channels import Channel, last_two
from domain.people import SYSTEM
from storage.codes import NewCode
from storage.releases import Parcel
from storage.store import Store, Storehouse

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)

STEP = "send_code"
"""The name under which operations see that a code could not be sent."""

log = structlog.get_logger()


@dataclass(frozen=True)
class CodeLimits:
    """How long a code is and lasts, and how many are sent for one release."""

    digits: int = 6
    lasts: timedelta = timedelta(minutes=10)
    tries: int = 5
    in_a_quarter: int = 3
    in_a_day: int = 6


@dataclass(frozen=True)
class Owed:
    """A message that is to go out now, and what it is for."""

    parcel: Parcel
    text: Text


class CodeSending:
    def __init__(
        self,
        storehouse: Storehouse,
        visiting: Visiting,
        texts: Texts,
        limits: CodeLimits,
    ) -> None:
        self._storehouse = storehouse
        self._visiting = visiting
        self._texts = texts
        self._limits = limits
        self._under_way: set[asyncio.Task[None]] = set()

    def soon(self, locator: str, cookie: str) -> None:
        """Send a code, if one is due here; whoever calls this does not hear of it."""
        task = asyncio.create_task(self._send(locator, cookie))
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    async def settle(self) -> None:
        """Wait until everything that was begun has ended."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("code_not_sent", reason_code=type(error).__name__)

    async def _send(self, locator: str, cookie: str) -> None:
        owed = await asyncio.to_thread(self._issued, locator, cookie)
        if owed is None:
            return
        try:
            await self._texts.send(owed.text)
        except NotSent as error:
            await asyncio.to_thread(self._failed, owed, str(error))
        else:
            await asyncio.to_thread(self._note, owed)

    def _issued(self, locator: str, cookie: str) -> Owed | None:
        """A new code for this browser, unless there is nothing to send or too much."""
        at = now()
        with self._storehouse.writing() as store:
            row = self._visiting.found(store, locator, cookie, at)
            parcel = store.releases.at(locator)
            if row is None or parcel is None or not row.addressed:
                return None
            if not _takes_texts(parcel, at) or self._is_too_much(store, parcel, at):
                return None
            code = _digits(self._limits.digits)
            until = at + self._limits.lasts
            new = NewCode(passwords.new_id("code"), parcel.id, row.id, code, at, until)
            store.codes.add(new)
            number = store.ways_in.reach(parcel)
        return Owed(parcel, Text(new.id, number, f"{code} is your security code"))

    def _is_too_much(self, store: Store, parcel: Parcel, at: datetime) -> bool:
        sent = store.codes.sent_since
        return (
            sent(parcel.id, at - QUARTER) >= self._limits.in_a_quarter
            or sent(parcel.id, at - DAY) >= self._limits.in_a_day
        )

    def _failed(self, owed: Owed, kind: str) -> None:
        """It counts for nothing, and operations see it."""
        log.warning("code_not_sent", reference=owed.parcel.reference, reason_code=kind)
        with self._storehouse.writing() as store:
            store.codes.drop(owed.text.id)
            store.troubles.note(owed.parcel.reference, STEP, kind, now())

    def _note(self, owed: Owed) -> None:
        said: dict[str, str | int] = {
            "channel": Channel.TEXT.value,
            "number": last_two(owed.text.to),
        }
        line = AccessLine(Access.CODE_SENT, SYSTEM, now(), owed.text.id, codes=said)
        with self._storehouse.writing() as store:
            store.release_log.add(owed.parcel.id, line)
            store.troubles.clear(owed.parcel.reference, STEP)


def _takes_texts(parcel: Parcel, at: datetime) -> bool:
    if parcel.channel is not Channel.TEXT or parcel.locked_at is not None:
        return False
    return parcel.is_live(at)


def _digits(count: int) -> str:
    return f"{secrets.randbelow(10**count):0{count}d}"
