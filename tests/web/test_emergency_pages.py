"""A case is opened in an emergency: with its reason read back, for a while, loudly."""

from datetime import timedelta
from html import unescape

import httpx2
import pytest

from casework.emergency_reading import EmergencyReading, EmergencyTimes
from casework.sessions import SignedIn
from domain import acts
from domain.content import Individual
from domain.people import Role
from tests import builders
from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor, hidden
from tests.web.searching import an_adviser, furnish, opened

HOME = "/records/emergency"
NEW = f"{HOME}/new"
ABOUT = Individual("p", "Corisande Fawcett", "2012-08-09")
WHY = "The court wants an answer by four o’clock."


@pytest.fixture(autouse=True)
def mill(live: Live) -> None:
    furnish(live)


@pytest.fixture
def auditor(live: Live) -> str:
    return newcomer(live, "clea", Role.AUDITOR)


def newcomer(live: Live, name: str, role: Role) -> str:
    user = builders.fresh(name)
    live.newcomer(user, role, "mill")
    return user


async def opens(web: httpx2.AsyncClient, reference: str) -> httpx2.Response:
    """Open it, and read back before what one wrote."""
    first = (await web.get(NEW, params={"reference": reference})).text
    assert f'value="{reference}"' in first
    said = {"reference": reference, "reason": WHY}
    check = await web.post(NEW, data={**hidden(first), **said})
    assert check.status_code == 200
    assert WHY in unescape(check.text)
    sure = {**hidden(check.text), **said, "confirmed": "yes"}
    return await web.post(NEW, data=sure)


async def test_an_auditor_reads_a_case_and_closes_it(
    live: Live, browse: Browse, auditor: str
) -> None:
    reference = await opened(live, ABOUT)
    clea = await browse(auditor)
    assert (
        f"{NEW}?reference={reference}" in (await clea.get(f"/records/{reference}")).text
    )
    case = await opens(clea, reference)
    assert case.status_code == 200
    assert ABOUT.name in case.text
    assert "You opened this case in an emergency" in case.text
    assert "60 more minutes" in case.text
    assert "no-store" in case.headers["cache-control"]
    page = case.url.path
    done = await clea.post(page.replace("/case", "/close"), data=hidden(case.text))
    assert ABOUT.name not in done.text
    assert "They closed it on" in done.text
    again = await clea.get(page)
    assert (again.status_code, ABOUT.name in again.text) == (409, False)


async def test_its_practitioner_reads_who_it_was_and_why(
    live: Live, browse: Browse, auditor: str
) -> None:
    reference = await opened(live, ABOUT)
    await opens(await browse(auditor), reference)
    page = unescape((await (await browse("brona")).get(f"/requests/{reference}")).text)
    assert "opened this case in an emergency, to read it until" in page
    assert WHY in page


async def test_the_sealed_record_says_it_too(
    live: Live, browse: Browse, auditor: str
) -> None:
    reference = await opened(live, ABOUT)
    clea = await browse(auditor)
    await opens(clea, reference)
    owner = actor(live, "brona")
    await live.house.desk.do(
        owner, reference, lambda id, at, case: acts.Withdraw(id, owner, at)
    )

    async def is_sealed() -> bool:
        return live.house.views.record(owner, reference) is not None

    await until(is_sealed)
    page = unescape((await clea.get(f"/records/{reference}")).text)
    assert "Everything in this record is as it was written" in page
    assert "opened this case in an emergency, to read it until" in page
    assert WHY in page


async def test_nothing_can_be_done_to_it_there_or_elsewhere(
    live: Live, browse: Browse, auditor: str
) -> None:
    reference = await opened(live, ABOUT)
    clea = await browse(auditor)
    case = await opens(clea, reference)
    page = case.text.split("<main")[1]
    assert page.count("<form") == 1
    assert "Close it now" in page
    for path in (f"/requests/{reference}", f"/tasks/cases/{reference}"):
        assert (await clea.get(path)).status_code == 404
    withdrawn = await clea.post(
        f"/requests/{reference}/withdraw", data={**hidden(case.text), "reason": "x"}
    )
    assert withdrawn.status_code == 404


async def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    browse: Browse, auditor: str
) -> None:
    clea = await browse(auditor)
    blank = hidden((await clea.get(NEW)).text)
    for typed, fault in (
        ({"reason": WHY}, "Write the reference of the case"),
        ({"reference": "SR-1", "reason": " "}, "Write down why you need to read it"),
        ({"reference": "a b", "reason": WHY}, "Write the reference of the case"),
        ({"reference": "SR-1", "reason": "x" * 2001}, "2,000 characters or fewer"),
    ):
        refused = await clea.post(NEW, data={**blank, **typed})
        assert (refused.status_code, fault in refused.text) == (422, True)
        assert typed["reason"].strip()[:10] in unescape(refused.text)
    asks = {**blank, "reference": "SR-1", "reason": WHY, "confirmed": "change"}
    changing = await clea.post(NEW, data=asks)
    assert WHY in unescape(changing.text)
    assert "Continue" in changing.text
    forged = await clea.post(NEW, data={**asks, "confirmed": "yes", "csrf": "no"})
    assert forged.status_code == 403


