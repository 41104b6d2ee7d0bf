"""A worker that kills itself at each of some moments, once: right after a step did its
work and before anybody heard of it, or around the storing of a file.

    python -m tests.integration.dying_worker FOLDER MOMENT …
"""

import asyncio
import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from activities.worker import build_worker
from activities.workplace import Workplace
from adapters.blobs import Blobs
from adapters.mail import Postman
from adapters.rulebook import Rulebook
from adapters.settings import Settings
from adapters.temporal import connect
from casework.house import open_storehouse
from casework.post import Post
from casework.relay import Relay
from tests.integration.rig import Around, Step, watched


class Moments:
    """When to die. A file in the folder says that it has happened."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        self._folder = folder
        self._names = names

    def has_come(self, name: str) -> None:
        mark = self._folder / name
        if name in self._names and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def after(self, name: str) -> Around:
        async def around(step: Step) -> object:
            done = await step()
            self.has_come(name)
            return done

        return around


class MortalBlobs(Blobs):
    """The real thing; whoever stores in it may die right before or after."""

    def __init__(self, address: str, moments: Moments) -> None:
        super().__init__(address)
        self._moments = moments

    def put_new(self, name: str, sealed: Iterable[bytes]) -> None:
        self._moments.has_come("noted")
        super().put_new(name, sealed)
        self._moments.has_come("stored")


async def work(moments: Moments) -> None:
    settings = Settings.model_validate({})
    storehouse = open_storehouse(settings)
    workplace = Workplace(settings, storehouse, Postman(settings), Rulebook())
    workplace.__dict__["blobs"] = MortalBlobs(settings.blobs, moments)
    client = await connect(settings, patient=True)
    steps = ("freeze", "package", "activate", "record", "announce", "discard")
    around = {step: moments.after(step) for step in steps}
    post = Post(client, settings.task_queue)
    async with build_worker(watched(client, around), workplace):
        await Relay(storehouse, post, f"mortal:{os.getpid()}").run()


if __name__ == "__main__":
    asyncio.run(work(Moments(Path(sys.argv[1]), sys.argv[2:])))
