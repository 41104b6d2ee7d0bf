"""Teams, time away, who is on call and whom to ask, on pages without JavaScript."""

from datetime import date, timedelta

import pytest

from adapters.clock import now
from domain.people import Role
from storage.accounts import Organisation
from tests.live import Live, submit, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor, play, unsure_case
from tests.web.walking import begin_urgent


def a_day(name: str, day: date) -> dict[str, str]:
    parts = (("day", day.day), ("month", day.month), ("year", day.year))
    return {f"{name}-{part}": str(number) for part, number in parts}


def days_from_now(first: int, last: int) -> dict[str, str]:
    today = now().date()
    return {
        **a_day("first_day", today + timedelta(days=first)),
        **a_day("last_day", today + timedelta(days=last)),
    }


@pytest.fixture
def weir(live: Live) -> None:
    """A workplace of its own, with an administrator and two advisers."""
    place = Organisation("weir", "Weir Club", "01632 960600", "HMG-2018", "always")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    people = {
        "wanda": Role.ADMINISTRATOR,
        "xena": Role.ADVISER,
        "yves": Role.ADVISER,
        "zoe": Role.PRACTITIONER,
    }
    for user, role in people.items():
        if user not in live.logins:
            live.newcomer(user, role, "weir")


@pytest.mark.usefixtures("weir")
async def test_an_administrator_adds_a_team_and_everybody_reads_it(
    live: Live, browse: Browse
) -> None:
    wanda, zoe = await browse("wanda"), await browse("zoe")
    xena = actor(live, "xena").id
    sent = {"name": "Weir leads", "routes": "legal", f"rank-{xena}": "deputy"}
    kept = await submit(wanda, "/organisation/teams/new", sent)
    assert kept.url.path == "/organisation/teams"
    shown = (await zoe.get("/organisation/teams")).text
    assert "Weir leads" in shown
    assert "Xena (deputy)" in shown
    assert "Add a team" not in shown


@pytest.mark.usefixtures("weir")
@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": ""}, "Enter a name for the team"),
        ({"name": "x" * 201}, "200 characters or fewer"),
        ({"name": "Typed", "routes": "tea"}, "No question leads there"),
    ],
)
async def test_a_team_that_cannot_be_is_asked_for_again_with_what_was_typed(
    browse: Browse, sent: dict[str, str], says: str
) -> None:
    page = await submit(await browse("wanda"), "/organisation/teams/new", sent)
    assert page.status_code == 422
    assert says in page.text
    assert sent["name"] in page.text


@pytest.mark.usefixtures("weir")
async def test_only_administrators_change_teams_and_the_rota(browse: Browse) -> None:
    zoe = await browse("zoe")
    assert (await zoe.get("/organisation/teams/new")).status_code == 403
    sent = {"name": "Mine"}
    forms = {
        "/organisation/teams/new": sent,
        "/organisation/on-call": {
            "user": "u",
            **a_day("starts_on", now().date()),
            **a_day("ends_on", now().date() + timedelta(days=2)),
            "starts_time": "5pm",
            "ends_time": "8am",
        },
    }
    for address, fields in forms.items():
        refused = await submit(zoe, "/account", fields, to=address)
        assert refused.status_code == 403


async def test_a_team_of_another_organisation_does_not_exist(
    live: Live, browse: Browse
) -> None:
    team = live.house.teams.all(actor(live, "ada"))[0].id
    gus = await browse("gus")
    assert (await gus.get(f"/organisation/teams/{team}")).status_code == 404
    sent = await submit(gus, "/account", {"name": "X"}, f"/organisation/teams/{team}")
    assert sent.status_code == 404


@pytest.mark.usefixtures("weir")
async def test_time_away_shows_in_the_directory_until_it_is_removed(
    live: Live, browse: Browse
) -> None:
    xena, zoe = await browse("xena"), await browse("zoe")
    yves = actor(live, "yves").id
    sent = {"covered_by": yves, **days_from_now(0, 4)}
    saved = await submit(xena, "/account/away", sent)
    assert "Yves stands in" in saved.text
    assert "Xena is away until" in (await zoe.get("/advisers")).text
    (line,) = live.house.absences.all(actor(live, "xena"))
    await submit(xena, "/account/away", {}, f"/account/away/{line.cover.id}/remove")
    assert "is away until" not in (await zoe.get("/advisers")).text


@pytest.mark.usefixtures("weir")
@pytest.mark.parametrize(
    ("days", "by", "says"),
    [
        ((3, 1), "yves", "The end must not be before the start"),
        ((0, 2), "xena", "Nobody can stand in for themselves"),
        ((0, 2), "zoe", "Choose somebody who is an adviser here"),
        ((-4, -2), "yves", "The date must be today or later"),
    ],
)
async def test_time_away_that_cannot_be_is_asked_for_again(
    live: Live, browse: Browse, days: tuple[int, int], by: str, says: str
) -> None:
    fields = {"covered_by": actor(live, by).id, **days_from_now(*days)}
    page = await submit(await browse("xena"), "/account/away", fields)
    assert page.status_code == 422
    assert says in page.text
    assert f'value="{fields["first_day-year"]}"' in page.text


