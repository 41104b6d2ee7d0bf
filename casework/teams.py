"""Teams of an organisation: for which routes they answer, and who is in them."""

from dataclasses import dataclass

from adapters.clock import now
from adapters.passwords import fingerprint, new_secret
from casework.leavers import Leaving
from casework.rulebooks import Rulebooks
from domain.errors import CaseNotFound
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
    def __init__(
        self, storehouse: Storehouse, rulebooks: Rulebooks, mail_from: str
    ) -> None:
        self._storehouse = storehouse
        self._rulebooks = rulebooks
        self._mail_from = mail_from

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

    def change(self, actor: Actor, team_id: str, given: GivenTeam) -> Team:
        """Change a team. Whoever leaves it leaves its tasks to it.

        Raises:
            CaseNotFound: there is none, or it is another organisation's.
            NotAllowed: the actor is no administrator.
            NotAccepted: the name, a route or a member cannot be; `about` is which.
        """
        before = self.get(actor, team_id)
        return self._keep(actor, team_id, given, before)

    def _keep(
        self, actor: Actor, id: str, given: GivenTeam, before: Team | None = None
    ) -> Team:
        check_can_arrange(actor)
        at, place = now(), actor.organisation
        team = Team(id, given.name, given.routes, given.members)
        routes = self.routes(actor)
        with self._storehouse.writing() as store:
            advisers = store.teams.advisers(place)
            check_team(team, store.teams.all(place), routes, advisers)
            store.teams.keep(place, team)
            store.routing.renew(place, at)
            leaving = Leaving(store, self._mail_from, at)
            for user in gone_from(before, team):
                leaving.team(user, id)
        return team


def gone_from(before: Team | None, after: Team) -> list[str]:
    stay = {member.user for member in after.members}
    known = before.members if before else ()
    return [member.user for member in known if member.user not in stay]


def _find(store: Store, actor: Actor, team_id: str) -> Team:
    for team in store.teams.all(actor.organisation):
        if team.id == team_id:
            return team
    raise CaseNotFound
