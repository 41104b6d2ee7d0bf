"""What Sharewell costs, as a ratio to the bare Temporal floor in the same run.

Machines are noisy: floor and product take turns on one server, and what is reported
is the median of the ratios of the rounds. Absolute figures are only for orientation.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import psutil
import typer
from temporalio.client import Client

from adapters.logs import configure
from adapters.settings import Settings
from adapters.temporal import connect
from casework.house import House, build_house
from cli import demo_people, stack
from cli.bench_account import measure_account
from cli.children import Part
from cli.demo import Player
from cli.embedded import Place, environment, free_port
from cli.floor import play_floor, work_for_ever
from cli.place import AsJson
from cli.stack import Stack

MOST_LOOKS = 3000

Play = Callable[[int], Awaitable[None]]


@dataclass(frozen=True)
class Cost:
    """What one round cost: cases a second, and CPU milliseconds a case."""

    per_second: float
    server_ms: float
    worker_ms: float
    client_ms: float

    @property
    def cpu_ms(self) -> float:
        return self.server_ms + self.worker_ms + self.client_ms


@dataclass(frozen=True)
class Result:
    """Product over floor, the median of the rounds."""

    rounds: int
    cases: int
    at_once: int
    cpu_ratio: float
    speed_ratio: float
    floor: Cost
    product: Cost


def bench(
    rounds: Annotated[int, typer.Option(min=1, max=50, help="Turns of each.")] = 5,
    cases: Annotated[int, typer.Option(min=1, max=500, help="Cases a turn.")] = 20,
    at_once: Annotated[int, typer.Option(min=1, max=50, help="People at once.")] = 4,
    entries: Annotated[
        int, typer.Option(min=0, help="Instead: so many entries, added and verified.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Play standard cases and the bare floor in turns, and print the ratio.

    Example: sharewell bench --rounds 5 --cases 20
    """
    if entries:
        _account(entries, as_json)
        return
    result = asyncio.run(_measure(rounds, cases, at_once))
    if as_json:
        typer.echo(json.dumps(asdict(result), indent=2))
        return
    typer.echo(
        f"\nA Sharewell case takes {result.cpu_ratio:.1f} times the CPU of the bare "
        f"floor\nand runs at {result.speed_ratio:.2f} of its rate "
        f"(median of {rounds} rounds of {cases} cases, {at_once} at once).\n"
    )
    for name, cost in (("floor", result.floor), ("Sharewell", result.product)):
        typer.echo(
            f"  {name:10} {cost.per_second:6.1f} cases/s   CPU a case: "
            f"server {cost.server_ms:.0f} + worker {cost.worker_ms:.0f} "
            f"+ client {cost.client_ms:.0f} ms"
        )


def _account(entries: int, as_json: bool) -> None:
    configure()  # what is logged does not mix with the result
    result = measure_account(entries)
    if as_json:
        typer.echo(json.dumps(asdict(result), indent=2))
        return
    typer.echo(
        f"{result.entries:,} entries in {result.cases:,} cases: "
        f"{result.append_per_second:,.0f}/s added one by one, "
        f"signed in {result.sign_seconds:.1f} s, "
        f"{result.verify_per_second:,.0f}/s verified."
    )


async def _measure(rounds: int, cases: int, at_once: int) -> Result:
    with tempfile.TemporaryDirectory(prefix="sharewell-bench-") as folder:
        place = Place(Path(folder), "127.0.0.1", free_port(), demo=True)
        running = await stack.start(place)
        try:
            return await _rounds(running, rounds, cases, at_once)
        finally:
            await running.stop()


async def _rounds(running: Stack, rounds: int, cases: int, at_once: int) -> Result:
    client = await connect(running.settings, patient=True)
    house = build_house(running.settings, client)
    demo_people.furnish(house)
    await _start_floor_worker(running)
    floors, products = [], []
    for turn in range(-1, rounds):  # the first turn only warms up
        numbers = range((turn + 1) * cases, (turn + 2) * cases)
        floor = await _turn(running, "floor", numbers, at_once, _floor(client))
        product = await _turn(running, "worker", numbers, at_once, _product(house))
        if turn >= 0:
            floors.append(floor)
            products.append(product)
            typer.echo(f"Round {turn + 1} of {rounds} done.", err=True)
    pairs = list(zip(products, floors, strict=True))
    return Result(
        rounds=rounds,
        cases=cases,
        at_once=at_once,
        cpu_ratio=statistics.median(p.cpu_ms / f.cpu_ms for p, f in pairs),
        speed_ratio=statistics.median(p.per_second / f.per_second for p, f in pairs),
        floor=_median(floors),
        product=_median(products),
    )


async def _start_floor_worker(running: Stack) -> None:
    port = int(running.settings.temporal_address.rpartition(":")[2])
    settings = environment(running.place, port, running.settings.smtp_port)
    command = [sys.executable, "-m", "cli.bench"]
    log = running.place.logs / "floor.log"
    await running.children.start(Part("floor", command, settings, log))


def _floor(client: Client) -> Play:
    return lambda number: play_floor(client, f"floor-{number}")


def _product(house: House) -> Play:
    with house.storehouse.reading() as store:
        staff = [a.actor for a in store.accounts.all("larkhill")]

    async def play(number: int) -> None:
        reference = await Player(house, staff, number + 10_000).play("told")
        await _until_sealed(house, reference)

    return play


async def _until_sealed(house: House, reference: str) -> None:
    for _ in range(MOST_LOOKS):
        if await asyncio.to_thread(_is_sealed, house, reference):
            return
        await asyncio.sleep(0.02)
    raise TimeoutError(reference)


def _is_sealed(house: House, reference: str) -> bool:
    with house.storehouse.reading() as store:
        return store.records.get(reference) is not None


async def _turn(
    running: Stack, worker: str, numbers: range, at_once: int, play: Play
) -> Cost:
    pids = (
        running.children.pid("temporal"),
        running.children.pid(worker),
        os.getpid(),
    )
    before, began = [_cpu(pid) for pid in pids], time.perf_counter()
    waiting = iter(numbers)

    async def person() -> None:
        for number in waiting:
            await play(number)

    await asyncio.gather(*(person() for _ in range(at_once)))
    lasted = time.perf_counter() - began
    used = [
        (_cpu(pid) - old) * 1000 / len(numbers)
        for pid, old in zip(pids, before, strict=True)
    ]
    return Cost(len(numbers) / lasted, *used)


def _cpu(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(c.per_second for c in costs),
        statistics.median(c.server_ms for c in costs),
        statistics.median(c.worker_ms for c in costs),
        statistics.median(c.client_ms for c in costs),
    )


async def _floor_process() -> None:
    settings = Settings.model_validate({})
    await work_for_ever(await connect(settings, patient=True))


if __name__ == "__main__":
    asyncio.run(_floor_process())
