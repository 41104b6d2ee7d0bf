"""Rule sets from the command line: list, show, check, evaluate."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.rulebook import Rulebook, UnknownRuleSet
from casework.drawing import draw, spell_out
from cli.embedded import CannotRun
from cli.place import AsJson
from domain.evaluation import evaluate
from domain.overlay import faults_in_file
from domain.rule_file import read_rule_file
from domain.rules import AnswerValue, RuleSet, Wording

app = typer.Typer(help="The rules, as data.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The id of a rule set, such as HMG-2018.")]


def _get(id: str) -> tuple[RuleSet, Wording]:
    try:
        return Rulebook().get(id)
    except UnknownRuleSet as error:
        known = ", ".join(Rulebook().ids())
        raise CannotRun(f"There is no rule set {id}. There are: {known}.") from error


class Form(StrEnum):
    """How a rule set is shown."""

    TEXT = "text"
    SVG = "svg"
    JSON = "json"


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the rule sets. Example: sharewell ruleset list"""
    book = Rulebook()
    rows = [
        {
            "id": id,
            "version": book.get(id)[0].version,
            "title": book.get(id)[1].title,
            "effective_from": book.get(id)[1].effective_from,
            "provisional": book.get(id)[1].provisional,
        }
        for id in book.ids()
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        typer.echo(f"{row['id']:12} {row['version']:12} {row['title']}")


@app.command()
def show(
    id: Id,
    form: Annotated[Form, typer.Option("--format", help="How to show it.")] = Form.TEXT,
    out: Annotated[
        Path | None, typer.Option(help="A file to write it to; else it is printed.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show a rule set: question by question, as a picture, or as its file.

    Example: sharewell ruleset show DFE-2024 --format svg --out dfe.svg
    """
    rules, wording = _get(id)
    if as_json or form is Form.JSON:
        shown = json.dumps(Rulebook().data(id), ensure_ascii=False, indent=2) + "\n"
    elif form is Form.SVG:
        shown = draw(rules, wording)
    else:
        shown = "\n".join(spell_out(rules, wording)) + "\n"
    if out is None:
        typer.echo(shown, nl=False)
        return
    try:
        out.write_text(shown, encoding="utf-8")
    except OSError as error:
        raise CannotRun(f"{out} cannot be written.") from error


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A rule set as JSON.")],
    as_json: AsJson = False,
) -> None:
    """Report every fault of a rule file at once.

    Example: sharewell ruleset check my.json
    """
    data, faults = read_rule_file(_text(file))
    if data or not faults:
        faults += faults_in_file(data, Rulebook().base)
    if as_json:
        typer.echo(json.dumps({"faults": [asdict(fault) for fault in faults]}))
    else:
        for fault in faults:
            typer.echo(str(fault), err=True)
    if faults:
        raise typer.Exit(1)
    if not as_json:
        typer.echo("No faults.")


@app.command("evaluate")
def evaluate_(
    id: Id,
    answers: Annotated[
        Path, typer.Option("--answers", help='A file such as {"U0": "no"}.')
    ],
) -> None:
    """What a set of answers amounts to, as JSON.

    Example: sharewell ruleset evaluate HMG-2018 --answers answers.json
    """
    rules, _ = _get(id)
    given = _answers(rules, _read(answers))
    typer.echo(json.dumps(asdict(evaluate(rules, given)), indent=2))


def _answers(rules: RuleSet, data: dict[str, Any]) -> dict[str, AnswerValue]:
    """The answers in a file; each unknown question or value is a fault."""
    plain = data.get("answers", data)
    known = {value.value for value in AnswerValue}
    for node, value in plain.items():
        if not rules.has(node):
            raise CannotRun(f"There is no question {node} in {rules.id}.")
        if value not in known:
            raise CannotRun(f"The answer to {node} must be yes, no or unsure.")
    return {node: AnswerValue(value) for node, value in plain.items()}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise CannotRun(f"{file} cannot be read.") from error


def _read(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(_text(file))
    except ValueError as error:
        raise CannotRun(f"{file} is not JSON.") from error
    if not isinstance(data, dict):
        raise CannotRun(f"{file} must hold a JSON object.")
    return data
