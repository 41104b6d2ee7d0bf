"""Who is written to when an adviser is awaited: the team, and later those above it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from domain.case import Case
from domain.deadlines import Whom
from domain.people import Role
from domain.teams import Rank
from storage.accounts import Account
from storage.store import Store
from storage.tasks import Task

LADDER = (Whom.TEAM, Whom.DEPUTY, Whom.SENIOR, Whom.ON_CALL)
RANKS = {Whom.DEPUTY: Rank.DEPUTY, Whom.SENIOR: Rank.SENIOR}


def called(
    store: Store, case: Case, task: Task, whom: Whom, at: datetime
) -> list[Account]:
    """These people, or where there are none the next above them, or at last all."""
    able = {account.actor.id: account for account in advisers(store, case)}
    for rung in LADDER[LADDER.index(whom) :]:
        asked = _with_stand_ins(store, task, _on(store, task, rung, at, able), at)
        if found := [able[user] for user in asked if user in able]:
            return found
    return list(able.values())


def advisers(store: Store, case: Case) -> Iterator[Account]:
    """Whoever may decide this case: never its opener, nor anybody in conflict."""
    off = store.routing.kept_off(case.reference)
    never = {case.opened_by, *case.content.conflicted, *off}
    for account in store.accounts.all(case.organisation):
        may = account.actor.has(Role.ADVISER) and account.actor.id not in never
        if may and not account.disabled:
            yield account


def _on(
    store: Store, task: Task, rung: Whom, at: datetime, able: Collection[str]
) -> list[str]:
    """Who stands on one rung; a task that is with no team is with everybody."""
    if rung is Whom.ON_CALL:
        return store.rota.on_call(task.organisation, at)
    place = store.routing.team_of(task.id)
    teams = [team for team in store.teams.all(task.organisation) if team.id == place]
    if rung in RANKS:
        return [user for team in teams for user in team.ranked(RANKS[rung])]
    if task.holder and task.holder in able:
        return [task.holder]
    return [each.user for team in teams for each in team.members] or list(able)


def _with_stand_ins(
    store: Store, task: Task, users: Iterable[str], at: datetime
) -> list[str]:
    """They, and whoever stands in for those of them who are away."""
    found: list[str] = []
    for user in users:
        covers = store.covers.stand_ins(task.organisation, user, at)
        found += [user, *(cover.covered_by for cover in covers)]
    return list(dict.fromkeys(found))