async def test_until_it_is_opened_nobody_learns_whether_there_is_such_a_case(
    live: Live, browse: Browse, auditor: str
) -> None:
    there, elsewhere = await opened(live, ABOUT), builders.fresh("SR-")
    clea = await browse(auditor)
    blank = hidden((await clea.get(NEW)).text)
    shown = []
    for reference in (there, elsewhere.upper()):
        said = {**blank, "reference": reference, "reason": WHY}
        answer = await clea.post(NEW, data=said)
        assert answer.status_code == 200
        text = answer.text.split("<main")[1].split("</main")[0]
        once = str(hidden(answer.text)["once"])
        shown.append(text.replace(reference, "").replace(once, ""))
    assert shown[0] == shown[1]
    none = {**blank, "reference": elsewhere, "reason": WHY, "confirmed": "yes"}
    assert (await clea.post(NEW, data=none)).status_code == 404


async def test_it_is_read_in_that_session_only(
    live: Live, browse: Browse, auditor: str
) -> None:
    reference = await opened(live, ABOUT)
    clea = await browse(auditor)
    page = (await opens(clea, reference)).url.path
    assert (await clea.get(page)).status_code == 200
    elsewhere = await (await browse(auditor)).get(page)
    assert (elsewhere.status_code, ABOUT.name in elsewhere.text) == (409, False)
    other = await browse(newcomer(live, "clement", Role.AUDITOR))
    assert (await other.get(page)).status_code == 404


async def test_another_auditor_says_whether_it_was_right(
    live: Live, browse: Browse, auditor: str
) -> None:
    reference = await opened(live, ABOUT)
    clea = await browse(auditor)
    page = (await opens(clea, reference)).url.path.removesuffix("/case")
    assert "a colleague has to look at it" in (await clea.get(page)).text
    other = await browse(newcomer(live, "clement", Role.AUDITOR))
    assert f'href="{page}"' in (await other.get(HOME)).text
    shown = (await other.get(page)).text
    assert WHY in unescape(shown)
    for typed, fault in (
        ({"words": "I asked."}, "Choose what you think of it"),
        ({"judgement": "right"}, "Write down why"),
    ):
        refused = await other.post(page, data={**hidden(shown), **typed})
        assert (refused.status_code, fault in refused.text) == (422, True)
    said = {"judgement": "not_right", "words": "It could have waited a day."}
    done = await other.post(page, data={**hidden(shown), **said})
    assert done.url.path == HOME
    assert f'href="{page}"' not in done.text
    assert f'href="{page}"' in (await other.get(f"{HOME}?reviewed=yes")).text
    assert "It could have waited a day." in (await clea.get(page)).text


async def test_administrators_see_that_it_was_opened_and_others_do_not(
    live: Live, browse: Browse, auditor: str
) -> None:
    reference = await opened(live, ABOUT)
    page = (await opens(await browse(auditor), reference)).url.path
    page = page.removesuffix("/case")
    admin = await browse(newcomer(live, "clovis", Role.ADMINISTRATOR))
    assert f'href="{HOME}"' in (await admin.get("/organisation")).text
    assert f'href="{page}"' in (await admin.get(HOME)).text
    shown = await admin.get(page)
    assert (shown.status_code, WHY in unescape(shown.text)) == (200, False)
    assert "<form" not in shown.text.split("<main")[1]
    said = {**hidden(shown.text), "judgement": "right", "words": "Fine."}
    assert (await admin.post(page, data=said)).status_code == 404
    adviser = await browse(an_adviser(live))
    assert "Write down your review" in (await adviser.get(page)).text
    for user in ("brona", newcomer(live, "osgood", Role.OPERATIONS)):
        web = await browse(user)
        for path in (HOME, NEW, page, f"{page}/case"):
            assert (await web.get(path)).status_code == 403
    assert (await adviser.get(NEW)).status_code == 403
    stranger = await browse("ada")
    assert (await stranger.get(page)).status_code == 404


async def test_operations_see_how_many_reviews_are_late(
    live: Live, browse: Browse, auditor: str
) -> None:
    """And nothing of which case it is."""
    reference = await opened(live, ABOUT)
    times = EmergencyTimes(timedelta(hours=1), review_days=0)
    late = EmergencyReading(live.house.storehouse, live.house.views, times)
    who = SignedIn(actor(live, auditor), "", "", "", "", session="s")
    late.open(who, reference, WHY, "late")
    web = await browse(newcomer(live, "osgood", Role.OPERATIONS))
    page = (await web.get("/operations")).text
    assert "opened in an emergency, and the review is overdue" in page
    assert reference not in page
