"""An organisation of its own, with somebody for each role and relation, and its cases.

The cases are played through the JSON interface: so what is allowed is also done.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx2
from sqlmodel import col, select

from adapters.clock import now
from casework.accounts import NewAccount
from domain import acts
from domain.people import Actor, Role, the_recipient
from storage.accounts import Organisation
from storage.cases import workflow_id
from storage.tables import TaskRow
from tests.live import Live, until

HERE, THERE = "thornmere", "ashwell-quay"
PASSWORD = "a long password for an invented person"
OWNER, ADVISER, FIRST = "owner", "adviser", "first approver"
DECLARED = "adviser with a declared conflict"
PRACTITIONER, ADVISING = Role.PRACTITIONER, Role.ADVISER

NAMED_NAME, RECIPIENT_NAME = "Isolde Wetherby", "Anselm Pickersgill"
STAFF: dict[str, tuple[str, tuple[Role, ...], str]] = {
    OWNER: ("Verity Longstaff", (PRACTITIONER,), HERE),
    "another practitioner": ("Corin Ashby", (PRACTITIONER,), HERE),
    ADVISER: ("Thea Marchbanks", (ADVISING,), HERE),
    "adviser and practitioner": ("Rufus Tolliver", (PRACTITIONER, ADVISING), HERE),
    FIRST: ("Hester Quayle", (ADVISING,), HERE),
    "adviser named in it": (NAMED_NAME, (ADVISING,), HERE),
    DECLARED: ("Ivo Lamplugh", (ADVISING,), HERE),
    "operations": ("Greta Ormerod", (Role.OPERATIONS,), HERE),
    "auditor": ("Silas Penhallow", (Role.AUDITOR,), HERE),
    "administrator": ("Delia Stroud", (Role.ADMINISTRATOR,), HERE),
    "operations and auditor": (
        "Piers Hallowes", (Role.OPERATIONS, Role.AUDITOR), HERE,
    ),
    "nobody in particular": ("Nell Tarrant", (), HERE),
    "adviser elsewhere": ("Otto Brackenbury", (PRACTITIONER, ADVISING), THERE),
}  # fmt: skip

CHECKS = dict.fromkeys(("K1", "K2", "K3", "K4"), "yes")
CALM = {"U0": "no", "H0": "no", "Q1": "yes", "Q2": "no"}
SURE = {**CALM, "Q3": "yes", "Q4": "yes", **CHECKS}
UNSURE = {**CALM, "Q3": "yes", "Q4": "unsure"}
UNNAMED = {**CALM, "Q3": "no"}
REFUSING = {"U0": "no", "H0": "no", "Q1": "no"}
URGENT = {"U0": "yes", "U1": "yes"}

UNHURRIED = httpx2.Limits(keepalive_expiry=1)
"""A connection is let go well before the server does, however busy the machine is."""

Client = httpx2.AsyncClient
Shown = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A case that has come to one scene, and how to address what belongs to it."""

    reference: str
    task: str = ""
    release: str = ""
    person: str = ""
    version: int = 0
    digest: str = ""


@dataclass
class World:
    """Everybody with a client of the JSON interface, and the cases by scene."""

    live: Live
    clients: dict[str, Client]
    actors: dict[str, Actor]
    places: dict[str, Place] = field(default_factory=dict)

    def email(self, person: str) -> str:
        return _email(STAFF[person][0], STAFF[person][2])

    def give_owner(self, *roles: Role) -> None:
        self.live.house.accounts.set_roles(self.email(OWNER), roles)


