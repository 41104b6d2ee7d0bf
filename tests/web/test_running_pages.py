"""Running cases: the first look, the list, one case, also while Temporal is away."""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import httpx2
import pytest
from starlette.testclient import TestClient

from adapters.clock import now
from adapters.temporal import connect
from casework.case_look import CaseLook, CaseLooks, Told, Wakes
from casework.house import House
from cli.embedded import free_port
from domain.case_filter import CaseFilter
from domain.people import Role
from domain.stages import NEXT_STAGES, STAGE_LABELS
from domain.timeline import DONE
from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor, hidden, play, send
from web.asking import cookie_name
from web.lifecycle import draw
from web.pages import create_pages
from web.running_words import STEPS, act_words, heat_of

FIGURE = re.compile(
    r'href="/operations/cases\?only=(\w+)"><span class="app-card__number">([\d,]+)'
)


async def looked(live: Live, reference: str, house: House | None = None) -> CaseLook:
    looks = (house or live.house).case_looks
    return await looks.look(actor(live, "ola"), reference)


async def without_temporal(live: Live, **settings: str) -> House:
    """The same Sharewell, which reaches for Temporal where nothing listens."""
    away = {"temporal_address": f"127.0.0.1:{free_port()}", **settings}
    changed = live.house.settings.model_copy(update=away)
    client = await connect(changed, patient=False)
    house = live.house
    looks = CaseLooks(house.storehouse, house.running, house.stuck, client, changed)
    return replace(house, case_looks=looks)


@contextmanager
def pages_of(house: House, cookies: httpx2.Cookies) -> Iterator[TestClient]:
    name = cookie_name(house)
    with TestClient(create_pages(house), cookies={name: cookies[name]}) as web:
        yield web


# Today


async def test_each_number_is_that_of_the_list_behind_it(
    live: Live, browse: Browse
) -> None:
    await play(live, "unsure")
    ola = actor(live, "ola")
    page = (await (await browse("ola")).get("/operations")).text
    figures = {
        code: int(number.replace(",", "")) for code, number in FIGURE.findall(page)
    }
    assert set(figures) > {"stuck", "overdue", "tasks_today", "shares_tomorrow"}
    today = live.house.today_board.today(ola)
    for which, number in today.numbers.items():
        wanted = CaseFilter(only=which.value)
        listed = {line.reference for line in live.house.running.every(ola, wanted)}
        assert abs(len(listed) - number) <= 1, which  # others act meanwhile


async def test_today_says_when_it_was_counted_and_what_came_and_went(
    live: Live, browse: Browse
) -> None:
    await play(live, "withdrawn")
    page = (await (await browse("ola")).get("/operations")).text
    assert "Everything here was counted at" in page
    today = live.house.today_board.today(actor(live, "ola"))
    assert len(today.days) == 14
    assert today.days[-1].came > 0
    assert today.days[-1].went > 0
    assert sum(today.ages.values()) == today.running
    assert "Bar chart: cases started and ended" in page
    for label in STAGE_LABELS.values():
        assert label in page


# The list


async def test_the_list_is_a_spreadsheet_too(live: Live, browse: Browse) -> None:
    reference = await play(live, "unsure")
    ola = await browse("ola")
    answer = await ola.get(f"/operations/cases.csv?text={reference[3:]}")
    head, *lines = csv.reader(StringIO(answer.text))
    assert answer.headers["content-type"].startswith("text/csv")
    (line,) = [dict(zip(head, each, strict=True)) for each in lines]
    assert (line["Reference"], line["Stage"]) == (reference, "With an adviser")
    assert line["Waiting for"] == "An adviser"
    assert line["Due"]


async def test_what_is_searched_for_is_found_among_all(
    live: Live, browse: Browse
) -> None:
    reference, other = await play(live, "unsure"), await play(live, "begun")
    page = (await (await browse("ola")).get(f"/operations/cases?text={reference}")).text
    assert reference in page
    assert other not in page
    assert "<strong>1</strong> case," in page


