"""People with accounts, their organisations, browser sessions and tokens."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from domain.people import Actor, Role
from storage.coding import dump, load
from storage.keys import Keys
from storage.tables import OrganisationRow, SessionRow, TokenRow, UserRow


@dataclass(frozen=True)
class Profile:
    """What is known of a member of staff, sealed in the row."""

    name: str
    email: str
    telephone: str = ""


@dataclass(frozen=True)
class Account:
    actor: Actor
    profile: Profile
    password_hash: str
    disabled: bool = False


@dataclass(frozen=True)
class Organisation:
    id: str
    name: str
    telephone: str
    ruleset: str
    approval: str


class Accounts:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    # Organisations

    def organisation(self, organisation_id: str) -> Organisation:
        row = self._session.get_one(OrganisationRow, organisation_id)
        return Organisation(row.id, row.name, row.telephone, row.ruleset, row.approval)

    def organisations(self) -> list[Organisation]:
        rows = self._session.exec(select(OrganisationRow).order_by(OrganisationRow.id))
        return [
            Organisation(row.id, row.name, row.telephone, row.ruleset, row.approval)
            for row in rows
        ]

    def keep_organisation(self, organisation: Organisation) -> None:
        row = self._session.get(OrganisationRow, organisation.id)
        row = row or OrganisationRow(id=organisation.id, name=organisation.name)
        row.name, row.telephone = organisation.name, organisation.telephone
        row.ruleset, row.approval = organisation.ruleset, organisation.approval
        self._session.add(row)
        self._session.flush()

    # Accounts

    def add(self, account: Account, at: datetime) -> bool:
        """Add an account; False if the address has one already."""
        people = self._keys.people()
        email = people.index(account.profile.email.strip().casefold())
        known = select(UserRow.id).where(UserRow.email_index == email)
        if self._session.exec(known).first() is not None:
            return False
        self._session.add(
            UserRow(
                id=account.actor.id,
                organisation=account.actor.organisation,
                roles=" ".join(role.value for role in account.actor.roles),
                email_index=email,
                profile_sealed=people.seal(
                    f"user:{account.actor.id}", dump(account.profile)
                ),
                password_hash=account.password_hash,
                created_at=at,
            )
        )
        self._session.flush()
        return True

    def by_email(self, email: str) -> Account | None:
        index = self._keys.people().index(email.strip().casefold())
        found = select(UserRow).where(UserRow.email_index == index)
        row = self._session.exec(found).first()
        return None if row is None else self._account(row)

    def get(self, user_id: str) -> Account | None:
        row = self._session.get(UserRow, user_id)
        return None if row is None else self._account(row)

    def all(self, organisation: str | None = None) -> list[Account]:
        query = select(UserRow).order_by(col(UserRow.created_at), UserRow.id)
        if organisation is not None:
            query = query.where(UserRow.organisation == organisation)
        return [self._account(row) for row in self._session.exec(query)]

    def disable(self, user_id: str, at: datetime) -> None:
        """End an account, its sessions and its tokens. The name stays on record."""
        row = self._session.get_one(UserRow, user_id)
        row.disabled_at = row.disabled_at or at
        self._session.add(row)
        self._session.exec(delete(SessionRow).where(col(SessionRow.user) == user_id))
        self._session.exec(delete(TokenRow).where(col(TokenRow.user) == user_id))

    def names(self, organisation: str) -> dict[str, str]:
        """Everybody who has or had an account there, by id."""
        return {a.actor.id: a.profile.name for a in self.all(organisation)}

    def _account(self, row: UserRow) -> Account:
        sealed = self._keys.people().open(f"user:{row.id}", row.profile_sealed)
        roles = tuple(Role(role) for role in row.roles.split())
        return Account(
            Actor(row.id, roles, row.organisation),
            load(sealed, Profile),
            row.password_hash,
            row.disabled_at is not None,
        )

    # Browser sessions and tokens

    def start_session(self, row: SessionRow) -> None:
        self._session.add(row)

    def session(self, session_id: str) -> SessionRow | None:
        return self._session.get(SessionRow, session_id)

    def touch_session(self, row: SessionRow, at: datetime) -> None:
        row.seen_at = at
        self._session.add(row)

    def forget_sessions(self, before: datetime) -> None:
        self._session.exec(
            delete(SessionRow).where(col(SessionRow.started_at) < before)
        )

    def end_session(self, session_id: str) -> None:
        self._session.exec(delete(SessionRow).where(col(SessionRow.id) == session_id))

    def add_token(self, row: TokenRow) -> None:
        self._session.add(row)

    def token(self, token_id: str) -> TokenRow | None:
        return self._session.get(TokenRow, token_id)