async def settled(live: Live, stack: AsyncExitStack) -> World:
    """The two organisations and their people, who have done nothing yet."""
    for id, name in ((HERE, "Thornmere College"), (THERE, "Ashwell Quay Clinic")):
        place = Organisation(
            id,
            name,
            "01632 960590",
            "HMG-2018",
            "two_for_sensitive",
            second_eyes=False,
        )
        with live.house.storehouse.writing() as store:
            store.accounts.keep_organisation(place)
    world = World(live, {}, {})
    for person, (name, roles, where) in STAFF.items():
        new = NewAccount(_email(name, where), name, roles, where)
        world.actors[person] = live.house.accounts.add(new, PASSWORD)
        token = live.house.accounts.create_token(new.email, None)
        world.clients[person] = await stack.enter_async_context(
            httpx2.AsyncClient(
                base_url=f"{live.address}/api/v1",
                headers={"Authorization": f"Bearer {token}"},
                timeout=60,
                limits=UNHURRIED,
            )
        )
    declared = await world.clients[DECLARED].post(
        "/conflicts", json={"name": RECIPIENT_NAME}
    )
    assert declared.status_code == 201
    return world


def _email(name: str, where: str) -> str:
    return f"{name.split()[0].lower()}@{where}.example"


async def played(world: World, scenes: Iterable[str]) -> dict[str, Place]:
    """A new case for each of these scenes, some at a time."""
    gate = asyncio.Semaphore(6)

    async def one(scene: str) -> tuple[str, Place]:
        async with gate:
            reference = await PLAYED[scene](world)
        return scene, place_of(world, reference, await seen(world, reference))

    return dict(await asyncio.gather(*(one(scene) for scene in scenes)))


def place_of(world: World, reference: str, shown: Shown) -> Place:
    newest = (
        select(TaskRow)
        .where(TaskRow.reference == reference)
        .order_by(col(TaskRow.opened_at).desc())
    )
    with world.live.house.storehouse.reading() as store:
        task = store.session.exec(newest).first()
        at = (task.id, task.version) if task else ("", 0)
    people = shown["content"]["individuals"]
    release = shown["release"] or {}
    person = people[0]["id"] if people else ""
    digest = release.get("package_digest", "")
    return Place(reference, at[0], release.get("id", ""), person, at[1], digest)


async def seen(world: World, reference: str) -> Shown:
    answer = await world.clients[OWNER].get(f"/requests/{reference}")
    assert answer.status_code == 200, answer.text
    shown: Shown = answer.json()
    return shown


async def done(world: World, who: str, path: str, body: Shown | None = None) -> Shown:
    """Do something that is allowed, and wait until it is so."""
    method = "PUT" if path.endswith("/answers") else "POST"
    answer = await world.clients[who].request(method, path, json=body)
    assert answer.status_code in (200, 201, 202), (path, answer.text)
    shown: Shown = answer.json()
    return await until_quiet(world, shown["reference"])


async def until_quiet(world: World, reference: str) -> Shown:
    """The case once every act of it is applied."""

    async def is_applied() -> bool:
        return bool((await seen(world, reference))["acts_waiting"] == 0)

    await until(is_applied)
    return await seen(world, reference)


async def came_to(world: World, reference: str, stage: str) -> str:
    async def is_there() -> bool:
        return bool((await seen(world, reference))["stage"] == stage)

    await until(is_there)
    return reference


def content(*, sensitive: bool = False) -> Shown:
    return {
        "purpose": "So that they can decide whether help is needed.",
        "trigger": "own_initiative",
        "individuals": [{"name": NAMED_NAME}],
        "recipient": {
            "name": RECIPIENT_NAME,
            "role": "Duty officer",
            "organisation": "Estuary Children’s Services",
            "email": "anselm.pickersgill@estuary.example",
            "phone": "01632 960591",
        },
        "items": [
            {
                "text": "Was found asleep in the library twice this week.",
                "kind": "fact",
                "source": "Seen by me",
                "observed_on": "2026-01-16",
                "sensitive": sensitive,
            }
        ],
    }


# Scenes, each from the one before it


async def blank(world: World) -> str:
    return str((await done(world, OWNER, "/requests/begin"))["reference"])


async def begun(world: World, *, sensitive: bool = False) -> str:
    body = content(sensitive=sensitive)
    return str((await done(world, OWNER, "/requests", body))["reference"])


