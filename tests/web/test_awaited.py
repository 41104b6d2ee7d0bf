"""At every stage a case says who has it, since when, until when, and what then."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from adapters.clock import now
from casework.awaited import awaited
from cli.demo_people import list_contacts
from domain import acts
from domain.acts import Choice
from domain.answering import Given
from domain.people import Role
from domain.rules import AnswerValue
from storage.accounts import Organisation
from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor, play, task_of
from tests.web.test_deciding import approve, released

CHECKED = ("Q4", "K1", "K2", "K3", "K4")
TODAY = now().date()
PLAYED: dict[str, str] = {}


@dataclass(frozen=True)
class Holme:
    """A school of its own: Petra asks, Alma and Bruno advise."""

    petra: httpx2.AsyncClient
    bruno: httpx2.AsyncClient
    interface: httpx2.AsyncClient


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def holme(live: Live) -> AsyncIterator[Holme]:
    place = Organisation("holme", "Holme School", "01632 960800", "HMG-2018", "always")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
        list_contacts(store, place.id)
    people = {"petra": Role.PRACTITIONER, "alma": Role.ADVISER, "bruno": Role.ADVISER}
    for user, role in people.items():
        live.newcomer(user, role, "holme")
    petra, bruno = await live.browser("petra"), await live.browser("bruno")
    async with live.api("bruno") as interface:
        yield Holme(petra, bruno, interface)
    await petra.aclose()
    await bruno.aclose()


def claim(live: Live, task: str) -> None:
    live.house.inbox.claim(actor(live, "alma"), task)


def lend(live: Live, task: str) -> None:
    claim(live, task)
    to = actor(live, "bruno").id
    live.house.delegation.delegate(actor(live, "alma"), task, to, TODAY)


def put_off(live: Live, task: str) -> None:
    claim(live, task)
    day = TODAY + timedelta(days=3)
    live.house.delegation.put_off(actor(live, "alma"), task, day)


def cover(live: Live, task: str) -> None:
    claim(live, task)
    alma, bruno = actor(live, "alma"), actor(live, "bruno")
    found = live.house.absences.all(alma)
    if not found:
        live.house.absences.add(alma, alma.id, bruno.id, (TODAY, TODAY))


async def approved_once(live: Live, reference: str) -> None:
    alma = actor(live, "alma")
    given = tuple(Given(node, AnswerValue.YES) for node in CHECKED)
    await live.house.desk.do(
        alma,
        reference,
        lambda id, at, case: acts.Decide(
            id, alma, at, Choice.APPROVE, case.content.digest, given, second=True
        ),
        words={"reason": "She needs help now."},
    )


Deed = Callable[[Live, str], Any]
YOU, PETRA = "You have it.", "Petra has it."

NOBODY_YET, NOBODY = "No adviser has taken it yet.", "Nobody has to do anything."
ANSWER, ADVICE = "An adviser’s answer", "An adviser’s advice"
ONE, TWO = "An adviser’s approval", "A second adviser’s approval"
REVIEW = "An adviser’s look back"
UNDONE = "To write down what there was no time for"
TELL = "To decide whether to tell"
OVER = "Nothing: it is finished"

# story, what is done on its task, what is awaited, who (to Petra, to an adviser)
TABLE: dict[str, tuple[str, Deed | None, str, str, str]] = {
    "gathering": ("begun", None, "The answers to the questions", YOU, PETRA),
    "asked": ("asked", None, "A reply to what the adviser asked", YOU, PETRA),
    "advised": ("guided", None, "What to do with the adviser", YOU, PETRA),
    "first question": ("question", None, ADVICE, NOBODY_YET, NOBODY_YET),
    "unclaimed": ("unsure", None, ANSWER, NOBODY_YET, NOBODY_YET),
    "claimed": ("unsure", claim, ANSWER, "Alma has it.", "Alma has it."),
    "delegated": ("unsure", lend, ANSWER, "Bruno prepares it until", "Alma decides"),
    "put off": ("unsure", put_off, ANSWER, "Alma comes back to it on", "Alma has it"),
    "covered": ("unsure", cover, ANSWER, "Alma is away until", "Bruno stands in"),
    "approval": ("confirmed", None, ONE, NOBODY_YET, NOBODY_YET),
    "second approval": ("unsure", approved_once, TWO, NOBODY_YET, NOBODY_YET),
    "recipient": (
        "shared",
        None,
        "To say that they have it",
        "has the link.",
        "has the link.",
    ),
    "telling": ("shared", None, TELL, YOU, PETRA),
    "completing": ("urgent", None, UNDONE, YOU, PETRA),
    "review": ("urgent", None, REVIEW, NOBODY_YET, NOBODY_YET),
    "withdrawn": ("withdrawn", None, f"{OVER} (withdrawn)", NOBODY, NOBODY),
    "declined": ("declined", None, f"{OVER} (not shared)", NOBODY, NOBODY),
}


async def at_stage(live: Live, name: str) -> str:
    """A case that has come there; each is played once."""
    story, deed, what, _, _ = TABLE[name]
    key = name if deed else story
    if key not in PLAYED:
        reference = await play(live, story, "holme")
        if deed is approved_once:
            await approved_once(live, reference)
        elif deed:
            deed(live, task_of(live, reference))
        PLAYED[key] = reference

    async def is_there() -> bool:
        view = live.house.views.case(actor(live, "petra"), PLAYED[key])
        return any(each.what.startswith(what) for each in awaited(view))

    await until(is_there)
    return PLAYED[key]


@pytest.mark.parametrize("name", TABLE)
async def test_a_case_says_who_has_it_since_when_until_when_and_what_then(
    live: Live, holme: Holme, name: str
) -> None:
    reference = await at_stage(live, name)
    _, _, what, to_petra, to_adviser = TABLE[name]
    until = "It stays" if what.startswith(OVER) else r"\d+ \w+ 20\d\d at "
    for web, page, who in (
        (holme.petra, f"/requests/{reference}", to_petra),
        (holme.bruno, f"/tasks/cases/{reference}", to_adviser),
    ):
        line = _words((await web.get(page)).text).partition(what)[2]
        line = line[: line.index(" Then ") + 60]
        assert who in line
        assert re.search(r"Since \d+ \w+ 20\d\d at ", line), line
        assert re.search(f" Until {until}", line), line
        assert re.search(r" Then \w+", line)
    told = (await holme.interface.get(f"/requests/{reference}")).json()
    (each,) = [a for a in told["awaited"] if a["what"].startswith(what)]
    assert all(each[fact] for fact in ("what", "who", "since", "then"))
    assert each["until"] or each["limit"]


async def test_the_practitioner_is_told_of_the_conditions_of_an_approval(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    ada, pat = await browse("ada"), await browse("pat")
    set_by = {"left_out": "item-2", "handling": "Ring before you visit."}
    await approve(ada, task_of(live, reference), "approve_some", **set_by)
    await released(live, reference)
    page = _words((await pat.get(f"/requests/{reference}")).text)
    assert "They are asked: Ring before you visit." in page
    assert page.count("Left out: ") == 1
    async with live.api("pat") as interface:
        told = (await interface.get(f"/requests/{reference}")).json()["release"]
    assert told["handling"] == set_by["handling"]
    assert told["left_out"] == ["item-2"]


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
