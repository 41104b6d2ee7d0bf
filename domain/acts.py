"""What a person can do: each act with its check and its move.

An act carries ids, codes and the time it was stored. The words stay in its row.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain import policies
from domain.answering import Answered, Given, having_answered, is_inform, with_answers
from domain.approval import Decision, Signature
from domain.case import SHARED, Case
from domain.content import ContentStamp
from domain.errors import CaseError, NotAccepted, RuleBroken, Why
from domain.informing import InformDecision, Method, Told
from domain.people import Actor
from domain.release import ReleaseState, Way
from domain.rules import AnswerValue, Verdict
from domain.stages import Ending, Stage
from domain.terms import Terms
from domain.waiting import adviser_clock
from domain.ways import check_way


@dataclass(frozen=True)
class Act(ABC):
    """One thing a person did."""

    id: str
    by: Actor
    at: datetime

    @abstractmethod
    def on(self, case: Case, terms: Terms) -> Case:
        """The case once this is done. Raises the reason if it may not be."""


@dataclass(frozen=True)
class Outcome:
    """What came of an act: accepted, or refused and why. Codes only."""

    act: str
    accepted: bool = True
    why: Why | None = None
    other: str | None = None
    since: datetime | None = None
    about: str | None = None


def apply(case: Case, act: Act, terms: Terms) -> tuple[Case, Outcome]:
    """What becomes of the case, and what the person is told. Raises no refusal."""
    outcome = Outcome(act.id)
    try:
        case = act.on(case, terms)
    except CaseError as no:
        outcome = Outcome(act.id, False, no.why, no.other, no.since, no.about)
    return case.having_taken(act.id), outcome


@dataclass(frozen=True)
class Open(Act):
    """Start a request. `earlier` is one that ended, and is asked again."""

    content: ContentStamp
    earlier: str = ""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_open(self.by)
        if case.opened_by:
            raise RuleBroken(Why.ALREADY_OPEN)
        return replace(
            case,
            organisation=self.by.organisation,
            opened_by=self.by.id,
            opened_at=self.at,
            since=self.at,
            content=self.content,
            earlier=self.earlier,
        )


@dataclass(frozen=True)
class Describe(Act):
    """Change what would be shared, about whom, or with whom."""

    content: ContentStamp

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_answer(self.by, case)
        return replace(case, content=self.content).settled(terms, self.at)


@dataclass(frozen=True)
class GiveAnswers(Act):
    """Answer questions. With `send`, an unsure answer goes to an adviser at once."""

    answers: tuple[Given, ...]
    send: bool = False

    @property
    def answered(self) -> Answered:
        return Answered(self.answers, self.by.id, self.at)

    def on(self, case: Case, terms: Terms) -> Case:
        if all(is_inform(terms, given.node) for given in self.answers):
            policies.check_can_answer_about(self.by, case)
            return with_answers(case, self.answered, terms)
        policies.check_can_answer(self.by, case)
        answered = with_answers(case, self.answered, terms)
        after = replace(answered, confirmed=None)
        unsure = after.evaluation(terms).outcome is Verdict.ESCALATE
        if self.send and unsure and not after.content.missing:
            return _in_doubt(after, self)
        return after.settled(terms, self.at)


@dataclass(frozen=True)
class Reply(Act):
    """Answer an adviser's question; the words are in the act's row."""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_reply(self.by, case)
        return _sent_to_adviser(case, self)


@dataclass(frozen=True)
class Confirm(Act):
    """The practitioner stands by exactly this content and these answers.

    `by_telephone`: in an emergency they have told the recipient already.
    `way`: how they will hand it over themselves; none means by our link.
    """

    digest: str
    by_telephone: bool = False
    way: Way | None = None

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_confirm(self.by, case)
        if self.digest != case.content.digest:
            raise RuleBroken(Why.CONTENT_CHANGED)
        evaluation = case.evaluation(terms)
        self._check_told(case, evaluation.outcome)
        check_way(case, self.way, evaluation.outcome)
        case = replace(case, way=self.way)
        if evaluation.outcome is None:
            raise RuleBroken(Why.UNANSWERED, about=evaluation.next_question)
        if evaluation.outcome is Verdict.ESCALATE:
            return _in_doubt(case, self)
        if evaluation.outcome is Verdict.DO_NOT_SHARE:
            return self._refusing(case, terms)
        if case.content.missing:
            raise RuleBroken(Why.INCOMPLETE, about=case.content.missing[0])
        policies.check_names_nobody(case, evaluation.outcome)
        signed = _signature(self, self.digest)
        case = replace(case, confirmed=signed, by_telephone=self.by_telephone)
        return case.approved_or_waiting(terms, self.at)

    def _check_told(self, case: Case, outcome: Verdict | None) -> None:
        if self.by_telephone and outcome is not Verdict.URGENT_SHARE:
            raise RuleBroken(Why.NOT_URGENT)
        if self.by_telephone is not case.content.spoken:
            raise RuleBroken(Why.NO_TELEPHONE_SHARE, about="spoken_at")

    def _refusing(self, case: Case, terms: Terms) -> Case:
        evaluation = case.evaluation(terms)
        if evaluation.remediable:
            raise RuleBroken(Why.FIXABLE, about=evaluation.stopped_at)
        decided = replace(case, decision=Decision(False, self.by.id, self.at))
        return decided.closed(Ending.NOT_SHARED, self.at)


@dataclass(frozen=True)
class Withdraw(Act):
    """Take the request back before anything is shared."""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_withdraw(self.by, case)
        withdrawn = replace(case, release=None)  # it was made, and never given
        return withdrawn.closed(Ending.WITHDRAWN, self.at)


@dataclass(frozen=True)
class Worsen(Act):
    """Things got worse: the urgent lane opens, whatever the case was waiting for."""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_open_urgent_lane(self.by, case)
        triage = terms.rules.node(terms.rules.triage)
        asked_again = tuple(a for a in case.answers if a.node != triage.yes.next)
        fresh = replace(
            case, answers=asked_again, confirmed=None, approvals=(), asked_by=None,
            asks_first=False,
        )  # fmt: skip
        yes = (Given(triage.id, AnswerValue.YES),)
        worse = having_answered(fresh, Answered(yes, self.by.id, self.at))
        return worse.settled(terms, self.at)


@dataclass(frozen=True)
class Ask(Act):
    """An adviser asks the practitioner; the words are in the act's row."""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_ask(self.by, case)
        clock = adviser_clock(case, terms)  # it stands still until the reply
        spent = clock.run_by(self.at) + case.given_minutes if clock else 0
        asked = replace(case, asked_by=self.by.id, advice_minutes=spent)
        return asked.moved(Stage.GATHERING, self.at)


