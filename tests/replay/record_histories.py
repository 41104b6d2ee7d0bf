"""Plays each kind of case and keeps its history.

    python -m tests.replay.record_histories

It writes what is missing and nothing else: a history that is there was made by a
Sharewell that somebody may still be running.
"""

import asyncio
import os
import sys
from pathlib import Path

from tests.builders import terms
from tests.replay.plays import COMPLETING, DAILY, EVERY, OPEN
from tests.workflow.recording import Notebook
from tests.workflow.stage import Played, Server

HISTORIES = Path(__file__).parent / "histories"


async def record(server: Server, name: str) -> str:
    """The history of one kind of case, as Temporal keeps it."""
    notebook = Notebook()
    completes = name in COMPLETING
    bound = terms(reference=name, timings=DAILY, completes_urgent=completes)
    case = Played(server, notebook, bound, name)
    async with server.worker(name, notebook):
        await EVERY[name](case)
        if name not in OPEN:
            await case.ends()
    history = await case.handle.fetch_history()
    return history.to_json()


async def main() -> None:
    missing = [name for name in EVERY if not (HISTORIES / f"{name}.json").exists()]
    server = await Server.start()
    for name in missing:
        (HISTORIES / f"{name}.json").write_text(await record(server, name) + "\n")
        sys.stdout.write(f"{name}\n")
    await server.stop()


if __name__ == "__main__":
    asyncio.run(main())
    sys.stdout.flush()
    os._exit(0)  # the client's own threads may hang at the end of a short program
