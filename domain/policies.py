"""Who may do what, when: the doors. Each is a `check_can_…` that raises.

The desk asks before anything is kept, the workflow asks again and decides, and a
button asks through `allows`. What they go by is the table in `domain.permissions`.
"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from domain.attachments import is_file
from domain.case import Case
from domain.errors import (
    CaseError,
    CaseNotFound,
    NotAccepted,
    NotAllowed,
    RuleBroken,
    Why,
)
from domain.offices import OFFICES, Office
from domain.people import Actor
from domain.permissions import PERMISSIONS, Deed, Rule
from domain.relations import Held, Hold, Relation, relations_of
from domain.rules import Verdict
from domain.standings import standings_of

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


def check_office(actor: Actor, office: Office) -> None:
    """Do what needs a role and no case.

    Raises:
        NotAllowed: it is not the actor's role.
    """
    if not holds(actor, office):
        raise NotAllowed(Why.NOT_YOUR_ROLE)


def holds(actor: Actor, office: Office) -> bool:
    """Whether it is theirs, for who is told otherwise that there is nothing."""
    return any(actor.has(role) for role in OFFICES[office])


def check_deed(deed: Deed, actor: Actor, case: Case) -> None:
    """Do this to the case now, as the table has it.

    Raises:
        CaseNotFound: the actor may not know of it; a refusal never reveals that.
        NotAllowed: it is not theirs to do.
        RuleBroken: not at this time, or not a second time.
    """
    rule = PERMISSIONS[deed]
    _check_who(rule, actor, case)
    _check_when(rule, case)
    _check_not_twice(rule, actor, case)


def check_hold(deed: Deed, actor: Actor, held: Held) -> None:
    """Do this while the task is in these hands.

    Raises:
        NotAllowed: it was not lent to the actor.
        RuleBroken: a colleague has it, or nobody.
    """
    hold = PERMISSIONS[deed].hold
    if hold is Hold.LENT and held.lent_to != actor.id:
        raise NotAllowed(Why.NOT_DELEGATED)
    if hold in (Hold.ONESELF, Hold.SOMEBODY_ELSE) and held.by is None:
        raise RuleBroken(Why.TAKE_IT_FIRST)
    if hold in (Hold.ONESELF, Hold.NO_OTHER) and held.by not in (None, actor.id):
        raise RuleBroken(Why.HELD_BY_ANOTHER, other=held.by, since=held.since)


def _check_who(rule: Rule, actor: Actor, case: Case) -> None:
    related = relations_of(actor, case)
    _check_known(rule, actor, related)
    for relation, why in rule.never:
        if relation in related:
            raise NotAllowed(why)
    if not any(party.has(actor, related) for party in rule.by):
        raise NotAllowed(rule.else_why)


def _check_known(rule: Rule, actor: Actor, related: frozenset[Relation]) -> None:
    """Whether there is such a case, as far as this person may know."""
    if not any(party.has(actor, related) for party in rule.seen_by):
        raise CaseNotFound
    if Relation.OWNER not in related and related.intersection(rule.kept_from):
        raise CaseNotFound(Why.CONFLICT)


def _check_when(rule: Rule, case: Case) -> None:
    standings = standings_of(case)
    if rule.when and not rule.when & standings:
        why = next(why for at, why in rule.wrong_time if at & standings)
        raise _too_late(case, why)
    for at, why in rule.unless:
        if at & standings:
            raise _too_late(case, why)


def _too_late(case: Case, why: Why) -> RuleBroken:
    """With who was first and since when, where somebody was."""
    if why is Why.ALREADY_DECIDED and case.decision is not None:
        return RuleBroken(why, other=case.decision.by, since=case.decision.at)
    since = case.closed_at if why is Why.ALREADY_CLOSED else None
    return RuleBroken(why, since=since)


def _check_not_twice(rule: Rule, actor: Actor, case: Case) -> None:
    mine = [each for each in case.valid_approvals if each.by == actor.id]
    if rule.not_twice and mine:
        raise RuleBroken(Why.SAME_ADVISER, other=actor.id, since=mine[0].at)


# Without a case


def check_can_open(actor: Actor) -> None:
    check_office(actor, Office.OPEN)


def check_can_set_rules(actor: Actor) -> None:
    """Add an organisation's own rule set, or settle which rules it uses."""
    check_office(actor, Office.SET_RULES)


# Reading


def check_can_see(actor: Actor, case: Case) -> None:
    """Read what a case is about: its practitioner, and advisers with no part in it.

    Raises:
        CaseNotFound: also when the case exists; a refusal never reveals that.
    """
    check_deed(Deed.SEE, actor, case)


def check_can_see_running(actor: Actor, case: Case) -> None:
    """Read stage, dates and troubles, never content."""
    check_deed(Deed.SEE_RUNNING, actor, case)


def check_can_read_record(actor: Actor, case: Case) -> None:
    check_deed(Deed.READ_RECORD, actor, case)


def check_can_read_in_emergency(actor: Actor, case: Case) -> None:
    """Open for a while what one normally does not see, and only while it runs."""
    check_deed(Deed.READ_IN_EMERGENCY, actor, case)


def check_can_review_reading(actor: Actor, case: Case) -> None:
    """Say whether somebody was right to open it; never who asked for it."""
    check_deed(Deed.REVIEW_READING, actor, case)


# What its practitioner does


