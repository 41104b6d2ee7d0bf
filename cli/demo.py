"""People, organisations and synthetic cases to look at. Nobody in it is real."""

import asyncio
import itertools
from dataclasses import replace
from datetime import timedelta

from adapters.clock import now
from casework.attachments import SentFile, Upload
from casework.house import House
from casework.urgent import Urgent, UrgentLane
from cli.demo_beginnings import FIRST_STEPS, first_step
from cli.demo_files import letter
from cli.demo_people import CONTACTS, ORGANISATIONS
from domain import acts
from domain.acts import Choice
from domain.answering import Given
from domain.content import Content, Individual, Item, Kind, Recipient, Trigger
from domain.informing import Method, Told
from domain.people import Actor, Role, the_recipient
from domain.rules import AnswerValue
from storage.cases import stored_case

RUNG = ("Call handler 4", "Call handler", "Estuary Police", "", "101")
"""Whoever was rung in an emergency; they have no address to send anything to."""


CHECKS = ("K1", "K2", "K3", "K4")
CLEAR = {"U0": "no", "H0": "no", "Q1": "yes", "Q2": "no", "Q3": "yes", "Q4": "yes"}
STORIES = (
    *("begun", "unsure", "ready", "shared_with_file", "unsure", "asked"),
    *("urgent", "told_by_telephone", "question", "guided", "declined"),
    *("confirmed", "unsure", "refused", "acknowledged", "told", "withdrawn"),
    *("signposted", "unsure_with_file"),
)
FIRST = ("Robin", "Ash", "Frankie", "Jude", "Morgan", "Quinn", "Rowan", "Sky")
LAST = ("Alder", "Brook", "Clay", "Dale", "Elm", "Frost", "Glen", "Heath")
SEEN = (
    "Has come to school without a coat on four cold mornings this month.",
    "Said that there is often nobody at home until late in the evening.",
    "Was collected by an adult the school does not know.",
    "Has missed three appointments without a call.",
    "Seems frightened when the telephone rings.",
)


