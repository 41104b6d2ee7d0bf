"""Errands: things to send that no decision waits for, however slow the mail is."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

Errand = Callable[[], Coroutine[Any, Any, None]]


class Errands:
    """What a case has sent out for and not yet heard of, by name."""

    def __init__(self) -> None:
        self._out: dict[str, asyncio.Task[None]] = {}

    def send(self, name: str, errand: Errand) -> None:
        """Begin an errand, unless one of this name is still out."""
        for done in [name for name, task in self._out.items() if task.done()]:
            self._out.pop(done).result()  # a fault of ours must not stay unseen
        if name not in self._out:
            self._out[name] = asyncio.create_task(errand())

    def call_back(self) -> None:
        """Whatever is still out is not needed any more."""
        for task in self._out.values():
            task.cancel()
