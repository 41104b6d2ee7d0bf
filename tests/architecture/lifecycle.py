"""Writes docs/lifecycle.md: python -m tests.architecture.lifecycle."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from domain.rules import Priority
from domain.stages import ENDING_LABELS, NEXT_STAGES, STAGE_LABELS, Ending, Stage
from domain.terms import Timings

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"

WAITS: dict[Stage, str] = {
    Stage.GATHERING: "the practitioner: answers, content, or a reply to an adviser",
    Stage.WITH_ADVISER: "an adviser: advice, a question, an approval, a refusal, or "
    "the answer to a question that names nobody",
    Stage.AWAITING_APPROVAL: "the practitioner to confirm, then the advisers' "
    "approvals that the approval policy asks for",
    Stage.SHARING: "nobody: the release is being made",
    Stage.FOLLOWING_UP: "the recipient's acknowledgement, telling the individuals, "
    "and after an urgent share its review and the rest of its record",
    Stage.CLOSED: "nobody: the record is sealed",
}

HOW: dict[Ending, str] = {
    Ending.SHARED: "a release was made and nothing more is owed",
    Ending.SHARED_ANONYMISED: "the same, where nobody can be identified from it",
    Ending.NOT_SHARED: "an adviser declined, or the practitioner confirmed a refusal",
    Ending.WITHDRAWN: "the practitioner took it back before anything was shared",
    Ending.LAPSED: "a draft was left unfinished in spite of every reminder",
    Ending.ADVISED: "an adviser answered a question that named nobody, and that was "
    "all that was needed",
    Ending.SIGNPOSTED: "it was no request to share, such as somebody asking for their "
    "own records, and the practitioner was shown where it goes",
}


def spoken(span: timedelta) -> str:
    """A pause as people say it."""
    units = ((86400, "day"), (3600, "hour"), (60, "minute"))
    seconds = int(span.total_seconds())
    size, name = next((s, n) for s, n in units if seconds % s == 0)
    count = seconds // size
    return f"{count} {name}" + ("" if count == 1 else "s")


def listed(spans: Iterable[timedelta]) -> str:
    return ", then ".join(spoken(span) for span in spans)


def diagram() -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Stage.GATHERING.value}"]
    for stage in Stage:
        lines.append(f"    {stage.value} : {STAGE_LABELS[stage]}")
    for stage in Stage:
        after = [
            f"    {stage.value} --> {n.value}" for n in Stage if n in NEXT_STAGES[stage]
        ]
        lines += after or [f"    {stage.value} --> [*]"]
    return [*lines, "```"]


def stages() -> list[str]:
    return [
        "| stage | shown as | waits for |",
        "|---|---|---|",
        *(f"| `{s.value}` | {STAGE_LABELS[s]} | {WAITS[s]} |" for s in Stage),
    ]


def endings() -> list[str]:
    return [
        "| ending | shown as | when |",
        "|---|---|---|",
        *(f"| `{e.value}` | {ENDING_LABELS[e]} | {HOW[e]} |" for e in Ending),
    ]


def silences() -> list[str]:
    """The pauses before reminders; the last one repeats, except for a draft."""
    timings = Timings()
    *reminders, last = timings.practitioner
    draft = f"after {listed(reminders)}; {spoken(last)} later the draft lapses"
    rows = [
        ("a draft, for the practitioner", draft),
        ("a confirmation, for the practitioner", after(timings.practitioner)),
        *(
            (f"an adviser, {label}", after(timings.for_adviser(priority)))
            for priority, label in PRIORITIES.items()
        ),
        ("what is owed afterwards", after(timings.follow_up)),
    ]
    return [
        "| waiting for | a reminder goes out |",
        "|---|---|",
        *(f"| {who} | {when} |" for who, when in rows),
    ]


PRIORITIES: dict[Priority, str] = {
    Priority.EMERGENCY: "emergency",
    Priority.SAME_DAY: "same day",
    Priority.STANDARD: "standard",
}


def after(pauses: tuple[timedelta, ...]) -> str:
    *first, last = pauses
    every = f"every {spoken(last).removeprefix('1 ')}"
    return f"after {listed(first)}, then {every}" if first else every


def page() -> str:
    """The whole page."""
    available = spoken(Timings().available_for)
    return "\n".join(
        [
            "# The life of a request",
            "",
            "Generated from `domain/stages.py` and `domain/terms.py` by",
            "`python -m tests.architecture.lifecycle`; a test compares the two.",
            "",
            *diagram(),
            "",
            "## Stages",
            "",
            *stages(),
            "",
            "## Endings",
            "",
            *endings(),
            "",
            "## Silence",
            "",
            "Silence never approves and never refuses. It brings a reminder; the last",
            "pause repeats. Anything that somebody does starts the count again.",
            "",
            *silences(),
            "",
            f"A release can be collected for {available}, or for as long as an adviser",
            "chose; after that it ends as not collected.",
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page())
