"""Teams of advisers, for everybody to read; administrators settle them."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.house import House
from casework.teams import mark_of_team
from domain.errors import NotAccepted, RuleBroken
from domain.people import Role
from domain.refusals import SENTENCES
from domain.teams import Rank, Team, check_can_arrange
from web.asking import AskedHouse, Who, once, posted, see_other, show, text
from web.forms import Errors, read
from web.own_request import typed
from web.presence_pages import open_page
from web.team_forms import TeamForm, about_team

router = APIRouter()

RANKS = [
    (Rank.MEMBER.value, "Member"),
    (Rank.DEPUTY.value, "Deputy: asked next when nobody replies"),
    (Rank.SENIOR.value, "Senior: asked after the deputy"),
]


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


@router.get("/organisation/teams")
def teams(request: Request, house: AskedHouse, who: Who) -> Response:
    return show(
        "organisation/teams.html",
        request,
        teams=house.teams.all(who.actor),
        routes=house.teams.routes(who.actor),
        advisers=house.teams.advisers(who.actor),
        settles=who.actor.has(Role.ADMINISTRATOR),
    )


@router.get("/organisation/teams/new")
def new_team(request: Request, house: AskedHouse, who: Who) -> Response:
    check_can_arrange(who.actor)
    return _page(request, house, who, {})


@router.post("/organisation/teams/new")
def add_team(request: Request, house: AskedHouse, who: Who, form: Form) -> Response:
    return _keep(request, house, who, form)


@router.get("/organisation/teams/{team_id}")
def team(request: Request, house: AskedHouse, who: Who, team_id: str) -> Response:
    found = house.teams.get(who.actor, team_id)
    check_can_arrange(who.actor)
    return _page(request, house, who, about_team(found))


@router.post("/organisation/teams/{team_id}")
def change_team(
    request: Request, house: AskedHouse, who: Who, team_id: str, form: Form
) -> Response:
    house.teams.get(who.actor, team_id)
    return _keep(request, house, who, form, team_id)


@router.get("/organisation/teams/{team_id}/remove")
def remove_form(
    request: Request, house: AskedHouse, who: Who, team_id: str
) -> Response:
    return _removing(request, house, who, team_id)


@router.post("/organisation/teams/{team_id}/remove")
def remove_team(
    request: Request, house: AskedHouse, who: Who, team_id: str, form: Form
) -> Response:
    try:
        house.teams.remove(who.actor, team_id, text(form, "revision"))
    except RuleBroken as refused:
        return _removing(request, house, who, team_id, SENTENCES[refused.why])
    return see_other("/organisation/teams")


def _removing(
    request: Request, house: House, who: Who, team_id: str, fault: str = ""
) -> Response:
    """A team to take out of use, as it is now."""
    team = house.teams.get(who.actor, team_id)
    check_can_arrange(who.actor)
    return show(
        "organisation/team-remove.html",
        request,
        422 if fault else 200,
        team=team,
        rows=_rows(house, who, team),
        revision=mark_of_team(team),
        errors={"": fault} if fault else {},
    )


def _keep(
    request: Request, house: House, who: Who, form: FormData, team_id: str = ""
) -> Response:
    check_can_arrange(who.actor)
    said, errors = read(TeamForm, form)
    try:
        if said is not None:
            given = said.given(form, house.teams.advisers(who.actor))
            if team_id:
                house.teams.change(who.actor, team_id, given, text(form, "revision"))
            else:
                house.teams.add(who.actor, given, once=once(form))
            return see_other("/organisation/teams")
    except (NotAccepted, RuleBroken) as refused:
        errors = {refused.about or "": SENTENCES[refused.why]}
    return _page(request, house, who, typed(form), errors)


def _rows(house: House, who: Who, team: Team) -> list[tuple[str, str]]:
    """A team as it is, for somebody whose form met a change."""
    names, routes = house.teams.advisers(who.actor), house.teams.routes(who.actor)
    ranks = dict(RANKS)
    members = [
        f"{names.get(m.user, m.user)}: {ranks[m.rank.value].partition(':')[0]}"
        for m in team.members
    ]
    asked = [routes.get(code, code) for code in team.routes]
    return [
        ("Name of the team", team.name),
        ("What it is asked about", ", ".join(asked)),
        ("Who is in it", "\n".join(members)),
    ]


def _page(
    request: Request,
    house: House,
    who: Who,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    chosen = values.get("routes") or []
    team_id = request.path_params.get("team_id", "")
    now = house.teams.get(who.actor, team_id) if team_id else None
    changed = now is not None and "" in (errors or {})
    return show(
        "organisation/team.html",
        request,
        422 if errors else 200,
        open_page=open_page(request, team_id) if now else None,
        team_id=team_id,
        revision=mark_of_team(now) if now else None,
        changed=_rows(house, who, now) if now and changed else [],
        title="Change this team" if request.path_params else "Add a team",
        routes=list(house.teams.routes(who.actor).items()),
        advisers=house.teams.advisers(who.actor),
        ranks=RANKS,
        values={**values, "routes": [chosen] if isinstance(chosen, str) else chosen},
        errors=errors or {},
    )
