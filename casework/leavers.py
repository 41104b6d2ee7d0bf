"""What becomes of tasks when somebody leaves: they go back, with notice to the team."""

from datetime import datetime

from domain.cover import day_of
from domain.notices import Notice
from domain.people import SYSTEM, Actor, Role
from domain.timeline import Entry, What
from storage.notices import about_task
from storage.store import Store
from storage.tasks import Task


class Leaving:
    """Gives back what somebody had, within one unit of work."""

    def __init__(self, store: Store, at: datetime) -> None:
        self._store = store
        self._at = at

    def team(self, user: str, team: str) -> None:
        """They are no longer in this team: what they had of it goes back to it."""
        self._note(user, self._store.tasks.give_back_all(user, team))

    def advising(self, user: Actor) -> None:
        """They are an adviser no longer. The records they made keep their name."""
        store = self._store
        store.teams.leave_all(user.id)
        store.covers.forget_stand_in(user.id)
        store.rota.forget(user.id)
        given_back = store.tasks.give_back_all(user.id)
        store.routing.renew(user.organisation, self._at)
        self._note(user.id, given_back)

    def _note(self, user: str, given_back: list[Task]) -> None:
        for task in given_back:
            facts = (("colleague", user),)
            what = What.TASK_RETURNED
            entry = Entry(what, SYSTEM, Role.SYSTEM, self._at, facts=facts)
            name = f"{task.id}:{task.version}"
            self._store.timeline.add(task.reference, name, entry)
            for each in self._store.routing.candidates(task.id, day_of(self._at)):
                back = about_task(Notice.GIVEN_BACK, task, each.user)
                self._store.notices.owe(back, self._at)
