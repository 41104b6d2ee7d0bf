"""What may be done about a release after it has left, and what comes back of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from domain import policies
from domain.acts import Act
from domain.case import Case
from domain.chasing import Chase
from domain.errors import NotAccepted, RuleBroken, Why
from domain.people import Actor, Role
from domain.permissions import Deed
from domain.release import Feedback, RecipientProblem
from domain.terms import Terms

MOST_DAYS = 30


def check_can_extend(actor: Actor, case: Case) -> None:
    """Give the recipient more time: its sender, or an adviser."""
    policies.check_deed(Deed.EXTEND, actor, case)


def check_can_resend(actor: Actor, case: Case) -> None:
    """Write to the recipient again: nobody needs that who has confirmed."""
    policies.check_deed(Deed.RESEND, actor, case)


def check_can_solve(actor: Actor, case: Case) -> None:
    """Say what was done about a problem of the recipient's."""
    policies.check_deed(Deed.SOLVE, actor, case)
    if case.problem is None:
        raise RuleBroken(Why.NO_PROBLEM)


def check_can_report_problem(actor: Actor, case: Case) -> None:
    """Say, as the recipient, what keeps one from using it."""
    policies.check_deed(Deed.REPORT_PROBLEM, actor, case)


def check_can_unlock(actor: Actor, case: Case) -> None:
    """Let the recipient try again: its sender, or an adviser."""
    policies.check_deed(Deed.UNLOCK_LINK, actor, case)


def check_can_give_feedback(actor: Actor, case: Case) -> None:
    """Say what came of it: its recipient, or its sender as they were told it."""
    theirs = actor.has(Role.RECIPIENT)
    deed = Deed.GIVE_FEEDBACK if theirs else Deed.PASS_ON_FEEDBACK
    policies.check_deed(deed, actor, case)


@dataclass(frozen=True)
class Extend(Act):
    """The link works for so many days from now; the reason is in the act's row."""

    days: int

    def on(self, case: Case, terms: Terms) -> Case:
        check_can_extend(self.by, case)
        if not 1 <= self.days <= MOST_DAYS:
            raise NotAccepted(Why.DAYS_OUT_OF_BOUNDS, about="days")
        assert case.release is not None  # it is live
        until = self.at + timedelta(days=self.days)
        if until <= case.release.expires_at:
            raise NotAccepted(Why.NOT_LONGER, about="days")
        solved = None if case.problem is RecipientProblem.MORE_TIME else case.problem
        return replace(
            case,
            release=replace(case.release, expires_at=until),
            problem=solved,
            chased=_without(case.chased, Chase.RECIPIENT_LAST),
        )


@dataclass(frozen=True)
class Resend(Act):
    """Write to the recipient again, with the same link."""

    def on(self, case: Case, terms: Terms) -> Case:
        check_can_resend(self.by, case)
        return replace(case, resent=self.id)


@dataclass(frozen=True)
class ReportProblem(Act):
    """The recipient cannot use it; their words are in the act's row."""

    problem: RecipientProblem

    def on(self, case: Case, terms: Terms) -> Case:
        check_can_report_problem(self.by, case)
        return replace(case, problem=self.problem)


@dataclass(frozen=True)
class Solve(Act):
    """The sender has dealt with the recipient's problem, and says how."""

    def on(self, case: Case, terms: Terms) -> Case:
        check_can_solve(self.by, case)
        return replace(case, problem=None)


@dataclass(frozen=True)
class Unlock(Act):
    """Let the recipient try again; whether it is locked, only its row knows."""

    def on(self, case: Case, terms: Terms) -> Case:
        check_can_unlock(self.by, case)
        return case


@dataclass(frozen=True)
class GiveFeedback(Act):
    """What came of it; the words are in the act's row. It never keeps a case open."""

    feedback: Feedback

    def on(self, case: Case, terms: Terms) -> Case:
        check_can_give_feedback(self.by, case)
        # After the seal it is a dated note beside it: only the account has it.
        return replace(case, feedback=self.feedback) if case.is_open else case


def _without(chased: Iterable[str], what: Chase) -> tuple[str, ...]:
    return tuple(each for each in chased if each != what)
