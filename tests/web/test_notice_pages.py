"""The page on which somebody settles when they are written to."""

import pytest

from adapters.clock import now
from casework.outbox import STEP
from domain.notices import Preference
from tests.live import Live, submit
from tests.web.conftest import Browse
from tests.web.desk_work import actor, unsure_case

PAGE = "/account/notices"


async def test_somebody_chooses_one_email_a_day_at_their_own_time(
    live: Live, browse: Browse
) -> None:
    ines = await browse("ines")
    assert PAGE in (await ines.get("/account")).text
    try:
        saved = await submit(ines, PAGE, {"how": "digest", "at": "16:30"})
        assert "Your choice is saved" in saved.text
        page = (await ines.get(PAGE)).text
        assert 'value="digest" checked' in page
        assert '<option value="16:30" selected>4:30pm</option>' in page
    finally:
        live.house.notices.prefer(actor(live, "ines"), Preference())


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"at": "16:30"}, "Select when we write to you"),
        ({"how": "weekly", "at": "16:30"}, "Select when we write to you"),
        ({"how": "digest", "at": ""}, "Select a time for your daily email"),
        ({"how": "digest", "at": "soon"}, "Select a time for your daily email"),
        ({"how": "digest", "at": "03:00"}, "Choose a time between 6am and 8pm"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_changes(
    browse: Browse, typed: dict[str, str], says: str
) -> None:
    ada = await browse("ada")
    refused = await submit(ada, PAGE, typed)
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert says in refused.text
    kept = typed.get("how") == "digest"
    assert ('value="digest" checked' in refused.text) is kept
    assert 'value="at_once" checked' in (await ada.get(PAGE)).text


async def test_operations_see_that_somebody_was_not_reached_and_try_again(
    live: Live, browse: Browse
) -> None:
    reference = await unsure_case(live, "pat")
    with live.house.storehouse.writing() as store:
        store.troubles.note(reference, STEP, "SMTPDataError", now())
    ola = await browse("ola")
    address = f"/operations/cases/{reference}"
    page = (await ola.get(address)).text
    assert "Writing to somebody who works here" in page
    again = await submit(ola, address, {}, to=f"{address}/write-again")
    assert again.url.path == address
    with live.house.storehouse.writing() as store:
        store.troubles.clear_all(reference)
