"""Cases as they stand, their terms, and what would be shared."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from domain.case import Case
from domain.content import Content
from domain.errors import CaseNotFound
from domain.people import Actor, Role
from domain.terms import Terms
from storage.coding import dump, load
from storage.keys import Keys
from storage.stays import note_stay
from storage.tables import CaseRow, ContentRow, TermsRow

ASLEEP = 0
"""The epoch of a case that was put here as it stands: the first act wakes it up."""


@dataclass(frozen=True)
class CaseLine:
    """A case in a list: codes and dates only."""

    reference: str
    stage: str
    ending: str | None
    waiting_on: str
    since: datetime
    priority: str
    opened_at: datetime


class CaseStore:
    """The cases that one actor may see, and no others."""

    def __init__(self, session: Session, keys: Keys, actor: Actor) -> None:
        self._session = session
        self._keys = keys
        self._actor = actor

    def get(self, reference: str) -> Case:
        """A case this actor may know of.

        Raises:
            CaseNotFound: there is none, or none for this actor.
        """
        return load(self._row(reference).body, Case)

    def content(self, case: Case) -> Content:
        return read_content(
            self._session, self._keys, case.reference, case.content.digest
        )

    def own(self, after: tuple[datetime, str] | None, limit: int) -> list[CaseLine]:
        """The actor's own requests, newest first."""
        return [_line(row) for row in self._own(after, limit)]

    def own_cases(
        self,
        after: tuple[datetime, str] | None,
        limit: int,
        *,
        finished: bool | None = None,
    ) -> list[Case]:
        """The same requests whole, for what their practitioner has to do."""
        return [load(row.body, Case) for row in self._own(after, limit, finished)]

    def _own(
        self,
        after: tuple[datetime, str] | None,
        limit: int,
        finished: bool | None = None,
    ) -> list[CaseRow]:
        mine = CaseRow.opened_by == self._actor.id
        query = select(CaseRow).where(self._seen(), mine)
        if finished is not None:
            query = query.where(col(CaseRow.closed_at).is_not(None) == finished)
        if after is not None:
            query = query.where(tuple_(CaseRow.opened_at, CaseRow.reference) < after)
        newest = (col(CaseRow.opened_at).desc(), col(CaseRow.reference).desc())
        return list(self._session.exec(query.order_by(*newest).limit(limit)))

    def among(self, references: list[str], limit: int) -> list[CaseLine]:
        """Those of these cases that the actor may see: open ones first, then newest."""
        return self._found(col(CaseRow.reference).in_(references), limit)

    def like(self, part: str, limit: int) -> list[CaseLine]:
        """The same with all whose reference has this part."""
        found = col(CaseRow.reference).contains(part, autoescape=True)
        return self._found(found, limit)

    def _found(self, which: ColumnElement[bool], limit: int) -> list[CaseLine]:
        order = (
            col(CaseRow.closed_at).is_not(None),
            col(CaseRow.opened_at).desc(),
            col(CaseRow.reference).desc(),
        )
        query = select(CaseRow).where(self._seen(), which).order_by(*order)
        return [_line(row) for row in self._session.exec(query.limit(limit))]

    def line(self, reference: str) -> CaseLine:
        """One case in codes and dates.

        Raises:
            CaseNotFound: there is none, or none for this actor.
        """
        return _line(self._row(reference))

    def _row(self, reference: str) -> CaseRow:
        found = select(CaseRow).where(CaseRow.reference == reference, self._seen())
        row = self._session.exec(found).first()
        if row is None:
            raise CaseNotFound
        return row

    def _seen(self) -> ColumnElement[bool]:
        """Own cases, and the organisation's for those whose role it is."""
        wide = (Role.ADVISER, Role.OPERATIONS, Role.AUDITOR)
        same = col(CaseRow.organisation) == self._actor.organisation
        if any(self._actor.has(role) for role in wide):
            return same
        return same & (col(CaseRow.opened_by) == self._actor.id)


def _line(row: CaseRow) -> CaseLine:
    return CaseLine(
        reference=row.reference,
        stage=row.stage,
        ending=row.ending,
        waiting_on=row.waiting_on,
        since=row.since,
        priority=row.priority,
        opened_at=row.opened_at,
    )


def stored_case(session: Session, reference: str, *, lock: bool = False) -> Case | None:
    """A case as it stands, for those who act on its behalf rather than for a person."""
    row = session.get(CaseRow, reference, with_for_update=lock or None)
    return None if row is None else load(row.body, Case)


def readable_case(session: Session, reference: str) -> Case | None:
    """The same; None also where somebody wrote to its row, so that it does not open.

    For lists and pages that must show all others, or what is known besides.
    """
    try:
        return stored_case(session, reference)
    except ValueError:
        return None


class StaleCase(Exception):
    """An older state of a case was about to overwrite a newer one."""


