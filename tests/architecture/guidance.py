"""Writes the drawn part of docs/guidance.md: python -m tests.architecture.guidance."""

from collections.abc import Iterator
from pathlib import Path

from adapters.rulebook import Rulebook
from casework.rule_steps import ENDS, SAID, end_of
from domain.graph import (
    AnswerValue,
    Branch,
    Condition,
    Guard,
    Node,
    Priority,
    QuestionStage,
    RuleSet,
)
from domain.wording import Wording

PAGE = Path(__file__).parents[2] / "docs" / "guidance.md"
BEGIN = "<!-- from here on generated: python -m tests.architecture.guidance -->"

PRIORITIES: dict[Priority, str] = {
    Priority.EMERGENCY: "emergency",
    Priority.SAME_DAY: "same day",
    Priority.STANDARD: "standard",
}


def place(branch: Branch) -> str:
    """The name of the box that an answer leads to."""
    return branch.next or f"to_{end_of(branch)}"


def ways(node: Node) -> Iterator[tuple[str, str]]:
    """Where each answer leads; answers that lead to the same place are one."""
    found: dict[str, list[str]] = {}
    for answer in AnswerValue:
        branch = node.branch(answer)
        assert branch is not None
        found.setdefault(place(branch), []).append(SAID[answer])
    for to, answers in found.items():
        yield ("any answer" if len(answers) == len(SAID) else " / ".join(answers)), to


def box(name: str, text: str, shape: tuple[str, str]) -> str:
    safe = text.replace('"', "#quot;")
    return f'    {name}{shape[0]}"{safe}"{shape[1]}'


def chart(rules: RuleSet, wording: Wording, nodes: tuple[Node, ...]) -> list[str]:
    """One drawing: a box for each question, a rounded one for each ending."""
    guards = guards_among(rules, nodes)
    reached = {to for node in nodes for _, to in ways(node)}
    reached |= {f"to_{guard.outcome.value}" for guard in guards}
    lines = ["```mermaid", "flowchart TD"]
    for node in nodes:
        text = f"{node.id}. {wording.question(node.id).question}"
        lines.append(box(node.id, text, ("[", "]")))
    for end, label in ENDS.items():
        if f"to_{end}" in reached:
            lines.append(box(f"to_{end}", label, ("([", "])")))
    for node in nodes:
        lines += [f'    {node.id} -->|"{label}"| {to}' for label, to in ways(node)]
    for guard in guards:
        refused = f"if refused, and {guard.id} holds"
        to = f"to_{guard.outcome.value}"
        lines += [f'    {at} -.->|"{refused}"| {to}' for at in guard.refused_at]
    return [*lines, "```"]


def guards_among(rules: RuleSet, nodes: tuple[Node, ...]) -> list[Guard]:
    ids = {node.id for node in nodes}
    return [guard for guard in rules.guards if ids & set(guard.refused_at)]


def conditions(when: tuple[Condition, ...]) -> str:
    parts = (
        f"{c.node} is answered {' or '.join(SAID[a] for a in c.answers)}" for c in when
    )
    return " and ".join(parts) or "otherwise"


def asked_of(rules: RuleSet, wording: Wording) -> list[str]:
    rows = ["| unsure at | Sharewell says whom to ask |", "|---|---|"]
    by_label: dict[str, list[str]] = {}
    for node in rules.nodes:
        label = wording.question(node.id).route_label
        by_label.setdefault(label, []).append(node.id)
    return rows + [f"| {', '.join(ids)} | {label} |" for label, ids in by_label.items()]


def told(rules: RuleSet, wording: Wording) -> list[str]:
    rows = ["| outcome | telling a person |", "|---|---|"]
    for rule in rules.inform.rules:
        outcome = ", ".join(ENDS[verdict.value] for verdict in rule.outcomes)
        because = f" (reason `{', '.join(rule.reasons)}`)" if rule.reasons else ""
        said = (
            wording.reason(rule.reason) if rule.reason else ENDS[f"inform_{rule.value}"]
        )
        first = "The questions below decide. Until then: " if rule.walk else ""
        rows.append(f"| {outcome}{because} | {first}{said.rstrip('.')}. |")
    return rows


def sayings(rules: RuleSet, wording: Wording) -> Iterator[str]:
    for guard in rules.guards:
        said = dict(wording.guards)[guard.id]
        at = ", ".join(guard.refused_at)
        held = f"when {conditions(guard.when)}" if guard.when else "always"
        yield f"* **{guard.id}**, {held}, at {at}: {said}"


def section(rules: RuleSet, wording: Wording) -> list[str]:
    """Everything about one rule set."""
    deciding = tuple(n for n in rules.nodes if n.stage is not QuestionStage.INFORM)
    telling = tuple(n for n in rules.nodes if n.stage is QuestionStage.INFORM)
    return [
        f"## {rules.id}",
        "",
        f"{wording.title}. Version {rules.version} of the rules here.",
        "",
        f"Source: {wording.source}",
        "",
        f"### {rules.id}: whether to share",
        "",
        *chart(rules, wording, deciding),
        "",
        "Guards:",
        "",
        *sayings(rules, wording),
        "",
        "Priority, the first line that holds:",
        "",
        *(
            f"* {PRIORITIES[rule.priority]}: {conditions(rule.when)}"
            for rule in rules.priorities
        ),
        "",
        *asked_of(rules, wording),
        "",
        f"### {rules.id}: whether to tell the individual",
        "",
        *told(rules, wording),
        "",
        *chart(rules, wording, telling),
        "",
    ]


def drawn() -> str:
    """The generated part of the page."""
    book = Rulebook()
    lines = [line for id in book.ids() for line in section(*book.get(id))]
    return "\n".join([BEGIN, "", *lines])


def page(text: str) -> str:
    """The page with its generated part made anew."""
    written, _, _ = text.partition(BEGIN)
    return written + drawn()


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
