"""For how long things are kept, on the pages: read, decided, destroyed."""

from dataclasses import replace
from datetime import date

import pytest

from adapters.blobs import Blobs
from casework.disposal import Disposal
from domain.people import Role
from storage.accounts import Organisation
from tests.live import Live, submit
from tests.web.conftest import Browse
from tests.web.test_record_pages import sealed

REASON = "The inquiry has asked for everything."


@pytest.fixture
async def ended(live: Live) -> str:
    return await sealed(live)


@pytest.fixture
async def due(live: Live, ended: str) -> str:
    """A finished case whose day has come."""
    with live.house.storehouse.writing() as store:
        kept = store.retention.of(ended)
        assert kept is not None  # it is classed when it is sealed
        store.retention.keep(replace(kept, due_on=date(2026, 1, 2)))
    return ended


async def test_a_record_says_for_how_long_it_is_kept(
    browse: Browse, ended: str
) -> None:
    ada = await browse("ada")
    record = await ada.get(f"/records/{ended}")
    assert f'href="/records/{ended}/retention"' in record.text
    shown = (await ada.get(f"/records/{ended}/retention")).text
    assert "A decision about sharing, where there is no other file" in shown
    assert "7 years from the day the case was finished" in shown
    for step in ("class", "keep", "hold"):
        assert f"/records/{ended}/retention/{step}" in shown
    for step in ("dispose", "lift"):
        assert f"/records/{ended}/retention/{step}" not in shown
        back = await ada.get(f"/records/{ended}/retention/{step}")
        assert back.url.path == f"/records/{ended}/retention"
    assert (await ada.get(f"/records/{ended}/retention/burn")).status_code == 404


async def test_whoever_asked_reads_it_and_decides_nothing(
    browse: Browse, due: str
) -> None:
    pat, ada = await browse("pat"), await browse("ada")
    hold = f"/records/{due}/retention/hold"
    await submit(ada, hold, {"reason": REASON})
    shown = await pat.get(f"/records/{due}/retention")
    assert shown.status_code == 200
    assert "What you can do" not in shown.text
    assert REASON not in shown.text
    assert "legal hold" not in shown.text
    page = f"/records/{due}/retention"
    refused = await submit(pat, "/account/away", {"sure": "yes"}, f"{page}/dispose")
    assert refused.status_code == 403


async def test_the_record_says_until_when_it_is_kept_and_that_it_is_held(
    browse: Browse, ended: str
) -> None:
    ines, pat = await browse("ines"), await browse("pat")
    of, held = f"/records/{ended}", "There is a legal hold on it"
    assert "Kept until" in (await ines.get(of)).text
    why = {"reason": "A solicitor has written."}
    await submit(ines, f"{of}/retention/hold", why)
    assert held in (await ines.get(of)).text
    assert held not in (await pat.get(of)).text
    await submit(ines, f"{of}/retention/lift", why)


async def test_a_hold_without_a_reason_is_sent_back(browse: Browse, ended: str) -> None:
    ines = await browse("ines")
    page = f"/records/{ended}/retention/hold"
    empty = await submit(ines, page, {"reason": "  "})
    assert empty.status_code == 422
    assert 'href="#reason">Write down the reason' in empty.text
    held = await submit(ines, page, {"reason": REASON})
    assert held.url.path == f"/records/{ended}/retention"
    assert "There is a legal hold on this." in held.text
    assert REASON in held.text
    assert "Keep it longer" not in held.text  # an auditor only places and lifts


async def test_what_is_typed_is_kept_when_a_day_is_wrong(
    browse: Browse, ended: str
) -> None:
    ada = await browse("ada")
    page = f"/records/{ended}/retention/keep"
    day = {"until-day": "3", "until-month": "march", "until-year": "2027"}
    early = await submit(ada, page, {**day, "reason": REASON})
    assert early.status_code == 422
    assert (
        "Enter a day in the future, after the one that it is kept to now" in early.text
    )
    assert REASON in early.text
    later = {**day, "until-year": "2099"}
    kept = await submit(ada, page, {**later, "reason": REASON})
    assert "3 March 2099" in kept.text


