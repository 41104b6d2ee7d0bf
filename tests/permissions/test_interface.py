"""Every cell of the table, asked of the JSON interface.

What is refused is asked on the shared case, which stays as it is. What is allowed is
is in what the case says that its reader may do, and is done, once each.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from api.fields import today
from casework.refusals import STATUS
from domain.errors import CaseNotFound, NotAllowed, RuleBroken, Why
from domain.people import Role
from domain.permissions import Deed
from storage.inbox_tables import CommentRow
from storage.tables import TaskRow
from tests.live import until
from tests.permissions.conftest import Counted
from tests.permissions.expected import WHEN, expected
from tests.permissions.world import (
    ADVISER,
    DECLARED,
    FIRST,
    OWNER,
    STAFF,
    Place,
    World,
    in_person,
    place_of,
    played,
    seen,
    until_quiet,
)

pytestmark = pytest.mark.timeout(600)  # thousands of calls, on a busy machine

Body = dict[str, Any]
Call = tuple[str, str, Body | None]

ADVISING_OWNER = "owner who advises"
NAMED = ("adviser named in it", DECLARED)
ADVISERS = (ADVISER, "adviser and practitioner", FIRST)
EVERYWHERE = (OWNER, ADVISER)
"""They are asked at every scene, since to them it makes a difference; all others at
one scene of each stage, which keeps the whole within a minute or so."""

NAMING_NOBODY = (
    "nothing said yet", "a first question waits", "closed: advised",
    "advice was given on a first question",
)  # fmt: skip
"""Here nobody is named, so that nobody has a part in it."""

ONE_OF_EACH_STAGE = (
    "answering", "advice is due", "a second approval is due", "released",
    "closed: shared",
)  # fmt: skip
"""A case is never seen being shared: that takes a moment."""

ELSEWHERE = (
    Deed.ASK_FIRST,
    Deed.SEE,
    Deed.SEE_RUNNING,
    Deed.READ_RECORD,
    Deed.ACKNOWLEDGE,
    Deed.REFUSE_RELEASE,
    Deed.REPORT_PROBLEM,
    Deed.GIVE_FEEDBACK,
    Deed.SOLVE,
    Deed.UNLOCK_LINK,
    Deed.ANSWER_RIGHTS,
    Deed.REPAIR,
    Deed.REVIEW_READING,
)
"""Read above, begun as a request of its own, done by whoever has no account, by the
number of what somebody asked or opened, only once the recipient has a problem, or only
once something is stuck."""

OPERATING = (
    Deed.SEE_RUNNING, Deed.REPAIR, Deed.GIVE_TIME, Deed.GIVE_TASK, Deed.CANCEL,
)  # fmt: skip

WORDS = "It was thought through with care."
WHY = {"reason": WORDS}
TOMORROW = (today() + timedelta(days=1)).isoformat()
IN_TEN_YEARS = f"{today().year + 10}-01-05"
COMPLETING = {"urgency": WORDS, "told": WORDS, "since": WORDS}
REVIEWING = {"needed": True, "enough": True, "right_recipient": True}
TO_TELL = {"decision": "no", **WHY}

MAY = {
    Deed.ANSWER: "answer", Deed.CONFIRM: "confirm", Deed.REPLY: "reply",
    Deed.WITHDRAW: "withdraw", Deed.WORSEN: "worsen", Deed.CLAIM: "claim",
    Deed.ASK: "ask", Deed.DECIDE: "decide", Deed.REVIEW: "review",
    Deed.ASK_FIRST: "ask_first", Deed.GUIDE: "guide", Deed.PASS_ON: "pass_on",
    Deed.SETTLE: "settle", Deed.SIGNPOST: "signpost", Deed.COMPLETE: "complete",
    Deed.RECONSIDER: "reconsider", Deed.REVOKE: "revoke",
    Deed.HAND_OVER: "hand_over",
    Deed.LOOK_AT_TELLING: "look_at_telling", Deed.EXTEND: "extend",
    Deed.RESEND: "resend", Deed.PASS_ON_FEEDBACK: "give_feedback",
}  # fmt: skip
REVOKED_LATE = "closed: shared, then revoked"
SEALED = {
    **dict.fromkeys((Deed.EXTEND, Deed.RESEND, Deed.SOLVE), Why.ALREADY_CLOSED),
    Deed.UNLOCK_LINK: Why.NOT_LOCKED,
}
"""What is sealed stays as it was: that it was closed later, only its row knows."""

BESIDES = {"solve", "unlock"}
"""What rests on its cell, and on whether there is a problem or a lock besides."""
CLASSES = {
    Why.NOT_FOUND: CaseNotFound,
    **dict.fromkeys(
        (Why.NOT_YOUR_ROLE, Why.NOT_YOUR_CASE, Why.OWN_REQUEST, Why.CONFLICT),
        NotAllowed,
    ),
}


def status_of(why: Why) -> int:
    return STATUS[CLASSES.get(why, RuleBroken)]


def calls(deed: Deed, at: Place, to: str) -> tuple[Call, ...]:
    """How this is asked of the interface; no call where it cannot be addressed."""
    of = f"/requests/{at.reference}"
    found: dict[Deed, tuple[Call, ...]] = {
        Deed.SEE: (("GET", of, None), ("GET", f"{of}/timeline", None)),
        Deed.SEE_RUNNING: (("GET", f"/operations/cases/{at.reference}", None),),
        Deed.READ_RECORD: (
            ("GET", f"{of}/record", None),
            ("GET", f"{of}/record.pdf", None),
            ("GET", f"{of}/proof", None),
            ("GET", f"{of}/retention", None),
        ),
        Deed.READ_IN_EMERGENCY: (
            ("POST", "/emergency-readings", opening(at.reference)),
        ),
        Deed.ANSWER: (
            ("PUT", f"{of}/answers", {"answers": {"U0": "no"}}),
            ("PUT", f"{of}/purpose", {"purpose": WORDS}),
        ),
        Deed.ASK_FIRST: (),  # always begins a request of its own
        Deed.SETTLE: (("POST", f"{of}/settle", None),),
        Deed.SIGNPOST: (("POST", f"{of}/signpost", {"to": "media"}),),
        Deed.CONFIRM: (("POST", f"{of}/confirm", None),),
        Deed.REPLY: (("POST", f"{of}/reply", {"reply": WORDS}),),
        Deed.WITHDRAW: (("POST", f"{of}/withdraw", WHY),),
        Deed.WORSEN: (("POST", f"{of}/worse", None),),
        Deed.COMPLETE: (("POST", f"{of}/complete", COMPLETING),),
        Deed.HAND_OVER: (("POST", f"{of}/hand-over", in_person(at)),),
        Deed.RECONSIDER: (("POST", f"{of}/reconsider", {"what_is_new": WORDS}),),
        Deed.HOLD: (("POST", f"{of}/retention/hold", WHY),),
        Deed.RETAIN: (
            ("PUT", f"{of}/retention/class", {"code": "adult_care", **WHY}),
            ("POST", f"{of}/retention/keep", {"until": IN_TEN_YEARS, **WHY}),
            ("POST", f"{of}/retention/disposal", None),
        ),
    }
    if deed in found:
        return found[deed]
    return (
        *_about_somebody(deed, at, of),
        *_of_telling(deed, at),
        *_of_release(deed, at),
        *_of_task(deed, at, to),
        *_of_operations(deed, at, to),
    )


def opening(reference: str) -> Body:
    return {"reference": reference, "confirmed": True, **WHY}


def _about_somebody(deed: Deed, at: Place, of: str) -> Iterator[Call]:
    if at.person and deed is Deed.ANSWER_ABOUT:
        asked = {"answers": {"I1": "no"}, "about": at.person}
        yield "PUT", f"{of}/answers", asked
    if at.person and deed is Deed.INFORM:
        yield "POST", f"{of}/inform", {"individual": at.person, **TO_TELL}
        yield "POST", f"{of}/told", {"individual": at.person}


def _of_telling(deed: Deed, at: Place) -> Iterator[Call]:
    if at.task and at.person and deed is Deed.LOOK_AT_TELLING:
        advice = {"individual": at.person, "decision": "no", "advice": WORDS}
        yield "POST", f"/tasks/{at.task}/telling", advice


def _of_release(deed: Deed, at: Place) -> Iterator[Call]:
    found: dict[Deed, tuple[str, Body]] = {
        Deed.REVOKE: ("revoke", WHY),
        Deed.EXTEND: ("extend", {"days": 30, **WHY}),
        Deed.RESEND: ("resend", WHY),
        Deed.SOLVE: ("solve", WHY),
        Deed.UNLOCK_LINK: ("unlock", WHY),
        Deed.PASS_ON_FEEDBACK: ("feedback", {"feedback": "other"}),
    }
    if at.release and deed in found:
        step, body = found[deed]
        yield "POST", f"/releases/{at.release}/{step}", body


def _of_task(deed: Deed, at: Place, to: str) -> Iterator[Call]:
    of = f"/tasks/{at.task}"
    found: dict[Deed, Call] = {
        Deed.TAKE_TASK: ("GET", of, None),
        Deed.ASK: ("POST", f"{of}/ask", {"question": WORDS}),
        Deed.PASS_ON: ("POST", f"{of}/pass", {"to": "legal", **WHY}),
        Deed.GUIDE: ("POST", f"{of}/guide", {"guidance": WORDS}),
        Deed.DECIDE: ("POST", f"{of}/decision", {"decision": "decline", **WHY}),
        Deed.REVIEW: ("POST", f"{of}/review", REVIEWING),
        Deed.CLAIM: ("POST", f"{of}/claim", None),
        Deed.TAKE_OVER: ("POST", f"{of}/take-over", {**WHY, "version": 0}),
        Deed.REASSIGN: ("POST", f"{of}/reassign", {**WHY, "to": to}),
        Deed.PUT_BACK: ("POST", f"{of}/release", None),
        Deed.DELEGATE: ("POST", f"{of}/delegate", {"to": to, "until": TOMORROW}),
        Deed.CALL_BACK: ("DELETE", f"{of}/delegate", None),
        Deed.PUT_OFF: ("PUT", f"{of}/follow-up", {"day": TOMORROW}),
        Deed.BRING_BACK: ("DELETE", f"{of}/follow-up", None),
        Deed.COMMENT: ("POST", f"{of}/comments", {"text": WORDS}),
        Deed.PROPOSE: ("POST", f"{of}/comments", {"text": WORDS, "proposal": True}),
        Deed.MARK: ("PUT", f"{of}/read", {"read": True}),
    }
    if at.task and deed in found:
        yield found[deed]


def _of_operations(deed: Deed, at: Place, to: str) -> Iterator[Call]:
    found: dict[Deed, tuple[str, Body]] = {
        Deed.REPAIR: ("retry", WHY),
        Deed.GIVE_TIME: ("extend", {"hours": 1, **WHY}),
        Deed.GIVE_TASK: ("reassign", {"to": to, **WHY}),
        Deed.CANCEL: ("cancel", WHY),
    }
    if deed in found:
        step, body = found[deed]
        yield "POST", f"/operations/cases/{at.reference}/{step}", body


def of_operations(deed: Deed, person: str, scene: str) -> Why | None:
    """Nobody else is told whether there is such a case."""
    why = expected(deed, person, scene)
    return Why.NOT_YOUR_ROLE if why is Why.NOT_FOUND else why


def wanted(deed: Deed, person: str, scene: str) -> Why | None:
    """The answer expected of the interface, which is stricter in places."""
    person = ADVISER if person in NAMED and scene in NAMING_NOBODY else person
    if deed in OPERATING:
        return of_operations(deed, person, scene)
    if deed is Deed.READ_IN_EMERGENCY and "auditor" not in person:
        return Why.NOT_YOUR_ROLE
    if person in NAMED and deed is not Deed.PUT_BACK:  # the desk takes nothing else
        return Why.NOT_FOUND
    if scene == REVOKED_LATE and deed in SEALED and may_close(person):
        return SEALED[deed]
    if deed is Deed.TAKE_TASK and person == OWNER:  # there is no inbox for them
        return Why.NOT_FOUND
    return expected(deed, person, scene)


def may_close(person: str) -> bool:
    return expected(Deed.REVOKE, person, "released") is None


@dataclass(frozen=True)
class Cell:
    deed: Deed
    person: str
    scene: str
    call: Call
    why: Why


def refused_cells(world: World, people: tuple[str, ...]) -> Iterator[Cell]:
    to = world.actors[ADVISER].id
    for deed in WHEN:
        for person in people:
            for scene, place in world.places.items():
                if person not in EVERYWHERE and scene not in ONE_OF_EACH_STAGE:
                    continue
                why = wanted(deed, person, scene)
                for call in calls(deed, place, to) if why else ():
                    yield Cell(deed, person, scene, call, why or Why.NOT_FOUND)


async def asked(world: World, cells: list[Cell]) -> dict[tuple[str, ...], object]:
    """What was not answered as expected."""
    gate = asyncio.Semaphore(8)
    wrong: dict[tuple[str, ...], object] = {}

    async def ask(cell: Cell) -> None:
        method, path, body = cell.call
        client = world.clients[OWNER if cell.person == ADVISING_OWNER else cell.person]
        async with gate:
            answer = await client.request(method, path, json=body)
        told = (answer.status_code, answer.json().get("type", "").split(":")[-1])
        if told != (status_of(cell.why), cell.why.value):
            wrong[(cell.deed, cell.person, cell.scene, path)] = (told, cell.why)

    await asyncio.gather(*(ask(cell) for cell in cells))
    return wrong


def standing(world: World) -> dict[str, object]:
    """All of each case that a refused act must leave as it is."""
    found: dict[str, object] = {}
    with world.live.house.storehouse.reading() as store:
        for scene, place in world.places.items():
            case = store.cases(world.actors[OWNER]).get(place.reference)
            told = store.timeline.of(place.reference)
            tasks = select(TaskRow).where(TaskRow.reference == place.reference)
            said = select(CommentRow.id).where(CommentRow.reference == place.reference)
            found[scene] = (
                case,
                sum(line.entry.refused is None for line in told),
                sorted(
                    (row.id, row.state, row.holder or "", row.version)
                    for row in store.session.exec(tasks)
                ),
                len(store.session.exec(said).all()),
            )
    return found


async def test_whatever_is_not_allowed_is_refused_and_changes_nothing(
    world: World, counted: Counted
) -> None:
    before = standing(world)
    cells = list(refused_cells(world, tuple(STAFF)))
    wrong = await asked(world, cells)
    world.give_owner(Role.PRACTITIONER, Role.ADVISER)
    advising = list(refused_cells(world, (ADVISING_OWNER,)))
    wrong |= await asked(world, advising)
    world.give_owner(Role.PRACTITIONER)
    counted("JSON interface", len(cells) + len(advising))
    assert wrong == {}
    assert standing(world) == before


async def may_of(world: World, person: str, place: Place) -> set[str]:
    """What the case says that this person may do."""
    client = world.clients[OWNER if person == ADVISING_OWNER else person]
    answer = await client.get(f"/requests/{place.reference}")
    assert answer.status_code == 200, (person, place)
    return set(answer.json()["may"]) - BESIDES


async def not_as_told(world: World, people: tuple[str, ...]) -> dict[object, object]:
    """Where the case says something else to somebody than is expected."""
    wrong: dict[object, object] = {}
    for person in people:
        for scene, place in world.places.items():
            found = await may_of(world, person, place)
            may = {n for d, n in MAY.items() if wanted(d, person, scene) is None}
            if found != may:
                wrong[(person, scene)] = found ^ may
    return wrong


async def test_everybody_is_told_exactly_what_they_may_do(
    world: World, counted: Counted
) -> None:
    wrong = await not_as_told(world, (OWNER, *ADVISERS))
    world.give_owner(Role.PRACTITIONER, Role.ADVISER)
    wrong |= await not_as_told(world, (ADVISING_OWNER,))
    world.give_owner(Role.PRACTITIONER)
    counted("JSON interface", (2 + len(ADVISERS)) * len(world.places) * len(MAY))
    assert wrong == {}


async def is_proven(world: World) -> bool:
    """Whether the log of all cases has been signed since the record was sealed."""
    of = f"/requests/{world.places['closed: shared'].reference}"
    return (await world.clients[OWNER].get(f"{of}/proof")).status_code == 200


@pytest.mark.parametrize("deed", [Deed.SEE, Deed.READ_RECORD, Deed.SEE_RUNNING])
async def test_everybody_who_may_read_it_reads_it(
    world: World, counted: Counted, deed: Deed
) -> None:
    readers = [p for p in STAFF if wanted(deed, p, "answering") is None]
    await until(lambda: is_proven(world))
    for person in readers:
        for scene in ONE_OF_EACH_STAGE:
            for method, path, _ in calls(deed, world.places[scene], ""):
                answer = await world.clients[person].request(method, path)
                sealed = "closed" in scene or deed is not Deed.READ_RECORD
                assert answer.status_code == (200 if sealed else 409), path
    counted("JSON interface", len(readers) * len(ONE_OF_EACH_STAGE))


DOING: tuple[tuple[str, str, Deed], ...] = (
    ("advice is due", ADVISER, Deed.CLAIM),
    ("advice is due", ADVISER, Deed.PUT_BACK),
    ("advice is due", FIRST, Deed.CLAIM),
    ("advice is due", ADVISER, Deed.TAKE_OVER),
    ("advice is due", ADVISER, Deed.PUT_OFF),
    ("advice is due", ADVISER, Deed.BRING_BACK),
    ("advice is due", ADVISER, Deed.DELEGATE),
    ("advice is due", FIRST, Deed.PROPOSE),
    ("advice is due", ADVISER, Deed.CALL_BACK),
    ("advice is due", FIRST, Deed.COMMENT),
    ("advice is due", FIRST, Deed.MARK),
    ("advice is due", ADVISER, Deed.TAKE_TASK),
    ("advice is due", ADVISER, Deed.REASSIGN),
    ("advice is due", FIRST, Deed.PASS_ON),
    ("advice is due", "operations", Deed.GIVE_TIME),
    ("advice is due", "operations", Deed.GIVE_TASK),
    ("approval is due", ADVISER, Deed.ASK),
    ("an adviser asked something", OWNER, Deed.REPLY),
    ("an adviser asked something", ADVISER, Deed.DECIDE),
    ("a first question waits", ADVISER, Deed.GUIDE),
    ("a first question waits", OWNER, Deed.SETTLE),
    ("to be handed over", OWNER, Deed.HAND_OVER),
    ("confirmation is due", OWNER, Deed.ANSWER),
    ("confirmation is due", OWNER, Deed.CONFIRM),
    ("confirmation is due", OWNER, Deed.WORSEN),
    ("confirmation is due", OWNER, Deed.WITHDRAW),
    ("answering", "operations", Deed.CANCEL),
    ("answering", OWNER, Deed.SIGNPOST),
    ("shared urgently", OWNER, Deed.ANSWER_ABOUT),
    ("shared urgently", OWNER, Deed.INFORM),
    ("shared urgently", OWNER, Deed.COMPLETE),
    ("shared urgently", ADVISER, Deed.REVIEW),
    ("released", ADVISER, Deed.RESEND),
    ("released", ADVISER, Deed.REVOKE),
    ("released", OWNER, Deed.PASS_ON_FEEDBACK),
    ("received", OWNER, Deed.EXTEND),
    ("received", OWNER, Deed.REVOKE),
    ("an adviser is asked about telling", ADVISER, Deed.LOOK_AT_TELLING),
    ("closed: declined", OWNER, Deed.RECONSIDER),
    ("closed: declined", ADVISER, Deed.RETAIN),
    ("closed: declined", "auditor", Deed.HOLD),
    ("approval is due", "auditor", Deed.READ_IN_EMERGENCY),
)
"""One allowed cell of each act, in an order in which each is possible."""


async def test_each_act_is_done_by_who_may(world: World, counted: Counted) -> None:
    """On cases of their own, since afterwards they are elsewhere."""
    places = await played(world, dict.fromkeys(scene for scene, _, _ in DOING))
    for scene, person, deed in DOING:
        place = await renewed(world, places[scene])
        to = world.actors[FIRST if person == ADVISER else ADVISER].id
        method, path, body = calls(deed, place, to)[0]
        if deed is Deed.TAKE_OVER:
            body = {**WHY, "version": place.version}
        answer = await world.clients[person].request(method, path, json=body)
        assert answer.status_code in (200, 201, 202), (scene, deed, answer.text)
        await until_quiet(world, place.reference)
    counted("JSON interface", len(DOING))
    assert {deed for _, _, deed in DOING} == set(WHEN) - set(ELSEWHERE)


async def renewed(world: World, place: Place) -> Place:
    """The same case with the task that it has now."""
    shown = await seen(world, place.reference)
    return place_of(world, place.reference, shown)
