"""What is kept no longer, from the shell: listed, destroyed, and kept destroyed."""

import json
from pathlib import Path
from typing import Annotated

import typer

from adapters.blobs import Blobs, OutOfReach
from casework import tombstones
from casework.disposal import Disposal, Done, Plan
from cli.embedded import CannotRun
from cli.place import VAR, AsJson, DataDir, settings_for, storehouse_for
from domain.retention import Kept

app = typer.Typer(help="What is kept no longer.", no_args_is_help=True)

SAID = {
    Done.DESTROYED: "words destroyed",
    Done.FILES_DELETED: "files deleted",
    Done.LEFT: "left as it is: something was decided in between",
}


@app.command("run")
def run(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would happen.")
    ] = False,
    as_json: AsJson = False,
    data_dir: DataDir = VAR,
) -> None:
    """Destroy what advisers decided is destroyed. May be stopped and begun again.

    Example: sharewell retention run --dry-run
    """
    settings = settings_for(data_dir)
    storehouse = storehouse_for(data_dir)
    disposal = Disposal(storehouse, Blobs(settings.blobs))
    if dry_run:
        _show(disposal.plan(), as_json)
        return
    try:
        became = _told(disposal)
    except OutOfReach as away:
        raise CannotRun(
            "The place where files lie does not answer. Run this again later: it goes "
            "on where it stopped."
        ) from away
    if settings.tombstones_file is not None:
        tombstones.keep_file(storehouse, settings.tombstones_file)
    done = [reference for reference, step in became.items() if step is not Done.LEFT]
    left = [reference for reference, step in became.items() if step is Done.LEFT]
    if as_json:
        typer.echo(json.dumps({"destroyed": done, "left": left}, indent=2))
    else:
        typer.echo(f"Cases destroyed: {len(done)}. Their skeletons stay.")


def _told(disposal: Disposal) -> dict[str, Done]:
    """Do it all, say each step, and say what became of each case."""
    became: dict[str, Done] = {}
    to_do = len(disposal.plan().decided)
    for reference, step in disposal.run():
        became[reference] = step
        typer.echo(f"{len(became)} of {to_do}: {reference}, {SAID[step]}", err=True)
    return became


@app.command("tombstones")
def write_tombstones(data_dir: DataDir = VAR) -> None:
    """Print the names of destroyed keys, to be kept apart from the backups.

    Example: sharewell retention tombstones > tombstones.txt
    """
    typer.echo(tombstones.written(storehouse_for(data_dir)), nl=False)


@app.command("apply")
def apply(
    file: Annotated[Path, typer.Argument(help="What `tombstones` printed.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data_dir: DataDir = VAR,
) -> None:
    """After a backup was restored: destroy again what was destroyed before.

    Example: sharewell retention apply tombstones.txt
    """
    storehouse = storehouse_for(data_dir)
    blobs = Blobs(settings_for(data_dir).blobs)
    try:
        names = tombstones.read(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, tombstones.TombstonesBroken) as no:
        raise CannotRun(
            f"{file.name} is no whole file of tombstones. Nothing was done."
        ) from no
    unknown = tombstones.unknown_of(storehouse, names)
    if unknown and not yes:
        typer.confirm(f"Destroy {len(unknown)} keys again, for ever?", abort=True)
    count = 0
    for count, name in enumerate(tombstones.apply(storehouse, blobs, names), 1):
        typer.echo(f"{count} of {len(unknown)}: {name}", err=True)
    typer.echo(f"Keys destroyed again: {count}.")


def _show(plan: Plan, as_json: bool) -> None:
    if as_json:
        shown = {"decided": plan.decided, "undecided": plan.undecided}
        lines = {name: [_line(each) for each in k] for name, k in shown.items()}
        typer.echo(json.dumps(lines, indent=2))
        return
    for kept in plan.decided:
        typer.echo(f"{kept.reference}  due {kept.day}  {kept.code}  would be destroyed")
    for kept in plan.undecided:
        why = "held" if kept.held_by else "waits for an adviser"
        typer.echo(f"{kept.reference}  due {kept.day}  {kept.code}  {why}")
    typer.echo(
        f"Would be destroyed: {len(plan.decided)}. Due besides: {len(plan.undecided)}. "
        "Nothing was changed."
    )


def _line(kept: Kept) -> dict[str, object]:
    return {
        "reference": kept.reference,
        "organisation": kept.organisation,
        "class": kept.code,
        "due": kept.day.isoformat(),
        "held": bool(kept.held_by),
    }
