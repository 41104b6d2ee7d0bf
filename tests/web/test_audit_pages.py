"""The audit: what somebody was refused is there for auditors, and for nobody else."""

import csv
import json
from io import StringIO

import pytest

from casework.reading_watch import ReadingWatch
from domain.content import Individual
from domain.people import Role
from domain.unusual import Limits
from tests import builders
from tests.live import Live
from tests.web.conftest import Browse
from tests.web.desk_work import actor, hidden, play, task_of
from tests.web.searching import an_adviser, ended, furnish

AUDIT = "/records/audit"
CASE = Individual("p", "Oriel Auditson", "2012-08-09")


@pytest.fixture(autouse=True)
def mill(live: Live) -> None:
    furnish(live)


@pytest.fixture
def auditor(live: Live) -> str:
    user = builders.fresh("cleo")
    live.newcomer(user, Role.AUDITOR, "mill")
    return user


async def test_what_somebody_was_refused_is_there_with_the_real_reason(
    live: Live, browse: Browse, auditor: str
) -> None:
    reference = await ended(live, CASE)
    user = an_adviser(live)
    live.house.conflicts.declare(actor(live, user), CASE.name, "once")
    ada, cleo = await browse(user), await browse(auditor)
    for path in (f"/records/{reference}", f"/tasks/cases/{reference}"):
        told = await ada.get(path)
        assert (told.status_code, "conflict" in told.text) == (404, False)
    assert reference not in (await ada.get("/records")).text
    assert (await cleo.get(f"/records/{reference}")).status_code == 200
    wanted = {"who": actor(live, user).id, "kind": "refused"}
    page = await cleo.get(AUDIT, params=wanted)
    assert "declared a conflict" in page.text
    assert f'href="/records/{reference}"' in page.text
    assert "Auditson" not in page.text


async def test_it_can_be_taken_away_as_it_is_filtered(
    live: Live, browse: Browse, auditor: str
) -> None:
    user = an_adviser(live)
    ada, cleo = await browse(user), await browse(auditor)
    assert (await ada.get(AUDIT)).status_code == 403
    wanted = {"who": actor(live, user).id}
    for ending, read in ((".csv", _csv), (".json", json.loads)):
        answer = await cleo.get(AUDIT + ending, params=wanted)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
        assert "no-store" in answer.headers["cache-control"]
        (line,) = read(answer.text)
        assert "not_your_role" in str(line)
        assert AUDIT in str(line)


def _csv(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text)))[1:]


@pytest.mark.parametrize("ending", ["", ".csv", ".json"])
async def test_only_auditors_read_it(live: Live, browse: Browse, ending: str) -> None:
    for user in ("pat", "ada", "ola", "sam"):
        assert (await (await browse(user)).get(AUDIT + ending)).status_code == 403


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "dreamt"}, "Choose what happened"),
        ({"who": "a b"}, "Choose somebody"),
        (
            {
                "first_day-day": "2", "first_day-month": "3", "first_day-year": "2026",
                "last_day-day": "1", "last_day-month": "3", "last_day-year": "2026",
            },
            "must not be before",
        ),
    ],
)  # fmt: skip
async def test_a_filter_that_cannot_be_says_what_is_wrong(
    browse: Browse, auditor: str, typed: dict[str, str], said: str
) -> None:
    cleo = await browse(auditor)
    page = await cleo.get(AUDIT, params=typed)
    assert (page.status_code, said in page.text) == (422, True)
    for ending in (".csv", ".json"):
        again = await cleo.get(AUDIT + ending, params=typed)
        assert (again.url.path, again.status_code) == (AUDIT, 422)


async def test_an_auditor_who_looks_first_is_told_that_there_is_nothing(
    live: Live, browse: Browse, auditor: str
) -> None:
    cleo = await browse(auditor)
    page = await cleo.get(AUDIT, params={"who": actor(live, auditor).id})
    assert "There is no line like this" in page.text
    assert 'href="/records/audit"' in (await cleo.get("/records")).text
    assert (
        'href="/records/audit"'
        not in (await (await browse("ada")).get("/records")).text
    )


async def test_a_refused_call_of_a_program_is_there_too(live: Live) -> None:
    reference = await play(live, "unsure")
    task = task_of(live, reference)
    user = builders.fresh("nell")
    live.newcomer(user, Role.PRACTITIONER, "larkhill")
    async with live.api(user) as nell:
        for _ in range(3):
            refused = await nell.post(f"/tasks/{task}/claim")
            assert refused.status_code in (403, 404)
        assert (await nell.get("/audit")).status_code == 403
    auditing = builders.fresh("cato")
    live.newcomer(auditing, Role.AUDITOR, "larkhill")
    async with live.api(auditing) as cato:
        wanted = {"who": actor(live, user).id, "kind": "refused"}
        shown = (await cato.get("/audit", params=wanted)).json()
        asked, about = shown["items"]
        assert (asked["page"], asked["code"]) == ("/audit", "not_your_role")
        assert about["references"] == [reference]
        for bad in ({"kind": "x"}, {"who": "a b"}, {"first_day": "today"}):
            answer = await cato.get("/audit", params=bad)
            assert answer.status_code == 422
        wrong = {"first_day": "2026-03-02", "last_day": "2026-03-01"}
        assert (await cato.get("/audit", params=wrong)).status_code == 422


