"""People, organisations and synthetic cases to look at. Nobody in it is real."""

import asyncio
import itertools
import secrets
from dataclasses import dataclass
from datetime import timedelta

from adapters.clock import now
from adapters.phrases import WORDS
from casework.accounts import NewAccount
from casework.house import House
from domain import acts
from domain.acts import Choice, Given
from domain.content import Content, Individual, Item, Kind, Recipient, Trigger
from domain.informing import Method, Told
from domain.people import Actor, Role, the_recipient
from domain.rules import AnswerValue
from storage.accounts import Organisation
from storage.directory import Contact

ORGANISATIONS = (
    Organisation(
        "larkhill", "Larkhill Vale School", "01632 960101", "HMG-2018", "when_unsure"
    ),
    Organisation(
        "tidewater", "Tidewater Family Practice", "01632 960202", "HMG-2018", "always"
    ),
)

PEOPLE = (
    ("pat", "Pat Reed", (Role.PRACTITIONER,), "larkhill"),
    ("ada", "Ada Obi", (Role.ADVISER,), "larkhill"),
    ("ben", "Ben Cole", (Role.ADVISER, Role.PRACTITIONER), "larkhill"),
    ("ola", "Ola Nyman", (Role.OPERATIONS,), "larkhill"),
    ("ines", "Ines Varga", (Role.AUDITOR,), "larkhill"),
    ("sam", "Sam Whitlock", (Role.PRACTITIONER,), "tidewater"),
    ("mina", "Mina Hart", (Role.ADVISER,), "tidewater"),
    ("noor", "Noor Aziz", (Role.OPERATIONS, Role.AUDITOR), "tidewater"),
)

CONTACTS = (
    (
        "Rae Lindqvist",
        "Duty social worker",
        "Estuary Children’s Services",
        "rae.lindqvist",
    ),
    ("Tom Achebe", "Safeguarding sergeant", "Estuary Police", "tom.achebe"),
    ("Jo Marsh", "Named nurse", "Estuary Community Health", "jo.marsh"),
)


@dataclass(frozen=True)
class Login:
    """A demo account, shown once."""

    email: str
    name: str
    roles: str
    organisation: str
    password: str


def furnish(house: House) -> list[Login]:
    """Organisations, people and a directory; nothing if they are there already."""
    with house.storehouse.reading() as store:
        if store.accounts.organisations():
            return []
    with house.storehouse.writing() as store:
        for organisation in ORGANISATIONS:
            store.accounts.keep_organisation(organisation)
            for number, (name, role, where, user) in enumerate(CONTACTS):
                contact = Contact(
                    f"d-{organisation.id}-{number}", name, role, where,
                    f"{user}@estuary.example", f"01632 9603{number:02}",
                    "Rang the switchboard number published on their website.",
                )  # fmt: skip
                store.directory.add(organisation.id, contact, now())
    return [_person(house, *person) for person in PEOPLE]


def _person(
    house: House, user: str, name: str, roles: tuple[Role, ...], organisation: str
) -> Login:
    password = "-".join(secrets.choice(WORDS) for _ in range(4))
    email = f"{user}@{organisation}.example"
    house.accounts.add(NewAccount(email, name, roles, organisation), password)
    labels = ", ".join(role.label for role in roles)
    return Login(email, name, labels, organisation, password)


CHECKS = ("K1", "K2", "K3", "K4")
CLEAR = {"U0": "no", "H0": "no", "Q1": "yes", "Q2": "no", "Q3": "yes", "Q4": "yes"}
STORIES = (
    *("begun", "unsure", "ready", "shared", "unsure", "asked", "declined"),
    *("confirmed", "unsure", "refused", "acknowledged", "told", "withdrawn"),
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
        receipt = await self._house.desk.open(
            self._practitioner, self._content(), once=f"demo-{self._number}"
        )
        reference = receipt.reference
        scenes = {
            "begun": (self._begin,),
            "ready": (self._answer_all,),
            "confirmed": (self._answer_all, self._confirm),
            "unsure": (self._be_unsure,),
            "asked": (self._be_unsure, self._ask),
            "declined": (self._be_unsure, self._decline),
            "refused": (self._refuse,),
            "shared": (self._be_unsure, self._approve),
            "acknowledged": (self._be_unsure, self._approve, self._acknowledge),
            "told": (
                self._be_unsure, self._approve, self._tell, self._acknowledge,
            ),
            "withdrawn": (self._begin, self._withdraw),
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
        for _ in range(100):
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
