"""Mail from the shell: say that an e-mail came back."""

from typing import Annotated

import typer

from casework.bounces import Bounces
from cli.embedded import CannotRun
from cli.place import VAR, DataDir, storehouse_for
from domain.errors import CaseNotFound, NotAccepted
from domain.refusals import SENTENCES

app = typer.Typer(help="Mail.", no_args_is_help=True)


@app.callback()
def mail() -> None:
    """Mail that was sent."""


@app.command("bounced")
def bounced(
    message_id: Annotated[str, typer.Argument(help="Its Message-ID.")],
    why: Annotated[str, typer.Option(help="The status, such as 5.1.1.")] = "",
    data_dir: DataDir = VAR,
) -> None:
    """Say that an e-mail came back; its sender is told. Twice is once.

    Example: sharewell mail bounced "<4f7k@mail.example>" --why 5.1.1
    """
    bounces = Bounces(storehouse_for(data_dir))
    try:
        reference = bounces.came_back(message_id, why)
    except CaseNotFound as no:
        raise CannotRun(
            "No e-mail of Sharewell has this Message-ID. Nothing was changed. Copy it "
            "from the message that came back, where its own headers are repeated."
        ) from no
    except NotAccepted as no:
        raise CannotRun(SENTENCES[no.why]) from no
    typer.echo(f"Noted: {reference or 'an e-mail about several cases'}.")