async def test_the_kind_of_record_is_chosen_from_the_list(
    browse: Browse, ended: str
) -> None:
    ada = await browse("ada")
    page = f"/records/{ended}/retention/class"
    unknown = await submit(ada, page, {"code": "shoe_box", "reason": REASON})
    assert unknown.status_code == 422
    assert "Choose one of the kinds of record on the list" in unknown.text
    changed = await submit(ada, page, {"code": "looked_after", "reason": REASON})
    assert "75 years from the birth of the youngest person" in changed.text
    assert "settled anew for how long this case is kept" in changed.text


async def test_a_form_from_before_another_decision_is_refused(
    browse: Browse, ended: str
) -> None:
    ada = await browse("ada")
    page = f"/records/{ended}/retention"
    old = {"revision": "0123456789abcdef", "code": "adult_care", "reason": REASON}
    refused = await submit(ada, f"{page}/hold", old, f"{page}/class")
    assert refused.status_code == 409
    assert REASON in refused.text  # nothing typed is lost


async def test_what_is_due_is_looked_at_decided_and_destroyed(
    live: Live, browse: Browse, due: str
) -> None:
    ada = await browse("ada")
    listed = await ada.get("/tasks/retention")
    assert f"/records/{due}/retention" in listed.text
    page = f"/records/{due}/retention/dispose"
    unsure = await submit(ada, page, {})
    assert unsure.status_code == 422
    decided = await submit(ada, page, {"sure": "yes"})
    assert "This will be destroyed" in decided.text
    assert "Will be destroyed" in (await ada.get("/tasks/retention")).text
    assert (await ada.get(f"/records/{due}/certificate")).status_code == 404
    blobs = Blobs(live.house.settings.blobs)
    list(Disposal(live.house.storehouse, blobs).run())
    gone = await ada.get(f"/records/{due}")
    assert gone.status_code == 410
    assert f'href="/records/{due}/certificate"' in gone.text
    for user in ("ada", "ines", "pat"):
        shown = await (await browse(user)).get(f"/records/{due}/certificate")
        assert shown.status_code == 200, user
        assert "Certificate of destruction" in shown.text
        assert "2 January 2026" in shown.text
    again = await submit(ada, "/account/away", {"sure": "yes"}, page)
    assert again.status_code == 409
    assert due not in (await ada.get("/tasks/retention")).text


async def test_administrators_keep_things_longer_and_nobody_shorter(
    live: Live, browse: Browse
) -> None:
    place = Organisation("quay", "Quay Club", "", "HMG-2018", "when_unsure")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    live.newcomer("mo", Role.ADMINISTRATOR, "quay")
    page = "/organisation/retention"
    pat, mo = await browse("pat"), await browse("mo")
    read = (await pat.get(page)).text
    assert "Every period here is a proposal" in read
    assert "Keep longer" not in read
    assert (await pat.get(f"{page}/adult_care")).status_code == 403
    shorter = await submit(mo, f"{page}/adult_care", {"years": "1"})
    assert shorter.status_code == 422
    assert "A period can be made longer, not shorter" in shorter.text
    assert (await submit(mo, f"{page}/adult_care", {"years": "x"})).status_code == 422
    longer = await submit(mo, f"{page}/adult_care", {"years": "9"})
    assert "9 years from the day the case was finished" in longer.text
    new = {"label": "Part of a youth club file", "years": "12", "runs": "closing"}
    assert "Part of a youth club file" in (await submit(mo, f"{page}/new", new)).text
    twice = await submit(mo, f"{page}/new", new)
    assert twice.status_code == 422
    assert "There is a kind of record with this name already" in twice.text
    assert (await mo.get(f"{page}/shoe_box")).status_code == 404
