"""Plays one real request from the first answer to the sealed record, and checks it."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated

import typer

from cli import stack
from cli.embedded import Place, free_port
from cli.walkthrough_asking import (
    add_a_file,
    advise_and_approve,
    ask_to_share,
    be_unsure,
    propose,
)
from cli.walkthrough_people import DidNotHold, Walk, gather, say
from cli.walkthrough_record import (
    prove_the_record,
    read_the_record,
    see_how_long_it_is_kept,
)
from cli.walkthrough_sharing import answer, close_the_link, collect, kill, share
from cli.walkthrough_telling import look_for_leaks, seal, tell_the_individual

Scene = Callable[[Walk], Awaitable[None]]

BEFORE: tuple[Scene, ...] = (
    propose,
    ask_to_share,
    add_a_file,
    be_unsure,
    advise_and_approve,
)
AFTER: tuple[Scene, ...] = (
    share,
    collect,
    answer,
    tell_the_individual,
    seal,
    read_the_record,
    prove_the_record,
    see_how_long_it_is_kept,
    close_the_link,
    look_for_leaks,
)


def walkthrough(
    kill_worker: Annotated[
        bool,
        typer.Option(
            "--kill-worker", help="Kill the worker in the middle of the share."
        ),
    ] = False,
) -> None:
    """Start a private Sharewell, play one request end to end, verify its record.

    Example: sharewell walkthrough --kill-worker
    """
    held = asyncio.run(_play(kill_worker))
    raise typer.Exit(0 if held else 1)


async def _play(kill_worker: bool) -> bool:
    with tempfile.TemporaryDirectory(prefix="sharewell-") as folder:
        say("Starting a private Sharewell, with a Temporal server of its own …")
        place = Place(Path(folder), "127.0.0.1", free_port(), demo=True)
        running = await stack.start(place)
        try:
            async with AsyncExitStack() as open_things:
                await _scenes(await gather(running, open_things), kill_worker)
        except DidNotHold as error:
            say(f"✗ This did not hold: {error}")
            return False
        finally:
            await running.stop()
    say("\nAll of it held.")
    return True


async def _scenes(walk: Walk, kill_worker: bool) -> None:
    for scene in BEFORE:
        await scene(walk)
    if kill_worker:
        kill(walk)
    for scene in AFTER:
        await scene(walk)