HANDLING = "handling"
"""Among the words of an approval: what its recipient is asked to do with it."""


class Choice(StrEnum):
    """What an adviser decides."""

    APPROVE = "approve"
    DECLINE = "decline"
    ADVISE = "advise"


@dataclass(frozen=True)
class Decide(Act):
    """An adviser answers what is open, and approves, declines or only advises."""

    choice: Choice
    digest: str
    answers: tuple[Given, ...] = ()
    left_out: tuple[str, ...] = ()
    available_days: int | None = None
    second: bool = False

    @property
    def answered(self) -> Answered:
        return Answered(self.answers, self.by.id, self.at)

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_decide(self.by, case)
        if self.digest != case.content.digest:
            raise RuleBroken(Why.CONTENT_CHANGED)
        if self.available_days is not None and not 1 <= self.available_days <= 30:
            raise NotAccepted(Why.DAYS_OUT_OF_BOUNDS, about="expires_days")
        after = with_answers(case, self.answered, terms)
        moves = {
            Choice.APPROVE: self._approved,
            Choice.DECLINE: self._declined,
            Choice.ADVISE: self._advised,
        }
        return moves[self.choice](after, terms)

    def _approved(self, case: Case, terms: Terms) -> Case:
        evaluation = case.evaluation(terms)
        if evaluation.outcome is Verdict.ESCALATE:
            raise RuleBroken(Why.STILL_UNSURE, about=evaluation.stopped_at)
        if evaluation.outcome is Verdict.DO_NOT_SHARE:
            raise RuleBroken(Why.RULES_SAY_NO, about=evaluation.stopped_at)
        blind = terms.seconds_are_blind
        policies.check_something_is_left(case, self.left_out, blind=blind)
        policies.check_names_nobody(case, evaluation.outcome, self.left_out)
        signed = _signature(self, self.digest, self.left_out)
        days = [d for d in (case.available_days, self.available_days) if d]
        case = replace(
            case,
            approvals=(*case.valid_approvals, signed),
            available_days=min(days, default=None),
            second_wanted=case.second_wanted or self.second,
            clashed=False,
        )
        if evaluation.outcome not in SHARED:
            return case.moved(Stage.GATHERING, self.at)  # checks are left to answer
        return case.approved_or_waiting(terms, self.at)

    def _declined(self, case: Case, terms: Terms) -> Case:
        decided = replace(case, decision=Decision(False, self.by.id, self.at))
        return decided.closed(Ending.NOT_SHARED, self.at)

    def _advised(self, case: Case, terms: Terms) -> Case:
        if not self.answers:
            raise RuleBroken(Why.NOTHING_ADVISED, about="answers")
        if case.evaluation(terms).outcome is Verdict.ESCALATE:
            return case.moved(Stage.WITH_ADVISER, self.at)
        return replace(case, confirmed=None).settled(terms, self.at)


