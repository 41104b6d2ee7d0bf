"""The runbook can be followed: each command in it exists, each trouble is there."""

import re

import pytest
from typer.main import get_command

from cli.main import app
from domain.stuck import STUCK_WORDS
from tests.architecture.test_docs import DOCS, ROOT

COMMAND = re.compile(r"`sharewell ([a-z][^`…]*)|^sharewell ([a-z].*)$", re.MULTILINE)
OPTION = re.compile(r"--[a-z][a-z-]*")
PAGES = [
    DOCS / name for name in ("runbook.md", "backup.md", "upgrading.md", "retention.md")
]


def commands() -> list[tuple[str, str]]:
    """Each command that one of the pages tells somebody to run."""
    return [
        (page.name, " ".join((inline or block).split()))
        for page in PAGES
        for inline, block in COMMAND.findall(page.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("page", "words"), commands())
def test_each_command_that_somebody_is_told_to_run_exists(
    page: str, words: str
) -> None:
    command, given = get_command(app), words.split()
    while given and given[0] in (below := getattr(command, "commands", {})):
        command = below[given.pop(0)]
    assert not hasattr(command, "commands"), words
    known = {name for each in command.params for name in each.opts}
    assert set(OPTION.findall(words)) <= known, words


def test_the_runbook_says_what_is_behind_each_way_to_be_stuck() -> None:
    text = (DOCS / "runbook.md").read_text(encoding="utf-8")
    for words in STUCK_WORDS.values():
        assert f"*{words.title}*" in text, words.title


def test_the_runbook_leads_to_the_other_pages() -> None:
    told = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    for page in ("backup.md", "upgrading.md", "retention.md", "keys.md"):
        assert f"({page}" in told
