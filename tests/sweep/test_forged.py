"""Every form of the pages: sent without its token, or from another site, it is refused.

The recipients' own pages are in tests/web/test_headers.py.
"""

import asyncio
from collections.abc import Iterator, Mapping

import httpx2
import pytest

from tests.conftest import Counted
from tests.sweep.ground import ADMINISTRATOR, ADVISER, OWNER, Ground, Place
from tests.web.doors import Door

pytestmark = pytest.mark.timeout(300)

FORGED = "did not come from our pages"
"""What the page says; who may not go there at all is told something else first."""

TRYING = (OWNER, ADVISER, ADMINISTRATOR, "linus", "roswitha")

ELSEWHERE = [
    {"Origin": "http://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Origin": "null", "Sec-Fetch-Site": "same-site"},
]

WITHOUT_PURPOSE = {
    Door("POST", "/account/second-step"),
    Door("POST", "/account/second-step/passkey"),
    Door("POST", "/account/second-step/recovery"),
    Door("POST", "/breaches/{reference}/steps/{step}"),
    Door("POST", "/rights/{id}/{step}"),
}
"""Nobody here is half signed in, has had a breach, or has asked for anything: these are
closed to everybody before a form is looked at."""


def forms(doors: list[Door]) -> Iterator[Door]:
    for door in doors:
        is_page = not door.path.startswith(("/api", "/c/", "/n"))
        if door.method == "POST" and is_page:
            yield door


async def send(
    ground: Ground, user: str, to: str, csrf: str, headers: Mapping[str, str]
) -> httpx2.Response:
    form = {"csrf": csrf, "once": "forged"}
    return await ground.webs[user].post(
        to, data=form, headers=dict(headers), follow_redirects=False
    )


async def keeper(ground: Ground, door: Door) -> tuple[str, Place] | None:
    """Who comes as far as the form, and with which case."""
    for user in TRYING:
        for place in ground.places:
            answer = await send(ground, user, place.address(door), "forged", {})
            assert answer.status_code in (303, 401, 403, 404, 409, 410, 422, 429), door
            if FORGED in answer.text:
                assert answer.status_code == 403
                return user, place
            if place.address(door) == ground.places[-1].address(door):
                break
    return None


async def test_every_form_needs_its_token_and_our_own_site(
    ground: Ground, doors: list[Door], counted: Counted
) -> None:
    gate = asyncio.Semaphore(4)

    async def is_kept(door: Door) -> bool:
        async with gate:
            found = await keeper(ground, door)
            if found is None:
                return False
            user, place = found
            for headers in ELSEWHERE:
                to, csrf = place.address(door), ground.csrf[user]
                answer = await send(ground, user, to, csrf, headers)
                said = f"{door} with {headers}: {answer.status_code}"
                assert answer.status_code == 403, said
                assert FORGED in answer.text, said
            return True

    asked = list(forms(doors))
    kept = await asyncio.gather(*(is_kept(door) for door in asked))
    counted("forms, sent from elsewhere", (1 + len(ELSEWHERE)) * sum(kept))
    open_to_nobody = {
        door for door, is_so in zip(asked, kept, strict=True) if not is_so
    }
    assert open_to_nobody == WITHOUT_PURPOSE