@dataclass(frozen=True)
class Review(Act):
    """An adviser looks back at an urgent share."""

    needed: bool
    enough: bool
    right_recipient: bool

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_review(self.by, case)
        return replace(case, review_owed=False)


@dataclass(frozen=True)
class Inform(Act):
    """Decide whether one person is told; the reason is in the act's row."""

    individual: str
    decision: Told
    method: Method | None = None
    review_on: date | None = None
    with_notice: bool = False

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_inform(self.by, case, self.individual)
        made = case.inform_for(self.individual)
        if made and made.told_at:
            raise RuleBroken(Why.ALREADY_DECIDED, other=made.by, since=made.told_at)
        decided = InformDecision(
            self.individual, self.decision, self.by.id, self.at,
            self.method, self.review_on, decided_in=self.id,
            with_notice=self.with_notice or self.method is Method.LETTER,
        )  # fmt: skip
        decided.check_possible(case.content.reachable)
        return replace(case, informs=(*case.informs, decided))


@dataclass(frozen=True)
class MarkTold(Act):
    """The practitioner has told a person themselves; how is in the act's row."""

    individual: str
    told_on: date | None = None

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_inform(self.by, case, self.individual)
        made = case.inform_for(self.individual)
        if made is None or made.decision is not Told.YES:
            raise RuleBroken(Why.NOT_TO_BE_TOLD, about=self.individual)
        made.check_can_be_told(self.told_on, self.at)
        return case.having_told(self.individual, self.at, self.told_on, self.id)


@dataclass(frozen=True)
class Acknowledge(Act):
    """The recipient says that they have received and stored it."""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_acknowledge(self.by, case)
        return case.received(self.at)


@dataclass(frozen=True)
class RefuseRelease(Act):
    """Whoever opened the link says that it was not meant for them."""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_refuse_release(self.by, case)
        return case.with_release(ReleaseState.NOT_FOR_ME)


@dataclass(frozen=True)
class Revoke(Act):
    """The sender closes a release that has left."""

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_revoke(self.by, case)
        return case.with_release(ReleaseState.REVOKED)


def _in_doubt(case: Case, act: Act) -> Case:
    """With an adviser, for a decision made afresh: also by who approved before."""
    untimed = replace(case, advice_minutes=0, given_minutes=0)
    fresh = replace(untimed, approvals=(), asks_first=False, passed_to="")
    return _sent_to_adviser(fresh, act)


def _sent_to_adviser(case: Case, act: Act) -> Case:
    signed = replace(case, confirmed=_signature(act, case.content.digest))
    return signed.moved(Stage.WITH_ADVISER, act.at)


def _signature(act: Act, digest: str, left_out: tuple[str, ...] = ()) -> Signature:
    return Signature(act.by.id, act.at, act.id, digest, left_out)