async def fill(house: House, count: int) -> None:
    """Play synthetic cases to every stage, through the same desk as everybody."""
    with house.storehouse.reading() as store:
        everybody = [account.actor for account in store.accounts.all()]
    if not everybody:
        return
    stories = itertools.islice(itertools.cycle(STORIES), count)
    gate = asyncio.Semaphore(4)

    async def one(number: int, story: str) -> None:
        async with gate:
            organisation = ORGANISATIONS[number % 3 // 2].id
            staff = [a for a in everybody if a.organisation == organisation]
            await Player(house, staff, number).play(story)

    await asyncio.gather(*(one(*pair) for pair in enumerate(stories)))


class Player:
    """Plays the people of one organisation through one case."""

    def __init__(self, house: House, staff: list[Actor], number: int) -> None:
        self._house = house
        self._practitioner = next(a for a in staff if a.roles == (Role.PRACTITIONER,))
        self._adviser = next(a for a in staff if a.roles == (Role.ADVISER,))
        self._number = number

    async def play(self, story: str) -> str:
        """The reference of a case that has come as far as the story says."""
        once = f"demo-{self._number}"
        if story in FIRST_STEPS:
            people = self._practitioner, self._adviser
            return await first_step(self._house.desk, *people, story, once)
        content = self._content()
        if story == "refused":
            content = replace(content, trigger=Trigger.ASKED)
        desk, who = self._house.desk, self._practitioner
        reference = (await desk.open(who, content, once=once)).reference
        await self._until_on_record(reference)
        scenes = {
            "begun": (self._begin,),
            "ready": (self._answer_all,),
            "confirmed": (self._answer_all, self._confirm),
            "unsure": (self._be_unsure,),
            "asked": (self._be_unsure, self._ask),
            "declined": (self._be_unsure, self._decline),
            "refused": (self._refuse,),
            "unsure_with_file": (self._attach, self._be_unsure),
            "shared": (self._be_unsure, self._approve),
            "shared_with_file": (self._attach, self._be_unsure, self._approve),
            "acknowledged": (self._be_unsure, self._approve, self._acknowledge),
            "told": (
                self._be_unsure, self._approve, self._tell, self._acknowledge,
            ),
            "withdrawn": (self._begin, self._withdraw),
            "urgent": (self._hurry, self._share_now),
            "told_by_telephone": (self._hurry, self._put_on_record),
        }  # fmt: skip
        for scene in scenes[story]:
            await scene(reference)
        return reference

    def _content(self) -> Content:
        n = self._number
        name = f"{FIRST[n % 8]} {LAST[n // 8 % 8]}"
        name_of, role, where, user = CONTACTS[n % 3]
        seen_on = (now().date() - timedelta(days=n % 9)).isoformat()
        return Content(
            purpose="So that they can decide whether the family needs help now.",
            trigger=Trigger.OWN_INITIATIVE,
            individuals=(
                Individual("person-1", name, "2015-03-0" + str(n % 9 + 1), "pupil"),
            ),
            recipient=Recipient(
                name_of, role, where, f"{user}@estuary.example", "01632 960300",
                f"d-{self._practitioner.organisation}-{n % 3}",
                "From the directory.",
            ),
            items=(
                Item("item-1", SEEN[n % 5], Kind.FACT, "Seen by me", seen_on),
                Item("item-2", SEEN[(n + 1) % 5], Kind.REPORTED, "A teacher", seen_on),
            ),
        )  # fmt: skip

    async def _attach(self, reference: str) -> None:
        sent = SentFile("attendance.pdf", "The attendance record", letter())
        upload = Upload(self._practitioner, reference, f"file-{reference}", sent)
        _, file = await self._house.attachments.add(upload)
        await self._house.attachments.edit(
            self._practitioner,
            reference,
            file.id,
            lambda file: file.with_pages_left_out((2,)),
        )

    async def _give(self, reference: str, answers: dict[str, str], send: bool) -> None:
        given = tuple(Given(n, AnswerValue(v)) for n, v in answers.items())
        who = self._practitioner
        await self._house.desk.do(
            who,
            reference,
            lambda id, at, case: acts.GiveAnswers(id, who, at, given, send),
        )

    async def _begin(self, reference: str) -> None:
        await self._give(reference, {"U0": "no", "H0": "no"}, False)

    async def _answer_all(self, reference: str) -> None:
        await self._give(reference, CLEAR | dict.fromkeys(CHECKS, "yes"), False)

    async def _be_unsure(self, reference: str) -> None:
        urgent = {"H0": "yes"} if self._number % 3 == 0 else {}
        await self._give(reference, {**CLEAR, **urgent, "Q4": "unsure"}, True)

    async def _hurry(self, reference: str) -> None:
        await self._give(reference, {"U0": "yes", "U1": "yes"}, False)

    async def _share_now(self, reference: str) -> None:
        await self._confirm(reference)
        await self._until_released(reference)

    async def _put_on_record(self, reference: str) -> None:
        view = self._house.views.case(self._practitioner, reference)
        at = now() - timedelta(minutes=20)
        told = Urgent(
            about="",
            said="A child is alone by the harbour wall, in a school jumper.",
            recipient=Recipient(*RUNG),
            source="Seen by me",
            day=at.date().isoformat(),
            mark=reference,
        )
        lane = UrgentLane(self._house.desk, self._practitioner, view, reference)
        await lane.share(lambda content: told.as_told(content, at), by_telephone=True)
        await self._until_released(reference)

    async def _refuse(self, reference: str) -> None:
        await self._give(reference, {"U0": "no", "H0": "no", "Q1": "no"}, False)
        await self._confirm(reference)

    async def _confirm(self, reference: str) -> None:
        who = self._practitioner
        await self._house.desk.do(
            who,
            reference,
            lambda id, at, case: acts.Confirm(id, who, at, case.content.digest),
        )

    async def _ask(self, reference: str) -> None:
        who = self._adviser
        await self._house.desk.do(
            who,
            reference,
            lambda id, at, case: acts.Ask(id, who, at),
            words={"question": "Who else has seen this, and when?"},
        )

    async def _decide(self, reference: str, choice: Choice, reason: str) -> None:
        who = self._adviser
        yes = tuple(Given(n, AnswerValue.YES) for n in ("Q4", *CHECKS))
        given = yes if choice is Choice.APPROVE else ()
        await self._house.desk.do(
            who,
            reference,
            lambda id, at, case: acts.Decide(
                id, who, at, choice, case.content.digest, given
            ),
            words={"reason": reason},
        )

    async def _decline(self, reference: str) -> None:
        await self._decide(
            reference, Choice.DECLINE, "Early help can act without this information."
        )

    async def _approve(self, reference: str) -> None:
        reason = "Children’s services need it to decide whether to visit."
        await self._decide(reference, Choice.APPROVE, reason)
        await self._until_released(reference)

    async def _until_on_record(self, reference: str) -> None:
        """A machine that has just started takes longer than a person would wait."""
        for _ in range(300):
            if self._is_on_record(reference):
                return
            await asyncio.sleep(0.1)

    def _is_on_record(self, reference: str) -> bool:
        with self._house.storehouse.reading() as store:
            return stored_case(store.session, reference) is not None

    async def _until_released(self, reference: str) -> None:
        for _ in range(300):
            if self._is_released(reference):
                return
            await asyncio.sleep(0.1)

    def _is_released(self, reference: str) -> bool:
        with self._house.storehouse.reading() as store:
            case = store.cases(self._practitioner).get(reference)
            return case.release is not None

    async def _tell(self, reference: str) -> None:
        who = self._practitioner
        await self._house.desk.do(
            who,
            reference,
            lambda id, at, case: acts.Inform(
                id, who, at, "person-1", Told.YES, Method.IN_PERSON
            ),
            words={"reason": "It is safe to tell the family."},
        )
        await self._house.desk.do(
            who,
            reference,
            lambda id, at, case: acts.MarkTold(id, who, at, "person-1"),
        )

    async def _acknowledge(self, reference: str) -> None:
        who = the_recipient(self._practitioner.organisation)
        await self._house.desk.do(
            who, reference, lambda id, at, case: acts.Acknowledge(id, who, at)
        )

    async def _withdraw(self, reference: str) -> None:
        who = self._practitioner
        await self._house.desk.do(
            who,
            reference,
            lambda id, at, case: acts.Withdraw(id, who, at),
            words={"reason": "The family has asked for the help themselves."},
        )
