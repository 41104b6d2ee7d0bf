"""What organisations changed in how they work, and what is to begin on a later day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, delete, select

from domain.audit import Wanted
from domain.organisation import ChangeKind, Difference, Matter
from storage.audited import newest
from storage.change_tables import ChangeRow, PlanRow
from storage.coding import dump, load
from storage.database import alone
from storage.keys import Keys


@dataclass(frozen=True)
class ChangeBody:
    """The words of a change: what it is about, how it read, and why it was made."""

    about: str = ""
    differences: tuple[Difference, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """One line: who changed what of an organisation, when, and from which day on."""

    id: str
    organisation: str
    matter: Matter
    subject: str
    kind: ChangeKind
    user: str
    at: datetime
    begins_on: date | None = None
    body: ChangeBody = ChangeBody()


@dataclass(frozen=True)
class Plan:
    """A change that is to begin. `wanted` is what it amounts to, as JSON."""

    id: str
    organisation: str
    matter: Matter
    subject: str
    begins_on: date
    user: str
    at: datetime
    wanted: str


class Changes:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def add(self, change: Change) -> None:
        day = change.begins_on
        self._session.add(
            ChangeRow(
                id=change.id,
                organisation=change.organisation,
                matter=change.matter.value,
                subject=change.subject,
                kind=change.kind.value,
                user=change.user,
                at=change.at,
                begins_on=day.isoformat() if day else "",
                body_sealed=self._keys.people().seal(
                    f"change:{change.id}", dump(change.body)
                ),
            )
        )
        self._session.flush()

    def page(
        self,
        organisation: str,
        matter: Matter | None,
        wanted: Wanted,
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> list[Change]:
        """What was changed in an organisation, newest first."""
        query = select(ChangeRow).where(ChangeRow.organisation == organisation)
        if matter is not None:
            query = query.where(ChangeRow.matter == matter.value)
        rows = self._session.exec(newest(query, ChangeRow, wanted, after, limit))
        return [self._change(row) for row in rows]

    def _change(self, row: ChangeRow) -> Change:
        body = self._keys.people().open(f"change:{row.id}", row.body_sealed)
        return Change(
            row.id,
            row.organisation,
            Matter(row.matter),
            row.subject,
            ChangeKind(row.kind),
            row.user,
            row.at,
            date.fromisoformat(row.begins_on) if row.begins_on else None,
            load(body, ChangeBody),
        )


class Plans:
    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, organisation: str) -> None:
        """Nobody else settles anything of it until the transaction ends."""
        alone(self._session, f"settings of {organisation}")

    def add(self, plan: Plan) -> None:
        self._session.add(
            PlanRow(
                id=plan.id,
                organisation=plan.organisation,
                matter=plan.matter.value,
                subject=plan.subject,
                begins_on=plan.begins_on.isoformat(),
                user=plan.user,
                at=plan.at,
                wanted=plan.wanted,
            )
        )
        self._session.flush()

    def of(self, organisation: str) -> list[Plan]:
        """What is to begin there, the next first."""
        rows = select(PlanRow).where(PlanRow.organisation == organisation)
        order = (col(PlanRow.begins_on), col(PlanRow.matter), col(PlanRow.subject))
        return [_plan(row) for row in self._session.exec(rows.order_by(*order))]

    def due(self, today: date) -> list[str]:
        """The organisations in which something begins today or should have before."""
        rows = select(PlanRow.organisation).where(
            PlanRow.begins_on <= today.isoformat()
        )
        return sorted(set(self._session.exec(rows)))

    def drop(self, plan_id: str) -> bool:
        """It has begun or is taken back; False if somebody was quicker."""
        gone = self._session.exec(delete(PlanRow).where(col(PlanRow.id) == plan_id))
        return gone.rowcount == 1


def _plan(row: PlanRow) -> Plan:
    return Plan(
        row.id,
        row.organisation,
        Matter(row.matter),
        row.subject,
        date.fromisoformat(row.begins_on),
        row.user,
        row.at,
        row.wanted,
    )
