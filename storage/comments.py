"""What is said about a case apart from any decision, sealed under the case's key."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from storage.coding import dump, load
from storage.inbox_tables import CommentRow
from storage.keys import Keys


class CommentKind(StrEnum):
    """A remark, a decision proposed by a delegate, or why a task changed hands."""

    COMMENT = "comment"
    PROPOSAL = "proposal"
    REASON = "reason"


@dataclass(frozen=True)
class Said:
    """The words of a comment, as they are sealed."""

    kind: CommentKind
    text: str


@dataclass(frozen=True)
class Comment:
    """One remark. A private one is for advisers only."""

    id: str
    reference: str
    author: str
    private: bool
    at: datetime
    said: Said


class Comments:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def add(self, comment: Comment) -> bool:
        """Keep a comment under its id; False if it is kept already."""
        if self._session.get(CommentRow, comment.id) is not None:
            return False
        key = self._keys.case(comment.reference)
        self._session.add(
            CommentRow(
                id=comment.id,
                reference=comment.reference,
                author=comment.author,
                private=comment.private,
                at=comment.at,
                body_sealed=key.seal(_label(comment.id), dump(comment.said)),
            )
        )
        self._session.flush()
        return True

    def of(self, reference: str) -> list[Comment]:
        """Everything that was said about a case, oldest first."""
        rows = self._session.exec(
            select(CommentRow)
            .where(CommentRow.reference == reference)
            .order_by(col(CommentRow.at), CommentRow.id)
        ).all()
        if not rows:
            return []
        key = self._keys.case(reference)
        return [
            Comment(
                row.id,
                reference,
                row.author,
                row.private,
                row.at,
                load(key.open(_label(row.id), row.body_sealed), Said),
            )
            for row in rows
        ]

    def reasons(self, reference: str) -> dict[str, dict[str, str]]:
        """Why the task changed hands, as words of the entries that tell it."""
        return {
            each.id: {"reason": each.said.text}
            for each in self.of(reference)
            if each.said.kind is CommentKind.REASON
        }


def _label(comment_id: str) -> str:
    return f"comment:{comment_id}"
