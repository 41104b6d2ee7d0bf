"""Steps that fail for a while: nothing is lost, and nothing happens twice."""

from tests.builders import (
    SURE,
    a_confirmation,
    a_withdrawal,
    an_answer,
    an_opening,
)  # fmt: skip
from tests.workflow.stage import Played


async def test_what_cannot_be_recorded_twice_is_recorded_the_third_time(
    case: Played,
) -> None:
    await case.does(an_opening())
    case.notebook.fails("record", times=2)
    await case.sends(an_answer(SURE), a_confirmation())
    await case.notebook.until("announce")
    assert case.log == [
        "opened", "trouble: record", "trouble: record", "answered", "confirmed",
        "freeze", "package", "activate", "released", "announce",
    ]  # fmt: skip


async def test_a_seal_that_fails_is_set_in_the_end(case: Played) -> None:
    case.notebook.fails("seal", times=1)
    await case.does(an_opening(), a_withdrawal())
    await case.ends()
    assert case.log == ["opened", "withdrew", "trouble: seal", "seal"]
