"""Every limit of the secure share, and of what an individual reads, is a setting."""

import re

import pytest
from pydantic import ValidationError

from adapters.settings import Settings
from tests.adapters.test_settings import settings
from tests.architecture.sources import files

LIMITS = {
    "release_days": (14, 1, 30),
    "release_reminder_days": (7, 1, 29),
    "release_last_reminder_days": (3, 1, 14),
    "release_downloads": (5, 1, 20),
    "release_purge_days": (7, 0, 30),
    "grant_minutes": (15, 5, 60),
    "file_mib": (25, 1, 100),
    "files_mib": (100, 1, 500),
    "files_most": (20, 1, 50),
    "code_digits": (6, 6, 8),
    "code_minutes": (10, 1, 10),
    "code_tries": (5, 3, 10),
    "code_tries_in_all": (10, 5, 20),
    "code_block_minutes": (30, 10, 240),
    "codes_per_quarter_hour": (3, 1, 5),
    "codes_per_day": (6, 1, 12),
    "collect_idle_minutes": (15, 5, 30),
    "collect_minutes": (60, 15, 120),
    "collect_per_minute": (60, 10, 600),
    "recipient_stale_days": (180, 30, 365),
    "unusual_cases_an_hour": (20, 2, 1000),
    "notice_days": (28, 7, 90),
    "notice_idle_minutes": (15, 5, 30),
    "notice_minutes": (60, 15, 120),
    "notice_tries": (5, 3, 10),
    "notice_tries_in_all": (10, 5, 20),
}
"""What is so unless somebody says otherwise, and between which numbers they may."""


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_has_a_default_and_bounds(name: str) -> None:
    usual, least, most = LIMITS[name]
    assert getattr(settings(), name) == usual
    for inside in (least, most):
        assert getattr(settings(**{name: inside}), name) == inside


@pytest.mark.parametrize("name", LIMITS)
def test_a_number_outside_of_the_bounds_stops_the_start(name: str) -> None:
    _, least, most = LIMITS[name]
    for outside in (least - 1, most + 1, "many", ""):
        with pytest.raises(ValidationError, match=name):
            settings(**{name: outside})


@pytest.mark.parametrize("name", Settings.model_fields)
def test_no_setting_is_there_for_nothing(name: str) -> None:
    used = re.compile(rf"\b(_?settings|self)\.{name}\b|values?\.{name}\b|\"{name}\"")
    assert any(used.search(file.read_text(encoding="utf-8")) for file in files())
