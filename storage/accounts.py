"""People with accounts, their organisations, browser sessions and tokens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from domain.calendar import Calendar
from domain.deadlines import Chain
from domain.graph import Priority
from domain.organisation import Collecting
from domain.people import Actor, Role
from storage.coding import canonical, dump, load
from storage.keys import Keys
from storage.once import once_in_a_reading
from storage.tables import OrganisationRow, SessionRow, TokenRow, UserRow

PERSON, SERVICE = "person", "service"


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
    is_service: bool = False
    signs_in_elsewhere: bool = False


@dataclass(frozen=True)
class Organisation:
    """A workplace and its settings.

    `guards_off` names the guards it has switched off. `usual` is what it usually puts
    beside an answer, by the evidence's id, such as its lawful basis. The emergency
    numbers are pairs of what to call a number and the number.
    """

    id: str
    name: str
    telephone: str
    ruleset: str
    approval: str
    guards_off: tuple[str, ...] = ()
    usual: Mapping[str, Any] = field(default_factory=dict)
    emergency_numbers: tuple[tuple[str, str], ...] = ()
    nation: str = "england"
    calendar: Calendar = field(default_factory=Calendar)
    """Its own working week, closures and early closings; no bank holidays."""
    chains: Mapping[Priority, Chain] = field(default_factory=dict)
    """Its own chains; the usual ones hold for other priorities."""
    marking: str = ""
    """What stands on every page that leaves; empty for the usual words."""
    second_eyes: bool = True
    """Whether an adviser looks at a recipient who is new to it."""
    sealed_files: bool = False
    collecting: Collecting | None = None
    """For how long its links work; None for as long as usual."""
    second_step: bool = False
    """Whether it asks for more than a password where Sharewell as a whole does not."""


def _organisation(row: OrganisationRow) -> Organisation:
    numbers = load(row.emergency_numbers, tuple[tuple[str, str], ...])
    return Organisation(
        row.id,
        row.name,
        row.telephone,
        row.ruleset,
        row.approval,
        guards_off=tuple(row.guards_off.split()),
        usual=load(row.usual, dict[str, Any]),
        emergency_numbers=numbers,
        nation=row.nation,
        calendar=load(row.calendar, Calendar),
        chains=load(row.chains, dict[Priority, Chain]),
        marking=row.marking,
        second_eyes=row.second_eyes,
        sealed_files=row.sealed_files,
        collecting=load(row.collecting, Collecting) if row.collecting else None,
        second_step=row.second_step,
    )


class Accounts:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    # Organisations

    def organisation(self, organisation_id: str) -> Organisation:
        return _organisation(self._session.get_one(OrganisationRow, organisation_id))

    def organisations(self) -> list[Organisation]:
        rows = self._session.exec(select(OrganisationRow).order_by(OrganisationRow.id))
        return [_organisation(row) for row in rows]

    def keep_organisation(self, organisation: Organisation) -> None:
        row = self._session.get(OrganisationRow, organisation.id)
        row = row or OrganisationRow(id=organisation.id, name=organisation.name)
        row.name, row.telephone = organisation.name, organisation.telephone
        row.ruleset, row.approval = organisation.ruleset, organisation.approval
        row.guards_off = " ".join(organisation.guards_off)
        row.usual = canonical(organisation.usual)
        row.emergency_numbers = canonical(organisation.emergency_numbers)
        row.nation = organisation.nation
        row.marking = organisation.marking
        row.second_eyes = organisation.second_eyes
        row.sealed_files = organisation.sealed_files
        wanted = organisation.collecting
        row.collecting = dump(wanted) if wanted else ""
        row.second_step = organisation.second_step
        row.calendar = dump(organisation.calendar)
        row.chains = dump(organisation.chains, dict[Priority, Chain])
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
                kind=SERVICE if account.is_service else PERSON,
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

    @once_in_a_reading
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

    def set_roles(self, user_id: str, roles: tuple[Role, ...]) -> None:
        row = self._session.get_one(UserRow, user_id)
        row.roles = " ".join(role.value for role in roles)
        self._session.add(row)
        self._session.flush()

    def set_password(self, user_id: str, password_hash: str) -> None:
        row = self._session.get_one(UserRow, user_id)
        row.password_hash = password_hash
        self._session.add(row)
        self._session.flush()

    # Whoever signs in at their own organisation

    def by_subject(self, subject: str) -> Account | None:
        """By what the sign-in elsewhere calls them, which never changes there."""
        index = self._keys.people().index(f"subject|{subject}")
        found = select(UserRow).where(UserRow.subject_index == index)
        row = self._session.exec(found).first()
        return None if row is None else self._account(row)

    def link(self, user_id: str, subject: str) -> None:
        """From now on they sign in elsewhere, and no password opens this account."""
        row = self._session.get_one(UserRow, user_id)
        row.subject_index = self._keys.people().index(f"subject|{subject}")
        row.password_hash = ""
        self._session.add(row)
        self._session.flush()

    def set_profile(self, user_id: str, profile: Profile) -> bool:
        """What is known of them now; False if another has the address."""
        people = self._keys.people()
        email = people.index(profile.email.strip().casefold())
        known = select(UserRow.id).where(
            UserRow.email_index == email, UserRow.id != user_id
        )
        if self._session.exec(known).first() is not None:
            return False
        row = self._session.get_one(UserRow, user_id)
        row.email_index = email
        row.profile_sealed = people.seal(f"user:{user_id}", dump(profile))
        self._session.add(row)
        self._session.flush()
        return True

    @once_in_a_reading
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
            row.kind == SERVICE,
            row.subject_index is not None,
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

    def sessions_of(self, user_id: str) -> list[SessionRow]:
        """The newest used first."""
        query = select(SessionRow).where(SessionRow.user == user_id)
        return list(self._session.exec(query.order_by(col(SessionRow.seen_at).desc())))

    def end_sessions(self, user_id: str, but: str = "") -> int:
        """All of somebody's, or all but one; how many it were."""
        ended = self._session.exec(
            delete(SessionRow).where(
                col(SessionRow.user) == user_id, col(SessionRow.id) != but
            )
        )
        return int(ended.rowcount)

    def add_token(self, row: TokenRow, label: str = "") -> None:
        if label:
            row.label_sealed = self._keys.people().seal(f"token:{row.id}", label)
        self._session.add(row)
        self._session.flush()

    def token(self, token_id: str) -> TokenRow | None:
        return self._session.get(TokenRow, token_id)

    def tokens_of(self, user_id: str) -> list[tuple[TokenRow, str]]:
        """Each with what it is for."""
        query = select(TokenRow).where(TokenRow.user == user_id)
        rows = self._session.exec(query.order_by(col(TokenRow.created_at).desc()))
        return [(row, self._label(row)) for row in rows]

    def end_token(self, token_id: str) -> None:
        self._session.exec(delete(TokenRow).where(col(TokenRow.id) == token_id))

    def _label(self, row: TokenRow) -> str:
        if row.label_sealed is None:
            return ""
        return self._keys.people().open(f"token:{row.id}", row.label_sealed)
