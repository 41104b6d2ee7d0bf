"""Who may do what, when. Each rule is written once, as a `check_can_…` that raises.

The desk asks before anything is kept, the workflow asks again and decides, and a
button asks through `allows`.
"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from domain.case import Case
from domain.errors import (
    CaseError,
    CaseNotFound,
    NotAccepted,
    NotAllowed,
    RuleBroken,
    Why,
)
from domain.people import Actor, Role
from domain.release import ReleaseState
from domain.rules import Verdict
from domain.stages import Ending, Stage, WaitingOn

P = ParamSpec("P")


def allows(
    check: Callable[Concatenate[Actor, Case, P], None],
    actor: Actor,
    case: Case,
    *args: P.args,
    **kwargs: P.kwargs,
) -> bool:
    """Whether a check would pass: for a button that is offered or not."""
    try:
        check(actor, case, *args, **kwargs)
    except CaseError:
        return False
    return True


def check_can_open(actor: Actor) -> None:
    if not actor.has(Role.PRACTITIONER):
        raise NotAllowed(Why.NOT_YOUR_ROLE)


def check_can_set_rules(actor: Actor) -> None:
    """Add an organisation's own rule set, or settle which rules it uses."""
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAllowed(Why.NOT_YOUR_ROLE)


def check_can_see(actor: Actor, case: Case) -> None:
    """Read what a case is about: its practitioner, and the organisation's advisers.

    Raises:
        CaseNotFound: also when the case exists; a refusal never reveals that.
    """
    same = actor.organisation == case.organisation
    if not (same and (actor.id == case.opened_by or actor.has(Role.ADVISER))):
        raise CaseNotFound


def check_can_see_running(actor: Actor, case: Case) -> None:
    """Read stage, dates and troubles, never content."""
    same = actor.organisation == case.organisation
    if not (same and actor.has(Role.OPERATIONS)):
        raise CaseNotFound


def check_can_read_record(actor: Actor, case: Case) -> None:
    if actor.organisation == case.organisation and actor.has(Role.AUDITOR):
        return
    check_can_see(actor, case)


def check_can_answer(actor: Actor, case: Case) -> None:
    """Answer questions, or change what would be shared."""
    _only_its_practitioner(actor, case)
    _only_open(case)
    if case.stage is Stage.FOLLOWING_UP or case.stage is Stage.SHARING:
        raise RuleBroken(Why.ALREADY_SHARED)
    if case.waiting_on is not WaitingOn.PRACTITIONER:
        raise RuleBroken(Why.NOT_AT_THIS_STAGE)


def check_can_answer_about(actor: Actor, case: Case) -> None:
    """Answer the inform questions about a person: until everything is closed."""
    _only_its_practitioner(actor, case)
    _only_open(case)


def check_can_ask_first(actor: Actor, case: Case) -> None:
    """Put a masked question to an adviser, before anything else is said."""
    check_can_answer(actor, case)
    begun = case.answers or case.content.items or case.content.individuals
    if begun or case.asked_by or case.guided:
        raise RuleBroken(Why.ALREADY_BEGUN)


def check_can_settle(actor: Actor, case: Case) -> None:
    """Say that the advice was all that was needed."""
    check_can_answer(actor, case)
    if not case.guided:
        raise RuleBroken(Why.NOT_AT_THIS_STAGE)


def check_can_signpost(actor: Actor, case: Case) -> None:
    """Record that this was shown another way, before anything is decided."""
    check_can_answer(actor, case)


def check_can_complete(actor: Actor, case: Case) -> None:
    """Write down after an urgent share what there was no time for."""
    _only_its_practitioner(actor, case)
    _only_open(case)
    if case.stage is not Stage.FOLLOWING_UP or not case.completion_owed:
        raise RuleBroken(Why.NOTHING_TO_COMPLETE)


def check_can_reconsider(actor: Actor, case: Case) -> None:
    """Ask again, when there is something new, about what was not shared."""
    _only_its_practitioner(actor, case)
    if case.ending not in (Ending.NOT_SHARED, Ending.WITHDRAWN, Ending.LAPSED):
        raise RuleBroken(Why.NOT_REFUSED)


def check_can_confirm(actor: Actor, case: Case) -> None:
    check_can_answer(actor, case)
    if case.asked_by is not None:
        raise RuleBroken(Why.REPLY_FIRST)


def check_can_reply(actor: Actor, case: Case) -> None:
    check_can_answer(actor, case)
    if case.asked_by is None:
        raise RuleBroken(Why.NO_QUESTION)


def check_can_withdraw(actor: Actor, case: Case) -> None:
    _only_its_practitioner(actor, case)
    _only_open(case)
    if case.release is not None or case.stage is Stage.FOLLOWING_UP:
        raise RuleBroken(Why.ALREADY_SHARED)


def check_can_open_urgent_lane(actor: Actor, case: Case) -> None:
    """Say that things got worse: at any stage before it is shared."""
    _only_its_practitioner(actor, case)
    _only_open(case)
    if case.stage in (Stage.SHARING, Stage.FOLLOWING_UP):
        raise RuleBroken(Why.ALREADY_SHARED)


def check_can_take_task(actor: Actor, case: Case) -> None:
    """Hold an adviser's task: never one's own request."""
    _only_another_adviser(actor, case)


