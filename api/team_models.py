"""What the JSON interface answers and takes about teams, cover and who is on call."""

from datetime import datetime

from pydantic import Field

from api.fields import AnyMoment, Day, Line, Sent
from api.models import Shown
from casework.teams import GivenTeam as Wanted
from domain.teams import Member, Rank

MOST_ROUTES = 20
MOST_MEMBERS = 200


class TeamMember(Shown):
    """An adviser's place in a team."""

    user: str
    rank: Rank


class Team(Shown):
    """Advisers who answer for some routes of the rules."""

    id: str
    name: str
    routes: list[str]
    members: list[TeamMember]


class GivenMember(Sent):
    """An adviser, by id, and their rank."""

    user: Line
    rank: Rank = Rank.MEMBER


class GivenTeam(Sent):
    """A team as it is to be. Whoever is no longer named leaves it."""

    name: Line
    routes: list[Line] = Field(default=[], max_length=MOST_ROUTES)
    members: list[GivenMember] = Field(default=[], max_length=MOST_MEMBERS)

    def wanted(self) -> Wanted:
        members = {each.user: Member(each.user, each.rank) for each in self.members}
        routes = tuple(dict.fromkeys(self.routes))
        return Wanted(self.name, routes, tuple(members.values()))


class Cover(Shown):
    """Who is away from when to when, and who stands in. Both days are included."""

    id: str
    user: str
    name: str
    covered_by: str
    stand_in: str
    first_day: str
    last_day: str


class GivenCover(Sent):
    """Who is away, oneself when left out, and who stands in."""

    user: Line | None = None
    covered_by: Line
    first_day: Day
    last_day: Day


class OnCall(Shown):
    """Who is rung outside working hours, from when to when."""

    id: str
    user: str
    name: str
    starts_at: datetime
    ends_at: datetime


class GivenOnCall(Sent):
    """A turn on the rota."""

    user: Line
    starts_at: AnyMoment
    ends_at: AnyMoment


class AdviserPlace(Shown):
    """A place in a team, and the routes that this team answers for."""

    team: str
    rank: str
    routes: list[str]


class Adviser(Shown):
    """One adviser: how to reach them, for what, and whether they are here."""

    id: str
    name: str
    telephone: str
    here: bool
    away: str
    on_call_until: datetime | None
    teams: list[AdviserPlace]
