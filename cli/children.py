"""Child processes that live no longer than their parent, and are started again."""

import asyncio
import ctypes
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

GRACE = 30.0
LONGEST_PAUSE = 10.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Part:
    """One process of an embedded Sharewell."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path


class Children:
    """Starts parts, starts them again when they die, and stops them in order."""

    def __init__(self) -> None:
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._watchers: list[asyncio.Task[None]] = []

    async def start(self, part: Part) -> None:
        await self._spawn(part)
        self._watchers.append(asyncio.create_task(self._watch(part)))

    def pid(self, name: str) -> int:
        return self._running[name].pid

    async def _spawn(self, part: Part) -> None:
        with part.log.open("ab") as log:
            self._running[part.name] = await asyncio.create_subprocess_exec(
                *part.command,
                env=dict(part.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    async def _watch(self, part: Part) -> None:
        pause = 0.2
        while True:  # until `stop` cancels this
            await self._running[part.name].wait()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            await self._spawn(part)

    async def stop(self) -> None:
        """End every part, the last started first."""
        for watcher in self._watchers:
            watcher.cancel()
        for process in reversed(list(self._running.values())):
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()


def _die_with_parent() -> None:
    """On Linux a child is ended when its parent dies, however that dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
