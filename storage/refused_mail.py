"""Mail that will not arrive: refused for good, or taken first and sent back later."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select, update

from storage.mail_tables import MailRow

TO_RECIPIENT = ":recipient"
"""How the name of a message to the recipient ends."""
TOLD = "told"
"""The kind of a message that tells an individual."""


@dataclass(frozen=True)
class RefusedMail:
    """A message that somebody was owed and has not had, and since when that is known.

    `kind` is a code of why; `came_back` says that their mail server took it first.
    """

    name: str
    message_id: str
    reference: str
    kind: str
    at: datetime
    came_back: bool
    user: str = ""

    @property
    def to_recipient(self) -> bool:
        return self.name.endswith(TO_RECIPIENT)

    @property
    def individual(self) -> str:
        """Whom it was to tell; empty for everybody else."""
        parts = self.name.split(":")
        return parts[2] if parts[1:2] == [TOLD] else ""


class RefusedMails:
    def __init__(self, session: Session) -> None:
        self._session = session

    def refuse(self, name: str, kind: str, at: datetime) -> bool:
        """Nobody tries this one again by themselves. False if that was known."""
        marked = self._session.exec(
            update(MailRow)
            .where(col(MailRow.name) == name, col(MailRow.given_up_at).is_(None))
            .values(given_up_at=at, refused=kind, failures=MailRow.failures + 1)
        )
        return marked.rowcount == 1

    def found(self, message_id: str) -> MailRow | None:
        """The message with this id, with or without what stands around it."""
        plain = message_id.strip().strip("<>")
        ids = (f"<{plain}>", plain, plain.partition("@")[0])
        row = select(MailRow).where(col(MailRow.message_id).in_(ids))
        return self._session.exec(row).first()

    def owe_again(self, name: str) -> None:
        """It was sent and came back: with every line of it, it is unsent once more."""
        of_it = or_(col(MailRow.name) == name, col(MailRow.digest) == name)
        self._session.exec(update(MailRow).where(of_it).values(sent_at=None))

    def of(self, reference: str) -> list[RefusedMail]:
        """What people outside have not had of a case, and nothing made up for it."""
        rows = self._session.exec(
            select(MailRow)
            .where(MailRow.reference == reference, col(MailRow.user) == "")
            .order_by(col(MailRow.made_at), col(MailRow.name))
        )
        last: dict[str, MailRow] = {_whose(row): row for row in rows}
        return [_refused(row) for row in last.values() if row.given_up_at]

    def made_up_for(self, name: str, reference: str) -> bool:
        """Whether the recipient was written to since, and that arrived."""
        return all(each.name != name for each in self.of(reference))


def _whose(row: MailRow) -> str:
    """To whom: what is sent to the same person later makes up for it."""
    return _refused(row).individual or "recipient"


def _refused(row: MailRow) -> RefusedMail:
    return RefusedMail(
        row.name,
        row.message_id,
        row.reference,
        row.refused,
        row.given_up_at or row.made_at,
        row.sent_at is not None,
        row.user,
    )
