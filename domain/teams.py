"""Teams of advisers: for which routes they answer, and who may take a task, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.cover import Cover, stand_ins
from domain.errors import NotAccepted, Why
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office

SAFEGUARDING = "safeguarding_lead"
"""The route whose team takes what no other team answers for."""

PASSED = {"legal": "Legal adviser", "senior": "Senior safeguarding adviser"}
"""Routes that no question leads to; advisers pass tasks on to them."""


class Rank(StrEnum):
    """Somebody's place in a team, in the order in which they are asked."""

    MEMBER = "member"
    DEPUTY = "deputy"
    SENIOR = "senior"


@dataclass(frozen=True)
class Member:
    user: str
    rank: Rank = Rank.MEMBER


@dataclass(frozen=True)
class Team:
    """Advisers of one organisation who answer for some routes of the rules."""

    id: str
    name: str
    routes: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()

    def ranked(self, rank: Rank) -> tuple[str, ...]:
        return tuple(each.user for each in self.members if each.rank is rank)


class Because(StrEnum):
    """Why somebody may take a task."""

    MEMBER = "member"
    DEPUTY = "deputy"
    SENIOR = "senior"
    COVER = "cover"
    ADVISER = "adviser"
    ONLY_ADVISER = "only_adviser"


@dataclass(frozen=True)
class Candidate:
    """Somebody who may take a task, with why; a stand-in only for some days."""

    user: str
    why: Because
    team: str = ""
    covers: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def is_on(self, day: date) -> bool:
        """Whether they may take it on this day."""
        first, last = self.first_day or day, self.last_day or day
        return first <= day <= last


@dataclass(frozen=True)
class Bench:
    """Everybody who could be asked in an organisation, on one day."""

    advisers: tuple[str, ...]
    teams: tuple[Team, ...]
    covers: tuple[Cover, ...]
    today: date

    def team_for(self, code: str) -> Team | None:
        """The team for a route or with this id; else the one for safeguarding."""
        for team in self.teams:
            if code == team.id or code in team.routes:
                return team
        if code == SAFEGUARDING:
            return None
        return self.team_for(SAFEGUARDING)

    def candidates(
        self, team: Team | None, never: Iterable[str] = ()
    ) -> tuple[Candidate, ...]:
        """Who may take a task of this team: its members, stand-ins, or else anybody.

        Args:
            team: whose task it is; None where no team answers for it.
            never: who may not, such as whoever asked.
        """
        barred = set(never)
        free = [user for user in self.advisers if user not in barred]
        members = sorted(team.members, key=_in_order) if team else []
        found = [
            Candidate(each.user, Because(each.rank.value), team.id if team else "")
            for each in members
            if each.user in free
        ]
        if not found:
            why = Because.ONLY_ADVISER if len(free) == 1 else Because.ADVISER
            found = [Candidate(user, why) for user in free]
        away = [each.user for each in (members or found)]
        return (*found, *self._stand_ins(away, free, {each.user for each in found}))

    def _stand_ins(
        self, away: list[str], free: list[str], known: set[str]
    ) -> Iterable[Candidate]:
        for user in away:
            for cover in stand_ins(self.covers, user, self.today, date.max):
                if cover.covered_by in free and cover.covered_by not in known:
                    yield Candidate(
                        cover.covered_by,
                        Because.COVER,
                        covers=user,
                        first_day=cover.first_day,
                        last_day=cover.last_day,
                    )


def _in_order(member: Member) -> int:
    return list(Rank).index(member.rank)


def why_words(
    candidate: Candidate, names: Mapping[str, str], teams: Mapping[str, str]
) -> str:
    """Why somebody may take a task, as a person reads it after their name."""
    if candidate.why is Because.COVER and candidate.last_day:
        away = names.get(candidate.covers, "a colleague")
        return f"covers for {away} until {written(candidate.last_day)}"
    if candidate.team:
        team = teams.get(candidate.team, "the team")
        return f"{candidate.why.value} of {team}"
    if candidate.why is Because.ONLY_ADVISER:
        return "the only adviser there is"
    return "one of the advisers here"


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def check_can_arrange(actor: Actor) -> None:
    """Settle teams, the rota and other people's cover."""
    check_office(actor, Office.ARRANGE)


def check_team(
    team: Team, others: Iterable[Team], routes: Iterable[str], advisers: Iterable[str]
) -> None:
    """Whether a team can be kept as it is.

    Raises:
        NotAccepted: its name is taken, a route is unknown, or a member no adviser.
    """
    taken = {each.name.casefold() for each in others if each.id != team.id}
    if team.name.casefold() in taken:
        raise NotAccepted(Why.NAME_TAKEN, about="name")
    if not set(team.routes) <= set(routes):
        raise NotAccepted(Why.NO_SUCH_ROUTE, about="routes")
    if not {each.user for each in team.members} <= set(advisers):
        raise NotAccepted(Why.NOT_AN_ADVISER, about="members")
