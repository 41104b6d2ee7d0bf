"""Conflicts that an adviser declares: about these people they may not decide."""

from fastapi import APIRouter, status

from adapters.passwords import new_secret
from api.answering import ACTING, READING
from api.asking import Acting, Asking
from api.given import GivenConflict
from api.models import DeclaredConflict, Page

router = APIRouter(prefix="/conflicts", tags=["conflicts"], responses=READING)


@router.get("", summary="List your declared conflicts", responses={403: ACTING[403]})
def list_conflicts(call: Asking) -> Page[DeclaredConflict]:
    """Nobody else is shown these names."""
    found = call.house.conflicts.mine(call.actor)
    return Page(items=[DeclaredConflict.model_validate(each) for each in found])


@router.post(
    "",
    summary="Declare a conflict",
    status_code=status.HTTP_201_CREATED,
    responses=ACTING,
)
def declare_conflict(sent: GivenConflict, call: Acting) -> DeclaredConflict:
    """From now on another adviser decides whatever names this person."""
    once = call.once or new_secret()
    made = call.house.conflicts.declare(call.actor, sent.name, once)
    return DeclaredConflict.model_validate(made)


@router.delete(
    "/{conflict}",
    summary="Take a declared conflict back",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=ACTING,
)
def remove_conflict(conflict: str, call: Acting) -> None:
    call.house.conflicts.remove(call.actor, conflict)
