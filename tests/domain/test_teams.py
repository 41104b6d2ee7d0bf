"""Teams and cover: who may take a task, and why; what cannot be kept."""

from datetime import date, datetime, timedelta

import pytest

from domain.cover import Cover, OnCall, check_cover, check_on_call, stand_ins
from domain.errors import NotAccepted, Why
from domain.teams import Because, Bench, Member, Rank, Team, check_team, why_words
from tests.builders import NOON

TODAY = date(2026, 11, 23)
NAMES = {"ada": "Ada Obi", "ben": "Ben Cole", "cy": "Cy Marsh"}
LEADS = Team(
    "t1", "Safeguarding", ("safeguarding_lead",),
    (Member("ada"), Member("ben", Rank.DEPUTY)),
)  # fmt: skip
LAWYERS = Team("t2", "Legal", ("legal",), (Member("cy", Rank.SENIOR),))


def a_cover(user: str, by: str, first: int = 0, last: int = 5) -> Cover:
    days = (TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    return Cover(f"{user}-{by}", user, by, *days)


def a_bench(
    *covers: Cover,
    advisers: tuple[str, ...] = ("ada", "ben", "cy"),
    teams: tuple[Team, ...] = (LEADS, LAWYERS),
) -> Bench:
    return Bench(advisers, teams, covers, TODAY)


def said(bench: Bench, team: Team | None, *never: str) -> list[str]:
    teams = {each.id: each.name for each in bench.teams}
    found = bench.candidates(team, never)
    return [f"{each.user}: {why_words(each, NAMES, teams)}" for each in found]


@pytest.mark.parametrize(
    ("code", "team"),
    [
        ("safeguarding_lead", "t1"),
        ("legal", "t2"),
        ("t2", "t2"),
        ("caldicott_guardian", "t1"),
        ("nobody_knows_this", "t1"),
    ],
)
def test_a_task_goes_to_the_team_of_its_route_or_else_to_safeguarding(
    code: str, team: str
) -> None:
    found = a_bench().team_for(code)
    assert found is not None
    assert found.id == team


def test_without_any_team_a_task_is_for_every_adviser() -> None:
    bench = a_bench(teams=())
    assert bench.team_for("legal") is None
    assert said(bench, None, "cy") == [
        "ada: one of the advisers here",
        "ben: one of the advisers here",
    ]


def test_each_candidate_has_a_reason() -> None:
    assert said(a_bench(), LEADS) == [
        "ada: member of Safeguarding",
        "ben: deputy of Safeguarding",
    ]


def test_nobody_who_asked_or_is_in_conflict_is_a_candidate() -> None:
    assert said(a_bench(), LEADS, "ada") == ["ben: deputy of Safeguarding"]


def test_where_the_team_has_nobody_left_it_is_for_whoever_there_is() -> None:
    assert said(a_bench(), LAWYERS, "cy", "ben") == ["ada: the only adviser there is"]


def test_a_stand_in_is_a_candidate_on_the_days_of_the_cover() -> None:
    bench = a_bench(a_cover("ada", "cy", 1, 3))
    assert "cy: covers for Ada Obi until 26 November 2026" in said(bench, LEADS)
    (cover,) = (c for c in bench.candidates(LEADS) if c.why is Because.COVER)
    days = [cover.is_on(TODAY + timedelta(days=day)) for day in range(5)]
    assert days == [False, True, True, True, False]


def test_a_stand_in_who_is_away_as_well_has_a_stand_in_for_those_days() -> None:
    covers = (a_cover("ada", "ben", 0, 5), a_cover("ben", "cy", 2, 9))
    found = list(stand_ins(covers, "ada", TODAY, date.max))
    assert [(each.covered_by, each.first_day.day) for each in found] == [
        ("ben", 23),
        ("cy", 25),
    ]


@pytest.mark.parametrize(
    ("cover", "why", "about"),
    [
        (a_cover("ada", "ben", 3, 2), Why.ENDS_BEFORE_IT_STARTS, "last_day"),
        (a_cover("ada", "ben", -3, -1), Why.DATE_PAST, "last_day"),
        (a_cover("ada", "ada"), Why.COVERS_THEMSELVES, "covered_by"),
        (a_cover("ada", "pat"), Why.NOT_AN_ADVISER, "covered_by"),
        (a_cover("pat", "ada"), Why.NOT_AN_ADVISER, "user"),
        (a_cover("cy", "ada", 4, 9), Why.COVER_CIRCLE, "covered_by"),
        (a_cover("ben", "ada", 5, 9), Why.COVER_CIRCLE, "covered_by"),
    ],
)
def test_a_cover_that_helps_nobody_is_refused(
    cover: Cover, why: Why, about: str
) -> None:
    known = (a_cover("ada", "ben", 0, 5), a_cover("ben", "cy", 0, 5))
    with pytest.raises(NotAccepted) as refused:
        check_cover(cover, known, NAMES, TODAY)
    assert (refused.value.why, refused.value.about) == (why, about)


def test_two_may_stand_in_for_each_other_on_different_days() -> None:
    known = [a_cover("ada", "ben", 0, 5)]
    check_cover(a_cover("ben", "ada", 6, 9), known, NAMES, TODAY)


@pytest.mark.parametrize(
    ("team", "why", "about"),
    [
        (Team("t3", "SAFEGUARDING"), Why.NAME_TAKEN, "name"),
        (Team("t3", "New", ("tea",)), Why.NO_SUCH_ROUTE, "routes"),
        (Team("t3", "New", (), (Member("pat"),)), Why.NOT_AN_ADVISER, "members"),
    ],
)
def test_a_team_that_cannot_be_is_refused(team: Team, why: Why, about: str) -> None:
    with pytest.raises(NotAccepted) as refused:
        check_team(team, (LEADS, LAWYERS), ("legal",), NAMES)
    assert (refused.value.why, refused.value.about) == (why, about)


@pytest.mark.parametrize(
    ("user", "ends", "why", "about"),
    [
        ("pat", 5, Why.NOT_AN_ADVISER, "user"),
        ("ada", 1, Why.ENDS_BEFORE_IT_STARTS, "ends_at"),
        ("ada", 2, Why.DATE_PAST, "ends_at"),
    ],
)
def test_a_turn_on_call_that_cannot_be_is_refused(
    user: str, ends: int, why: Why, about: str
) -> None:
    def hour(number: int) -> datetime:
        return NOON + timedelta(hours=number)

    turn = OnCall("c1", user, hour(1), hour(ends))
    with pytest.raises(NotAccepted) as refused:
        check_on_call(turn, NAMES, hour(3))
    assert (refused.value.why, refused.value.about) == (why, about)
