"""Teams of an organisation: for which routes they answer, and who is in them."""

from dataclasses import dataclass

from adapters.clock import now
from adapters.passwords import fingerprint, new_secret
from casework.changes import Noted, compared, note_change
from casework.leavers import Leaving
from casework.rulebooks import Rulebooks
from casework.seen import check_unchanged, is_sent, mark_of
from domain.errors import CaseNotFound, RuleBroken, Why
from domain.organisation import Matter
from domain.people import Actor
from domain.teams import PASSED, Member, Team, check_can_arrange, check_team
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class GivenTeam:
    """A team as an administrator wants it."""

    name: str
    routes: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()


class Teams:
    def __init__(self, storehouse: Storehouse, rulebooks: Rulebooks) -> None:
        self._storehouse = storehouse
        self._rulebooks = rulebooks

    def all(self, actor: Actor) -> list[Team]:
        """The teams of the actor's organisation, by name."""
        with self._storehouse.reading() as store:
            return store.teams.all(actor.organisation)

    def get(self, actor: Actor, team_id: str) -> Team:
        """One of them.

        Raises:
            CaseNotFound: there is none, or it is another organisation's.
        """
        with self._storehouse.reading() as store:
            return _find(store, actor, team_id)

    def routes(self, actor: Actor) -> dict[str, str]:
        """Whom the rules ask in doubt, and to whom advisers pass on: code and label."""
        found: dict[str, str] = {}
        for edition in self._rulebooks.editions(actor):
            for node in edition.rules.nodes:
                code = edition.rules.route_for(node.id)
                found.setdefault(code, edition.wording.question(node.id).route_label)
        return found | PASSED

    def advisers(self, actor: Actor) -> dict[str, str]:
        """The advisers of the organisation now, with their names."""
        with self._storehouse.reading() as store:
            names = store.accounts.names(actor.organisation)
            return {id: names[id] for id in store.teams.advisers(actor.organisation)}

    def add(self, actor: Actor, given: GivenTeam, *, once: str | None = None) -> Team:
        """Add a team. The same `once` twice is one team.

        Raises:
            NotAllowed: the actor is no administrator.
            NotAccepted: the name, a route or a member cannot be; `about` is which.
        """
        name = fingerprint(f"{actor.id}|{once or new_secret()}")
        return self._keep(actor, f"team-{name[:16]}", given)

    def change(
        self, actor: Actor, team_id: str, given: GivenTeam, seen: str = ""
    ) -> Team:
        """Change a team. Whoever leaves it leaves its tasks to it.

        Raises:
            CaseNotFound: there is none, or it is another organisation's.
            NotAllowed: the actor is no administrator.
            NotAccepted: the name, a route or a member cannot be; `about` is which.
            RuleBroken: it is no longer as it was `seen`.
        """
        self.get(actor, team_id)
        return self._keep(actor, team_id, given, seen)

    def remove(self, actor: Actor, team_id: str, seen: str = "") -> None:
        """Take a team out of use that has no task.

        Raises:
            CaseNotFound: there is none, or it is another organisation's.
            NotAllowed: the actor is no administrator.
            RuleBroken: it still has tasks, or is no longer as it was `seen`.
        """
        check_can_arrange(actor)
        with self._storehouse.writing() as store:
            team = _find(store, actor, team_id)
            check_unchanged(seen, mark_of_team(team), "")
            if store.routing.has_tasks(actor.organisation, team_id):
                raise RuleBroken(Why.TEAM_HAS_TASKS)
            is_sent(store, actor, team_id)
            _note(store, actor, team, None)
            store.teams.remove(team_id)
            store.routing.renew(actor.organisation, now())

    def _keep(self, actor: Actor, id: str, given: GivenTeam, seen: str = "") -> Team:
        check_can_arrange(actor)
        at, place = now(), actor.organisation
        team = Team(id, given.name, given.routes, given.members)
        routes = self.routes(actor)
        with self._storehouse.writing() as store:
            advisers, teams = store.teams.advisers(place), store.teams.all(place)
            before = next((each for each in teams if each.id == id), None)
            check_unchanged(seen, mark_of_team(before), mark_of_team(team))
            check_team(team, teams, routes, advisers)
            is_sent(store, actor, id)
            _note(store, actor, before, team)
            store.teams.keep(place, team)
            store.routing.renew(place, at)
            leaving = Leaving(store, at)
            for user in gone_from(before, team):
                leaving.team(user, id)
        return team


def _note(store: Store, actor: Actor, before: Team | None, after: Team | None) -> None:
    """Put on record how a team was arranged; None is no team."""
    team = after or before
    if team is None or before == after:
        return
    was = _fields(before) if before else None
    fields = compared(was, _fields(after or Team(team.id, "")))
    note_change(store, actor, Noted(Matter.TEAM, fields, team.id, team.name))


def _fields(team: Team) -> dict[str, object]:
    """A team as it is put on record: its members by the codes of their accounts."""
    members = sorted(f"{each.user} {each.rank.value}" for each in team.members)
    return {"name": team.name, "routes": sorted(team.routes), "members": members}


def mark_of_team(team: Team | None) -> str:
    """Changes with a team, in whatever order it is written down."""
    if team is None:
        return mark_of()
    members = sorted((each.user, each.rank.value) for each in team.members)
    return mark_of(team.name, sorted(team.routes), members)


def gone_from(before: Team | None, after: Team) -> list[str]:
    stay = {member.user for member in after.members}
    known = before.members if before else ()
    return [member.user for member in known if member.user not in stay]


def _find(store: Store, actor: Actor, team_id: str) -> Team:
    for team in store.teams.all(actor.organisation):
        if team.id == team_id:
            return team
    raise CaseNotFound