async def test_a_view_of_the_cases_is_kept_and_is_not_one_of_the_tasks(
    live: Live, browse: Browse
) -> None:
    live.newcomer("orlanne", Role.OPERATIONS)
    orlanne = await browse("orlanne")
    await confirm_nothing_is_kept(orlanne)
    new = "/operations/views/new?stage=gathering&age=lost"
    unnamed = await send(orlanne, new, {"name": ""}, "/operations/views")
    assert unnamed.status_code == 422
    assert 'value="stage=gathering"' in unnamed.text
    await send(orlanne, new, {"name": "Old drafts"}, "/operations/views")
    page = (await orlanne.get("/operations/cases")).text
    assert '<a class="govuk-link" href="/operations/cases?stage=gathering">Old' in page
    (view,) = live.house.case_views.all(actor(live, "orlanne"))
    gone = f"/operations/views/{view.id}/delete"
    ada = await browse("ada")
    token = hidden((await ada.get("/tasks/views/new")).text)
    assert (await ada.post(gone, data=token)).status_code == 404
    await send(orlanne, "/operations/views", {}, gone)
    assert live.house.case_views.all(actor(live, "orlanne")) == []


async def confirm_nothing_is_kept(orlanne: httpx2.AsyncClient) -> None:
    page = (await orlanne.get("/operations/views")).text
    assert "You have not saved a view. Filter the cases" in page


@pytest.mark.parametrize("page", ["views", "views/new", "cases.csv"])
async def test_views_and_spreadsheet_are_for_operations_only(
    browse: Browse, page: str
) -> None:
    ada = await browse("ada")
    assert (await ada.get(f"/operations/{page}")).status_code == 403


# One case


async def test_a_case_shows_its_steps_its_timer_and_where_it_has_been(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "shared_with_file")

    async def is_quiet() -> bool:
        run = (await looked(live, reference)).run
        return run is not None and all(step.ended_at for step in run.steps)

    await until(is_quiet)
    look = await looked(live, reference)
    assert look.run is not None
    names = [step.name for step in look.run.steps]
    assert {"record", "freeze", "package", "activate", "announce"} <= set(names)
    assert all(step.attempts == 1 and not step.error for step in look.run.steps)
    assert look.waking is not None
    assert look.run.timers
    assert abs(look.run.timers[0] - look.waking.at) < timedelta(minutes=1)
    assert [stay.stage for stay in look.case.stays][-1] == "following_up"
    page = (await (await browse("ola")).get(f"/operations/cases/{reference}")).text
    for words in (STEPS["package"], "Somebody is reminded.", "Following up: here now"):
        assert words in page
    assert "Everything that people did is applied" in page


async def test_a_case_is_shown_from_the_record_while_temporal_is_away(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    house = await without_temporal(live, temporal_pages="https://temporal.example/")
    look = await looked(live, reference, house)
    assert (look.told, look.run) == (Told.AWAY, None)
    assert look.waking is not None
    assert look.waking.why is Wakes.REMINDS
    assert look.waking.at > now() - timedelta(minutes=1)
    ola = await browse("ola")
    with pages_of(house, ola.cookies) as web:
        answer = web.get(f"/operations/cases/{reference}")
    assert answer.status_code == 200
    for words in ("Temporal does not answer now", "With an adviser: here now"):
        assert words in answer.text
    there = f"https://temporal.example/namespaces/default/workflows/{reference}"
    assert f'href="{there}"' in answer.text


async def test_an_act_that_waits_is_named_by_its_kind_only(live: Live) -> None:
    reference = await play(live, "unsure")
    look = await looked(live, reference)
    assert look.case.acts == ()
    assert {act_words(kind.__name__) for kind in DONE} >= {"Give answers", "Hand over"}


async def test_a_case_that_nobody_has_heard_of_is_not_there(browse: Browse) -> None:
    ola = await browse("ola")
    assert (await ola.get("/operations/cases/SR-0000-0000")).status_code == 404


# The picture


def test_the_picture_has_every_stage_and_every_move() -> None:
    picture = draw({}, "title", "about")
    assert [box.label for box in picture.boxes] == list(STAGE_LABELS.values())
    assert len(picture.arrows) == sum(map(len, NEXT_STAGES.values()))
    for arrow in picture.arrows:
        assert all(0 < x < picture.width for x, _ in arrow.points)
        assert all(0 < y < picture.height for _, y in arrow.points)


def test_the_longer_they_wait_the_warmer_it_is() -> None:
    waits = (None, timedelta(0), timedelta(hours=5), timedelta(days=2))
    longer = (timedelta(days=8), timedelta(days=40))
    assert [heat_of(wait) for wait in (*waits, *longer)] == [0, 0, 1, 2, 3, 4]
