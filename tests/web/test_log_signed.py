"""Operations see when the log of all cases was signed, and when that is long ago."""

from datetime import timedelta

import pytest

from casework.tree_sealing import is_late
from tests.api.test_proofs import sign
from tests.builders import NOON
from tests.live import Live
from tests.web.conftest import Browse

LATE = "The log of all cases has not been signed for long."


async def test_operations_see_when_the_log_was_signed(
    live: Live, browse: Browse
) -> None:
    sign(live)
    page = (await (await browse("ola")).get("/operations")).text
    assert "The log of all cases was last signed at" in page
    assert LATE not in page
    async with live.api("ola") as client:
        shown = (await client.get("/operations/summary")).json()
    assert shown["log_signed_at"] is not None


@pytest.mark.parametrize(("minutes", "late"), [(44, False), (46, True)])
def test_it_is_late_when_three_rounds_were_missed(minutes: int, late: bool) -> None:
    assert is_late(NOON, NOON + timedelta(minutes=minutes), 15) is late


def test_it_is_late_when_it_was_never_signed() -> None:
    assert is_late(None, NOON, 15)
