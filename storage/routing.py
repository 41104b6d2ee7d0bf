"""Which team an adviser task goes to, and who may take it; none may be left alone."""

import json
from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from domain.case import Case
from domain.cover import day_of
from domain.teams import SAFEGUARDING, Bench, Candidate
from domain.terms import Terms
from storage.cases import stored_case
from storage.coding import dump, load
from storage.covers import Covers
from storage.tables import CaseRow, TaskRow
from storage.teams import Teams

CANDIDATES = tuple[Candidate, ...]


class Routing:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._teams = Teams(session)
        self._covers = Covers(session)

    def place(self, row: TaskRow, case: Case, terms: Terms, at: datetime) -> None:
        """Give a new task to the team that answers for where it stopped."""
        stopped = case.evaluation(terms).stopped_at or ""
        known = stopped and terms.rules.has(stopped)
        row.route = terms.rules.route_for(stopped) if known else ""
        row.route = case.passed_to or row.route
        self._assign(row, case, self._bench(case.organisation, day_of(at)))

    def pass_on(self, row: TaskRow, case: Case, at: datetime) -> None:
        """Give a task that waits to the team that it was passed on to."""
        row.route = case.passed_to
        self._assign(row, case, self._bench(case.organisation, day_of(at)))

    def renew(self, organisation: str, at: datetime) -> None:
        """Teams, cover or accounts have changed: say anew who may take what waits."""
        bench = self._bench(organisation, day_of(at))
        for row in self._waiting(organisation):
            case = stored_case(self._session, row.reference)
            if case is not None:
                self._assign(row, case, bench)

    def keep_off(self, reference: str, users: Iterable[str], at: datetime) -> None:
        """It is known anew whom a case concerns: none of them may take its task."""
        case = stored_case(self._session, reference)
        barred = " ".join(sorted(users))
        for row in self._live(reference):
            if case is not None and row.barred != barred:
                row.barred = barred
                bench = self._bench(case.organisation, day_of(at))
                self._assign(row, case, bench)

    def kept_off(self, reference: str) -> set[str]:
        """Whom the case of a waiting task concerns, as far as is known now."""
        rows = self._live(reference)
        return {user for row in rows for user in row.barred.split()}

    def has_tasks(self, organisation: str, team_id: str) -> bool:
        """Whether anything waits that a team has."""
        return any(row.team == team_id for row in self._waiting(organisation))

    def waiting(self, organisation: str) -> list[str]:
        """The cases of an organisation that wait for an adviser."""
        return [row.reference for row in self._waiting(organisation)]

    def candidates(self, task_id: str, day: date) -> CANDIDATES:
        """Who may take a task on this day."""
        row = self._session.get(TaskRow, task_id)
        found = load(row.candidates, CANDIDATES) if row else ()
        return tuple(each for each in found if each.is_on(day))

    def team_of(self, task_id: str) -> str:
        """The id of the team that a task is with; empty when it is with everybody."""
        row = self._session.get(TaskRow, task_id)
        return row.team if row else ""

    def open_to(self, user: str, organisation: str, at: datetime) -> set[str]:
        """The waiting tasks of somebody's own teams, and those they stand in for."""
        mine, day = set(self._teams.of_user(user)), day_of(at)
        away = self._stood_in_for(user, organisation, at)
        return {
            row.id
            for row in self._waiting(organisation)
            if row.holder in away
            or (row.holder is None and _is_for(row, user, mine, day))
        }

    def stands_in(
        self, user: str, for_whom: str, organisation: str, at: datetime
    ) -> bool:
        """Whether one stands in for the other now."""
        return for_whom in self._stood_in_for(user, organisation, at)

    def orphans(self, organisation: str, at: datetime) -> list[str]:
        """Tasks that nobody could take: there should never be any."""
        bench = self._bench(organisation, day_of(at))
        rows = self._session.exec(
            select(TaskRow.reference, TaskRow.barred, CaseRow.body)
            .join(CaseRow, col(CaseRow.reference) == TaskRow.reference)
            .where(
                TaskRow.organisation == organisation, col(TaskRow.ended_at).is_(None)
            )
            .order_by(col(TaskRow.id))
        )
        able: dict[frozenset[str], bool] = {}
        found = []
        for reference, barred, body in rows:
            never = frozenset({*barred.split(), *_part_in(body)})
            if never not in able:
                able[never] = bool(bench.candidates(None, never))
            if not able[never]:
                found.append(reference)
        return found

    def _stood_in_for(self, user: str, organisation: str, at: datetime) -> set[str]:
        day = day_of(at)
        away = {cover.user for cover in self._covers.since(organisation, day)}
        return {
            each
            for each in away
            for cover in self._covers.stand_ins(organisation, each, at)
            if cover.covered_by == user
        }

    def _assign(self, row: TaskRow, case: Case, bench: Bench) -> None:
        team = bench.team_for(row.route or SAFEGUARDING)
        row.team = team.id if team else ""
        row.candidates = dump(bench.candidates(team, _never(case, row)), CANDIDATES)
        self._session.add(row)
        self._session.flush()

    def _bench(self, organisation: str, day: date) -> Bench:
        return Bench(
            tuple(self._teams.advisers(organisation)),
            tuple(self._teams.all(organisation)),
            tuple(self._covers.since(organisation, day)),
            day,
        )

    def _live(self, reference: str) -> list[TaskRow]:
        rows = select(TaskRow).where(
            TaskRow.reference == reference, col(TaskRow.ended_at).is_(None)
        )
        return list(self._session.exec(rows))

    def _waiting(self, organisation: str) -> list[TaskRow]:
        rows = select(TaskRow).where(
            TaskRow.organisation == organisation, col(TaskRow.ended_at).is_(None)
        )
        return list(self._session.exec(rows.order_by(col(TaskRow.id))))


def _read(row: TaskRow) -> CANDIDATES:
    return load(row.candidates, CANDIDATES)


def _is_for(row: TaskRow, user: str, mine: set[str], day: date) -> bool:
    """Whether a task of nobody's is for this adviser; those of no team see them all."""
    if not mine or not row.team or row.team in mine:
        return True
    return any(each.user == user and each.is_on(day) for each in _read(row))


def _part_in(body: str) -> set[str]:
    """Who asked, and whom the case concerns; there may be thousands to look through."""
    try:
        plain = json.loads(body)
    except ValueError:  # somebody wrote to it, which is said elsewhere
        return set()
    return {plain["opened_by"], *plain["content"]["conflicted"]}


def _never(case: Case, row: TaskRow) -> set[str]:
    """Who can never take it: whoever asked, and anybody in conflict with it."""
    return {case.opened_by, *case.content.conflicted, *row.barred.split()}
