"""A Sharewell that asks for a second step, over the same database as the live one."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
import pyotp

from adapters.clock import now
from api.main import create_app
from casework.house import House
from cli.embedded import free_port
from domain.people import Role
from tests.live import Live, submit
from tests.provider import serving
from tests.web.recipients import new_network

SIGN_IN = "/account/sign-in"
STEP = "/account/second-step"
KEY = re.compile(r'name="secret" value="([A-Z2-7]+)"')
CODE = re.compile(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>")
PASSWORD = "a password for a newcomer"


@dataclass
class Gate:
    """Its address, what it asks, and a browser that comes to it."""

    address: str
    house: House

    def browser(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(
            base_url=self.address,
            follow_redirects=True,
            timeout=15,
            headers={"X-Forwarded-For": new_network()},
        )


@asynccontextmanager
async def gate(live: Live, **changes: Any) -> AsyncIterator[Gate]:
    """One that runs in this process, with settings of its own."""
    port = free_port()
    said: dict[str, Any] = {"catcher_port": 0, "second_step": True, "port": port}
    said["public_url"] = f"http://localhost:{port}"
    settings = live.stack.settings.model_copy(update={**said, **changes})
    app = await create_app(settings)
    async with serving(app, port):
        yield Gate(settings.public_url, app.state.house)
    app.state.house.storehouse.database.close()


def somebody(live: Live, user: str, role: Role) -> str:
    """Somebody new, by their address."""
    live.newcomer(user, role)
    return live.logins[user].email


async def give_password(
    web: httpx2.AsyncClient, email: str, password: str = PASSWORD, at: str = SIGN_IN
) -> httpx2.Response:
    fields = {"email": email, "password": password}
    return await submit(web, at, fields, to=SIGN_IN)


async def set_up_app(
    web: httpx2.AsyncClient, **more: str
) -> tuple[str, httpx2.Response]:
    """Set up an app; its secret and the page that comes then."""
    page = await web.get(f"{STEP}/app")
    found = KEY.search(page.text)
    assert found is not None
    code = pyotp.TOTP(found[1]).at(int(now().timestamp()) - 30)
    done = await submit(web, f"{STEP}/app", {"secret": found[1], "code": code, **more})
    return found[1], done
