"""How an organisation works, on pages: read by everybody, settled by administrators."""

from datetime import timedelta

import pytest

from adapters.clock import now
from domain.cover import day_of
from domain.organisation import POLICIES
from domain.people import Role
from domain.teams import written
from storage.accounts import Organisation
from tests.live import Live, submit
from tests.web.conftest import Browse

HOME = "/organisation"
PAGE = f"{HOME}/policies"
NEXT_WEEK = day_of(now()) + timedelta(days=7)
LATER = {
    "begins_on-day": str(NEXT_WEEK.day),
    "begins_on-month": str(NEXT_WEEK.month),
    "begins_on-year": str(NEXT_WEEK.year),
}
CHAIN = {
    "clock": "always",
    "reply": "20 minutes",
    "again": "1 hour 30 minutes",
    "after-1": "10 min",
    "whom-1": "team",
}


@pytest.fixture
def place(live: Live) -> None:
    """A workplace of its own with an administrator, where nothing is settled yet."""
    ours = Organisation("elowen-hall", "Elowen Hall", "", "HMG-2018", "when_unsure")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(ours)
        for plan in store.plans.of("elowen-hall"):
            store.plans.drop(plan.id)
    if "perran" not in live.logins:
        live.newcomer("perran", Role.ADMINISTRATOR, "elowen-hall")


@pytest.mark.usefixtures("place")
async def test_everything_is_reached_from_one_place(browse: Browse) -> None:
    perran, pat = await browse("perran"), await browse("pat")
    page = (await perran.get(HOME)).text
    for path in (
        *("policies", "calendar", "chains", "retention", "teams", "on-call"),
        *("people", "programs", "recipients", "notices", "changes", "plans"),
    ):
        assert f'href="{HOME}/{path}"' in page
        assert (await perran.get(f"{HOME}/{path}")).status_code == 200
    assert "Elowen Hall" in page
    theirs = (await pat.get(HOME)).text
    assert f'href="{HOME}/changes"' not in theirs
    assert "Elowen Hall" not in theirs


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("code", "fields", "says"),
    [
        ("name", {"name": "Elowen House", "telephone": "01632 960740"}, "960740"),
        ("emergency", {"emergency_numbers": "Police: 101\nNight = 01632 960741"},
         "Night: 01632 960741"),
        ("approval", {"approval": "always"}, "An adviser approves every request<"),
        ("usual", {"usual-basis": "public_task"}, "Basis: Public task"),
        ("collecting", {"which": "own", "days": "5", "reminder_days": "2",
                        "last_reminder_days": "1"}, "It works for 5 days"),
        ("marking", {"marking": "Official: Elowen"}, "Official: Elowen"),
        ("second_step", {"second_step": "yes"}, "Yes"),
    ],
)  # fmt: skip
async def test_each_policy_is_settled_and_put_on_record(
    browse: Browse, code: str, fields: dict[str, str], says: str
) -> None:
    perran = await browse("perran")
    why = f"Because of {code}"
    saved = await submit(perran, f"{PAGE}/{code}", {**fields, "reason": why})
    assert "This is saved" in saved.text
    assert says in saved.text
    assert why in (await perran.get(f"{HOME}/changes")).text
    again = await perran.get(f"{PAGE}/{code}")
    assert all(value.splitlines()[0] in again.text for value in fields.values())


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("code", "fields", "says"),
    [
        ("name", {"name": "", "telephone": "1234"}, "Enter the name"),
        ("name", {"name": "Hall", "telephone": "ask Joe"}, "Enter a telephone number"),
        ("emergency", {"emergency_numbers": "Police"}, "Write one number on each line"),
        ("emergency", {"emergency_numbers": "Police: soon"}, "Enter a telephone"),
        ("approval", {"approval": ""}, "Select who approves"),
        ("collecting", {"which": ""}, "Select how long"),
        ("collecting", {"which": "own", "days": "many"}, "Enter a whole number"),
        ("collecting", {"which": "own", "days": "5"}, "Enter a whole number"),
        ("collecting", {"which": "own", "days": "5", "reminder_days": "6",
                        "last_reminder_days": "1"}, "one day less than the link"),
        ("usual", {"usual-basis": "magic"}, "no such choice"),
        ("marking", {"marking": "y" * 81}, "80 characters or fewer"),
        ("marking", {"marking": "A", "begins_on-day": "1"}, "must include a month"),
        ("marking", {"marking": "A", "begins_on-day": "1", "begins_on-month": "1",
                     "begins_on-year": "2020"}, "must be today or later"),
        ("marking", {"marking": "A", "reason": "y" * 2001}, "2,000 characters"),
    ],
)  # fmt: skip
async def test_what_cannot_be_says_what_to_do_and_stays_as_typed(
    browse: Browse, code: str, fields: dict[str, str], says: str
) -> None:
    refused = await submit(await browse("perran"), f"{PAGE}/{code}", fields)
    assert refused.status_code == 422
    assert says in refused.text
    assert "There is a problem" in refused.text
    for typed in filter(None, fields.values()):
        assert typed in refused.text or typed == "magic"


