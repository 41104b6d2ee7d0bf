"""Plays one real request from the first answer to the sealed record, and checks it.

Everything goes over HTTP, as other people's programs and browsers would do it.
"""

import asyncio
import os
import re
import signal
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Annotated, Any

import httpx2
import typer

from adapters.temporal import connect
from casework.house import House, build_house
from cli import demo_people, stack
from cli.embedded import Place, free_port
from cli.stack import Stack
from cli.upkeep import faults_in

HIDDEN = re.compile(r'name="(csrf|once|revision)" value="([^"]*)"')
LINK = re.compile(r"http://\S+/c/(\S+)")
SECRET = "The bruise on the left arm was about three centimetres across."  # noqa: S105
CHECKS = {"K1": "yes", "K2": "yes", "K3": "yes", "K4": "yes"}


class DidNotHold(Exception):
    """Something that must be so was not."""


def walkthrough(
    kill_worker: Annotated[
        bool,
        typer.Option(
            "--kill-worker", help="Kill the worker in the middle of the share."
        ),
    ] = False,
) -> None:
    """Start a private Sharewell, play one request end to end, verify its record.

    Example: sharewell walkthrough --kill-worker
    """
    held = asyncio.run(_play(kill_worker))
    raise typer.Exit(0 if held else 1)


async def _play(kill_worker: bool) -> bool:
    with tempfile.TemporaryDirectory(prefix="sharewell-") as folder:
        say("Starting a private Sharewell, with a Temporal server of its own …")
        running = await stack.start(Place(Path(folder), "127.0.0.1", free_port()))
        try:
            async with AsyncExitStack() as open_things:
                walk = await _prepare(running, open_things)
                await _steps(walk, kill_worker)
        except DidNotHold as error:
            say(f"✗ This did not hold: {error}")
            return False
        finally:
            await running.stop()
    say("\nAll of it held.")
    return True


@dataclass
class Walk:
    """The people of one request, each with their own connection."""

    running: Stack
    house: House
    practitioner: httpx2.AsyncClient
    adviser: httpx2.AsyncClient
    recipient: httpx2.AsyncClient
    reference: str = ""
    steps: int = field(default=0)

    def step(self, text: str) -> None:
        self.steps += 1
        say(f"\n{self.steps}. {text}")

    async def request(self) -> dict[str, Any]:
        """The request as its practitioner sees it now."""
        answer = await self.practitioner.get(f"/requests/{self.reference}")
        return checked(answer, 200)

    async def until(
        self, so: Callable[[dict[str, Any]], bool], what: str
    ) -> dict[str, Any]:
        for _ in range(400):
            request = await self.request()
            if so(request):
                return request
            await asyncio.sleep(0.1)
        raise DidNotHold(what)


async def _prepare(running: Stack, open_things: AsyncExitStack) -> Walk:
    client = await connect(running.settings, patient=True)
    house = build_house(running.settings, client)
    demo_people.furnish(house)
    api = f"{running.address}/api/v1"

    async def connection(email: str) -> httpx2.AsyncClient:
        token = house.accounts.create_token(email, None)
        headers = {"Authorization": f"Bearer {token}"}
        made = httpx2.AsyncClient(base_url=api, headers=headers, timeout=15)
        return await open_things.enter_async_context(made)

    browser = httpx2.AsyncClient(
        base_url=running.address, follow_redirects=True, timeout=15
    )
    return Walk(
        running,
        house,
        await connection("pat@larkhill.example"),
        await connection("ada@larkhill.example"),
        await open_things.enter_async_context(browser),
    )


async def _steps(walk: Walk, kill_worker: bool) -> None:
    scenes: tuple[Callable[[Walk], Awaitable[None]], ...] = (
        ask_to_share,
        be_unsure,
        advise_and_approve,
    )
    for scene in scenes:
        await scene(walk)
    if kill_worker:
        kill(walk)
    for scene in (share, collect, tell_the_individual, seal, look_for_leaks):
        await scene(walk)


