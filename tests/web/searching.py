"""A workplace in which advisers search: its people, its cases, and the log."""

from sqlmodel import col, select

from domain import acts
from domain.content import Individual, Recipient
from domain.people import Role
from storage.accounts import Organisation
from storage.read_tables import ReadRow
from tests import builders
from tests.live import Live, until
from tests.web.desk_work import actor, answer

PLACE = "mill"
DOUBT = {"U0": "no", "H0": "no", "Q1": "yes", "Q2": "no", "Q3": "yes", "Q4": "unsure"}


def furnish(live: Live) -> None:
    """A workplace of its own: somebody who asks, and an auditor."""
    found(live, PLACE)
    for user, role in (("brona", Role.PRACTITIONER), ("cato", Role.AUDITOR)):
        if user not in live.logins:
            live.newcomer(user, role, PLACE)


def found(live: Live, id: str) -> None:
    """A workplace with this id, if there is none yet."""
    place = Organisation(id, id.title(), "01632 960620", "HMG-2018", "always")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)


def an_adviser(live: Live, place: str = PLACE) -> str:
    """A new adviser there, who has not searched yet."""
    user = builders.fresh("dervla")
    live.newcomer(user, Role.ADVISER, place)
    return user


async def opened(
    live: Live, *people: Individual, to: str = "Mill Surgery", by: str = "brona"
) -> str:
    """The reference of a new case about these people."""
    who = actor(live, by)
    recipient = Recipient("Rae", "Nurse", to, "rae@mill-surgery.example", "")
    content = builders.content(individuals=people, recipient=recipient, salt="")
    receipt = await live.house.desk.open(who, content)
    await _applied(live, receipt.reference)
    return receipt.reference


async def ended(
    live: Live, *people: Individual, to: str = "Mill Surgery", by: str = "brona"
) -> str:
    """The reference of a case about these people that was withdrawn."""
    reference = await opened(live, *people, to=to, by=by)
    who = actor(live, by)
    await live.house.desk.do(
        who, reference, lambda id, at, case: acts.Withdraw(id, who, at)
    )

    async def is_over() -> bool:
        with live.house.storehouse.reading() as store:
            return not store.cases(who).get(reference).is_open

    await until(is_over)
    return reference


async def in_doubt(live: Live, reference: str, by: str = "brona") -> str:
    """The id of the task that waits, now that somebody is not sure."""
    await answer(live, by, reference, DOUBT)

    async def has_a_task() -> bool:
        return task_in(live, reference) != ""

    await until(has_a_task)
    return task_in(live, reference)


def task_in(live: Live, reference: str) -> str:
    with live.house.storehouse.reading() as store:
        task = store.tasks.live(reference)
    return task.id if task else ""


async def _applied(live: Live, reference: str) -> None:
    async def is_there() -> bool:
        with live.house.storehouse.reading() as store:
            return store.acts.waiting(reference) == 0

    await until(is_there)


def reads_of(live: Live, user: str) -> list[ReadRow]:
    """What the log has on somebody, oldest first."""
    who = actor(live, user).id
    rows = select(ReadRow).where(ReadRow.user == who).order_by(col(ReadRow.at))
    with live.house.storehouse.reading() as store:
        return list(store.session.exec(rows))
