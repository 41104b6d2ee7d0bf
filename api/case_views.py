"""Filters of the running cases that people in operations keep under a name."""

from fastapi import APIRouter, status

from api.answering import ACTING, READING
from api.asking import Acting, Asking
from api.operations import filter_of
from api.saved_views import ChangedView, NewView, shown
from api.staff_models import SavedView, SavedViews

router = APIRouter(prefix="/operations/views", tags=["operations"], responses=READING)


@router.get("", summary="List saved views of the cases", responses={403: ACTING[403]})
def list_case_views(call: Asking) -> SavedViews:
    """One's own, and those that colleagues share."""
    kept = call.house.case_views.all(call.actor)
    return SavedViews(items=[shown(call, each) for each in kept])


@router.post(
    "",
    summary="Save a view of the cases",
    status_code=status.HTTP_201_CREATED,
    responses=ACTING,
)
def save_case_view(sent: NewView, call: Acting) -> SavedView:
    query = filter_of(call, sent.filter).query
    views = call.house.case_views
    return shown(call, views.save(call.actor, sent.name, query, shared=sent.shared))


@router.put("/{view}", summary="Rename or share a view of the cases", responses=ACTING)
def change_case_view(view: str, sent: ChangedView, call: Acting) -> SavedView:
    views = call.house.case_views
    return shown(call, views.change(call.actor, view, sent.name, shared=sent.shared))


@router.delete(
    "/{view}",
    summary="Delete a view of the cases",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=ACTING,
)
def delete_case_view(view: str, call: Acting) -> None:
    call.house.case_views.delete(call.actor, view)
