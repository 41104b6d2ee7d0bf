"""What a recipient says after they got in: a problem, or what came of it."""

import asyncio

from adapters.clock import now
from casework.collection import At
from casework.desk import Desk, Receipt
from casework.filing import Make
from casework.visiting import NoLongerHere, Visiting
from domain import after_sending
from domain.errors import RuleBroken
from domain.people import Actor, the_recipient
from domain.release import Feedback, RecipientProblem
from storage.releases import Parcel
from storage.store import Storehouse


class RecipientReports:
    def __init__(self, storehouse: Storehouse, desk: Desk, visiting: Visiting) -> None:
        self._storehouse = storehouse
        self._desk = desk
        self._visiting = visiting

    async def problem(self, here: At, problem: RecipientProblem) -> Receipt:
        """The case waits on its sender from then on; once a day is enough.

        Raises:
            NoLongerHere: it has not come that far, or the release is over.
        """
        parcel = await asyncio.to_thread(self._inside, here)
        actor = the_recipient(parcel.organisation)
        once = f"{parcel.id}:problem:{problem.value}:{now().date().isoformat()}"
        return await self._say(
            parcel,
            actor,
            lambda id, at, case: after_sending.ReportProblem(id, actor, at, problem),
            ({}, once),
        )

    async def feedback(
        self, here: At, feedback: Feedback, words: str, once: str
    ) -> Receipt:
        """What came of it: on the account of the case, also after its seal.

        Raises:
            NoLongerHere: it was not acknowledged, or the release is over.
        """
        parcel = await asyncio.to_thread(self._inside, here)
        actor = the_recipient(parcel.organisation)
        said = {"said": words} if words else {}
        return await self._say(
            parcel,
            actor,
            lambda id, at, case: after_sending.GiveFeedback(id, actor, at, feedback),
            (said, f"{parcel.id}:feedback:{once}"),
        )

    async def _say(
        self,
        parcel: Parcel,
        actor: Actor,
        make: Make,
        said: tuple[dict[str, str], str],
    ) -> Receipt:
        words, once = said
        try:
            return await self._desk.do(
                actor, parcel.reference, make, words=words, once=once
            )
        except RuleBroken as error:  # it was closed at this very moment
            raise NoLongerHere from error

    def _inside(self, here: At) -> Parcel:
        with self._storehouse.reading() as store:
            _, parcel = self._visiting.inside(store, here.locator, here.cookie, now())
            return parcel
