"""Writes docs/rules and docs/pictures: python -m tests.architecture.rule_documents."""

from collections.abc import Iterator
from pathlib import Path

from adapters.rulebook import Rulebook
from casework.drawing import draw
from casework.rule_steps import PARTS, SAID, Step, steps
from domain.graph import RuleSet
from domain.wording import Question, Wording

DOCS = Path(__file__).parents[2] / "docs"


def documents() -> dict[Path, str]:
    """Every document about a rule set, and what it has to say."""
    book = Rulebook()
    found = {}
    for id in book.ids():
        rules, wording = book.get(id)
        found[DOCS / "rules" / f"{id}.md"] = "\n".join(page(rules, wording)) + "\n"
        found[DOCS / "pictures" / f"{id}.svg"] = draw(rules, wording)
    return found


def page(rules: RuleSet, wording: Wording) -> Iterator[str]:
    yield f"# {rules.id}: {wording.title}"
    yield ""
    yield "<!-- generated: python -m tests.architecture.rule_documents -->"
    yield ""
    if wording.provisional:
        yield "**Provisional: not settled law.** Used only where somebody chose it."
        yield ""
    yield f"Version {rules.version} of the rules here. Source: {wording.source}"
    yield ""
    yield (
        f'<img src="../pictures/{rules.id}.svg" width="480" '
        f'alt="A chart of the questions of {rules.id}; the tables say the same.">'
    )
    part = None
    for step in steps(rules, wording):
        if step.stage is not part:
            part = step.stage
            yield from ("", f"## {PARTS[part]}")
        yield from question(step, wording.question(step.id), wording)
    yield from ("", "## Sentences", "", "| reason | the practitioner reads |")
    yield "|---|---|"
    yield from (f"| `{code}` | {cell(says)} |" for code, says in wording.reasons)
    yield from ("", "| reason | whoever asked may be told |", "|---|---|")
    yield from (f"| `{code}` | {cell(says)} |" for code, says in wording.letters)


def question(step: Step, asked: Question, wording: Wording) -> Iterator[str]:
    yield from ("", f"### {step.id}. {asked.question}", "", asked.help)
    yield from ("", "| answer | leads to | because |", "|---|---|---|")
    for way in step.ways:
        because = wording.reason(way.reason) if way.reason else ""
        yield f"| {way.when} | {way.says} | {cell(because)} |"
    yield ""
    yield f"* In doubt: {asked.route_label}"
    if asked.source:
        yield f"* Source: {asked.source}"
    if asked.reassurance:
        yield f"* “{asked.reassurance.text}” ({asked.reassurance.source})"
    if asked.suggestion:
        yield f"* Suggested from what is known: `{asked.suggestion.fact}`"
    yield from kept(asked)


def kept(asked: Question) -> Iterator[str]:
    """What is written down beside the answers."""
    for evidence in asked.evidence:
        said = " or ".join(SAID[answer] for answer in evidence.when)
        fields = "; ".join(field.label for field in evidence.fields)
        yield from ("", f"Kept with {said}: {evidence.label or fields}")
        if evidence.options:
            yield from ("", "| choice | written down | source |", "|---|---|---|")
        for option in evidence.options:
            labels = " ".join(f.label for f in evidence.fields_for(option.id))
            yield f"| {option.label} | {cell(labels)} | {option.source} |"


def cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for path, text in documents().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
