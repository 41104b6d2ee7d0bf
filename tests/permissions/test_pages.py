"""The table, asked of the pages: forms sent by who may not, and buttons offered.

The full table is asked of the JSON interface, which goes through the same doors. Here
every act of one of each relation is asked on one case of each stage: to draw a page
takes longer.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta

import httpx2
import pytest
import pytest_asyncio

from api.fields import today
from domain.errors import Why
from domain.people import Role
from domain.permissions import Deed
from tests.live import TOKEN, submit
from tests.permissions.conftest import Counted
from tests.permissions.expected import expected
from tests.permissions.test_interface import (
    ADVISING_OWNER,
    ONE_OF_EACH_STAGE,
    REVIEWING,
    WORDS,
    standing,
    status_of,
    wanted,
)
from tests.permissions.world import (
    ADVISER,
    DECLARED,
    FIRST,
    OWNER,
    PASSWORD,
    UNHURRIED,
    Place,
    World,
)

pytestmark = pytest.mark.timeout(600)  # a thousand pages, on a busy machine

Fields = dict[str, str]
Form = tuple[str, Fields]

ASKING = (
    OWNER, "another practitioner", ADVISER, DECLARED, "operations", "adviser elsewhere",
)  # fmt: skip
"""One of each relation to the case; the other roles see as much as who is in here."""

TOMORROW = today() + timedelta(days=1)


def dated(name: str) -> Fields:
    day = TOMORROW
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}-{part}": str(number) for part, number in parts.items()}


WHY = {"reason": WORDS}
OWN: dict[Deed, Form] = {
    Deed.ANSWER: ("questions/U0", {"answer": "no"}),
    Deed.SETTLE: ("settle", {}),
    Deed.SIGNPOST: ("elsewhere", {"to": "media"}),
    Deed.CONFIRM: ("confirm", {"revision": "0"}),
    Deed.REPLY: ("reply", {"reply": WORDS}),
    Deed.WITHDRAW: ("withdraw", WHY),
    Deed.WORSEN: ("worse", {}),
    Deed.COMPLETE: ("complete", dict.fromkeys(("urgency", "told", "since"), WORDS)),
    Deed.RECONSIDER: ("reconsider", {"new": WORDS}),
    Deed.REVOKE: ("revoke", WHY),
    Deed.HAND_OVER: ("hand-over", {"digest": "0"}),
    Deed.INFORM: ("people/{person}/tell/decide", {"decision": "no", **WHY}),
    Deed.ANSWER_ABOUT: ("people/{person}/tell/I1", {"answer": "no"}),
}
REVIEW = {**dict.fromkeys(REVIEWING, "yes"), "lessons": WORDS}
SAID = {"comment": WORDS}
AFTERWARDS: dict[Deed, dict[str, Fields]] = {
    Deed.HOLD: {"hold": WHY},
    Deed.RETAIN: {"class": {"code": "adult_care", **WHY}, "dispose": {"sure": "yes"}},
}


OPERATING: dict[Deed, Form] = {
    Deed.REPAIR: ("retry", {}),
    Deed.GIVE_TIME: ("extend", {"hours": "1"}),
    Deed.GIVE_TASK: ("reassign", {}),
    Deed.CANCEL: ("cancel", {}),
}


def of_task(to: str) -> dict[Deed, Form]:
    given = {**WHY, "revision": "0", "to": to}
    return {
        Deed.ASK: ("ask", {"question": WORDS}),
        Deed.PASS_ON: ("pass", {"to": "legal", **WHY}),
        Deed.GUIDE: ("guide", {"guidance": WORDS}),
        Deed.DECIDE: ("decision", {"choice": "decline", **WHY}),
        Deed.REVIEW: ("review", REVIEW),
        Deed.CLAIM: ("claim", {}),
        Deed.TAKE_OVER: ("take-over", given),
        Deed.REASSIGN: ("reassign", given),
        Deed.PUT_BACK: ("put-back", {}),
        Deed.DELEGATE: ("delegate", {**given, **dated("until")}),
        Deed.CALL_BACK: ("call-back", {}),
        Deed.PUT_OFF: ("put-off", dated("day")),
        Deed.BRING_BACK: ("bring-back", {}),
        Deed.COMMENT: ("comments", {**SAID, "readers": "everyone"}),
        Deed.PROPOSE: ("comments", {**SAID, "readers": "proposal"}),
        Deed.MARK: ("read", {"read": "yes"}),
    }


def forms(deed: Deed, at: Place, to: str) -> Iterator[Form]:
    tasks = of_task(to)
    if deed in OWN and (at.person or "{person}" not in OWN[deed][0]):
        page, fields = OWN[deed]
        named = page.format(person=at.person)
        yield f"/requests/{at.reference}/{named}", fields
    if deed in (Deed.REVOKE, Deed.READ_IN_EMERGENCY):
        yield form_beside(deed, at)
    for step, fields in AFTERWARDS.get(deed, {}).items():
        yield f"/records/{at.reference}/retention/{step}", fields
    if deed in OPERATING:
        page, fields = OPERATING[deed]
        given = {**WHY, "revision": "0", "to": to, **fields}
        yield f"/operations/cases/{at.reference}/repair/{page}", given
    if deed in tasks and at.task:
        page, fields = tasks[deed]
        yield f"/tasks/{at.task}/{page}", fields


def form_beside(deed: Deed, at: Place) -> Form:
    """A form that is on no page of the request."""
    if deed is Deed.REVOKE:
        return f"/tasks/cases/{at.reference}/revoke", WHY
    asked = {**WHY, "reference": at.reference, "confirmed": "yes"}
    return "/records/emergency/new", asked


def told(deed: Deed, person: str, scene: str, path: str) -> int | None:
    """The status of the page; None where the act is allowed."""
    if path.startswith("/requests/") and person not in (OWNER, ADVISING_OWNER):
        return status_of(Why.NOT_FOUND)  # nobody has another's pages
    why = wanted(deed, person, scene)
    return None if why is None else status_of(why)


class Browser:
    """Somebody signed in, who sends forms with the token of their session."""

    def __init__(self, web: httpx2.AsyncClient, csrf: str) -> None:
        self.web = web
        self._csrf = csrf

    async def send(self, path: str, fields: Fields) -> int:
        data = {**fields, "csrf": self._csrf, "once": "permissions"}
        answer = await self.web.post(path, data=data)
        return answer.status_code


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browsers(world: World) -> AsyncIterator[dict[str, Browser]]:
    async with AsyncExitStack() as stack:
        found = {}
        for person in (*ASKING, FIRST):
            web = httpx2.AsyncClient(
                base_url=world.live.address, timeout=60, limits=UNHURRIED
            )
            await stack.enter_async_context(web)
            found[person] = await entered(world, person, web)
        yield found


async def entered(world: World, person: str, web: httpx2.AsyncClient) -> Browser:
    login = {"email": world.email(person), "password": PASSWORD}
    await submit(web, "/account/sign-in", login)
    tokens = dict(TOKEN.findall((await web.get("/account/away")).text))
    return Browser(web, tokens["csrf"])


async def give_owner(world: World, browsers: dict[str, Browser], *roles: Role) -> None:
    """Other roles, which sign them out."""
    world.give_owner(*roles)
    browsers[OWNER] = await entered(world, OWNER, browsers[OWNER].web)


async def refused(
    world: World, browsers: dict[str, Browser], people: tuple[str, ...]
) -> tuple[int, dict[tuple[str, ...], object]]:
    """How many forms were sent that must be refused, and which were not so."""
    gate = asyncio.Semaphore(8)
    wrong: dict[tuple[str, ...], object] = {}
    count = 0

    async def send(person: str, form: Form, status: int, cell: tuple[str, ...]) -> None:
        browser = browsers[OWNER if person == ADVISING_OWNER else person]
        async with gate:
            found = await browser.send(*form)
        if found != status:
            wrong[cell] = (found, status)

    async with asyncio.TaskGroup() as sending:
        for deed, person, scene, form in cells(world, people):
            status = told(deed, person, scene, form[0])
            if status is not None:
                count += 1
                cell = (deed, person, scene, form[0])
                sending.create_task(send(person, form, status, cell))
    return count, wrong


def cells(
    world: World, people: tuple[str, ...]
) -> Iterator[tuple[Deed, str, str, Form]]:
    to = world.actors[ADVISER].id
    for deed in Deed:
        for person in people:
            for scene in ONE_OF_EACH_STAGE:
                for form in forms(deed, world.places[scene], to):
                    yield deed, person, scene, form


async def test_a_form_of_who_may_not_is_refused_and_changes_nothing(
    world: World, browsers: dict[str, Browser], counted: Counted
) -> None:
    before = standing(world)
    count, wrong = await refused(world, browsers, ASKING)
    await give_owner(world, browsers, Role.PRACTITIONER, Role.ADVISER)
    more, others = await refused(world, browsers, (ADVISING_OWNER,))
    await give_owner(world, browsers, Role.PRACTITIONER)
    counted("pages", count + more)
    assert wrong | others == {}
    assert standing(world) == before


OFFERED = {
    Deed.WITHDRAW: "withdraw", Deed.REVOKE: "revoke", Deed.REPLY: "reply",
    Deed.RECONSIDER: "reconsider", Deed.COMPLETE: "complete", Deed.SETTLE: "settle",
    Deed.SIGNPOST: "elsewhere", Deed.WORSEN: "worse", Deed.HAND_OVER: "hand-over",
}  # fmt: skip
OFFERED_TO_ADVISERS = {
    Deed.CLAIM: "/claim", Deed.REVIEW: "/review", Deed.GUIDE: "/guide",
    Deed.DECIDE: 'value="decline"',
}  # fmt: skip


async def test_its_practitioner_is_offered_what_they_may_do(
    world: World, browsers: dict[str, Browser], counted: Counted
) -> None:
    wrong = {}
    for scene, place in world.places.items():
        home = f"/requests/{place.reference}"
        page = (await browsers[OWNER].web.get(home)).text
        for deed, link in OFFERED.items():
            shown = re.search(f'(href|action)="{home}/{link}"', page) is not None
            if shown is not (expected(deed, OWNER, scene) is None):
                wrong[(deed, scene)] = shown
    counted("pages", len(world.places) * len(OFFERED))
    assert wrong == {}


async def test_an_adviser_is_offered_what_they_may_do(
    world: World, browsers: dict[str, Browser], counted: Counted
) -> None:
    wrong = {}
    for person in (ADVISER, FIRST):
        for scene, place in world.places.items():
            if not place.task:
                continue
            page = (await browsers[person].web.get(f"/tasks/{place.task}")).text
            for deed, sign in OFFERED_TO_ADVISERS.items():
                may = expected(deed, person, scene) is None
                if (sign in page) is not may:
                    wrong[(deed, person, scene)] = sign in page
            counted("pages", len(OFFERED_TO_ADVISERS))
    assert wrong == {}