@pytest.mark.usefixtures("place")
async def test_a_change_begins_on_a_later_day_and_is_shown_until_then(
    browse: Browse,
) -> None:
    perran = await browse("perran")
    kept = await submit(perran, f"{PAGE}/marking", {"marking": "Later", **LATER})
    assert "It begins on the day that you chose" in kept.text
    assert f"From {written(NEXT_WEEK)}:" in kept.text
    assert f"Until {written(NEXT_WEEK - timedelta(days=1))}:" in kept.text
    twice = await submit(perran, f"{PAGE}/marking", {"marking": "Other", **LATER})
    assert twice.status_code == 422
    assert "Another change of this begins on the same day" in twice.text
    assert 'value="Other"' in twice.text
    assert "1 change begins on a later day" in (await perran.get(HOME)).text
    plan = kept.text.partition(f'href="{HOME}/plans/')[2].partition('"')[0]
    gone = await submit(perran, f"{HOME}/plans/{plan}", {"reason": "Not yet"})
    assert "The change is taken back" in gone.text
    late = await perran.get(f"{HOME}/plans/{plan}")
    assert late.status_code == 409
    assert "This change has begun, or was taken back already" in late.text
    assert "Taken back before it began" in (await perran.get(f"{HOME}/changes")).text


@pytest.mark.usefixtures("place")
async def test_two_administrators_at_once_lose_nothing(
    browse: Browse,
) -> None:
    perran = await browse("perran")
    stale = (await perran.get(f"{PAGE}/marking")).text
    revision = stale.partition('name="revision" value="')[2].partition('"')[0]
    await submit(perran, f"{PAGE}/marking", {"marking": "First"})
    second = {"marking": "Second", "revision": revision, "reason": "My own"}
    refused = await submit(perran, f"{PAGE}/marking", second)
    assert refused.status_code == 422
    assert "This was changed after you opened the page" in refused.text
    assert "What it says now" in refused.text
    for words in ("First", 'value="Second"', "My own"):
        assert words in refused.text
    put = refused.text.partition('name="revision" value="')[2].partition('"')[0]
    saved = await submit(perran, f"{PAGE}/marking", {**second, "revision": put})
    assert "Second" in saved.text


@pytest.mark.usefixtures("place")
async def test_times_for_advice_are_settled_and_go_back_to_usual(
    browse: Browse,
) -> None:
    perran = await browse("perran")
    page = f"{HOME}/chains/emergency"
    saved = await submit(perran, page, CHAIN)
    assert "A reply is due after 20 minutes" in saved.text
    assert "These are your own times" in saved.text
    for changes, says in (
        ({"reply": "soon"}, "Enter a time like 15 minutes or 2 hours"),
        ({"again": ""}, "Enter a time like"),
        ({"clock": ""}, "Select when the time runs"),
        ({"whom-1": ""}, "Choose who is written to"),
        ({"after-1": "", "whom-1": ""}, "Enter a time like"),
        ({"after-2": "5 min", "whom-2": "deputy"}, "Put the steps in order"),
    ):
        refused = await submit(perran, page, {**CHAIN, **changes})
        assert refused.status_code == 422, changes
        assert says in refused.text
        assert 'value="10 min"' in refused.text or changes.get("after-1") == ""
    back = await submit(perran, page, {"usual": "yes"})
    assert "These are your own times" not in back.text
    assert (await perran.get(f"{HOME}/chains/whenever")).status_code == 404


@pytest.mark.usefixtures("place")
async def test_a_team_is_taken_out_of_use_on_a_page(browse: Browse) -> None:
    perran = await browse("perran")
    await submit(perran, f"{HOME}/teams/new", {"name": "Hall team"})
    teams = (await perran.get(f"{HOME}/teams")).text
    team = teams.partition(f'href="{HOME}/teams/team-')[2].partition('"')[0]
    page = f"{HOME}/teams/team-{team}"
    assert f'href="{page}/remove"' in (await perran.get(page)).text
    stale = await submit(perran, f"{page}/remove", {"revision": "0"})
    assert stale.status_code == 422
    assert "This was changed after you opened the page" in stale.text
    gone = await submit(perran, f"{page}/remove", {})
    assert gone.url.path == f"{HOME}/teams"
    assert "Hall team" not in gone.text


@pytest.mark.usefixtures("place")
async def test_changes_are_filtered_and_taken_away(browse: Browse) -> None:
    perran = await browse("perran")
    await submit(perran, f"{PAGE}/marking", {"marking": "=1+1"})
    only = await perran.get(f"{HOME}/changes?matter=marking")
    assert "=1+1" in only.text
    none = await perran.get(f"{HOME}/changes?matter=retention")
    assert "There is no change like this" in none.text
    for query in ("matter=moon", "who=<b>", "first_day-day=1"):
        wrong = await perran.get(f"{HOME}/changes?{query}")
        assert wrong.status_code == 422
        assert "There is a problem" in wrong.text
        away = await perran.get(f"{HOME}/changes.csv?{query}")
        assert away.url.path == f"{HOME}/changes"
    sheet = (await perran.get(f"{HOME}/changes.csv?matter=marking")).text
    assert "'=1+1" in sheet
    lines = (await perran.get(f"{HOME}/changes.json?matter=marking")).json()
    assert lines[0]["fields"][0]["after"] == "=1+1"


async def test_nobody_else_settles_anything_or_reads_what_was_changed(
    browse: Browse,
) -> None:
    pat, ines = await browse("pat"), await browse("ines")
    shown = (await pat.get(PAGE)).text
    assert "What your organisation decides" in shown
    assert f'href="{PAGE}/' not in shown
    for address in (
        *(f"{PAGE}/{code.value}" for code in POLICIES),
        f"{HOME}/chains/emergency",
        f"{HOME}/plans/pl-1",
    ):
        assert (await pat.get(address)).status_code == 403, address
        form = {"marking": "Mine"}
        put = await submit(pat, "/requests/new", form, to=address)
        assert put.status_code == 403, address
    for suffix in ("", ".csv", ".json"):
        assert (await pat.get(f"{HOME}/changes{suffix}")).status_code == 403
        assert (await ines.get(f"{HOME}/changes{suffix}")).status_code == 200
    assert (await pat.get(f"{PAGE}/moon")).status_code == 404
