"""Before an upgrade: whether the new version can take up every case that runs now."""

import asyncio
import json
from dataclasses import asdict, dataclass, field

import typer
from temporalio.client import Client
from temporalio.service import RPCError

from activities.replaying import Replayed, open_cases, replayed
from adapters.settings import Settings
from adapters.temporal import connect
from adapters.version import VERSION
from casework.house import open_storehouse
from casework.versions import Incompatible, check_cases
from cli.embedded import CannotRun
from cli.place import VAR, AsJson, DataDir, settings_for
from cli.telling import Progress
from storage.store import Storehouse

SHOWN = 20


@dataclass
class Outlook:
    """What would be if this version took over now."""

    version: str = VERSION
    tables: str = ""
    cases: int = 0
    would_stop: list[Replayed] = field(default_factory=list)
    why_not: str = ""

    @property
    def is_good(self) -> bool:
        return not self.would_stop and not self.why_not


def check_upgrade(as_json: AsJson = False, data_dir: DataDir = VAR) -> None:
    """Say whether this version can take over the cases that run. Changes nothing.

    Run it from the new version, while the old one works. Exit 1 if it cannot.

    Example: sharewell check-upgrade
    """
    outlook = asyncio.run(look_ahead(settings_for(data_dir)))
    if as_json:
        typer.echo(json.dumps(asdict(outlook), indent=2))
    else:
        _say(outlook)
    raise typer.Exit(0 if outlook.is_good else 1)


async def look_ahead(settings: Settings) -> Outlook:
    """Replay every running case with the code that is here.

    Raises:
        CannotRun: Temporal does not answer.
        NewerDatabase: the tables are of a newer version.
    """
    storehouse = open_storehouse(settings)
    storehouse.database.check_not_newer()
    outlook = Outlook(tables="current")
    try:
        client = await connect(settings, patient=True)
        if storehouse.database.is_current:
            await _ask(outlook, storehouse, client, settings.task_queue)
        else:
            outlook.tables = "older: `sharewell migrate` brings them up to date"
        await _replay(outlook, client, settings.task_queue)
    except (RPCError, RuntimeError) as away:
        raise CannotRun(
            f"Nothing answers at {settings.temporal_address}. Nothing was checked."
        ) from away
    finally:
        storehouse.database.close()
    return outlook


async def _ask(
    outlook: Outlook, storehouse: Storehouse, client: Client, task_queue: str
) -> None:
    try:
        await check_cases(storehouse, client, task_queue)
    except Incompatible as no:
        outlook.why_not = str(no)


async def _replay(outlook: Outlook, client: Client, task_queue: str) -> None:
    progress = Progress()
    all_of_them = await client.count_workflows(open_cases(task_queue))
    async for each in replayed(client, task_queue):
        outlook.cases += 1
        if each.fault:
            outlook.would_stop.append(each)
        progress("replayed", outlook.cases, max(all_of_them.count, outlook.cases))


def _say(outlook: Outlook) -> None:
    typer.echo(f"This is Sharewell {outlook.version}. The tables: {outlook.tables}.")
    good = outlook.cases - len(outlook.would_stop)
    typer.echo(f"Cases that run now: {outlook.cases}. They would go on: {good}.")
    if outlook.why_not:
        typer.echo(outlook.why_not, err=True)
    for each in outlook.would_stop[:SHOWN]:
        typer.echo(f"Would stop: {each.workflow}  {each.fault}", err=True)
    if len(outlook.would_stop) > SHOWN:
        typer.echo(f"and {len(outlook.would_stop) - SHOWN} more, with --json", err=True)
    if outlook.is_good:
        typer.echo("Nothing stands in the way of this version.")
    else:
        typer.echo("Do not start this version here. See docs/upgrading.md.", err=True)
