"""A request on its way through the JSON interface, to start tests anywhere."""

from dataclasses import dataclass
from typing import Any

import httpx2

from domain import acts
from domain.people import the_recipient
from tests.live import Live, until

Client = httpx2.AsyncClient
Shown = dict[str, Any]

CHECKS = dict.fromkeys(("K1", "K2", "K3", "K4"), "yes")
CALM = {"U0": "no", "H0": "no"}
NECESSARY = {**CALM, "Q1": "yes", "Q2": "no", "Q3": "yes"}
SURE = {**NECESSARY, "Q4": "yes", **CHECKS}
UNSURE = {**NECESSARY, "Q4": "unsure"}
ADVICE = {"Q4": "yes", **CHECKS}
URGENT = {"U0": "yes", "U1": "yes"}


@dataclass(frozen=True)
class People:
    """Clients of the demo people. Sam and Mina belong to another organisation."""

    pat: Client
    ada: Client
    ben: Client
    ola: Client
    ines: Client
    sam: Client
    mina: Client


def a_request(**changes: Any) -> Shown:
    """A whole body for opening a request."""
    return {
        "purpose": "So that they can decide whether the family needs help.",
        "trigger": "asked",
        "individuals": [
            {"name": "Robin Alder", "date_of_birth": "2015-03-01"},
            {"name": "Jo Alder", "safe_email": "jo@alder.example"},
        ],
        "recipient": {
            "name": "Rae Lindqvist",
            "role": "Duty social worker",
            "organisation": "Estuary Children’s Services",
            "email": "rae.lindqvist@estuary.example",
            "phone": "01632 960300",
        },
        "items": [
            an_item(),
            an_item(text="Seemed sad on Friday.", kind="opinion", sensitive=True),
        ],
    } | changes


def an_item(**changes: Any) -> Shown:
    return {
        "text": "Came to school without a coat.",
        "kind": "fact",
        "source": "Seen by me",
        "observed_on": "2026-01-16",
    } | changes


async def after(client: Client, answer: httpx2.Response) -> Shown:
    """The request once an accepted act is applied, however busy the machine is."""
    assert answer.status_code in (200, 201, 202), answer.text
    shown: Shown = answer.json()
    if answer.status_code != 202:
        return shown
    await until(lambda: is_quiet(client, shown["reference"]))
    return await read(client, shown["reference"])


async def is_quiet(client: Client, reference: str) -> bool:
    return bool((await read(client, reference))["acts_waiting"] == 0)


async def read(client: Client, reference: str) -> Shown:
    answer = await client.get(f"/requests/{reference}")
    assert answer.status_code == 200, answer.text
    shown: Shown = answer.json()
    return shown


async def opened(client: Client, **changes: Any) -> str:
    shown = await after(
        client, await client.post("/requests", json=a_request(**changes))
    )
    reference: str = shown["reference"]
    return reference


async def answered(client: Client, reference: str, answers: dict[str, str]) -> Shown:
    sent = await client.put(f"/requests/{reference}/answers", json={"answers": answers})
    return await after(client, sent)


async def sent_to_adviser(people: People) -> tuple[str, str]:
    """A request of Pat's in doubt: its reference and the task it made."""
    reference = await opened(people.pat)
    await answered(people.pat, reference, UNSURE)
    task: str = (await read(people.ada, reference))["task"]
    return reference, task


def an_approval(**changes: Any) -> Shown:
    return {
        "decision": "approve",
        "reason": "They need it to decide whether to visit.",
        "answers": ADVICE,
    } | changes


async def shared(people: People, **conditions: Any) -> str:
    """A request of Pat's that Ada has approved and that has left."""
    reference, task = await sent_to_adviser(people)
    decision = an_approval(conditions=conditions) if conditions else an_approval()
    decided = await people.ada.post(f"/tasks/{task}/decision", json=decision)
    await after(people.ada, decided)
    await until(lambda: is_at(people.pat, reference, "following_up"))
    return reference


async def is_at(client: Client, reference: str, stage: str) -> bool:
    return bool((await read(client, reference))["stage"] == stage)


async def acknowledged(live: Live, reference: str) -> None:
    """The recipient confirms receipt, as their page would for them."""
    who = the_recipient("larkhill")
    await live.house.desk.do(
        who, reference, lambda id, at, case: acts.Acknowledge(id, who, at)
    )


async def decided_to_tell(
    client: Client, reference: str, individual: str, decision: str, **more: Any
) -> Shown:
    sent = {"individual": individual, "decision": decision, "reason": "Thought over."}
    answer = await client.post(f"/requests/{reference}/inform", json=sent | more)
    return await after(client, answer)


def faults(answer: httpx2.Response) -> set[str]:
    """The fields that a 422 names."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return {each["field"] for each in answer.json()["errors"]}
