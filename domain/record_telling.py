"""A sealed record as somebody reads it who knows nothing of Sharewell, part by part."""

from collections.abc import Callable, Iterator

from domain import record_about, record_after, record_deciding
from domain.record_blocks import Account, Block, Facts, Section

Part = Callable[[Account], Iterator[Block]]

PARTS: tuple[tuple[str, Part], ...] = (
    ("In short", record_about.in_short),
    ("What came before", record_about.before),
    ("What it was for", record_about.purpose),
    ("The decision", record_deciding.decision),
    ("Who it is about", record_about.people),
    ("Recipient", record_about.recipient),
    ("What was to be shared", record_about.statements),
    ("What every recipient is asked", record_about.conditions),
    ("The reasons in law", record_deciding.law),
    ("Advice", record_deciding.advice),
    ("How it was shared", record_after.release),
    ("Telling the people it is about", record_after.telling),
    ("After an urgent share", record_after.urgent),
    ("What came of it", record_after.outcome),
    ("Questions and answers", record_deciding.answers),
    ("How it was closed", record_after.closing),
    ("The account, line by line", record_after.lines),
)


def told(record: Account) -> tuple[Section, ...]:
    """The parts that have something to say."""
    parts = ((heading, tuple(_full(part(record)))) for heading, part in PARTS)
    return tuple(Section(heading, blocks) for heading, blocks in parts if blocks)


def _full(blocks: Iterator[Block]) -> Iterator[Block]:
    for block in blocks:
        if not (isinstance(block, Facts) and not block.rows):
            yield block