def save_case(session: Session, case: Case, terms: Terms, version: str = "") -> None:
    """Write a case as it stands now, and which version of Sharewell it was that did.

    Raises:
        StaleCase: what is stored is not the revision before this one.
    """
    row = session.exec(
        select(CaseRow).where(CaseRow.reference == case.reference).with_for_update()
    ).first()
    if row is not None and row.revision == case.revision and row.body == dump(case):
        return  # this very step ran before
    if row is not None and row.revision != case.revision - 1:
        raise StaleCase(case.reference)
    moved = row is None or row.stage != case.stage.value
    row = row or CaseRow.model_validate(_first(case))
    evaluation = case.evaluation(terms)
    row.worker_version = version
    row.stage = case.stage.value
    row.since = case.since or row.opened_at
    row.waiting_on = case.waiting_on.value
    row.priority = evaluation.priority.value
    row.outcome = evaluation.outcome.value if evaluation.outcome else None
    row.reasons = " ".join(evaluation.reasons)
    row.ending = case.ending.value if case.ending else None
    row.approved_by = case.approvals[-1].by if case.approvals else None
    row.revision = case.revision
    row.body = dump(case)
    row.closed_at = case.closed_at
    session.add(row)
    session.flush()
    if moved:
        note_stay(session, case, row.since)


def keep_reasons(session: Session, reference: str) -> None:
    """Write why the rules came out as they did, where that was not kept before."""
    row, case = session.get(CaseRow, reference), stored_case(session, reference)
    if row is not None and case is not None and not row.reasons:
        terms = terms_of(session, reference)
        row.reasons = " ".join(case.evaluation(terms).reasons)
        session.add(row)
        session.flush()


def _first(case: Case) -> dict[str, object]:
    return {
        "reference": case.reference,
        "organisation": case.organisation,
        "opened_by": case.opened_by,
        "opened_at": case.opened_at,
        "stage": case.stage.value,
        "since": case.since,
        "waiting_on": case.waiting_on.value,
        "priority": "standard",
        "revision": 0,
        "body": "",
    }


def bind(session: Session, terms: Terms, rules_digest: str = "") -> None:
    """Keep what a case is bound to, before its workflow starts."""
    if session.get(TermsRow, terms.reference) is None:
        session.add(
            TermsRow(
                reference=terms.reference,
                ruleset=terms.rules.id,
                version=terms.rules.version,
                body=dump(terms),
                rules_digest=rules_digest,
            )
        )
        session.flush()


def terms_of(session: Session, reference: str) -> Terms:
    return _read_terms(session.exec(_terms(reference)).one().body)


@lru_cache(maxsize=1024)
def _read_terms(body: str) -> Terms:
    """Terms are never changed, and reading them is a good part of every step."""
    return load(body, Terms)


def workflow_id(session: Session, reference: str) -> str:
    """The reference, and after a restore the epoch as well."""
    return named(reference, session.exec(_terms(reference)).one().epoch)


def named(reference: str, epoch: int) -> str:
    """What the workflow of a case is called in one of its epochs."""
    return reference if epoch == 1 else f"{reference}-e{epoch}"


def epoch_of(session: Session, reference: str) -> int:
    """How often a case was run from its record, the first time included."""
    return session.exec(_terms(reference)).one().epoch


def next_epoch(session: Session, reference: str) -> str:
    """The id under which a case runs from now on; what ran before is superseded."""
    row = session.exec(_terms(reference).with_for_update()).one()
    row.epoch += 1
    session.add(row)
    session.flush()
    return workflow_id(session, reference)


def open_references(session: Session) -> list[str]:
    """Every case that is not closed and should be running, oldest first."""
    found = (
        select(CaseRow.reference)
        .join(TermsRow, col(TermsRow.reference) == CaseRow.reference)
        .where(col(CaseRow.closed_at).is_(None), TermsRow.epoch != ASLEEP)
        .order_by(col(CaseRow.opened_at), CaseRow.reference)
    )
    return list(session.exec(found))


def unfinished_references(session: Session) -> list[str]:
    """Every case that is bound and not closed, also one that is only about to begin."""
    found = (
        select(TermsRow.reference)
        .join(CaseRow, col(CaseRow.reference) == TermsRow.reference, isouter=True)
        .where(col(CaseRow.closed_at).is_(None), TermsRow.epoch != ASLEEP)
    )
    return list(session.exec(found.order_by(TermsRow.reference)))


def is_bound(session: Session, reference: str) -> bool:
    """Whether there is such a case, or is about to be."""
    return session.get(TermsRow, reference) is not None


def _terms(reference: str) -> SelectOfScalar[TermsRow]:
    return select(TermsRow).where(TermsRow.reference == reference)


def keep_content(
    session: Session, keys: Keys, reference: str, content: Content, at: datetime
) -> None:
    """Keep one version of the content under its digest."""
    digest = content.digest
    if session.get(ContentRow, (reference, digest)) is None:
        sealed = keys.case(reference).seal(f"content:{digest}", dump(content))
        session.add(
            ContentRow(
                reference=reference, digest=digest, stored_at=at, body_sealed=sealed
            )
        )
        session.flush()


def read_content(session: Session, keys: Keys, reference: str, digest: str) -> Content:
    row = session.get(ContentRow, (reference, digest))
    if row is None:
        return Content()
    return load(
        keys.case(reference).open(f"content:{digest}", row.body_sealed), Content
    )
