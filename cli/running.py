"""Starts things: the whole of it on one machine, or one part."""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import typer

from adapters.key_settings import read_keys
from adapters.keys import KeyRing
from adapters.settings import Settings
from adapters.temporal import connect
from casework.house import House, build_house, open_storehouse
from casework.reindexing import how_many_left
from cli import demo, demo_people, parts, stack
from cli.demo_many import fill_quickly
from cli.demo_people import Login
from cli.embedded import Place
from cli.stack import Stack

PLAYED = 60
"""So many demo cases are played by the people; more are copies of them."""

TOLD_EVERY = 1000


async def up(host: str, port: int, folder: Path, cases: int | None) -> None:
    """Run everything until Ctrl-C; with `cases`, add demo people and so many cases."""
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    typer.echo("Starting Sharewell ...")
    running = await stack.start(Place(folder, host, port, demo=cases is not None))
    try:
        typer.echo(f"\nSharewell is running at {running.address}")
        typer.echo(f"Mail that it sends is caught at {running.address}/mail")
        _say_what_is_left(running.settings)
        if cases is not None:
            await _furnish(running, cases)
        typer.echo("\nPress Ctrl-C to stop.")
        await stop.wait()
        typer.echo("\nStopping ...")
    finally:
        await running.stop()


async def _furnish(running: Stack, cases: int) -> None:
    house = build_house(running.settings, await connect(running.settings, patient=True))
    logins = await asyncio.to_thread(demo_people.furnish, house)
    if not logins:
        typer.echo("\nThe demo people are there already, with the passwords you noted.")
        return
    _show(logins)
    played = min(cases, PLAYED)
    typer.echo(f"\nPlaying {played} synthetic cases ...")
    await demo.fill(house, played)
    if cases > played:
        await asyncio.to_thread(_copy, house, cases - played)
    typer.echo("The cases are there.")


def _copy(house: House, count: int) -> None:
    """Many more, without a workflow of their own until somebody acts on them."""
    typer.echo(f"Adding {count:,} more that are like them ...")
    settings = house.settings
    ring = KeyRing(read_keys(settings.keks), settings.kek_active)
    began = monotonic()
    fill_quickly(house.storehouse, ring, count, _say_how_far(count))
    typer.echo(f"That took {monotonic() - began:.0f} seconds.")


def _say_how_far(count: int) -> Callable[[int], None]:
    def say(done: int) -> None:
        if done % TOLD_EVERY == 0 or done == count:
            typer.echo(f"  {done:,} of {count:,}")

    return say


def _show(logins: list[Login]) -> None:
    typer.echo("\nDemo people. Their passwords are shown only now:\n")
    for login in logins:
        typer.echo(
            f"  {login.email:24} {login.password:36} {login.name}, {login.roles}"
        )


async def worker(settings: Settings) -> None:
    await parts.work(settings)


async def web(settings: Settings) -> None:
    await parts.serve(settings)


async def codec(settings: Settings) -> None:
    await parts.decipher(settings)


def migrate(settings: Settings) -> None:
    stack.migrate(settings)
    typer.echo("The database is up to date.")
    _say_what_is_left(settings)


def _say_what_is_left(settings: Settings) -> None:
    """After an upgrade older cases may have to be indexed anew."""
    storehouse = open_storehouse(settings)
    left = how_many_left(storehouse)
    storehouse.database.close()
    if left:
        typer.echo(f"{left} cases cannot be found by name yet: `sharewell reindex`.")
