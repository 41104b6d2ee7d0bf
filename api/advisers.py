"""Whom to ask: the advisers of one's organisation."""

from fastapi import APIRouter

from api.answering import READING
from api.asking import Asking
from api.team_models import Adviser, AdviserPlace
from casework.adviser_directory import AdviserLine

router = APIRouter(prefix="/advisers", tags=["teams"], responses=READING)


@router.get("", summary="See who can help now, for what, and how to reach them")
def list_advisers(call: Asking) -> list[Adviser]:
    return [_adviser(each) for each in call.house.advisers.all(call.actor)]


def _adviser(line: AdviserLine) -> Adviser:
    return Adviser(
        id=line.id,
        name=line.name,
        telephone=line.telephone,
        here=line.is_here,
        away=line.away,
        on_call_until=line.on_call_until,
        teams=[AdviserPlace.model_validate(each) for each in line.places],
    )
