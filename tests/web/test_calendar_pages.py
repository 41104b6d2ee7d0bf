"""Working hours on a page: everybody reads them, an administrator settles them."""

from collections.abc import Iterator

import pytest

from domain.people import Role
from storage.accounts import Organisation
from tests.live import Live, submit
from tests.web.conftest import Browse

PAGE = "/organisation/calendar"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
USUAL = {
    "nation": "england",
    **{f"{day}-opens": "9am" for day in DAYS},
    **{f"{day}-closes": "5pm" for day in DAYS},
}


@pytest.fixture
def quay(live: Live) -> Iterator[None]:
    """A workplace of its own, with an administrator, and nothing settled yet."""
    place = Organisation("quay", "Quay Club", "", "HMG-2018", "when_unsure")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    if "kai" not in live.logins:
        live.newcomer("kai", Role.ADMINISTRATOR, "quay")
    yield
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)


@pytest.mark.usefixtures("quay")
async def test_an_administrator_settles_when_people_are_at_work(browse: Browse) -> None:
    kai = await browse("kai")
    wanted = {
        **USUAL,
        "friday-closes": "1.30pm",
        "nation": "wales",
        "closures": "24 Dec 2026\n2026-12-29",
        "early": "23 December 2026 at 3pm",
    }
    saved = await submit(kai, PAGE, wanted)
    assert "The working hours are saved" in saved.text
    page = (await kai.get(PAGE)).text
    assert "24 December 2026\n29 December 2026</textarea>" in page
    assert "23 December 2026 at 3pm</textarea>" in page
    assert 'value="1:30pm"' in page


@pytest.mark.usefixtures("quay")
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"monday-opens": "soon"}, "Enter when Monday opens and closes"),
        ({"monday-opens": ""}, "Enter when Monday opens and closes"),
        ({"monday-opens": "6pm"}, "Monday must close later than it opens"),
        ({"closures": "tomorrow"}, "Write one day on each line"),
        ({"early": "24 December 2026 at lunch"}, "Write a day and a time on each line"),
        ({"early": "26 December 2026 at 1pm"}, "is not a working day"),
        ({"nation": ""}, "Select whose bank holidays you keep"),
        (
            {f"{day}-{part}": "" for day in DAYS for part in ("opens", "closes")},
            "Give working hours for at least one day",
        ),
    ],
)
async def test_hours_that_cannot_be_used_say_what_to_do_and_stay_as_typed(
    browse: Browse, changes: dict[str, str], says: str
) -> None:
    refused = await submit(await browse("kai"), PAGE, {**USUAL, **changes})
    assert refused.status_code == 422
    assert says in refused.text
    for typed in filter(None, changes.values()):
        if typed != "england":
            assert typed in refused.text


async def test_everybody_reads_them_and_only_an_administrator_changes_them(
    browse: Browse,
) -> None:
    pat = await browse("pat")
    page = (await pat.get(PAGE)).text
    assert "9am to 5pm" in page
    assert "Save working hours" not in page
    token = {"csrf": "", **USUAL}
    assert (await submit(pat, "/requests/new", token, to=PAGE)).status_code == 403
