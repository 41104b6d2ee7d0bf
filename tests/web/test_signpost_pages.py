"""What goes another way is shown there, and that it was shown is kept."""

import pytest

from casework.signposts import WAYS, Way
from domain.stages import Signpost
from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import Fields, actor, play, send

ELSEWHERE = "/requests/elsewhere"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.to.value)
async def test_each_way_is_shown_at_once_with_its_source(
    browse: Browse, way: Way
) -> None:
    shown = await send(await browse("pat"), ELSEWHERE, {"to": way.to.value})
    assert shown.url.path.startswith("/requests/SR-")
    for words in (way.take_it_to, way.by_when, way.source):
        assert words in shown.text
    assert "Shown the right way for it" in shown.text


def test_there_is_a_way_for_every_signpost() -> None:
    assert {way.to for way in WAYS} == set(Signpost)


async def test_the_page_before_a_request_leads_there(browse: Browse) -> None:
    pat = await browse("pat")
    assert f'href="{ELSEWHERE}"' in (await pat.get("/requests/new")).text
    choices = (await pat.get(ELSEWHERE)).text
    assert all(way.label in choices for way in WAYS)


async def test_a_court_order_runs_here(browse: Browse) -> None:
    pat = await browse("pat")
    shown = await send(pat, ELSEWHERE, {"to": "court_order"})
    assert shown.url.path == f"{ELSEWHERE}/court-order"
    assert "choose the legal obligation" in shown.text
    begun = await send(pat, f"{ELSEWHERE}/court-order", {}, "/requests/new")
    assert "/questions/" in begun.url.path


@pytest.mark.parametrize("chosen", [{}, {"to": "a_ghost"}])
async def test_something_has_to_be_chosen(
    browse: Browse, chosen: dict[str, str | list[str]]
) -> None:
    refused = await send(await browse("pat"), ELSEWHERE, chosen)
    assert refused.status_code == 422
    assert "Select what it is" in refused.text


async def test_choosing_twice_with_one_form_is_one_request(browse: Browse) -> None:
    pat = await browse("pat")
    fields: Fields = {"to": "media", "once": "one form of a journalist"}
    first, second = [await send(pat, ELSEWHERE, fields) for _ in range(2)]
    assert first.url == second.url


async def test_a_request_in_progress_can_turn_out_to_be_something_else(
    live: Live, browse: Browse
) -> None:
    reference, pat = await play(live, "begun"), await browse("pat")
    home = f"/requests/{reference}"
    assert f'href="{home}/elsewhere"' in (await pat.get(home)).text
    assert (await send(pat, f"{home}/elsewhere", {})).status_code == 422
    shown = await send(pat, f"{home}/elsewhere", {"to": "complaint"})
    assert shown.url.path == home
    assert "within 30 days" in shown.text
    assert "Shown the right way for it" in (await pat.get("/requests")).text


async def test_the_sealed_record_says_where_it_went(live: Live, browse: Browse) -> None:
    shown = await send(await browse("pat"), ELSEWHERE, {"to": "data_breach"})
    reference = shown.url.path.split("/")[2]

    async def sealed() -> bool:
        record = live.house.views.record(actor(live, "pat"), reference)
        return record is not None and '"signposted":"data_breach"' in record.body

    await until(sealed)
    record = await (await browse("ines")).get(f"/records/{reference}")
    assert "Shown another way" in record.text
    assert "Something went to the wrong person" in record.text


async def test_only_a_practitioner_is_shown_the_way(live: Live, browse: Browse) -> None:
    assert (await (await browse("ola")).get(ELSEWHERE)).status_code == 403
    reference = await play(live, "begun")
    sam = await browse("sam")
    assert (await sam.get(f"/requests/{reference}/elsewhere")).status_code == 404


async def test_what_is_with_an_adviser_is_not_turned_away(
    live: Live, browse: Browse
) -> None:
    reference, pat = await play(live, "unsure"), await browse("pat")
    shown = await pat.get(f"/requests/{reference}/elsewhere")
    assert shown.url.path == f"/requests/{reference}"
