"""Keys from the shell: make, list, rotate, retire, and destroy what one seals."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from adapters.blobs import Blobs
from adapters.clock import now
from adapters.keys import new_key_text
from casework.key_care import KeyCare
from casework.tree_sealing import tree_keys_of
from cli.embedded import CannotRun
from cli.place import VAR, AsJson, DataDir, settings_for, storehouse_for
from domain.errors import CaseNotFound, RuleBroken
from domain.refusals import SENTENCES

app = typer.Typer(help="Keys.", no_args_is_help=True)


@app.command("new")
def new_key(
    id: Annotated[str, typer.Argument(help="The key's id.")] = "",
) -> None:
    """Print a fresh key: for SHAREWELL_KEKS, _CODEC_KEYS or _TREE_KEYS.

    Example: sharewell keys new 2026a
    """
    typer.echo(f"{id or now().strftime('%Y%m')}:{new_key_text()}")


@app.command("public")
def public_keys(data_dir: DataDir = VAR) -> None:
    """Print the public parts of the keys that sign the log, for whoever checks it.

    Example: sharewell keys public
    """
    for id, public in tree_keys_of(settings_for(data_dir)).public.items():
        typer.echo(f"{id}:{public}")


@app.command("list")
def list_keys(as_json: AsJson = False, data_dir: DataDir = VAR) -> None:
    """Say which key-encryption keys are in use, and how much each still holds.

    Example: sharewell keys list
    """
    held = _care(data_dir).held()
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in held], indent=2))
        return
    for each in held:
        active = "  active: wraps what is new" if each.active else ""
        typer.echo(f"{each.kek:16} {each.count:8} data keys{active}")


@app.command("rotate")
def rotate(data_dir: DataDir = VAR) -> None:
    """Wrap every data key under the active key. It may be stopped and begun again.

    Example: sharewell keys rotate
    """
    care = _care(data_dir)
    to_do = sum(each.count for each in care.held() if not each.active)
    done = 0
    for done in care.rotate():
        typer.echo(f"{done} of about {to_do} wrapped anew", err=True)
    typer.echo(f"{done} data keys were wrapped anew. Nothing else is left to do.")


@app.command("retire")
def retire(
    id: Annotated[str, typer.Argument(help="The key that is to go.")],
    data_dir: DataDir = VAR,
) -> None:
    """Say whether a key may be taken away; exit 1 if something still needs it.

    Example: sharewell keys retire 2025a
    """
    held = {each.kek: each for each in _care(data_dir).held()}
    found = held.get(id)
    if found is not None and found.active:
        typer.echo(f"{id} is the active key: make another one active first.", err=True)
        raise typer.Exit(1)
    if found is not None:
        typer.echo(
            f"{id} still holds {found.count} data keys: run `sharewell keys rotate`.",
            err=True,
        )
        raise typer.Exit(1)
    typer.echo(f"Nothing needs {id} any more. Take it out of SHAREWELL_KEKS.")


@app.command("destroy")
def destroy(
    reference: Annotated[str, typer.Argument(help="A closed case.")],
    again: Annotated[
        str, typer.Option("--again", help="The same reference once more.")
    ] = "",
    data_dir: DataDir = VAR,
) -> None:
    """Destroy the words and files of a closed case, for ever; its skeleton stays.

    Example: sharewell keys destroy SR-7K3M-9QXD --again SR-7K3M-9QXD
    """
    again = again or typer.prompt("This cannot be undone. Type the reference again")
    if again != reference:
        raise CannotRun("The two references differ. Nothing was destroyed.")
    try:
        _care(data_dir).destroy(reference)
    except CaseNotFound as no:
        raise CannotRun(
            f"There is no closed case {reference}. Nothing was destroyed."
        ) from no
    except RuleBroken as no:
        raise CannotRun(f"{SENTENCES[no.why]} Nothing was destroyed.") from no
    typer.echo(f"The words and files of {reference} are destroyed.")


def _care(data_dir: DataDir) -> KeyCare:
    return KeyCare(storehouse_for(data_dir), Blobs(settings_for(data_dir).blobs))
