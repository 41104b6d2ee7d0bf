"""One part alone: the worker with its relay, or the web side."""

import asyncio
import os
import signal
import socket

import uvicorn

from activities.worker import build_worker
from activities.workplace import Workplace
from adapters.mail import Postman
from adapters.rulebook import Rulebook
from adapters.settings import Settings
from adapters.temporal import connect
from api.main import create_app
from casework.house import open_storehouse
from casework.outbox import Outbox
from casework.post import Post
from casework.relay import Relay


async def work(settings: Settings) -> None:
    """Run the worker and the relay until asked to stop."""
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    client = await connect(settings, patient=True)
    storehouse = open_storehouse(settings)
    postman = Postman(settings)
    workplace = Workplace(settings, storehouse, postman, Rulebook())
    outbox = Outbox(storehouse, postman, settings)
    relay = Relay(
        storehouse,
        Post(client, settings.task_queue),
        f"{socket.gethostname()}:{os.getpid()}",
    )
    async with build_worker(client, workplace):
        relaying = asyncio.create_task(_beside(relay, outbox))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({relaying, stopped}, return_when=asyncio.FIRST_COMPLETED)
        relaying.cancel()
        if not stop.is_set():
            await relaying  # it ended by itself: say why, and be started again


async def _beside(relay: Relay, outbox: Outbox) -> None:
    """What runs beside the worker; when one of them fails, so does this."""
    await asyncio.gather(relay.run(), outbox.run())


async def serve(settings: Settings) -> None:
    """Run the web side until asked to stop."""
    app = await create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    await uvicorn.Server(config).serve()
