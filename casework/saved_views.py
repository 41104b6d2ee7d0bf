"""Filters of the inbox that advisers keep under a name, for themselves or for all."""

from dataclasses import replace

from adapters.clock import now
from adapters.passwords import new_id
from casework.inbox_filter import Filter
from domain.errors import CaseNotFound, NotAllowed, RuleBroken, Why
from domain.people import Actor
from domain.permissions import Office
from domain.policies import check_office, holds
from storage.saved_views import SavedView as View
from storage.store import Store, Storehouse

__all__ = ["LONGEST_NAME", "SavedViews", "View"]

LONGEST_NAME = 60
MOST = 50
"""More views of one's own than anybody could find their way in."""


class SavedViews:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def all(self, actor: Actor) -> list[View]:
        """One's own views and those that colleagues share.

        Raises:
            NotAllowed: the actor is no adviser.
        """
        check_office(actor, Office.WORK_IN_INBOX)
        with self._storehouse.reading() as store:
            return store.saved_views.of(actor)

    def get(self, actor: Actor, view_id: str) -> View:
        """A view that the actor may use.

        Raises:
            CaseNotFound: there is none, or it is not shared with them.
        """
        with self._storehouse.reading() as store:
            return _readable(store, actor, view_id)

    def save(self, actor: Actor, name: str, wanted: Filter, *, shared: bool) -> View:
        """Keep a filter under a name.

        Raises:
            RuleBroken: the actor has as many as anybody may keep.
        """
        check_office(actor, Office.WORK_IN_INBOX)
        view = View(
            new_id("v"), actor.organisation, actor.id, name, wanted.query, shared, now()
        )
        with self._storehouse.writing() as store:
            own = [v for v in store.saved_views.of(actor) if v.owner == actor.id]
            if any((v.name, v.query) == (name, view.query) for v in own):
                return next(v for v in own if (v.name, v.query) == (name, view.query))
            if len(own) >= MOST:
                raise RuleBroken(Why.TOO_MANY_VIEWS)
            store.saved_views.keep(view)
        return view

    def change(self, actor: Actor, view_id: str, name: str, *, shared: bool) -> View:
        """Give one's own view another name, or share it or no longer.

        Raises:
            NotAllowed: it is a colleague's.
        """
        with self._storehouse.writing() as store:
            view = replace(_own(store, actor, view_id), name=name, shared=shared)
            store.saved_views.keep(view)
        return view

    def delete(self, actor: Actor, view_id: str) -> None:
        """Forget one's own view.

        Raises:
            NotAllowed: it is a colleague's.
        """
        with self._storehouse.writing() as store:
            store.saved_views.drop(_own(store, actor, view_id).id)


def _readable(store: Store, actor: Actor, view_id: str) -> View:
    view = store.saved_views.get(view_id)
    here = view is not None and view.organisation == actor.organisation
    if view is None or not here or not holds(actor, Office.WORK_IN_INBOX):
        raise CaseNotFound
    if view.owner != actor.id and not view.shared:
        raise CaseNotFound
    return view


def _own(store: Store, actor: Actor, view_id: str) -> View:
    view = _readable(store, actor, view_id)
    if view.owner != actor.id:
        raise NotAllowed(Why.NOT_YOUR_VIEW)
    return view
