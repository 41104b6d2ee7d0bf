"""The table of keys from the shell: written to a file of its own, and brought back."""

import os
from pathlib import Path
from typing import Annotated

import typer

from casework import key_backup
from cli.embedded import CannotRun
from cli.place import VAR, DataDir, storehouse_for

OWNER_ALONE = 0o600


def export_keys(
    file: Annotated[Path, typer.Argument(help="A file that is not there yet.")],
    data_dir: DataDir = VAR,
) -> None:
    """Write every data key, wrapped, to a file. Delete it after 7 days.

    Example: sharewell keys export keys-monday.jsonl
    """
    storehouse = storehouse_for(data_dir)
    lines = list(key_backup.exported(storehouse))
    try:
        new = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
    except FileExistsError as no:
        raise CannotRun(f"{file.name} is there already. Nothing was written.") from no
    with os.fdopen(new, "w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in lines)
    typer.echo(f"Keys written: {len(lines)}. Delete this file after 7 days.")


def import_keys(
    file: Annotated[Path, typer.Argument(help="What `export` wrote.")],
    data_dir: DataDir = VAR,
) -> None:
    """Bring back the keys that are missing, but none that was destroyed.

    Example: sharewell keys import keys-monday.jsonl
    """
    storehouse = storehouse_for(data_dir, without_keys=True)
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        count = key_backup.bring_back(storehouse, lines)
    except (OSError, ValueError, key_backup.BackupRefused) as no:
        raise CannotRun(
            f"{file.name} is no backup of the keys of this Sharewell. Nothing was "
            "changed."
        ) from no
    typer.echo(f"Keys brought back: {count}.")