async def answered(world: World, answers: Shown, *, sensitive: bool = False) -> str:
    reference = await begun(world, sensitive=sensitive)
    await done(world, OWNER, f"/requests/{reference}/answers", {"answers": answers})
    return reference


async def confirmed(world: World, answers: Shown, *, sensitive: bool = False) -> str:
    reference = await answered(world, answers, sensitive=sensitive)
    await done(world, OWNER, f"/requests/{reference}/confirm")
    return reference


async def decided(world: World, reference: str, choice: str, by: str = ADVISER) -> str:
    task = place_of(world, reference, await seen(world, reference)).task
    body: Shown = {"decision": choice, "reason": "It was thought through with care."}
    if choice == "approve":
        body["recipient_checked"] = "I rang the number on their website."
    await done(world, by, f"/tasks/{task}/decision", body)
    return reference


async def asked(world: World) -> str:
    reference = await answered(world, UNSURE)
    task = place_of(world, reference, await seen(world, reference)).task
    await done(world, ADVISER, f"/tasks/{task}/ask", {"question": "Who saw it?"})
    return reference


async def asked_first(world: World) -> str:
    body = {"question": "May a college tell a clinic about a worry?"}
    return str((await done(world, OWNER, "/questions", body))["reference"])


async def guided(world: World) -> str:
    reference = await asked_first(world)
    task = place_of(world, reference, await seen(world, reference)).task
    await done(world, ADVISER, f"/tasks/{task}/guide", {"guidance": "Yes, it may."})
    return reference


async def twice(world: World) -> str:
    reference = await confirmed(world, SURE, sensitive=True)
    return await decided(world, reference, "approve", FIRST)


async def released(world: World) -> str:
    reference = await decided(world, await confirmed(world, SURE), "approve")
    return await came_to(world, reference, "following_up")


async def received(world: World) -> str:
    return await by_recipient(world, await released(world), acts.Acknowledge)


async def to_hand_over(world: World) -> str:
    reference = await answered(world, SURE)
    await done(world, OWNER, f"/requests/{reference}/confirm", {"way": "post"})
    await decided(world, reference, "approve")

    async def is_ready() -> bool:
        return "hand_over" in (await seen(world, reference))["may"]

    await until(is_ready)
    return reference


def in_person(place: Place) -> Shown:
    """That it was given to somebody just now."""
    return {
        "way": "post",
        "digest": place.digest,
        "given_at": now().isoformat(),
        "name": RECIPIENT_NAME,
        "role": "Duty officer",
        "checked": "I know them from working together.",
    }


async def handed_over(world: World) -> str:
    reference = await to_hand_over(world)
    place = place_of(world, reference, await seen(world, reference))
    await done(world, OWNER, f"/requests/{reference}/hand-over", in_person(place))
    return await came_to(world, reference, "following_up")


async def not_theirs(world: World) -> str:
    return await by_recipient(world, await released(world), acts.RefuseRelease)


async def by_recipient(
    world: World, reference: str, act: type[acts.Acknowledge | acts.RefuseRelease]
) -> str:
    who = the_recipient(HERE)
    await world.live.house.desk.do(
        who, reference, lambda id, at, case: act(id, who, at)
    )
    return reference


async def revoked(world: World, reference: str) -> str:
    release = (await seen(world, reference))["release"]["id"]
    body = {"reason": "It went to the wrong team."}
    await done(world, OWNER, f"/releases/{release}/revoke", body)
    return reference


async def urgent(world: World) -> str:
    reference = await confirmed(world, URGENT)
    return await came_to(world, reference, "following_up")