async def ask_to_share(walk: Walk) -> None:
    walk.step("Pat Reed, a teacher, starts a request about a pupil.")
    made = await walk.practitioner.post(
        "/requests",
        json={
            "purpose": "So that children’s services can decide whether to visit.",
            "trigger": "own_initiative",
            "individuals": [
                {
                    "name": "Rowan Elm",
                    "date_of_birth": "2016-05-04",
                    "relationship": "pupil",
                    "safe_email": "parent@family.example",
                }
            ],
            "recipient": {"directory_id": "d-larkhill-0"},
            "items": [
                {
                    "text": SECRET,
                    "kind": "fact",
                    "source": "Seen by me at registration",
                    "observed_on": "2026-01-05",
                }
            ],
        },
        headers={"Idempotency-Key": "walkthrough"},
    )
    walk.reference = checked(made, 201)["reference"]
    say(f"   The request is {walk.reference}. It is now a durable workflow.")


async def be_unsure(walk: Walk) -> None:
    walk.step("Pat answers the questions, and is not sure whether it is lawful.")
    answers = {"U0": "no", "H0": "yes", "Q1": "yes", "Q2": "no", "Q3": "yes"}
    answers |= {"Q4": "unsure", **CHECKS}
    put = await walk.practitioner.put(
        f"/requests/{walk.reference}/answers",
        json={"answers": answers, "notes": {"Q4": "The parents have not agreed."}},
    )
    checked(put, 200)
    request = await walk.until(
        lambda r: r["stage"] == "with_adviser", "it went to an adviser"
    )
    hold(request["needs_adviser"], "an adviser is needed")
    say("   Nothing is refused and nothing is shared: an adviser is asked.")


async def advise_and_approve(walk: Walk) -> None:
    walk.step("Ada Obi, the adviser, finds it in the inbox, answers and approves.")
    tasks = checked(await walk.adviser.get("/tasks?view=all"), 200)["items"]
    task = next(t for t in tasks if t["reference"] == walk.reference)
    checked(await walk.adviser.post(f"/tasks/{task['id']}/claim"), 200)
    decided = await walk.adviser.post(
        f"/tasks/{task['id']}/decision",
        json={
            "answers": {"Q4": "yes"},
            "decision": "approve",
            "reason": "Safeguarding a child is a lawful reason, and it is necessary.",
        },
    )
    checked(decided, 200)
    say("   Approved, and on record with the reason.")


def kill(walk: Walk) -> None:
    walk.step("The worker is killed in the middle of the share.")
    os.kill(walk.running.children.pid("worker"), signal.SIGKILL)
    say("   It is started again by itself.")


async def share(walk: Walk) -> None:
    walk.step("The information is sealed and made available, once.")
    request = await walk.until(
        lambda r: r["release"] is not None, "the release was made"
    )
    say(f"   The release is {request['release']['number']}.")


async def collect(walk: Walk) -> None:
    walk.step("Rae Lindqvist, the recipient, opens the link and proves who she is.")
    number = (await walk.request())["release"]["number"]
    locator = await mailed_link(walk, number)
    phrase = (await walk.request())["release"]["phrase"]
    web, at = walk.recipient, f"/c/{locator}"
    opened = await web.get(at)
    hold(SECRET not in opened.text, "opening the link shows nothing")
    await submit(web, at, {"email": "rae.lindqvist@estuary.example"}, f"{at}/start")
    wrong = await submit(web, f"{at}/code", {"words": "acorn album amber anchor"})
    hold(SECRET not in wrong.text, "wrong words open nothing")
    say("   The link alone opens nothing, and wrong words do not either.")
    await submit(web, f"{at}/code", {"words": phrase})
    inside = await submit(web, f"{at}/terms", {"accept": "yes"})
    hold(SECRET in unescape(inside.text), "the recipient can read the item")
    say("   With the four words that Pat read out on the telephone, she reads it.")
    form = {"received": "yes"}
    received = await submit(web, f"{at}/items", form, f"{at}/acknowledge")
    hold(received.status_code == 200, "the receipt is shown")
    await walk.until(
        lambda r: r["release"]["state"] == "acknowledged", "it was acknowledged"
    )
    say("   She confirms that she has received and stored it.")


