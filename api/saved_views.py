"""Filters of the inbox that advisers keep under a name."""

from typing import Annotated

from fastapi import APIRouter, status
from pydantic import Field

from api.answering import ACTING, READING
from api.asking import Acting, Asking, Call
from api.fields import Line, Sent
from api.problems import BadInput
from api.staff_models import SavedView, SavedViews
from casework.inbox_filter import read_filter
from casework.saved_views import LONGEST_NAME, View

router = APIRouter(prefix="/views", tags=["tasks"], responses=READING)

Name = Annotated[Line, Field(max_length=LONGEST_NAME)]
Filters = Annotated[dict[str, Line], Field(max_length=20)]


class NewView(Sent):
    """A name for a filter, with the fields that the list of tasks takes."""

    name: Name
    filter: Filters = Field(default={})
    shared: bool = False


class ChangedView(Sent):
    name: Name
    shared: bool


@router.get("", summary="List saved views", responses={403: ACTING[403]})
def list_views(call: Asking) -> SavedViews:
    """One's own, and those that colleagues share."""
    kept = call.house.saved_views.all(call.actor)
    return SavedViews(items=[shown(call, each) for each in kept])


@router.post(
    "",
    summary="Save a view",
    status_code=status.HTTP_201_CREATED,
    responses=ACTING,
)
def save_view(sent: NewView, call: Acting) -> SavedView:
    wanted, unknown = read_filter(sent.filter)
    unknown += [name for name in sent.filter if not hasattr(wanted, name)]
    if unknown:
        raise BadInput(f"filter.{unknown[0]}", "There is no such filter.")
    views = call.house.saved_views
    return shown(
        call, views.save(call.actor, sent.name, wanted.query, shared=sent.shared)
    )


@router.put("/{view}", summary="Rename or share a view", responses=ACTING)
def change_view(view: str, sent: ChangedView, call: Acting) -> SavedView:
    views = call.house.saved_views
    return shown(call, views.change(call.actor, view, sent.name, shared=sent.shared))


@router.delete(
    "/{view}",
    summary="Delete a view",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=ACTING,
)
def delete_view(view: str, call: Acting) -> None:
    call.house.saved_views.delete(call.actor, view)


def shown(call: Call, view: View) -> SavedView:
    return SavedView(
        id=view.id,
        name=view.name,
        query=view.query,
        shared=view.shared,
        mine=view.owner == call.actor.id,
    )
