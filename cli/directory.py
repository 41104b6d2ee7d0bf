"""The recipients' directory from the command line."""

import csv
import json
from pathlib import Path
from typing import Annotated

import typer

from casework.recipient_directory import EntryLine, GivenEntry, RecipientDirectory
from cli.embedded import CannotRun
from cli.place import VAR, AsJson, DataDir, storehouse_for
from domain.directory import STANDING_LABELS
from domain.errors import CaseError
from domain.people import SYSTEM, Actor, Role
from domain.refusals import SENTENCES

app = typer.Typer(
    help="The recipients whom an organisation knows.", no_args_is_help=True
)

Place = Annotated[str, typer.Argument(help="The organisation's id.")]
COLUMNS = ("name", "role", "organisation", "email", "phone")


def _open(folder: Path, place: str) -> tuple[RecipientDirectory, Actor]:
    storehouse = storehouse_for(folder)
    with storehouse.reading() as store:
        if place not in {each.id for each in store.accounts.organisations()}:
            raise CannotRun(f"There is no organisation {place}.")
    directory = RecipientDirectory(storehouse)
    return directory, Actor(SYSTEM, (Role.ADMINISTRATOR,), place)


def _propose(directory: RecipientDirectory, actor: Actor, given: GivenEntry) -> None:
    try:
        directory.add(actor, given)
    except CaseError as error:
        raise CannotRun(f"{given.email}: {SENTENCES[error.why]}") from error


@app.command("add")
def add_entry(
    place: Place,
    email: Annotated[str, typer.Argument(help="Their address at work.")],
    name: Annotated[str, typer.Option()],
    role: Annotated[str, typer.Option(help="What they do.")],
    organisation: Annotated[str, typer.Option(help="Where they work.")],
    phone: Annotated[str, typer.Option(help="A number that you looked up.")],
    data_dir: DataDir = VAR,
) -> None:
    """Propose a recipient. An adviser checks them on the pages.

    Example: sharewell directory add school rae@estuary.example --name "Rae Lindqvist"
    --role "Duty social worker" --organisation "Estuary Council" --phone "01632 960300"
    """
    directory, actor = _open(data_dir, place)
    given = GivenEntry(name, role, organisation, email, phone)
    _propose(directory, actor, given)
    typer.echo("Added. Nobody has checked the address yet.")


@app.command("import")
def import_entries(
    place: Place,
    file: Annotated[Path, typer.Argument(help="With a line of headings.", exists=True)],
    data_dir: DataDir = VAR,
) -> None:
    """Propose everybody in a CSV file: name, role, organisation, email, phone.

    Example: sharewell directory import school recipients.csv
    """
    directory, actor = _open(data_dir, place)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for number, row in enumerate(rows, 2):
        missing = [each for each in COLUMNS if not (row.get(each) or "").strip()]
        if missing:
            raise CannotRun(f"Line {number} has no {' and no '.join(missing)}.")
    for row in rows:
        name, role, organisation, email, phone = (row[c].strip() for c in COLUMNS)
        given = GivenEntry(name, role, organisation, email, phone)
        _propose(directory, actor, given)
    typer.echo(f"Added {len(rows)}. Nobody has checked the addresses yet.")


@app.command("list")
def list_entries(
    place: Place, as_json: AsJson = False, data_dir: DataDir = VAR
) -> None:
    """List the directory. Example: sharewell directory list school"""
    directory, actor = _open(data_dir, place)
    lines = directory.all(actor)
    if as_json:
        plain = [_plain(line) for line in lines]
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for line in lines:
        known = line.contact
        label = STANDING_LABELS[line.standing]
        typer.echo(f"{known.email:36} {known.name:24} {known.organisation}: {label}")


def _plain(line: EntryLine) -> dict[str, str]:
    plain = {name: str(getattr(line.contact, name)) for name in ("id", *COLUMNS)}
    return {**plain, "standing": line.standing.value}
