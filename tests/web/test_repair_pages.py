"""Operations find what is stuck on the page, see what will happen, and mend it."""

import re

import httpx2
from sqlmodel import col, update

from domain.people import Role
from domain.stuck import STUCK_WORDS, Stuck
from storage.tables import CaseRow
from tests.live import Live, submit, until
from tests.web.conftest import Browse
from tests.web.desk_work import play

BECAUSE = "It was ended by hand in Temporal."
LOST = STUCK_WORDS[Stuck.NO_WORKFLOW].title


def at(reference: str, rest: str = "") -> str:
    return f"/operations/cases/{reference}{rest}"


async def is_told(ola: httpx2.AsyncClient, reference: str, words: str) -> None:
    async def told() -> bool:
        return words in (await ola.get(at(reference))).text

    await until(told, within=60, every=0.5)


async def lost(live: Live, number: int) -> list[str]:
    """So many cases whose workflow somebody ended."""
    found = [await play(live, "unsure") for _ in range(number)]
    for reference in found:
        await live.house.post.end(reference)
    return found


async def test_what_nothing_drives_is_seen_within_a_minute_and_mended_from_the_page(
    live: Live, browse: Browse
) -> None:
    ola = await browse("ola")
    reference, second, third = await lost(live, 3)
    await is_told(ola, reference, LOST)
    await is_told(ola, third, LOST)
    assert reference in (await ola.get("/operations/cases?stuck=no_workflow")).text
    page = await ola.get(at(reference))
    assert f'href="{at(reference, "/repair/restart")}"' in page.text

    unsaid = await submit(ola, at(reference, "/repair/restart"), {"reason": " "})
    assert unsaid.status_code == 422
    assert "Enter your reason" in unsaid.text
    mended = await submit(ola, at(reference, "/repair/restart"), {"reason": BECAUSE})
    assert mended.url.path == at(reference)
    assert LOST not in mended.text
    assert BECAUSE in mended.text

    late = await submit(
        ola, at(second), {"reason": BECAUSE, "revision": "1"},
        to=at(reference, "/repair/restart"),
    )  # fmt: skip
    assert late.status_code == 409
    assert "The case runs as it should" in late.text
    assert BECAUSE in late.text
    assert f'href="{at(reference)}"' in late.text
    await several(ola, [reference, second, third])


async def several(ola: httpx2.AsyncClient, references: list[str]) -> None:
    """The first one runs already; the others are mended together."""
    chosen = {"repair": "restart", "reference": " ".join(references)}
    seen = await submit(
        ola, "/operations/cases", chosen, to="/operations/repairs/preview"
    )
    assert "Start again from its record: 2 cases" in seen.text
    assert "1 case: The case runs as it should" in seen.text
    hidden = dict(
        re.findall(r'name="(csrf|once|repair|reference)" value="([^"]*)"', seen.text)
    )
    unsaid = await ola.post("/operations/repairs", data=hidden)
    assert unsaid.status_code == 422
    begun = await ola.post("/operations/repairs", data={**hidden, "reason": BECAUSE})
    assert begun.status_code == 200

    async def done() -> bool:
        return "2 done, 0 not." in (await ola.get(begun.url.path)).text

    await until(done)
    for reference in references[1:]:
        assert LOST not in (await ola.get(at(reference))).text
    assert begun.url.path in (await ola.get("/operations/repairs")).text
    over = await submit(ola, at(references[0]), {}, to=f"{begun.url.path}/stop")
    assert over.status_code == 409


async def test_a_case_that_cannot_be_read_is_shown_all_the_same(
    live: Live, browse: Browse
) -> None:
    ola, reference = await browse("ola"), await play(live, "unsure")
    body = _rewrite(live, reference, "{")
    try:
        await is_told(ola, reference, STUCK_WORDS[Stuck.UNREADABLE].title)
        for address in ("/operations", "/operations/cases"):
            assert (await ola.get(address)).status_code == 200
    finally:
        _rewrite(live, reference, body)


def _rewrite(live: Live, reference: str, body: str) -> str:
    with live.house.storehouse.writing() as store:
        row = store.session.get_one(CaseRow, reference)
        before, these = row.body, col(CaseRow.reference) == reference
        store.session.exec(update(CaseRow).where(these).values(body=body))
        return before


async def test_a_second_person_has_to_agree_before_a_case_is_cancelled(
    live: Live, browse: Browse
) -> None:
    live.newcomer("ottilie", Role.OPERATIONS)
    ola, ottilie = await browse("ola"), await browse("ottilie")
    reference = await play(live, "unsure")
    proposed = await submit(ola, at(reference, "/repair/cancel"), {"reason": BECAUSE})
    assert "A second person in operations has to agree" in proposed.text
    own = await submit(ola, at(reference), {}, to=at(reference, "/cancel/agree"))
    assert own.status_code == 403
    shown = (await ottilie.get(at(reference))).text
    assert "Ola Nyman proposes to cancel this case" in shown
    agreed = await submit(ottilie, at(reference), {}, to=at(reference, "/cancel/agree"))
    assert "Withdrawn" in agreed.text
    again = await submit(
        ottilie, at(reference), {}, to=at(reference, "/cancel/decline")
    )
    assert again.status_code == 409
    pat = await (await browse("pat")).get(f"/requests/{reference}")
    assert "cancelled the request before anything was shared" in pat.text


async def test_more_time_and_another_adviser_are_given_from_the_page(
    live: Live, browse: Browse
) -> None:
    ola, reference = await browse("ola"), await play(live, "unsure")
    wrong = await submit(
        ola, at(reference, "/repair/extend"), {"hours": "99", "reason": BECAUSE}
    )
    assert wrong.status_code == 422
    assert "Enter a whole number of hours from 1 to 24" in wrong.text
    assert BECAUSE in wrong.text
    more = await submit(
        ola, at(reference, "/repair/extend"), {"hours": "3", "reason": BECAUSE}
    )
    assert "Give the adviser more time" in more.text
    form = (await ola.get(at(reference, "/repair/reassign"))).text
    ben = re.findall(r'value="([^"]+)">Ben Cole', form)[0]
    given = await submit(
        ola, at(reference, "/repair/reassign"), {"to": ben, "reason": BECAUSE}
    )
    assert given.url.path == at(reference)
    nobody = await submit(
        ola, at(reference, "/repair/reassign"), {"to": "nobody", "reason": BECAUSE}
    )
    assert nobody.status_code == 422
    ada = await (await browse("ada")).get(f"/tasks/cases/{reference}")
    assert "gave the adviser task to Ben Cole" in ada.text


async def test_what_does_not_exist_is_not_found_and_nobody_else_gets_in(
    live: Live, browse: Browse
) -> None:
    ola, ada, reference = (
        await browse("ola"),
        await browse("ada"),
        await play(live, "unsure"),
    )
    assert (await ola.get(at(reference, "/repair/approve"))).status_code == 404
    assert (await ola.get(at("SR-NONE-SUCH", "/repair/extend"))).status_code == 404
    assert (await ola.get("/operations/repairs/none")).status_code == 404
    assert (await ada.get(at(reference, "/repair/extend"))).status_code == 403
    assert (await ada.get("/operations/repairs")).status_code == 403
    nothing = await submit(
        ola, "/operations/cases", {"repair": "cancel"}, to="/operations/repairs/preview"
    )
    assert nothing.status_code == 422
    assert "Choose what to do" in nothing.text
    none = await submit(
        ola, "/operations/cases", {"repair": "retry"}, to="/operations/repairs/preview"
    )
    assert none.status_code == 422
    assert "Choose at least one case" in none.text
