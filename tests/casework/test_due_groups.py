"""Overdue, due today, later: days as people in the United Kingdom count them."""

from datetime import UTC, datetime

import pytest

from casework.task_lines import due_group

EVENING = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # half past eleven in London


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (datetime(2026, 7, 1, 22, 29, tzinfo=UTC), "overdue"),
        (datetime(2026, 7, 1, 22, 45, tzinfo=UTC), "today"),
        (datetime(2026, 7, 1, 23, 15, tzinfo=UTC), "later"),
        (datetime(2026, 7, 2, 9, 0, tzinfo=UTC), "later"),
    ],
)
def test_a_task_is_grouped_by_the_day_it_is_due(due: datetime, group: str) -> None:
    assert due_group(due, EVENING) == group
