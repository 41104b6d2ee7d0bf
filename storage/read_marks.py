"""How much of each task somebody has seen: its version when they looked."""

from sqlmodel import Session, select

from storage.database import alone
from storage.inbox_tables import ReadMarkRow
from storage.tables import TaskRow


class ReadMarks:
    """One mark for each person and task. Nobody sees anybody else's."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, user: str) -> dict[str, int]:
        """The versions that somebody has seen, by task."""
        found = select(ReadMarkRow).where(ReadMarkRow.user == user)
        return {row.task: row.version for row in self._session.exec(found)}

    def mark(self, user: str, task_id: str) -> None:
        """Seen, as it is now."""
        alone(self._session, f"read mark of {user} {task_id}")
        version = self._session.get_one(
            TaskRow, task_id, populate_existing=True
        ).version
        row = self._session.get(ReadMarkRow, (user, task_id))
        row = row or ReadMarkRow(user=user, task=task_id, version=version)
        row.version = version
        self._session.add(row)
        self._session.flush()

    def clear(self, user: str, task_id: str) -> None:
        """To be looked at again."""
        row = self._session.get(ReadMarkRow, (user, task_id))
        if row is not None:
            self._session.delete(row)
            self._session.flush()