def check_can_claim(actor: Actor, case: Case) -> None:
    """Take a task that is still to be done."""
    check_can_take_task(actor, case)
    _only_open(case)
    if not case.needs_adviser:
        raise RuleBroken(Why.NOT_AT_THIS_STAGE)


def check_can_ask(actor: Actor, case: Case) -> None:
    _only_another_adviser(actor, case)
    _only_undecided(case)


def check_can_pass_on(actor: Actor, case: Case) -> None:
    """Hand what waits for an adviser to another team, or to a senior."""
    _only_another_adviser(actor, case)
    _only_undecided(case)


def check_can_guide(actor: Actor, case: Case) -> None:
    """Answer a masked question."""
    _only_another_adviser(actor, case)
    _only_undecided(case)
    if not case.asks_first:
        raise RuleBroken(Why.NOT_AT_THIS_STAGE)


def check_can_decide(actor: Actor, case: Case) -> None:
    """Advise, approve or decline."""
    _only_another_adviser(actor, case)
    _only_undecided(case)
    if case.asks_first:  # there is nothing to decide on yet
        raise RuleBroken(Why.NOT_AT_THIS_STAGE)
    mine = [a for a in case.valid_approvals if a.by == actor.id]
    if mine:
        raise RuleBroken(Why.SAME_ADVISER, other=actor.id, since=mine[0].at)


def check_can_review(actor: Actor, case: Case) -> None:
    """Look back at an urgent share: somebody who did not send it."""
    _only_another_adviser(actor, case)
    _only_open(case)
    if not case.review_owed:
        raise RuleBroken(Why.NOT_AT_THIS_STAGE)


def check_can_inform(actor: Actor, case: Case, individual: str) -> None:
    """Decide whether a person is told, or say that it has been done."""
    _only_its_practitioner(actor, case)
    _only_open(case)
    if individual not in case.content.individuals:
        raise NotAccepted(Why.UNKNOWN_INDIVIDUAL, about=individual)
    if case.stage is not Stage.FOLLOWING_UP:
        raise RuleBroken(Why.NOTHING_SHARED)


def check_can_revoke(actor: Actor, case: Case) -> None:
    """Close a release that has left: its sender, or an adviser."""
    check_can_see(actor, case)
    _only_live(case)


def check_can_acknowledge(actor: Actor, case: Case) -> None:
    _only_its_recipient(actor, case)
    release = case.release
    if release and release.state is ReleaseState.ACKNOWLEDGED:
        raise RuleBroken(Why.ALREADY_ACKNOWLEDGED)
    _only_live(case)


def check_can_refuse_release(actor: Actor, case: Case) -> None:
    """Say "this was not meant for me"."""
    _only_its_recipient(actor, case)
    _only_live(case)


def _only_its_practitioner(actor: Actor, case: Case) -> None:
    check_can_see(actor, case)
    if actor.id != case.opened_by:
        raise NotAllowed(Why.NOT_YOUR_CASE)


def _only_another_adviser(actor: Actor, case: Case) -> None:
    check_can_see(actor, case)
    if actor.id == case.opened_by:
        raise NotAllowed(Why.OWN_REQUEST)
    if not actor.has(Role.ADVISER):
        raise NotAllowed(Why.NOT_YOUR_ROLE)
    if actor.id in case.content.conflicted:
        raise NotAllowed(Why.CONFLICT)


def _only_its_recipient(actor: Actor, case: Case) -> None:
    if actor.organisation != case.organisation:
        raise CaseNotFound
    if not actor.has(Role.RECIPIENT):
        raise NotAllowed(Why.NOT_YOUR_ROLE)


def _only_open(case: Case) -> None:
    if not case.is_open:
        raise RuleBroken(Why.ALREADY_CLOSED, since=case.closed_at)


def _only_undecided(case: Case) -> None:
    if case.decision is not None:
        made = case.decision
        raise RuleBroken(Why.ALREADY_DECIDED, other=made.by, since=made.at)
    _only_open(case)
    if case.waiting_on is not WaitingOn.ADVISER:
        raise RuleBroken(Why.NOT_AT_THIS_STAGE)


def _only_live(case: Case) -> None:
    if case.release is None:
        raise RuleBroken(Why.NOTHING_SHARED)
    if case.release.state not in (ReleaseState.AVAILABLE, ReleaseState.ACKNOWLEDGED):
        raise RuleBroken(Why.NO_LONGER_AVAILABLE)


# What is approved, and not by whom


def check_something_is_left(case: Case, left_out: tuple[str, ...]) -> None:
    """What an adviser leaves out is there, and something else is there as well."""
    unknown = [i for i in left_out if i not in case.content.items]
    if unknown:
        raise RuleBroken(Why.UNKNOWN_ITEM, about=unknown[0])
    if case.content.items and not set(case.content.items) - _gone(case, left_out):
        raise RuleBroken(Why.NOTHING_LEFT, about="leave_out")


def check_names_nobody(
    case: Case, outcome: Verdict | None, left_out: tuple[str, ...] = ()
) -> None:
    """What is shared as if nobody could be recognised has nobody's name in it."""
    named = [i for i in case.content.naming if i not in _gone(case, left_out)]
    if outcome is Verdict.SHARE_ANONYMISED and named:
        raise NotAccepted(Why.NAMES_SOMEBODY, about=named[0])


def _gone(case: Case, left_out: tuple[str, ...]) -> set[str]:
    """What this adviser or one before has left out."""
    return {*left_out, *(i for a in case.valid_approvals for i in a.left_out)}
