"""The list of one's own requests: how far each is, and finding one again."""

from domain.people import Role
from tests.live import Live
from tests.web.conftest import Browse
from tests.web.walking import CALM, PERSON, begin


async def test_the_list_says_how_many_parts_are_done(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.answer(CALM)
    await walker.send(PERSON)
    await walker.open("")
    assert "You have done 2 of 5 parts" in walker.text
    assert "Cannot start yet" in walker.text
    assert f'href="{walker.home}/items/new"' in walker.page.text
    shown = await walker.web.get(f"/requests?find={walker.reference}")
    assert "2 of 5 parts done" in shown.text


async def test_a_request_is_found_by_its_reference_alone(
    live: Live, browse: Browse
) -> None:
    walker = await begin(browse)
    typed = walker.reference.lower().replace("-", " - ")
    found = await walker.web.get("/requests", params={"find": typed.replace(" ", "")})
    assert f"/requests/{walker.reference}" in found.text
    sam = await browse("sam")
    for mine, reference in ((walker.web, "SR-0000-0000"), (sam, walker.reference)):
        nothing = await mine.get("/requests", params={"find": reference})
        assert "You have no request with the reference" in nothing.text
        assert f'href="/requests/{reference}' not in nothing.text


async def test_the_list_is_narrowed_to_open_or_finished(
    live: Live, browse: Browse
) -> None:
    live.newcomer("wren", Role.PRACTITIONER)
    walker = await begin(browse, "wren")
    home = f'href="{walker.home}'
    for view, there in (("open", True), ("finished", False), ("", True)):
        shown = await walker.web.get(f"/requests?show={view}")
        assert (home in shown.text) is there
    await walker.open("/withdraw")
    await walker.send({"reason": "Not needed any more."})
    finished = await walker.web.get("/requests?show=finished")
    assert home in finished.text
    assert home not in (await walker.web.get("/requests?show=open")).text
    assert (
        "You have no open requests."
        in (await walker.web.get("/requests?show=open")).text
    )