@pytest.mark.usefixtures("weir")
async def test_two_people_cannot_stand_in_for_each_other_on_one_day(
    live: Live, browse: Browse
) -> None:
    xena, yves = await browse("xena"), await browse("yves")
    ids = {user: actor(live, user).id for user in ("xena", "yves")}
    first = {"covered_by": ids["yves"], **days_from_now(20, 24)}
    await submit(xena, "/account/away", first)
    back = {"covered_by": ids["xena"], **days_from_now(24, 28)}
    page = await submit(yves, "/account/away", back)
    assert page.status_code == 422
    assert "goes round in a circle" in page.text


@pytest.mark.usefixtures("weir")
async def test_somebody_is_put_on_call_and_taken_off(
    live: Live, browse: Browse
) -> None:
    wanda = await browse("wanda")
    sent = {
        "user": actor(live, "yves").id,
        **a_day("starts_on", now().date() - timedelta(days=1)),
        **a_day("ends_on", now().date() + timedelta(days=2)),
        "starts_time": "5pm",
        "ends_time": "8am",
    }
    assert "Yves" in (await submit(wanda, "/organisation/on-call", sent)).text
    assert "On call now" in (await wanda.get("/advisers")).text
    wrong = await submit(wanda, "/organisation/on-call", sent | {"ends_time": "soon"})
    assert wrong.status_code == 422
    assert "Enter the time, like 2:20pm or 14:20" in wrong.text
    late = a_day("ends_on", now().date() - timedelta(days=3))
    page = await submit(wanda, "/organisation/on-call", sent | late)
    assert "The end must not be before the start" in page.text
    (turn,) = live.house.rota.all(actor(live, "wanda"))
    remove = f"/organisation/on-call/{turn.turn.id}/remove"
    gone = await submit(wanda, "/organisation/on-call", {}, remove)
    assert "Nobody is on call" in gone.text


async def test_a_leavers_task_goes_back_with_notice_and_the_record_keeps_the_name(
    live: Live, browse: Browse
) -> None:
    live.newcomer("lee", Role.ADVISER)
    reference = await unsure_case(live, "pat")
    task = live.house.views.case(actor(live, "ada"), reference).task
    assert task is not None
    live.house.inbox.claim(actor(live, "lee"), task.id)
    live.house.accounts.disable("lee@larkhill.example")
    page = (await (await browse("ada")).get(f"/tasks/{task.id}")).text
    assert "Nobody has this task" in page
    assert "Lee (adviser) took the adviser task" in page
    assert "back to the team, because Lee is no longer in it" in page
    assert "Ada Obi, deputy of Information governance" in page

    async def told() -> bool:
        subject = f"A task came back to your team - reference {reference}"
        return len([m for m in live.mail() if m["subject"] == subject]) == 2

    await until(told)


async def test_a_case_says_who_is_away_and_the_stand_in_takes_it(
    live: Live, browse: Browse
) -> None:
    reference = await unsure_case(live, "pat")
    ada, ben = actor(live, "ada"), actor(live, "ben")
    task = live.house.views.case(ada, reference).task
    assert task is not None
    live.house.inbox.claim(ada, task.id)
    today = now().date()
    cover = live.house.absences.add(ada, ada.id, ben.id, (today, today))
    try:
        pat, web = await browse("pat"), await browse("ben")
        assert "Ben Cole stands in" in (await pat.get(f"/requests/{reference}")).text
        page = (await web.get(f"/tasks/{task.id}")).text
        assert "Stand in and take this task" in page
        taken = await submit(web, f"/tasks/{task.id}", {}, f"/tasks/{task.id}/claim")
        assert "Ben Cole (adviser) took over the adviser task from Ada" in taken.text
    finally:
        live.house.absences.remove(ada, cover.id)


async def test_whom_to_ask_is_one_link_away_at_every_point_of_doubt(
    live: Live, browse: Browse
) -> None:
    pat = await browse("pat")
    reference = await unsure_case(live, "pat")
    for address in ("/help", "/requests", "/requests/new", "/requests/SR-0000-0000"):
        assert 'href="/advisers"' in (await pat.get(address)).text
    begun, hurried = await play(live, "begun"), await begin_urgent(browse)
    for address in (
        f"/requests/{reference}",
        f"/requests/{reference}/sent",
        f"/requests/{begun}/questions/Q1",
        f"/requests/{begun}/check",
        f"{hurried.home}/urgent",
    ):
        shown = (await pat.get(address)).text
        assert "In doubt?" in shown, address
        assert "01632 960111" in shown
    page = (await pat.get("/advisers")).text
    assert "01632 960111" in page
    assert "Mina Hart" not in page


@pytest.mark.usefixtures("weir")
async def test_an_adviser_who_is_one_no_longer_stands_in_for_nobody(
    live: Live,
) -> None:
    live.newcomer("quin", Role.ADVISER, "weir")
    xena, quin = actor(live, "xena"), actor(live, "quin")
    far = now().date() + timedelta(days=60)
    live.house.absences.add(xena, xena.id, quin.id, (far, far))
    live.house.accounts.set_roles("quin@weir.example", (Role.PRACTITIONER,))
    assert quin.id not in {
        line.cover.covered_by for line in live.house.absences.all(xena)
    }
    assert quin.id not in live.house.teams.advisers(xena)
