"""Teams of advisers: read by everybody, settled by administrators."""

from fastapi import APIRouter, Response, status

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.matching import IfMatch, marked
from api.team_models import GivenTeam, Team
from casework.teams import mark_of_team

ARRANGING: Documented = {403: ACTING[403], 413: ACTING[413]}
MATCHING: Documented = {**ARRANGING, 409: ACTING[409]}

router = APIRouter(prefix="/teams", tags=["teams"], responses=READING)


@router.get("", summary="List the teams of your organisation")
def list_teams(call: Asking) -> list[Team]:
    return [Team.model_validate(each) for each in call.house.teams.all(call.actor)]


@router.post("", summary="Add a team", status_code=201, responses=ARRANGING)
def add_team(sent: GivenTeam, call: Asking) -> Team:
    return Team.model_validate(call.house.teams.add(call.actor, sent.wanted()))


@router.get("/{team}", summary="Read one team")
def read_team(team: str, call: Asking, answer: Response) -> Team:
    """Its `ETag` changes with it."""
    found = call.house.teams.get(call.actor, team)
    marked(answer, mark_of_team(found))
    return Team.model_validate(found)


@router.put("/{team}", summary="Change a team", responses=MATCHING)
def change_team(
    team: str,
    sent: GivenTeam,
    call: Asking,
    answer: Response,
    if_match: IfMatch = "",
) -> Team:
    changed = call.house.teams.change(call.actor, team, sent.wanted(), if_match)
    marked(answer, mark_of_team(changed))
    return Team.model_validate(changed)


@router.delete(
    "/{team}",
    summary="Take a team out of use",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=MATCHING,
)
def remove_team(team: str, call: Asking, if_match: IfMatch = "") -> None:
    """Not while it has tasks."""
    call.house.teams.remove(call.actor, team, if_match)
