"""To which team a task can be passed on, and passing it there."""

import asyncio

from casework.desk import Desk, Receipt
from casework.views import CaseView
from domain.errors import NotAccepted, Why
from domain.passing import PassOn
from domain.people import Actor
from domain.places import places_of
from storage.store import Storehouse

Place = tuple[str, str]
"""A team's code, and what it is called."""


class Passing:
    def __init__(self, storehouse: Storehouse, desk: Desk) -> None:
        self._storehouse = storehouse
        self._desk = desk

    def places(self, actor: Actor, view: CaseView) -> list[Place]:
        """Everywhere this task could go from where it is."""
        with self._storehouse.reading() as store:
            teams = {team.id: team.name for team in store.teams.all(actor.organisation)}
        here = view.task.route if view.task else ""
        known = places_of(view.terms.rules, view.wording, teams)
        return [place for place in known.items() if place[0] != here]

    async def on(
        self,
        actor: Actor,
        view: CaseView,
        to: str,
        *,
        reason: str,
        once: str | None = None,
    ) -> Receipt:
        """Hand a task to another team; the reason is for whoever gets it.

        Raises:
            NotAccepted: there is no such team.
        """
        places = await asyncio.to_thread(self.places, actor, view)
        if to not in dict(places):
            raise NotAccepted(Why.NO_SUCH_TEAM, about="to")
        return await self._desk.do(
            actor,
            view.reference,
            lambda id, at, case: PassOn(id, actor, at, to),
            words={"reason": reason},
            once=once,
        )
