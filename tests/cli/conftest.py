"""What the tests of commands share."""

from pathlib import Path

import pytest

from cli import stack
from tests.cli.commands import settings


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """Settings of an installation whose database is set up."""
    chosen = settings(tmp_path)
    stack.migrate(stack.settings_from(chosen))
    return chosen
