"""Why this outcome? For the practitioner and the advisers of a case."""

from tests.live import Live
from tests.web.conftest import Browse
from tests.web.desk_work import unsure_case
from tests.web.walking import CALM, CHECKS, CLEAR, begin


async def test_the_way_through_the_questions_is_told(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.answer(CALM)
    await walker.describe()
    await walker.answer(CLEAR | CHECKS)
    assert f'href="{walker.home}/why"' in walker.page.text
    await walker.open("/why")
    assert "It can be shared." in walker.text
    assert "There is a lawful reason to share without consent." in walker.text
    assert "Pat Reed, " in walker.text
    assert "(HMG-2018, version 2026-11-22)" in walker.text
    assert "Not counted now" not in walker.text
    assert "What was changed" not in walker.text


async def test_answers_that_no_longer_count_are_told_apart(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.answer(CALM)
    await walker.describe()
    await walker.answer(CLEAR)
    await walker.open("/questions/Q2?from=check")
    await walker.answer({"Q2": "yes"})
    await walker.open("/why")
    assert "not counted now, because an earlier answer changed" in walker.text
    assert "From “No” to “Yes”, by Pat Reed on" in walker.text
    await walker.open("")
    assert f'href="{walker.home}/why"' in walker.page.text


async def test_an_adviser_reads_it_and_strangers_do_not(
    live: Live, browse: Browse
) -> None:
    reference = await unsure_case(live, by="pat")
    ada = await browse("ada")
    followed = await ada.get(f"/tasks/cases/{reference}")
    assert f'href="/requests/{reference}/why"' in followed.text
    shown = await ada.get(f"/requests/{reference}/why")
    assert "An adviser has to look at it first." in shown.text
    picture = await ada.get(f"/requests/{reference}/why.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.headers["cache-control"] == "no-store"
    for stranger in ("sam", "mina", "ola"):
        web = await browse(stranger)
        for page in ("why", "why.svg"):
            answer = await web.get(f"/requests/{reference}/{page}")
            assert answer.status_code == 404
