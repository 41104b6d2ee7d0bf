"""How people prove who they are: second factors, letters, what was done to accounts."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from storage.coding import dump, load
from storage.identity_tables import (
    AccountEventRow,
    AccountLetterRow,
    AppRow,
    PasskeyRow,
    RecoveryCodeRow,
)
from storage.keys import Keys
from storage.tables import UserRow


@dataclass(frozen=True)
class Credential:
    """What a device made for us, and what its owner calls it."""

    id: str
    public_key: str
    label: str


@dataclass(frozen=True)
class Passkey:
    """A passkey of somebody."""

    id: str
    user: str
    credential: Credential
    sign_count: int
    added_at: datetime
    used_at: datetime | None = None


class Factors:
    """What somebody shows beside their password."""

    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def has_any(self, user: str) -> bool:
        return self.app(user) is not None or bool(self.passkeys(user))

    def keep_app(self, user: str, secret: str, at: datetime) -> None:
        """Their one authenticator app; another one takes its place."""
        row = self._session.get(AppRow, user)
        sealed = self._keys.people().seal(f"app:{user}", secret)
        row = row or AppRow(user=user, secret_sealed=sealed, added_at=at)
        row.secret_sealed, row.added_at = sealed, at
        self._session.add(row)
        self._session.flush()

    def app(self, user: str) -> str | None:
        """The secret of their app."""
        row = self._session.get(AppRow, user)
        if row is None:
            return None
        return self._keys.people().open(f"app:{user}", row.secret_sealed)

    def drop_app(self, user: str) -> bool:
        gone = self._session.exec(delete(AppRow).where(col(AppRow.user) == user))
        return gone.rowcount == 1

    def add_passkey(self, passkey: Passkey) -> bool:
        """Keep a passkey; False if it is somebody's already."""
        index = self._index(passkey.credential.id)
        known = select(PasskeyRow.id).where(PasskeyRow.credential_index == index)
        if self._session.exec(known).first() is not None:
            return False
        label = f"passkey:{passkey.id}"
        self._session.add(
            PasskeyRow(
                id=passkey.id,
                user=passkey.user,
                credential_index=index,
                body_sealed=self._keys.people().seal(label, dump(passkey.credential)),
                sign_count=passkey.sign_count,
                added_at=passkey.added_at,
            )
        )
        self._session.flush()
        return True

    def passkeys(self, user: str) -> list[Passkey]:
        query = select(PasskeyRow).where(PasskeyRow.user == user)
        rows = self._session.exec(query.order_by(col(PasskeyRow.added_at)))
        return [self._passkey(row) for row in rows]

    def passkey_used(self, passkey_id: str, sign_count: int, at: datetime) -> None:
        row = self._session.get_one(PasskeyRow, passkey_id)
        row.sign_count, row.used_at = sign_count, at
        self._session.add(row)

    def drop_passkey(self, user: str, passkey_id: str) -> bool:
        gone = self._session.exec(
            delete(PasskeyRow).where(
                col(PasskeyRow.id) == passkey_id, col(PasskeyRow.user) == user
            )
        )
        return gone.rowcount == 1

    def _passkey(self, row: PasskeyRow) -> Passkey:
        body = self._keys.people().open(f"passkey:{row.id}", row.body_sealed)
        credential = load(body, Credential)
        return Passkey(
            row.id, row.user, credential, row.sign_count, row.added_at, row.used_at
        )

    def _index(self, credential_id: str) -> str:
        return self._keys.people().index(f"passkey|{credential_id}")

    # Codes for when the telephone is lost

    def keep_codes(self, user: str, hashes: Sequence[str]) -> None:
        """New recovery codes; the old ones open nothing any more."""
        self.drop_codes(user)
        for number, code_hash in enumerate(hashes):
            row = RecoveryCodeRow(user=user, number=number, code_hash=code_hash)
            self._session.add(row)
        self._session.flush()

    def codes(self, user: str) -> list[RecoveryCodeRow]:
        """Those that nobody has used."""
        query = select(RecoveryCodeRow).where(
            RecoveryCodeRow.user == user, col(RecoveryCodeRow.used_at).is_(None)
        )
        return list(self._session.exec(query.order_by(col(RecoveryCodeRow.number))))

    def spend_code(self, row: RecoveryCodeRow, at: datetime) -> bool:
        """Use one up; False if somebody was quicker."""
        spent = self._session.exec(
            update(RecoveryCodeRow)
            .where(
                col(RecoveryCodeRow.user) == row.user,
                col(RecoveryCodeRow.number) == row.number,
                col(RecoveryCodeRow.used_at).is_(None),
            )
            .values(used_at=at)
        )
        return spent.rowcount == 1

    def drop_codes(self, user: str) -> None:
        self._session.exec(
            delete(RecoveryCodeRow).where(col(RecoveryCodeRow.user) == user)
        )

    def drop_all(self, user: str) -> None:
        self.drop_app(user)
        self.drop_codes(user)
        self._session.exec(delete(PasskeyRow).where(col(PasskeyRow.user) == user))