async def tell_the_individual(walk: Walk) -> None:
    walk.step("Pat decides that it is safe to tell the family, and they are told.")
    answered = await walk.practitioner.put(
        f"/requests/{walk.reference}/answers",
        json={"answers": {"I1": "no", "I2": "no", "I3": "yes"}, "about": "person-1"},
    )
    checked(answered, 200)
    told = await walk.practitioner.post(
        f"/requests/{walk.reference}/inform",
        json={
            "individual": "person-1",
            "decision": "yes",
            "method": "email",
            "reason": "Telling them is safe and they can be reached.",
        },
    )
    checked(told, 200)


async def seal(walk: Walk) -> None:
    walk.step("Nothing more is owed: the case closes and its record is sealed.")
    request = await walk.until(lambda r: r["stage"] == "closed", "the case closed")
    hold(request["ending"] == "shared", "it ended as shared")
    to_family = [m for m in mails(walk) if "To: parent@family.example" in m]
    hold(len(to_family) == 1, "the family was written to, once")
    for _ in range(100):
        answer = await walk.practitioner.get(f"/requests/{walk.reference}/record")
        if answer.status_code == 200:
            break
        await asyncio.sleep(0.1)
    record = checked(answer, 200)["record"]
    faults, _ = await asyncio.to_thread(
        faults_in, walk.house.storehouse, walk.reference
    )
    hold(not faults, f"the account is whole ({faults})")
    released = [e for e in told(record) if "made the information available" in e]
    hold(len(released) == 1, "there was exactly one release")
    say("   The account, as it would be read aloud:\n")
    for sentence in told(record):
        say(f"   – {sentence}")


async def look_for_leaks(walk: Walk) -> None:
    walk.step("Every byte that was written is searched for what Pat typed.")
    found = await asyncio.to_thread(clear_copies, walk.running.place.folder)
    hold(not found, f"nothing is written in clear ({', '.join(found)})")
    hold(not any(SECRET in mail for mail in mails(walk)), "no mail holds content")
    say("   Nothing of it is in clear text in any file, log or e-mail.")


def told(record: dict[str, Any]) -> list[str]:
    return [entry["sentence"] for entry in record["timeline"]]


def clear_copies(folder: Path) -> list[str]:
    """Files that hold the secret or the name in clear."""
    wanted = (SECRET[:30].encode(), b"Rowan Elm")
    return [
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(text in file.read_bytes() for text in wanted)
    ]


def mails(walk: Walk) -> list[str]:
    return [caught.text for caught in walk.house.lists.caught_mail()]


async def mailed_link(walk: Walk, number: str) -> str:
    """The locator from the e-mail that the recipient received."""
    for _ in range(200):
        for mail in await asyncio.to_thread(mails, walk):
            found = LINK.search(mail)
            if found and number in mail:
                return found[1]
        await asyncio.sleep(0.1)
    raise DidNotHold("the recipient received an e-mail")


async def submit(
    web: httpx2.AsyncClient, page: str, fields: dict[str, str], to: str = ""
) -> httpx2.Response:
    """Fill in the form of a page and post it, as a browser without script does."""
    shown = await web.get(page)
    hidden = dict(HIDDEN.findall(shown.text))
    return await web.post(to or page, data={**hidden, **fields})


def checked(answer: httpx2.Response, status: int) -> dict[str, Any]:
    accepted = answer.status_code in (status, 202)
    hold(accepted, f"{answer.request.url.path} answered {answer.status_code}")
    body: dict[str, Any] = answer.json()
    return body


def hold(so: object, what: str) -> None:
    if not so:
        raise DidNotHold(what)


def say(text: str) -> None:
    typer.echo(text)
