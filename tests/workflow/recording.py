"""The three ports, written down: what a case asked for, and what came of each act."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from temporalio import activity

from adapters.clock import now
from domain.acts import Act, Outcome
from domain.case import Case
from domain.release import Made, Release, ReleaseState, Stopped
from domain.stages import Stage
from domain.timeline import Entry
from workflows.ports import Notices, Recording, Sharing

LOOK_AGAIN = 0.01
PATIENCE = 20.0


async def eventually(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - another process makes it true
            await asyncio.sleep(LOOK_AGAIN)


class Trouble(Exception):
    """Something a step met that will pass."""


class Notebook(Recording, Sharing, Notices):
    """Keeps a log that reads as the story, and can be slow or fail when asked to."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.entries: list[Entry] = []
        self.outcomes: dict[str, list[Outcome]] = {}
        self.cases: list[Case] = []
        self.stopping: dict[str, Stopped] = {}
        self.lasts = timedelta(days=14)
        self._failing: Counter[str] = Counter()
        self._held: dict[str, threading.Event] = {}

    # What a test asks of it

    def fails(self, step: str, times: int) -> None:
        self._failing[step] = times

    def holds(self, step: str) -> threading.Event:
        """The step begins and does not end until the event is set."""
        self._held[step] = threading.Event()
        return self._held[step]

    def count(self, line: str) -> int:
        return self.log.count(line)

    @property
    def stages(self) -> list[Stage]:
        """The stages the case was seen at, in order, without repeats."""
        seen = [case.stage for case in self.cases]
        return [s for n, s in enumerate(seen) if n == 0 or seen[n - 1] is not s]

    async def until(self, line: str, times: int = 1) -> None:
        """Wait until a line is in the log so many times."""
        await eventually(lambda: self.count(line) >= times)

    async def outcome_of(self, act: Act) -> Outcome:
        await eventually(lambda: act.id in self.outcomes)
        (outcome,) = self.outcomes[act.id]  # one act, one outcome
        return outcome

    # What the workflow asks of it

    @activity.defn
    def record(self, case: Case, entry: Entry, outcome: Outcome | None) -> None:
        refused = "refused: " if entry.refused else ""
        self._meets("record")
        self.log.append(f"{refused}{entry.what.value}")
        self.entries.append(entry)
        self.cases.append(case)
        if outcome is not None:
            self.outcomes.setdefault(outcome.act, []).append(outcome)

    @activity.defn
    def finalise(self, case: Case) -> None:
        self._meets("seal")
        self.log.append("seal")

    @activity.defn
    def freeze(self, case: Case) -> Made:
        return self._made("freeze", ReleaseState.PREPARING)

    @activity.defn
    def package(self, case: Case) -> Made:
        return self._made("package", ReleaseState.PREPARING)

    @activity.defn
    def activate(self, case: Case) -> Made:
        state = ReleaseState.AVAILABLE
        if case.by_telephone:
            state = ReleaseState.TELEPHONED
        if case.way is not None:
            state = ReleaseState.TO_HAND_OVER
        return self._made("activate", state)

    @activity.defn
    def discard(self, case: Case) -> None:
        self._meets("discard")
        self.log.append("discard")

    @activity.defn
    def release(self, case: Case) -> Release | None:
        return self._made("release", ReleaseState.AVAILABLE).release

    def _made(self, step: str, state: ReleaseState) -> Made:
        self._meets(step)
        self.log.append(step)
        if step in self.stopping:
            return Made(stopped=self.stopping.pop(step))
        return Made(Release("release-1", now(), now() + self.lasts, state))

    @activity.defn
    def expire(self, case: Case) -> None:
        self._meets("expire")
        self.log.append("expire")

    @activity.defn
    async def announce(self, case: Case) -> None:
        await asyncio.to_thread(self._meets, "announce")
        self.log.append("announce")

    @activity.defn
    async def announce_again(self, case: Case, name: str) -> None:
        await asyncio.to_thread(self._meets, "announce again")
        self.log.append("announce again")

    @activity.defn
    async def tell_individual(self, case: Case, individual: str) -> None:
        await asyncio.to_thread(self._meets, "tell")
        self.log.append(f"tell {individual}")

    @activity.defn
    async def call_adviser(self, case: Case) -> None:
        await asyncio.to_thread(self._meets, "call adviser")
        self.log.append("call adviser")

    @activity.defn
    async def remind(self, case: Case) -> None:
        await asyncio.to_thread(self._meets, "remind")
        self.log.append(f"remind {case.waiting_on.value}")

    def _meets(self, step: str) -> None:
        """Trouble or delay, if a test wants it here."""
        if self._failing[step]:
            self._failing[step] -= 1
            self.log.append(f"trouble: {step}")
            raise Trouble(step)
        if step in self._held:
            self.log.append(f"begins: {step}")
            assert self._held.pop(step).wait(PATIENCE)
