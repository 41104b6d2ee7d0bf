"""Accounts of colleagues and of programs, for administrators; locks, for operations."""

from fastapi import APIRouter

from api.answering import ACTING, READING, Documented
from api.asking import Acting, Asking
from api.identity_models import (
    Colleague,
    ColleagueAndEvents,
    Event,
    Locked,
    NewToken,
    Program,
    WantedProgram,
    WantedToken,
    WithReason,
)
from api.models import Page
from domain.identity import AccountDeed

CHANGING: Documented = {each: ACTING[each] for each in (403, 409, 413)}
LOOKING: Documented = {403: ACTING[403]}

router = APIRouter(tags=["accounts"], responses=READING)


@router.get("/accounts", summary="List the accounts of people", responses=LOOKING)
def list_accounts(call: Asking) -> Page[Colleague]:
    found = call.house.account_care.colleagues(call.actor)
    return Page(items=[Colleague.model_validate(each) for each in found])


@router.get("/accounts/{user}", summary="Read one account", responses=LOOKING)
def read_account(user: str, call: Asking) -> ColleagueAndEvents:
    line, events = call.house.account_care.colleague(call.actor, user)
    said = [
        Event(
            what=AccountDeed(each.event.what),
            at=each.event.at,
            by=each.by,
            reason=each.event.reason,
        )
        for each in events
    ]
    return ColleagueAndEvents(**dict(Colleague.model_validate(line)), events=said)


@router.post(
    "/accounts/{user}/reset-second-step", summary="Take away a lost second step",
    status_code=204, responses=CHANGING,
)  # fmt: skip
def reset_second_step(user: str, sent: WithReason, call: Asking) -> None:
    """They are signed out, and set up another when they sign in."""
    call.house.account_care.reset_second_step(call.actor, user, sent.reason)


@router.post(
    "/accounts/{user}/sign-out", summary="Sign somebody out everywhere",
    status_code=204, responses=CHANGING,
)  # fmt: skip
def sign_out_account(user: str, sent: WithReason, call: Asking) -> None:
    call.house.account_care.end_sessions(call.actor, user, sent.reason)


@router.post(
    "/accounts/{user}/new-password", summary="E-mail somebody a link for a password",
    status_code=204, responses=CHANGING,
)  # fmt: skip
def send_password_link(user: str, call: Asking) -> None:
    call.house.account_care.send_link(call.actor, user)


# Programs


@router.get("/programs", summary="List the programs", responses=LOOKING)
def list_programs(call: Asking) -> Page[Program]:
    found = call.house.services.all(call.actor)
    return Page(items=[Program.of(each) for each in found])


@router.post("/programs", summary="Add a program", status_code=201, responses=CHANGING)
def add_program(sent: WantedProgram, call: Acting) -> Program:
    """It may send requests of its own or watch how everything runs, and no more."""
    return Program.of(call.house.services.add(call.actor, sent.given(), call.once))


@router.get("/programs/{program}", summary="Read one program", responses=LOOKING)
def read_program(program: str, call: Asking) -> Program:
    return Program.of(call.house.services.get(call.actor, program))


@router.delete(
    "/programs/{program}", summary="End a program and its tokens", status_code=204,
    responses=CHANGING,
)  # fmt: skip
def end_program(program: str, call: Asking) -> None:
    call.house.services.disable(call.actor, program)


@router.post(
    "/programs/{program}/tokens", summary="Make a token for a program",
    status_code=201, responses=CHANGING,
)  # fmt: skip
def make_program_token(program: str, sent: WantedToken, call: Asking) -> NewToken:
    """It is in this answer and nowhere else."""
    made = call.house.services.make_token(call.actor, program, sent.given())
    return NewToken(token=made)


@router.delete(
    "/programs/{program}/tokens/{name}", summary="End a token of a program",
    status_code=204, responses=CHANGING,
)  # fmt: skip
def end_program_token(program: str, name: str, call: Asking) -> None:
    call.house.services.end_token(call.actor, program, name)


# Operations


@router.get("/operations/locked", summary="List locked accounts", responses=LOOKING)
def list_locked(call: Asking) -> Page[Locked]:
    found = call.house.account_care.locked(call.actor)
    return Page(items=[Locked.model_validate(each) for each in found])


@router.post(
    "/operations/locked/{user}/unlock", summary="Unlock an account", status_code=204,
    responses=CHANGING,
)  # fmt: skip
def unlock_account(user: str, call: Asking) -> None:
    call.house.account_care.unlock(call.actor, user)
