"""Filters of a list that people keep under a name, for themselves or for all."""

from dataclasses import dataclass, replace

from adapters.clock import now
from adapters.passwords import new_id
from domain.errors import CaseNotFound, NotAllowed, RuleBroken, Why
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office, holds
from storage.saved_views import SavedView as View
from storage.store import Store, Storehouse

__all__ = ["CASES", "INBOX", "LONGEST_NAME", "SavedViews", "View"]

LONGEST_NAME = 60
MOST = 50
"""More views of one's own than anybody could find their way in."""


@dataclass(frozen=True)
class Place:
    """A list that views are kept of, and who works with it."""

    code: str
    office: Office


INBOX = Place("tasks", Office.WORK_IN_INBOX)
CASES = Place("cases", Office.WATCH)


class SavedViews:
    """The views of one list."""

    def __init__(self, storehouse: Storehouse, place: Place) -> None:
        self._storehouse = storehouse
        self._place = place

    def all(self, actor: Actor) -> list[View]:
        """One's own views and those that colleagues share.

        Raises:
            NotAllowed: the actor does not work with this list.
        """
        check_office(actor, self._place.office)
        with self._storehouse.reading() as store:
            return store.saved_views.of(actor, self._place.code)

    def get(self, actor: Actor, view_id: str) -> View:
        """A view that the actor may use.

        Raises:
            CaseNotFound: there is none, or it is not shared with them.
        """
        with self._storehouse.reading() as store:
            return self._readable(store, actor, view_id)

    def save(self, actor: Actor, name: str, query: str, *, shared: bool) -> View:
        """Keep a filter under a name, as it is written into an address.

        Raises:
            RuleBroken: the actor has as many as anybody may keep.
        """
        check_office(actor, self._place.office)
        place = self._place.code
        view = View(
            new_id("v"), actor.organisation, actor.id, name, query, shared, now(), place
        )
        with self._storehouse.writing() as store:
            every = store.saved_views.of(actor, place)
            own = [v for v in every if v.owner == actor.id]
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
            view = replace(self._own(store, actor, view_id), name=name, shared=shared)
            store.saved_views.keep(view)
        return view

    def delete(self, actor: Actor, view_id: str) -> None:
        """Forget one's own view.

        Raises:
            NotAllowed: it is a colleague's.
        """
        with self._storehouse.writing() as store:
            store.saved_views.drop(self._own(store, actor, view_id).id)

    def _readable(self, store: Store, actor: Actor, view_id: str) -> View:
        view = store.saved_views.get(view_id)
        here = view is not None and view.organisation == actor.organisation
        able = holds(actor, self._place.office)
        if view is None or not (here and able and view.place == self._place.code):
            raise CaseNotFound
        if view.owner != actor.id and not view.shared:
            raise CaseNotFound
        return view

    def _own(self, store: Store, actor: Actor, view_id: str) -> View:
        view = self._readable(store, actor, view_id)
        if view.owner != actor.id:
            raise NotAllowed(Why.NOT_YOUR_VIEW)
        return view