def check_can_answer(actor: Actor, case: Case) -> None:
    """Answer questions, or change what would be shared."""
    check_deed(Deed.ANSWER, actor, case)


def check_can_answer_about(actor: Actor, case: Case) -> None:
    """Answer the inform questions about a person: until everything is closed."""
    check_deed(Deed.ANSWER_ABOUT, actor, case)


def check_can_ask_first(actor: Actor, case: Case) -> None:
    """Put a masked question to an adviser, before anything else is said."""
    check_deed(Deed.ASK_FIRST, actor, case)


def check_can_settle(actor: Actor, case: Case) -> None:
    """Say that the advice was all that was needed."""
    check_deed(Deed.SETTLE, actor, case)


def check_can_signpost(actor: Actor, case: Case) -> None:
    """Record that this was shown another way, before anything is decided."""
    check_deed(Deed.SIGNPOST, actor, case)


def check_can_complete(actor: Actor, case: Case) -> None:
    """Write down after an urgent share what there was no time for."""
    check_deed(Deed.COMPLETE, actor, case)


def check_can_reconsider(actor: Actor, case: Case) -> None:
    """Ask again, when there is something new, about what was not shared."""
    check_deed(Deed.RECONSIDER, actor, case)


def check_can_confirm(actor: Actor, case: Case) -> None:
    check_deed(Deed.CONFIRM, actor, case)


def check_can_reply(actor: Actor, case: Case) -> None:
    check_deed(Deed.REPLY, actor, case)


def check_can_withdraw(actor: Actor, case: Case) -> None:
    check_deed(Deed.WITHDRAW, actor, case)


def check_can_open_urgent_lane(actor: Actor, case: Case) -> None:
    """Say that things got worse: at any stage before it is shared."""
    check_deed(Deed.WORSEN, actor, case)


def check_can_inform(actor: Actor, case: Case, individual: str) -> None:
    """Decide whether a person is told, or say that it has been done."""
    check_deed(Deed.INFORM, actor, case)
    if individual not in case.content.individuals:
        raise NotAccepted(Why.UNKNOWN_INDIVIDUAL, about=individual)


def check_can_look_at_telling(actor: Actor, case: Case) -> None:
    """Say what they think about telling somebody, or look at the text for them."""
    check_deed(Deed.LOOK_AT_TELLING, actor, case)


def check_can_revoke(actor: Actor, case: Case) -> None:
    """Close a release that has left: its sender, or an adviser."""
    check_deed(Deed.REVOKE, actor, case)


# What another adviser does


def check_can_take_task(actor: Actor, case: Case) -> None:
    """Hold an adviser's task: never one's own request."""
    check_deed(Deed.TAKE_TASK, actor, case)


def check_can_claim(actor: Actor, case: Case) -> None:
    """Take a task that is still to be done, or change who has it."""
    check_deed(Deed.CLAIM, actor, case)


def check_can_ask(actor: Actor, case: Case) -> None:
    check_deed(Deed.ASK, actor, case)


def check_can_pass_on(actor: Actor, case: Case) -> None:
    """Hand what waits for an adviser to another team, or to a senior."""
    check_deed(Deed.PASS_ON, actor, case)


def check_can_guide(actor: Actor, case: Case) -> None:
    """Answer a masked question."""
    check_deed(Deed.GUIDE, actor, case)


def check_can_decide(actor: Actor, case: Case) -> None:
    """Advise, approve or decline."""
    check_deed(Deed.DECIDE, actor, case)


def check_can_review(actor: Actor, case: Case) -> None:
    """Look back at an urgent share: somebody who did not send it."""
    check_deed(Deed.REVIEW, actor, case)


# What the recipient does


def check_can_acknowledge(actor: Actor, case: Case) -> None:
    check_deed(Deed.ACKNOWLEDGE, actor, case)


def check_can_refuse_release(actor: Actor, case: Case) -> None:
    """Say "this was not meant for me"."""
    check_deed(Deed.REFUSE_RELEASE, actor, case)


# What is approved, and not by whom


def check_something_is_left(
    case: Case, left_out: tuple[str, ...], *, blind: bool = False
) -> None:
    """What an adviser leaves out is there, and something else is there as well.

    `blind`: what another adviser left out is not looked at, so that a refusal does
    not tell of it.
    """
    unknown = [i for i in left_out if i not in case.content.items]
    if unknown:
        raise RuleBroken(Why.UNKNOWN_ITEM, about=unknown[0])
    gone = set(left_out) if blind else _gone(case, left_out)
    if case.content.items and not set(case.content.items) - gone:
        raise RuleBroken(Why.NOTHING_LEFT, about="leave_out")


def check_names_nobody(
    case: Case, outcome: Verdict | None, left_out: tuple[str, ...] = ()
) -> None:
    """What is shared as if nobody could be recognised has nobody's name in it."""
    named = [i for i in case.content.naming if i not in _gone(case, left_out)]
    if outcome is Verdict.SHARE_ANONYMISED and named:
        file = is_file(named[0])
        why = Why.FILE_CANNOT_BE_UNNAMED if file else Why.NAMES_SOMEBODY
        raise NotAccepted(why, about=named[0])


def _gone(case: Case, left_out: tuple[str, ...]) -> set[str]:
    """What this adviser or one before has left out."""
    return {*left_out, *(i for a in case.valid_approvals for i in a.left_out)}
