"""Messages owed, each under a name, and what the built-in catcher received."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select, update

from storage.keys import Keys
from storage.mail_tables import CaughtMailRow, MailRow


@dataclass(frozen=True)
class OwedMail:
    """A message to exactly one person. It holds no name and no content of a case."""

    name: str
    message_id: str
    reference: str
    kind: str
    to: str
    sent: bool = False
    refused: str = ""


class Mail:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def owe(self, mail: OwedMail, at: datetime) -> OwedMail:
        """Keep a message under its name; a repeat gives back the first."""
        row = self._session.get(MailRow, mail.name)
        if row is None:
            sealed = self._keys.people().seal(f"mail:{mail.name}", mail.to)
            row = MailRow(
                name=mail.name,
                message_id=mail.message_id,
                reference=mail.reference,
                kind=mail.kind,
                to_sealed=sealed,
                made_at=at,
            )
            self._session.add(row)
            self._session.flush()
        to = self._keys.people().open(f"mail:{row.name}", row.to_sealed)
        return OwedMail(
            row.name,
            row.message_id,
            row.reference,
            row.kind,
            to,
            row.sent_at is not None,
            row.refused,
        )

    def mark_sent(self, name: str, at: datetime) -> None:
        self._session.exec(
            update(MailRow)
            .where(col(MailRow.name) == name, col(MailRow.sent_at).is_(None))
            .values(sent_at=at)
        )


@dataclass(frozen=True)
class Caught:
    id: int
    received_at: datetime
    text: str


class CaughtMail:
    """What the catcher holds. Sealed, since addresses stand in it."""

    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def keep(self, text: str, at: datetime) -> None:
        sealed = self._keys.people().seal("caught", text)
        self._session.add(CaughtMailRow(received_at=at, body_sealed=sealed))

    def newest(self, limit: int = 100) -> list[Caught]:
        rows = self._session.exec(
            select(CaughtMailRow).order_by(col(CaughtMailRow.id).desc()).limit(limit)
        )
        people = self._keys.people()
        return [
            Caught(row.id or 0, row.received_at, people.open("caught", row.body_sealed))
            for row in rows
        ]

    def get(self, mail_id: int) -> Caught | None:
        row = self._session.get(CaughtMailRow, mail_id)
        if row is None:
            return None
        text = self._keys.people().open("caught", row.body_sealed)
        return Caught(mail_id, row.received_at, text)

    def forget(self, mentioned: tuple[str, ...]) -> None:
        """Delete every message in which one of these references is mentioned."""
        people = self._keys.people()
        for row in self._session.exec(select(CaughtMailRow)).all():
            text = people.open("caught", row.body_sealed)
            if any(name in text for name in mentioned):
                self._session.delete(row)
