"""One's own account: who one is, where one is signed in, tokens for programs.

How one signs in is set up in a browser, where a person is.
"""

from fastapi import APIRouter

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.identity_models import (
    Myself,
    NewToken,
    SecondStep,
    Session,
    Token,
    WantedToken,
)
from api.models import Page

CHANGING: Documented = {each: ACTING[each] for each in (403, 409, 413)}

router = APIRouter(prefix="/account", tags=["account"], responses=READING)


@router.get("", summary="Read whose token this is")
def read_myself(call: Asking) -> Myself:
    who, actor = call.who, call.actor
    return Myself(
        id=actor.id,
        name=who.name,
        email=who.email,
        roles=list(actor.roles),
        organisation=actor.organisation,
        scope=call.scope,
    )


@router.get("/second-step", summary="Read how you show that it is you")
def read_second_step(call: Asking) -> SecondStep:
    return SecondStep.model_validate(call.house.second_steps.of(call.who))


@router.get("/sessions", summary="List the browsers in which you are signed in")
def list_sessions(call: Asking) -> Page[Session]:
    found = call.house.sessions.mine(call.who)
    return Page(items=[Session.model_validate(each) for each in found])


@router.delete(
    "/sessions/{name}", summary="Sign out one browser", status_code=204,
    responses=CHANGING,
)  # fmt: skip
def end_session(name: str, call: Asking) -> None:
    call.house.sessions.end(call.who, name)


@router.delete(
    "/sessions", summary="Sign out every browser", status_code=204, responses=CHANGING
)
def end_sessions(call: Asking) -> None:
    call.house.sessions.end_others(call.who)


@router.get("/tokens", summary="List your tokens")
def list_tokens(call: Asking) -> Page[Token]:
    found = call.house.tokens.mine(call.actor)
    return Page(items=[Token.model_validate(each) for each in found])


@router.post("/tokens", summary="Make a token", status_code=201, responses=CHANGING)
def make_token(sent: WantedToken, call: Asking) -> NewToken:
    """It is in this answer and nowhere else."""
    return NewToken(token=call.house.tokens.make(call.actor, sent.given()))


@router.delete(
    "/tokens/{name}", summary="End a token", status_code=204, responses=CHANGING
)
def end_token(name: str, call: Asking) -> None:
    call.house.tokens.end(call.actor, name)
