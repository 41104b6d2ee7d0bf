"""Who is away and who stands in; who is on call."""

from fastapi import APIRouter
from starlette.responses import Response

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.team_models import Cover, GivenCover, GivenOnCall, OnCall
from casework.cover import CoverLine, Turn

ARRANGING: Documented = {403: ACTING[403], 413: ACTING[413]}

router = APIRouter(tags=["cover"], responses=READING)


@router.get("/cover", summary="List who is away, now or soon, and who stands in")
def list_cover(call: Asking) -> list[Cover]:
    return [_cover(each) for each in call.house.absences.all(call.actor)]


@router.post(
    "/cover",
    summary="Say that you, or as an administrator somebody else, are away",
    status_code=201,
    responses=ARRANGING,
)
def add_cover(sent: GivenCover, call: Asking) -> Cover:
    days = (sent.first_day, sent.last_day)
    user = sent.user or call.actor.id
    added = call.house.absences.add(call.actor, user, sent.covered_by, days)
    lines = call.house.absences.all(call.actor)
    return next(_cover(each) for each in lines if each.cover.id == added.id)


@router.delete(
    "/cover/{cover}",
    summary="Say that they are here after all",
    status_code=204,
    responses=ARRANGING,
)
def remove_cover(cover: str, call: Asking) -> Response:
    call.house.absences.remove(call.actor, cover)
    return Response(status_code=204)


@router.get("/on-call", summary="List who is on call, now and later")
def list_on_call(call: Asking) -> list[OnCall]:
    return [_turn(each) for each in call.house.rota.all(call.actor)]


@router.post(
    "/on-call", summary="Put somebody on call", status_code=201, responses=ARRANGING
)
def add_on_call(sent: GivenOnCall, call: Asking) -> OnCall:
    times = (sent.starts_at, sent.ends_at)
    added = call.house.rota.add(call.actor, sent.user, times)
    turns = call.house.rota.all(call.actor)
    return next(_turn(each) for each in turns if each.turn.id == added.id)


@router.delete(
    "/on-call/{turn}",
    summary="Take a turn off the rota",
    status_code=204,
    responses=ARRANGING,
)
def remove_on_call(turn: str, call: Asking) -> Response:
    call.house.rota.remove(call.actor, turn)
    return Response(status_code=204)


def _cover(line: CoverLine) -> Cover:
    cover = line.cover
    return Cover(
        id=cover.id,
        user=cover.user,
        name=line.name,
        covered_by=cover.covered_by,
        stand_in=line.stand_in,
        first_day=cover.first_day.isoformat(),
        last_day=cover.last_day.isoformat(),
    )


def _turn(line: Turn) -> OnCall:
    turn = line.turn
    return OnCall(
        id=turn.id,
        user=turn.user,
        name=line.name,
        starts_at=turn.starts_at,
        ends_at=turn.ends_at,
    )
