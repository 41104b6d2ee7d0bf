"""Opening a case in an emergency, through the JSON interface."""

import pytest

from domain.content import Individual
from domain.people import Role
from tests import builders
from tests.live import Live
from tests.web.searching import furnish, opened

OF = "/emergency-readings"
ABOUT = Individual("p", "Idony Farthinghoe", "2012-08-09")
WHY = "The court wants an answer by four o’clock."


@pytest.fixture(autouse=True)
def mill(live: Live) -> None:
    furnish(live)


def an_auditor(live: Live) -> str:
    user = builders.fresh("clemence")
    live.newcomer(user, Role.AUDITOR, "mill")
    return user


def opening(reference: str) -> dict[str, object]:
    return {"reference": reference, "reason": WHY, "confirmed": True}


async def test_it_is_opened_read_closed_and_reviewed(live: Live) -> None:
    reference = await opened(live, ABOUT)
    user, other = an_auditor(live), an_auditor(live)
    async with live.api(user) as mine, live.api(other) as theirs:
        made = await mine.post(OF, json=opening(reference))
        assert made.status_code == 201, made.text
        shown = made.json()
        assert (shown["is_live"], shown["reason"]) == (True, WHY)
        page = f"{OF}/{shown['id']}"
        read = await mine.get(f"{page}/request")
        assert read.json()["content"]["individuals"][0]["name"] == ABOUT.name
        assert read.json()["may"] == []
        assert (await theirs.get(f"{page}/request")).status_code == 404
        assert (await mine.get(f"/requests/{reference}")).status_code == 404
        closed = await mine.post(f"{page}/close")
        assert closed.json()["is_live"] is False
        over = await mine.get(f"{page}/request")
        assert over.status_code == 409
        assert over.json()["type"].endswith(":reading_over")
        said = {"judgement": "right", "words": "There was no other way."}
        assert (await mine.post(f"{page}/review", json=said)).status_code == 403
        done = await theirs.post(f"{page}/review", json=said)
        assert done.json()["review"]["words"] == said["words"]
        past = (await mine.get(OF, params={"reviewed": True})).json()["items"]
        assert shown["id"] in [each["id"] for each in past]


async def test_another_token_of_theirs_does_not_read_it(live: Live) -> None:
    reference, user = await opened(live, ABOUT), an_auditor(live)
    async with live.api(user) as mine:
        made = (await mine.post(OF, json=opening(reference))).json()
    async with live.api(user) as other:
        again = await other.get(f"{OF}/{made['id']}/request")
    assert again.status_code == 409


async def test_the_same_key_opens_it_once(live: Live) -> None:
    reference = await opened(live, ABOUT)
    async with live.api(an_auditor(live)) as mine:
        key = {"Idempotency-Key": "one"}
        first = await mine.post(OF, json=opening(reference), headers=key)
        again = await mine.post(OF, json=opening(reference), headers=key)
        other = await mine.post(OF, json=opening(reference))
    ids = [each.json()["id"] for each in (first, again, other)]
    assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"confirmed": False}, {"confirmed": "yes"}, {"reason": " "}, {"reference": ""},
        {"reason": "x" * 2001}, {"reference": "a\x00b"}, {"until": "2030-01-01"},
    ],
)  # fmt: skip
async def test_bad_input_is_refused_and_opens_nothing(
    live: Live, wrong: dict[str, object]
) -> None:
    async with live.api(an_auditor(live)) as mine:
        answer = await mine.post(OF, json={**opening("SR-NONE-0000"), **wrong})
        assert answer.status_code == 422
        for review in ({}, {"judgement": "maybe", "words": "x"}):
            answer = await mine.post(f"{OF}/none/review", json=review)
            assert answer.status_code == 422
        assert (await mine.get(f"{OF}/none")).status_code == 404
        assert (await mine.post(OF, json=opening("SR-NONE-0000"))).status_code == 404
