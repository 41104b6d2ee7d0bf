"""One part alone: the worker with its relay, or the web side."""

import asyncio
import os
import signal
import socket
from datetime import timedelta

import uvicorn
from fastapi import FastAPI

from activities.worker import build_worker
from activities.workplace import Workplace
from adapters.mail import Postman
from adapters.rulebook import Rulebook
from adapters.settings import Settings
from adapters.temporal import connect
from api.codec_server import create_codec_server
from api.main import create_app
from casework.account_post import AccountPost
from casework.house import open_storehouse
from casework.key_care import check_keys, make_first_keys
from casework.left_files import LeftFiles
from casework.outbox import Outbox
from casework.post import Post
from casework.purging import Purging
from casework.reading_watch import ReadingWatch, limits_of
from casework.relay import Relay
from casework.release_watch import ReleaseWatch
from casework.rights_watch import RightsWatch
from casework.tombstones import check_tombstones
from casework.tree_sealing import TreeSealing, check_tree_keys, tree_keys_of
from cli.embedded import CannotRun

Running = (
    Relay
    | Outbox
    | Purging
    | LeftFiles
    | ReleaseWatch
    | RightsWatch
    | ReadingWatch
    | TreeSealing
    | AccountPost
)


async def work(settings: Settings) -> None:
    """Run the worker and the relay until asked to stop."""
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    storehouse = open_storehouse(settings)
    check_keys(storehouse)
    check_tombstones(storehouse, settings.tombstones_file)
    make_first_keys(storehouse)
    check_tree_keys(storehouse, tree_keys_of(settings))
    client = await connect(settings, patient=True)
    postman = Postman(settings)
    workplace = Workplace(settings, storehouse, postman, Rulebook())
    outbox = Outbox(storehouse, postman, settings)
    relay = Relay(
        storehouse,
        Post(client, settings.task_queue),
        f"{socket.gethostname()}:{os.getpid()}",
    )
    purging = Purging(storehouse, workplace.blobs)
    left = LeftFiles(storehouse, workplace.blobs)
    watches = (
        ReleaseWatch(storehouse),
        RightsWatch(storehouse),
        ReadingWatch(storehouse, limits_of(settings)),
    )
    account_post = AccountPost(storehouse, postman, settings)
    every = timedelta(minutes=settings.seal_minutes)
    sealing = TreeSealing(storehouse, tree_keys_of(settings), every)
    beside = (relay, outbox, purging, left, *watches, sealing, account_post)
    async with build_worker(client, workplace):
        relaying = asyncio.create_task(_beside(*beside))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({relaying, stopped}, return_when=asyncio.FIRST_COMPLETED)
        relaying.cancel()
        if not stop.is_set():
            await relaying  # it ended by itself: say why, and be started again


async def _beside(
    *parts: Running,
) -> None:
    """What runs beside the worker; when one of them fails, so does this."""
    await asyncio.gather(*(part.run() for part in parts))


async def serve(settings: Settings) -> None:
    """Run the web side until asked to stop."""
    app = await create_app(settings)
    await _serve(app, settings, settings.host, settings.port)


async def decipher(settings: Settings) -> None:
    """Run the codec server until asked to stop.

    Raises:
        CannotRun: nobody has said whose pages it is for.
    """
    if not settings.codec_origin:
        raise CannotRun(
            "The codec server is off. Set SHAREWELL_CODEC_ORIGIN to the address of "
            "Temporal's pages, and read docs/temporal.md first."
        )
    app = await create_codec_server(settings)
    await _serve(app, settings, settings.codec_host, settings.codec_port)


async def _serve(app: FastAPI, settings: Settings, host: str, port: int) -> None:
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=5,
    )
    await uvicorn.Server(config).serve()
