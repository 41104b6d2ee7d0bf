"""One part alone: the worker with its relay, or the web side."""

import asyncio
import os
import signal
import socket
from datetime import timedelta

import uvicorn
from fastapi import FastAPI
from temporalio.client import Client

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
from casework.key_uses import note_key_uses
from casework.left_files import LeftFiles
from casework.operations_side import desk_of_operations
from casework.organisation_plans import PlanWatch
from casework.outbox import Outbox
from casework.post import Post
from casework.purging import Purging
from casework.reading_watch import ReadingWatch, limits_of
from casework.relay import Relay
from casework.release_watch import ReleaseWatch
from casework.repair_work import RepairWork
from casework.rights_watch import RightsWatch
from casework.running_on import RunningOn
from casework.stuck_watch import StuckWatch
from casework.tombstones import check_tombstones
from casework.tree_sealing import TreeSealing, check_tree_keys, tree_keys_of
from casework.versions import check_cases, check_tables, note_skills
from cli.embedded import CannotRun
from cli.watching import measured, traced
from storage.store import Storehouse

Running = (
    Relay
    | Outbox
    | Purging
    | LeftFiles
    | ReleaseWatch
    | RightsWatch
    | ReadingWatch
    | PlanWatch
    | TreeSealing
    | AccountPost
    | StuckWatch
    | RepairWork
)


async def work(settings: Settings) -> None:
    """Run the worker and the relay until asked to stop."""
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    storehouse = _checked(settings)
    with traced(settings, "worker"), measured(settings, storehouse):
        client = await connect(settings, patient=True)
        await _ready_for_the_cases(storehouse, client, settings.task_queue)
        postman = Postman(settings)
        workplace = Workplace(settings, storehouse, postman, Rulebook())
        post = Post(client, settings.task_queue)
        relay = Relay(storehouse, post, f"{socket.gethostname()}:{os.getpid()}")
        repairing = _repairing(workplace, post)
        async with build_worker(client, workplace):
            beside = _beside(relay, *repairing, *_others(workplace, postman))
            relaying = asyncio.create_task(beside)
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({relaying, stopped}, return_when=asyncio.FIRST_COMPLETED)
            relaying.cancel()
            if not stop.is_set():
                await relaying  # it ended by itself: say why, and be started again
        await asyncio.to_thread(relay.sign_out)


def _checked(settings: Settings) -> Storehouse:
    """A storehouse that can be read, and from now on knows how old its keys are."""
    storehouse = open_storehouse(settings)
    check_tables(storehouse)
    check_keys(storehouse)
    check_tombstones(storehouse, settings.tombstones_file)
    make_first_keys(storehouse)
    check_tree_keys(storehouse, tree_keys_of(settings))
    note_key_uses(storehouse, settings)
    return storehouse


async def _ready_for_the_cases(
    storehouse: Storehouse, client: Client, task_queue: str
) -> None:
    """See that this version can run them, and that they run from the record."""
    await check_cases(storehouse, client, task_queue)
    note_skills(storehouse)
    await RunningOn(storehouse, client, task_queue).settle()


def _repairing(workplace: Workplace, post: Post) -> tuple[Running, ...]:
    """What looks for stuck cases, and does what operations wish about them."""
    settings, storehouse = workplace.settings, workplace.storehouse
    desk = desk_of_operations(settings, storehouse, post)
    return (
        StuckWatch(storehouse, post, workplace.blobs),
        RepairWork(storehouse, post, desk),
    )


def _others(workplace: Workplace, postman: Postman) -> tuple[Running, ...]:
    """What runs beside the worker and the relay."""
    settings, storehouse = workplace.settings, workplace.storehouse
    every = timedelta(minutes=settings.seal_minutes)
    return (
        Outbox(storehouse, postman, settings),
        Purging(storehouse, workplace.blobs),
        LeftFiles(storehouse, workplace.blobs),
        ReleaseWatch(storehouse),
        RightsWatch(storehouse),
        PlanWatch(storehouse),
        ReadingWatch(storehouse, limits_of(settings)),
        TreeSealing(storehouse, tree_keys_of(settings), every),
        AccountPost(storehouse, postman, settings),
    )


async def _beside(
    *parts: Running,
) -> None:
    """What runs beside the worker; when one of them fails, so does this."""
    await asyncio.gather(*(part.run() for part in parts))


async def serve(settings: Settings) -> None:
    """Run the web side until asked to stop."""
    with traced(settings, "web"):
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