@dataclass(frozen=True)
class AccountLetter:
    """An e-mail that is owed to somebody about their own account."""

    id: str
    user: str
    kind: str
    failures: int
    expires_at: datetime


class AccountLetters:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def owe(self, row: AccountLetterRow) -> None:
        self._session.add(row)
        self._session.flush()

    def due(self, at: datetime, most: int = 20) -> list[AccountLetter]:
        """What is still to be sent, and of any use."""
        query = select(AccountLetterRow).where(
            col(AccountLetterRow.sent_at).is_(None),
            AccountLetterRow.not_before <= at,
            AccountLetterRow.expires_at > at,
        )
        oldest = query.order_by(col(AccountLetterRow.made_at)).limit(most)
        return [
            AccountLetter(row.id, row.user, row.kind, row.failures, row.expires_at)
            for row in self._session.exec(oldest)
        ]

    def take(self, letter: AccountLetter, at: datetime, until: datetime) -> bool:
        """Have it for oneself for a while; False if another has it."""
        taken = self._session.exec(
            update(AccountLetterRow)
            .where(
                col(AccountLetterRow.id) == letter.id,
                col(AccountLetterRow.sent_at).is_(None),
                col(AccountLetterRow.not_before) <= at,
            )
            .values(not_before=until)
        )
        return taken.rowcount == 1

    def mark_sent(self, letter_id: str, at: datetime) -> None:
        row = self._session.get_one(AccountLetterRow, letter_id)
        row.sent_at = at
        self._session.add(row)

    def put_off(self, letter_id: str, until: datetime) -> None:
        row = self._session.get_one(AccountLetterRow, letter_id)
        row.not_before, row.failures = until, row.failures + 1
        self._session.add(row)

    def token_of(self, letter_id: str) -> str:
        """What its link ends with."""
        return f"{letter_id}{self._keys.people().index(f'letter|{letter_id}')}"

    def opened_by(self, token: str, at: datetime) -> AccountLetterRow | None:
        """The letter whose link this is, if it still opens something."""
        letter_id = token[:-32]
        if not hmac.compare_digest(self.token_of(letter_id).encode(), token.encode()):
            return None
        row = self._session.get(AccountLetterRow, letter_id)
        if row is None or row.used_at is not None or row.expires_at <= at:
            return None
        return row

    def spend_all(self, user: str, at: datetime) -> None:
        """No link that was sent to them opens anything any more."""
        self._session.exec(
            update(AccountLetterRow)
            .where(
                col(AccountLetterRow.user) == user,
                col(AccountLetterRow.used_at).is_(None),
            )
            .values(used_at=at)
        )

    def forget(self, before: datetime) -> None:
        self._session.exec(
            delete(AccountLetterRow).where(col(AccountLetterRow.expires_at) < before)
        )


@dataclass(frozen=True)
class AccountEvent:
    """Something that was done to an account."""

    id: str
    user: str
    by: str
    what: str
    at: datetime
    reason: str = ""


class AccountEvents:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def add(self, event: AccountEvent) -> None:
        people, label = self._keys.people(), f"account event:{event.id}"
        user = self._session.get_one(UserRow, event.user)
        self._session.add(
            AccountEventRow(
                id=event.id,
                organisation=user.organisation,
                user=event.user,
                by=event.by,
                what=event.what,
                at=event.at,
                reason_sealed=people.seal(label, event.reason)
                if event.reason
                else None,
            )
        )
        self._session.flush()

    def of(self, user: str, most: int = 100) -> list[AccountEvent]:
        """The newest first."""
        query = select(AccountEventRow).where(AccountEventRow.user == user)
        newest = col(AccountEventRow.at).desc()
        rows = self._session.exec(query.order_by(newest).limit(most))
        return [self._event(row) for row in rows]

    def _event(self, row: AccountEventRow) -> AccountEvent:
        reason = ""
        if row.reason_sealed is not None:
            label = f"account event:{row.id}"
            reason = self._keys.people().open(label, row.reason_sealed)
        return AccountEvent(row.id, row.user, row.by, row.what, row.at, reason)
