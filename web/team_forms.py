"""What is typed about a team, a turn on call, and cover while somebody is away."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Annotated, ClassVar

from pydantic import BeforeValidator
from starlette.datastructures import FormData

from casework.teams import GivenTeam
from domain.calendar import LONDON
from domain.teams import Member, Rank, Team
from web.asking import text
from web.form_fields import NAME_MOST, Short
from web.forms import PageForm, Sentences, written_date
from web.urgent_forms import read_clock

RANK = "rank-"
"""Before the id of an adviser, in the name of the field with their place."""

SOMEBODY = "Choose an adviser"


class TeamForm(PageForm):
    """A team's name and the routes that it answers for."""

    name: Short
    routes: tuple[Short, ...] = ()

    sentences: ClassVar[Sentences] = {
        ("name", "missing"): "Enter a name for the team",
        ("name", "*"): f"The name must be {NAME_MOST} characters or fewer",
    }

    def given(self, form: FormData, advisers: Iterable[str]) -> GivenTeam:
        return GivenTeam(self.name, self.routes, _members(form, advisers))


def _members(form: FormData, advisers: Iterable[str]) -> tuple[Member, ...]:
    ranks = {user: text(form, f"{RANK}{user}") for user in advisers}
    known = {rank.value for rank in Rank}
    return tuple(Member(u, Rank(rank)) for u, rank in ranks.items() if rank in known)


def about_team(team: Team) -> Mapping[str, object]:
    """A team as its form shows it."""
    ranks = {f"{RANK}{each.user}": each.rank.value for each in team.members}
    return {"name": team.name, "routes": list(team.routes), **ranks}


class AwayForm(PageForm):
    """From when to when somebody is away, and who stands in."""

    user: Short = ""
    first_day: Annotated[date, written_date("The first day")]
    last_day: Annotated[date, written_date("The last day")]
    covered_by: Short

    sentences: ClassVar[Sentences] = {
        ("user", "*"): SOMEBODY,
        ("covered_by", "*"): "Choose who stands in",
        ("first_day", "missing"): "Enter the first day away",
        ("last_day", "missing"): "Enter the last day away",
    }


class OnCallForm(PageForm):
    """Who is on call from when to when."""

    user: Short
    starts_on: Annotated[date, written_date("The first day")]
    starts_time: Annotated[time, BeforeValidator(read_clock)]
    ends_on: Annotated[date, written_date("The last day")]
    ends_time: Annotated[time, BeforeValidator(read_clock)]

    sentences: ClassVar[Sentences] = {
        ("user", "*"): SOMEBODY,
        ("starts_on", "missing"): "Enter the day on which it starts",
        ("starts_time", "missing"): "Enter the time, like 5pm",
        ("ends_on", "missing"): "Enter the day on which it ends",
        ("ends_time", "missing"): "Enter the time, like 8am",
    }

    @property
    def times(self) -> tuple[datetime, datetime]:
        return (
            datetime.combine(self.starts_on, self.starts_time, LONDON),
            datetime.combine(self.ends_on, self.ends_time, LONDON),
        )
