"""Proofs from the shell: verify everything, keep signed heads, prove one record."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from adapters.settings import Settings
from adapters.tree_keys import is_public_key
from casework.proofs import proof_of
from casework.tree_checking import Kept, head_line, kept_heads
from casework.tree_sealing import tree_keys_of
from casework.verifying import Found, Verifying
from cli.embedded import CannotRun
from cli.place import VAR, AsJson, DataDir, settings_for, storehouse_for
from domain.errors import RuleBroken
from domain.refusals import SENTENCES
from storage.keys import KeyDestroyed
from storage.store import Storehouse
from storage.tree import signed_head

TOLD_EVERY = 10_000
SHOWN = 20

To = Annotated[Path | None, typer.Option("--to", help="A file to write it to.")]

app = typer.Typer(help="The log of all cases.", no_args_is_help=True)


def verify(
    reference: Annotated[
        str, typer.Argument(help="One case; all of them if left out.")
    ] = "",
    heads: Annotated[
        Path | None, typer.Option(help="Signed heads that were kept elsewhere.")
    ] = None,
    public_key: Annotated[
        list[str] | None,
        typer.Option(help="ID:KEY to check with, instead of the settings' own."),
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = VAR,
) -> None:
    """See that everything is as it was written; exit 1 if something is not.

    Example: sharewell verify --heads heads.jsonl
    """
    kept = _read_heads(heads) if heads else []
    storehouse, settings = storehouse_for(data_dir), settings_for(data_dir)
    walked = verifying(storehouse, settings, public_key or [], _telling())
    found = walked.walk(reference, kept)
    if as_json:
        typer.echo(json.dumps(asdict(found), indent=2))
    else:
        _say(found)
    raise typer.Exit(1 if found.faults else 0)


def verifying(
    storehouse: Storehouse,
    settings: Settings,
    given: list[str] | None = None,
    tell: Callable[[int, int], None] = lambda walked, of: None,
) -> Verifying:
    """A walk with the public keys that are given, or those of the settings."""
    publics = _publics(given) if given else tree_keys_of(settings).public
    return Verifying(storehouse, publics, tell)


@app.command("export")
def export(
    since: Annotated[
        int, typer.Option(min=0, help="Only heads after the one of this number.")
    ] = 0,
    to: To = None,
    data_dir: DataDir = VAR,
) -> None:
    """Print every signed head of the log, one a line, to be kept elsewhere.

    Example: sharewell log export --since 120
    """
    with storehouse_for(data_dir).reading() as store:
        lines = [head_line(signed_head(row)) for row in store.tree.heads(since)]
    _write("\n".join(lines), to)


def prove(
    reference: Annotated[str, typer.Argument(help="A case with a sealed record.")],
    head: Annotated[
        int, typer.Option(min=0, help="Under the signed head of this number.")
    ] = 0,
    to: To = None,
    data_dir: DataDir = VAR,
) -> None:
    """Print the record of a case with its proof, for docs/verify_record.py to check.

    Example: sharewell proof SR-7K3M-9QXD --to proof.json
    """
    try:
        with storehouse_for(data_dir).reading() as store:
            proof = proof_of(store, reference, head)
    except RuleBroken as no:
        raise CannotRun(SENTENCES[no.why]) from no
    except KeyDestroyed as no:
        raise CannotRun(f"What was written in {reference} was destroyed.") from no
    _write(json.dumps(proof, indent=2, ensure_ascii=False), to)


def _write(text: str, to: Path | None) -> None:
    if to is None:
        typer.echo(text)
        return
    to.touch(mode=0o600)
    to.write_text(text + "\n", encoding="utf-8")


def _read_heads(file: Path) -> list[Kept]:
    try:
        return kept_heads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(f"The file {file} cannot be read.") from error


def _publics(given: list[str]) -> dict[str, str]:
    publics = dict(each.partition(":")[::2] for each in given)
    for id, key in publics.items():
        if not is_public_key(key):
            raise CannotRun(
                f"{id} is no public key. Give one as `sharewell keys public` prints it."
            )
    return publics


def _telling() -> Callable[[int, int], None]:
    told = 0

    def tell(walked: int, of: int) -> None:
        nonlocal told
        if walked - told >= TOLD_EVERY:
            told = walked
            typer.echo(f"{walked:,} of {of:,} entries", err=True)

    return tell


def _say(found: Found) -> None:
    if not found.faults:
        typer.echo(
            f"Whole: {found.cases} cases, every entry as it was written "
            f"({found.entries} entries, {found.heads} signed heads)."
        )
        return
    typer.echo(f"Not whole: {found.faults[0]}", err=True)
    for fault in found.faults[1:SHOWN]:
        typer.echo(f"           {fault}", err=True)
    if len(found.faults) > SHOWN:
        more = len(found.faults) - SHOWN
        typer.echo(f"           and {more} more, with --json", err=True)
