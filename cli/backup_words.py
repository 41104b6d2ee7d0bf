"""What is said of a backup, of a restore, and of what a restore lost."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import typer

from casework.backing_up import Made, keys_beside
from casework.restoring import Restored
from cli.embedded import SECRETS
from storage.backup_tables import RestoreFindingRow, RestoreRow

SHOWN = 20
MIB = 1024 * 1024
FOR_DAYS = 7
"""How long a file of keys is kept at most; what was destroyed is gone only after it."""


def backup_said(made: Made, file: Path) -> dict[str, object]:
    manifest = asdict(made.manifest)
    parts = manifest.pop("parts")
    return manifest | {
        "files": len(parts) - 1,
        "keys": made.keys,
        "keys_file": str(keys_beside(file)),
        "size": made.size,
    }


def tell_of_backup(made: Made, file: Path, *, embedded_here: bool) -> None:
    manifest = made.manifest
    what = f"{len(manifest.files)} files" if manifest.with_files else "no files"
    typer.echo(
        f"The backup is in {file.name}: the database as of {_time(manifest.moment)}, "
        f"{what}, {made.size / MIB:.1f} MiB."
    )
    typer.echo(
        f"Its {made.keys} keys are in {keys_beside(file).name}. Keep that file apart "
        f"from it, and delete it after {FOR_DAYS} days."
    )
    if embedded_here:
        typer.echo(
            f"Neither can be read without {SECRETS} of the data folder. Keep a copy of "
            "that somewhere else."
        )
    if manifest.missing:
        many = len(manifest.missing)
        typer.echo(f"NOT WHOLE: {many} files are on record and not there:", err=True)
        _list(manifest.missing)


def restore_said(came: Restored) -> dict[str, object]:
    return {
        "as_of": came.manifest.as_of,
        "files": len(came.manifest.files),
        "missing": list(came.manifest.missing),
        "set_aside": came.aside,
        "destroyed_again": came.destroyed_again,
        "unreadable": came.unreadable,
        "cases": came.found.cases,
        "faults": came.found.faults,
    }


def tell_of_restore(came: Restored) -> None:
    typer.echo(
        f"Restored to {_time(came.manifest.moment)}: {came.found.cases} cases, "
        f"{len(came.manifest.files)} files."
    )
    if came.aside:
        typer.echo(f"What was there before is {came.aside}. Delete it when you can.")
    if came.destroyed_again:
        typer.echo(f"Keys destroyed again: {came.destroyed_again}.")
    if came.unreadable:
        typer.echo(f"Cases without a key in the file of keys: {came.unreadable}.")
    if came.found.faults:
        typer.echo("NOT WHOLE:", err=True)
        _list(came.found.faults)
        return
    typer.echo(
        "All of it is as it was written. Start the parts: the worker first runs every "
        "open case on from here. Then look at `sharewell restored`."
    )


def findings_said(
    last: RestoreRow | None, findings: list[RestoreFindingRow]
) -> dict[str, object]:
    if last is None:
        return {}
    return {
        "as_of": last.as_of.isoformat(),
        "at": last.at.isoformat(),
        "settled_at": last.settled_at.isoformat() if last.settled_at else None,
        "cases": [
            {"reference": each.reference, "known": each.known, "left": each.left}
            for each in findings
        ],
    }


def tell_of_findings(last: RestoreRow, findings: list[RestoreFindingRow]) -> None:
    typer.echo(f"Brought back to {_time(last.as_of)}, at {_time(last.at)}.")
    if last.settled_at is None:
        typer.echo("The open cases do not run on yet. Start `sharewell worker`.")
        return
    for each in findings:
        typer.echo(f"{each.reference}  {_meaning(each)}")
    typer.echo(f"Cases that somebody has to look at: {len(findings)}.")


def _meaning(found: RestoreFindingRow) -> str:
    if not found.known:
        left = ", and something was shared" if found.left else ""
        return f"began after that, and is lost{left}: ask whoever may have begun it"
    return "something was shared after that: its adviser is told to ask the recipient"


def _list(lines: list[str] | tuple[str, ...]) -> None:
    for line in lines[:SHOWN]:
        typer.echo(f"  {line}", err=True)
    if len(lines) > SHOWN:
        typer.echo(f"  and {len(lines) - SHOWN} more, with --json", err=True)


def _time(moment: datetime) -> str:
    return f"{moment:%d %B %Y %H:%M} UTC"
