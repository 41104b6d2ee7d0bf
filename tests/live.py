"""A whole Sharewell for tests: real Temporal, worker, relay, web and mail catcher."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_string
from email.message import Message
from pathlib import Path

import httpx2
from sqlmodel import col, update

from adapters.clock import now
from adapters.temporal import connect
from casework.accounts import NewAccount
from casework.house import House, build_house
from casework.sessions import Waits, start_session
from cli import demo_people, stack
from cli.demo_people import Login
from cli.embedded import Place, free_port
from cli.stack import Stack
from domain.people import Role
from storage.mail import Caught
from storage.mail_tables import MailRow
from storage.store import Storehouse
from web.asking import cookie_name

TOKEN = re.compile(r'name="(csrf|once|revision)" value="([^"]*)"')


@dataclass(frozen=True)
class Live:
    """A running Sharewell with the demo people, and ways to look at it."""

    stack: Stack
    house: House
    logins: dict[str, Login]

    @property
    def address(self) -> str:
        return self.stack.address

    @property
    def folder(self) -> Path:
        return self.stack.place.folder

    def token(self, user: str) -> str:
        """An API token of a demo person, by the first part of their address."""
        return self.house.accounts.create_token(self.logins[user].email, None)

    def api(self, user: str) -> httpx2.AsyncClient:
        """The JSON interface as one demo person."""
        return httpx2.AsyncClient(
            base_url=f"{self.address}/api/v1",
            headers={"Authorization": f"Bearer {self.token(user)}"},
            timeout=15,
        )

    async def browser(self, user: str) -> httpx2.AsyncClient:
        """A browser without JavaScript in which one demo person is signed in.

        Their session is simply there: a password takes its fifth of a second each time.
        """
        cookies = httpx2.Cookies()
        name, host = cookie_name(self.house), str(httpx2.URL(self.address).host)
        cookies.set(name, self._new_session(user), domain=host)
        return httpx2.AsyncClient(
            base_url=self.address, follow_redirects=True, timeout=15, cookies=cookies
        )

    def _new_session(self, user: str) -> str:
        with self.house.storehouse.writing() as store:
            account = store.accounts.by_email(self.logins[user].email)
            assert account is not None
            return start_session(store, account, Waits.NOTHING).cookie

    def newcomer(self, user: str, role: Role, place: str = "larkhill") -> None:
        """Somebody new at the school or elsewhere, who has done nothing yet.

        Raises:
            ValueError: another test has invented somebody of this name.
        """
        email, password = f"{user}@{place}.example", "a password for a newcomer"
        if user in self.logins:
            raise ValueError(user)
        new = NewAccount(email, user.title(), (role,), place)
        self.house.accounts.add(new, password)
        self.logins[user] = Login(email, new.name, role.label, place, password)

    def _caught(self) -> list[Caught]:
        with self.house.storehouse.reading() as store:
            return store.caught.newest(limit=5000)

    def mail(self) -> list[Message]:
        """What the catcher has received, newest first; nothing waits for a morning."""
        deliver_held(self.house.storehouse)
        return [message_from_string(each.text) for each in self._caught()]


def deliver_held(storehouse: Storehouse) -> None:
    """Nothing waits for working hours any more, whatever the hour of the test."""
    at = now()
    with storehouse.writing() as store:
        store.session.exec(
            update(MailRow)
            .where(col(MailRow.sent_at).is_(None), col(MailRow.failures) == 0)
            .where(col(MailRow.not_before) > at + timedelta(minutes=2))
            .values(not_before=at)
        )


async def submit(
    web: httpx2.AsyncClient, address: str, fields: dict[str, str], to: str | None = None
) -> httpx2.Response:
    """Open a page, fill in its form's own fields and the given ones, and post it."""
    shown = await web.get(address)
    hidden = dict(TOKEN.findall(shown.text))
    return await web.post(to or address, data={**hidden, **fields})


async def until(
    true: Callable[[], Awaitable[bool]], within: float = 20.0, every: float = 0.05
) -> None:
    """Wait until something is so.

    Raises:
        TimeoutError: it did not become so.
    """
    async with asyncio.timeout(within):
        while not await true():  # noqa: ASYNC110 - other processes set no events
            await asyncio.sleep(every)


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Live]:
    """Start everything in a folder, with the demo people; stop it afterwards."""
    started = await stack.start(Place(folder, "127.0.0.1", free_port(), demo=True))
    try:
        client = await connect(started.settings, patient=True)
        house = build_house(started.settings, client)
        logins = {
            login.email.partition("@")[0]: login for login in demo_people.furnish(house)
        }
        yield Live(started, house, logins)
        house.storehouse.database.close()
    finally:
        await started.stop()