ALERTS = "/records/alerts"


async def alert_of(live: Live, auditor: str) -> str:
    """Somebody asked for a case with which they have a conflict, and it was found."""
    reference = await ended(live, CASE)
    user = an_adviser(live)
    live.house.conflicts.declare(actor(live, user), CASE.name, "once")
    async with live.api(user) as ada:
        assert (await ada.get(f"/requests/{reference}")).status_code == 404
    ReadingWatch(live.house.storehouse, Limits(out_of_hours=False)).round()
    waiting = live.house.alerts.page(actor(live, auditor)).items
    (alert,) = (
        line.alert for line in waiting if line.alert.user == actor(live, user).id
    )
    return alert.id


async def test_an_auditor_reviews_what_is_unusual(
    live: Live, browse: Browse, auditor: str
) -> None:
    id = await alert_of(live, auditor)
    cleo = await browse(auditor)
    page = f"{ALERTS}/{id}"
    assert f'href="{page}"' in (await cleo.get(ALERTS)).text
    shown = (await cleo.get(page)).text
    assert "with which they have a conflict" in shown
    assert CASE.name not in shown
    for typed, fault in (
        ({"words": "I asked her."}, "Choose what you think of it"),
        ({"verdict": "fine"}, "Write down why"),
        ({"verdict": "fine", "words": "x" * 2001}, "2,000 characters or fewer"),
    ):
        refused = await cleo.post(page, data={**hidden(shown), **typed})
        assert (refused.status_code, fault in refused.text) == (422, True)
        assert typed.get("words", "")[:12] in refused.text
    said = {"verdict": "fine", "words": "She came from the list of her team."}
    done = await cleo.post(page, data={**hidden(shown), **said})
    assert done.url.path == ALERTS
    assert f'href="{page}"' not in done.text
    assert f'href="{page}"' in (await cleo.get(f"{ALERTS}?reviewed=yes")).text
    kept = (await cleo.get(page)).text
    assert "She came from the list of her team." in kept
    assert "<form method" not in kept.split("<main")[1]


async def test_only_auditors_review_what_is_unusual(
    live: Live, browse: Browse, auditor: str
) -> None:
    id = await alert_of(live, auditor)
    for user in ("pat", "ada", "ola", "sam"):
        web = await browse(user)
        for page in (ALERTS, f"{ALERTS}/{id}"):
            assert (await web.get(page)).status_code == 403
    cleo = await browse(auditor)
    assert (await cleo.get(f"{ALERTS}/none")).status_code == 404
    forged = await cleo.post(f"{ALERTS}/{id}", data={"verdict": "fine", "words": "x"})
    assert forged.status_code == 403


async def test_it_is_reviewed_through_the_json_interface_too(
    live: Live, auditor: str
) -> None:
    id = await alert_of(live, auditor)
    async with live.api(auditor) as cleo:
        of = f"/alerts/{id}"
        assert id in [
            each["id"] for each in (await cleo.get("/alerts")).json()["items"]
        ]
        assert (await cleo.get(of)).json()["sign"] == "after_conflict"
        for bad in ({}, {"verdict": "maybe", "words": "x"}, {"verdict": "fine"}):
            answer = await cleo.post(f"{of}/review", json=bad)
            assert answer.status_code == 422
        said = {"verdict": "follow_up", "words": "Nobody had asked her to."}
        done = await cleo.post(f"{of}/review", json=said)
        assert done.json()["review"]["verdict"] == "follow_up"
        assert (await cleo.post(f"{of}/review", json=said)).status_code == 200
        other = await cleo.post(f"{of}/review", json={**said, "words": "Or did they?"})
        assert other.status_code == 409
        past = (await cleo.get("/alerts", params={"reviewed": "true"})).json()
        assert id in [each["id"] for each in past["items"]]
        assert (await cleo.get("/alerts/none")).status_code == 404


async def test_operations_see_only_how_many_wait(live: Live, auditor: str) -> None:
    await alert_of(live, auditor)
    user = builders.fresh("olwen")
    live.newcomer(user, Role.OPERATIONS, "mill")
    async with live.api(user) as olwen:
        assert (await olwen.get("/operations/summary")).json()["alerts"] >= 1
        assert (await olwen.get("/alerts")).status_code == 403
