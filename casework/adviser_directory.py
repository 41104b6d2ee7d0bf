"""Whom to ask: the advisers of an organisation, for what, and who is here now."""

from dataclasses import dataclass
from datetime import datetime

from adapters.clock import now
from casework.cover import away_note
from domain.cover import day_of
from domain.people import Actor, Role
from domain.teams import Team, why_words
from storage.store import Store, Storehouse
from storage.tasks import Task

MOST_NAMED = 2


@dataclass(frozen=True)
class Place:
    """A place in a team: its name, the rank in it, and the routes it answers for."""

    team: str
    rank: str
    routes: tuple[str, ...]


@dataclass(frozen=True)
class AdviserLine:
    """One adviser: how to reach them, for what, and whether they are here."""

    id: str
    name: str
    telephone: str
    places: tuple[Place, ...]
    on_call_until: datetime | None
    away: str

    @property
    def is_here(self) -> bool:
        return not self.away


@dataclass(frozen=True)
class Whose:
    """With which team a task is, who may take it and why, and that somebody is away.

    `relieves` says that the reader stands in for whoever has the task.
    """

    team: str
    candidates: tuple[tuple[str, str], ...]
    away: str
    relieves: bool


class AdviserDirectory:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def all(self, actor: Actor) -> list[AdviserLine]:
        """The advisers of the actor's organisation: who can help now comes first."""
        with self._storehouse.reading() as store:
            lines = _lines(store, actor.organisation, now())
        return sorted(
            lines,
            key=lambda line: (line.on_call_until is None, bool(line.away), line.name),
        )

    def on_now(self, actor: Actor) -> list[AdviserLine]:
        """The first whom somebody in doubt can ring now: on call, or not away."""
        found = [line for line in self.all(actor) if line.id != actor.id]
        return [line for line in found if line.is_here and line.telephone][:MOST_NAMED]


def whose(
    store: Store, actor: Actor, task: Task | None, names: dict[str, str]
) -> Whose | None:
    """Who may take a task, and why; None where there is no task."""
    if task is None:
        return None
    teams = {each.id: each.name for each in store.teams.all(task.organisation)}
    candidates = store.routing.candidates(task.id, day_of(now()))
    away = ""
    if task.holder is not None:
        away = away_note(store, task.organisation, task.holder, names)
    return Whose(
        teams.get(store.routing.team_of(task.id), ""),
        tuple(
            (names.get(each.user, ""), why_words(each, names, teams))
            for each in candidates
        ),
        away,
        actor.has(Role.ADVISER) and store.tasks.may_relieve(actor, task, now()),
    )


def _lines(store: Store, place: str, at: datetime) -> list[AdviserLine]:
    names = store.accounts.names(place)
    teams = store.teams.all(place)
    until: dict[str, datetime] = {}
    for turn in store.rota.since(place, at):
        if turn.starts_at <= at:
            until[turn.user] = max(turn.ends_at, until.get(turn.user, at))
    advisers = set(store.teams.advisers(place))
    return [
        AdviserLine(
            account.actor.id,
            account.profile.name,
            account.profile.telephone,
            _places(teams, account.actor.id),
            until.get(account.actor.id),
            away_note(store, place, account.actor.id, names),
        )
        for account in store.accounts.all(place)
        if account.actor.id in advisers
    ]


def _places(teams: list[Team], user: str) -> tuple[Place, ...]:
    return tuple(
        Place(team.name, member.rank.value, team.routes)
        for team in teams
        for member in team.members
        if member.user == user
    )
