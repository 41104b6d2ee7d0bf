"""Filters of lists that people keep; a name may say something, so it is sealed."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select

from domain.people import Actor
from storage.inbox_tables import SavedViewRow
from storage.keys import Keys


@dataclass(frozen=True)
class SavedView:
    """A name for a filter, its owner's alone or for colleagues who work with it too.

    `place` is the list that it is of.
    """

    id: str
    organisation: str
    owner: str
    name: str
    query: str
    shared: bool
    saved_at: datetime
    place: str = "tasks"


class SavedViews:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def keep(self, view: SavedView) -> None:
        """Keep a view in the place of what was kept under its id."""
        row = self._session.get(SavedViewRow, view.id)
        row = row or SavedViewRow(
            id=view.id,
            organisation=view.organisation,
            owner=view.owner,
            query=view.query,
            name_sealed=b"",
            saved_at=view.saved_at,
            place=view.place,
        )
        sealed = self._keys.people().seal(_label(view.id), view.name)
        row.name_sealed, row.query, row.shared = sealed, view.query, view.shared
        self._session.add(row)
        self._session.flush()

    def get(self, view_id: str) -> SavedView | None:
        row = self._session.get(SavedViewRow, view_id)
        return None if row is None else self._view(row)

    def of(self, actor: Actor, place: str) -> list[SavedView]:
        """Somebody's own views of a list and those colleagues share, oldest first."""
        own_or_shared = or_(
            col(SavedViewRow.owner) == actor.id, col(SavedViewRow.shared).is_(True)
        )
        rows = self._session.exec(
            select(SavedViewRow)
            .where(
                SavedViewRow.organisation == actor.organisation,
                SavedViewRow.place == place,
                own_or_shared,
            )
            .order_by(col(SavedViewRow.saved_at), SavedViewRow.id)
        )
        return [self._view(row) for row in rows]

    def drop(self, view_id: str) -> None:
        row = self._session.get(SavedViewRow, view_id)
        if row is not None:
            self._session.delete(row)
            self._session.flush()

    def _view(self, row: SavedViewRow) -> SavedView:
        return SavedView(
            row.id,
            row.organisation,
            row.owner,
            self._keys.people().open(_label(row.id), row.name_sealed),
            row.query,
            row.shared,
            row.saved_at,
            row.place,
        )


def _label(view_id: str) -> str:
    return f"saved view:{view_id}"