async def telephoned(world: World) -> str:
    reference = await blank(world)
    await done(world, OWNER, f"/requests/{reference}/answers", {"answers": URGENT})
    told = {
        "individual": NAMED_NAME,
        "said": "Somebody is alone by the quay.",
        "recipient": {
            "name": RECIPIENT_NAME,
            "role": "Call handler",
            "organisation": "Estuary Police",
            "phone": "101",
        },
        "told_at": "2026-01-16T10:00:00Z",
    }
    await done(world, OWNER, f"/requests/{reference}/telephone", told)
    return await came_to(world, reference, "following_up")


async def closed(world: World) -> str:
    reference = await received(world)
    person = (await seen(world, reference))["content"]["individuals"][0]["id"]
    body = {"individual": person, "decision": "no", "reason": "It would harm them."}
    await done(world, OWNER, f"/requests/{reference}/inform", body)
    return await came_to(world, reference, "closed")


async def sealed(world: World) -> str:
    """A closed case that nothing can change any more, because nothing drives it."""
    reference = await closed(world)
    house = world.live.house
    with house.storehouse.reading() as store:
        workflow = workflow_id(store.session, reference)

    async def is_over() -> bool:
        return not await house.post.runs(workflow)

    await until(is_over)
    return reference


async def asked_about_telling(world: World) -> str:
    """Its practitioner is not sure whether the person may be told."""
    reference = await released(world)
    person = (await seen(world, reference))["content"]["individuals"][0]["id"]
    body = {"answers": {"I1": "unsure"}, "about": person}
    await done(world, OWNER, f"/requests/{reference}/answers", body)
    return reference


async def closed_unnamed(world: World) -> str:
    reference = await confirmed(world, UNNAMED)
    reference = await decided(world, reference, "approve")
    await came_to(world, reference, "following_up")
    await by_recipient(world, reference, acts.Acknowledge)
    return await came_to(world, reference, "closed")


async def ended(world: World, reference: str, how: str, body: Shown | None) -> str:
    await done(world, OWNER, f"/requests/{reference}/{how}", body)
    return await came_to(world, reference, "closed")


WHY = {"reason": "They have asked for help themselves."}
PLAYED: dict[str, Callable[[World], Awaitable[str]]] = {}


def scene(name: str) -> Callable[[Callable[[World], Awaitable[str]]], None]:
    def keep(play: Callable[[World], Awaitable[str]]) -> None:
        PLAYED[name] = play

    return keep


scene("nothing said yet")(blank)
scene("answering")(lambda world: answered(world, {"U0": "no"}))
scene("an adviser asked something")(asked)
scene("advice was given on a first question")(guided)
scene("a first question waits")(asked_first)
scene("advice is due")(lambda world: answered(world, UNSURE))
scene("confirmation is due")(lambda world: answered(world, SURE))
scene("approval is due")(lambda world: confirmed(world, SURE))
scene("a second approval is due")(twice)
scene("to be handed over")(to_hand_over)
scene("handed over")(handed_over)
scene("released")(released)
scene("received")(received)
scene("not for them")(not_theirs)
scene("shared urgently")(urgent)
scene("told by telephone")(telephoned)
scene("an adviser is asked about telling")(asked_about_telling)
scene("closed: shared")(closed)
scene("closed: anonymised")(closed_unnamed)


@scene("revoked")
async def _revoked(world: World) -> str:
    return await revoked(world, await released(world))


@scene("closed: shared, then revoked")
async def _closed_and_revoked(world: World) -> str:
    return await revoked(world, await sealed(world))


@scene("closed: declined")
async def _declined(world: World) -> str:
    return await decided(world, await answered(world, UNSURE), "decline")


@scene("closed: refused")
async def _refused(world: World) -> str:
    return await confirmed(world, REFUSING)


@scene("closed: withdrawn")
async def _withdrawn(world: World) -> str:
    return await ended(world, await begun(world), "withdraw", WHY)


@scene("closed: advised")
async def _advised(world: World) -> str:
    return await ended(world, await guided(world), "settle", None)


@scene("closed: signposted")
async def _signposted(world: World) -> str:
    return await ended(world, await begun(world), "signpost", {"to": "media"})
