"""People, content, acts and cases for tests. A case comes about by legal moves only."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from adapters.rulebook import Rulebook
from domain import acts, after_sending, passing, preliminaries
from domain.acts import Act, Choice, Outcome, apply
from domain.answering import Given
from domain.case import Case
from domain.content import Content, Individual, Item, Kind, Recipient
from domain.errors import Why
from domain.handing_over import HandOver
from domain.informing import Method, Told
from domain.operating import Cancel, GiveTime
from domain.people import Actor, Role, the_recipient
from domain.person_notices import Version, digest_of
from domain.release import (
    Feedback,
    RecipientProblem,
    Release,
    ReleaseState,
    Way,
)
from domain.rules import AnswerValue
from domain.stages import Signpost, Stage
from domain.telling import AdviseTelling, LookAtNotice, WriteNotice
from domain.terms import ApprovalPolicy, Terms, Timings

YES, NO, UNSURE = AnswerValue.YES, AnswerValue.NO, AnswerValue.UNSURE
Answers = Mapping[str, AnswerValue]

HERE, ELSEWHERE = "northgate", "southgate"
PAT = Actor("pat", (Role.PRACTITIONER,), HERE)
PIA = Actor("pia", (Role.PRACTITIONER,), HERE)  # a colleague of Pat's
ADA = Actor("ada", (Role.ADVISER,), HERE)
BEN = Actor("ben", (Role.PRACTITIONER, Role.ADVISER), HERE)
PAT_ADVISING = Actor("pat", (Role.PRACTITIONER, Role.ADVISER), HERE)
OLA = Actor("ola", (Role.OPERATIONS,), HERE)
AUDREY = Actor("audrey", (Role.AUDITOR,), HERE)
NOBODY = Actor("nobody", (), HERE)  # an account whose roles were taken away
RHEA = the_recipient(HERE)
OTHER_ADA = Actor("other-ada", (Role.PRACTITIONER, Role.ADVISER), ELSEWHERE)
OTHER_RHEA = the_recipient(ELSEWHERE)
EVERYBODY = (
    PAT, PIA, ADA, BEN, PAT_ADVISING, OLA, AUDREY, NOBODY, RHEA, OTHER_ADA, OTHER_RHEA,
)  # fmt: skip

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
KIM, MUM = "kim", "mum"

BOOK = Rulebook()
CHECKS: Answers = dict.fromkeys(("K1", "K2", "K3", "K4"), YES)
CALM: Answers = {"U0": NO, "H0": NO, "Q1": YES}
SURE: Answers = {**CALM, "Q2": NO, "Q3": YES, "Q4": YES, **CHECKS}
DOUBTFUL: Answers = {**SURE, "Q4": UNSURE}
HALF_WAY: Answers = {**CALM, "Q2": NO, "Q3": YES, "Q4": UNSURE}  # no check answered
AGREED: Answers = {**CALM, "Q2": YES, **CHECKS}
ANONYMOUS: Answers = {**CALM, "Q2": NO, "Q3": NO}
URGENT: Answers = {"U0": YES, "U1": YES}
REFUSING: Answers = {"U0": NO, "H0": NO, "Q1": NO}
FEARFUL_REFUSAL: Answers = {**CALM, "H0": YES, "Q2": NO, "Q3": YES, "Q4": NO}
UNVERIFIED: Answers = {**CALM, "Q2": YES, "K1": YES, "K2": YES, "K3": NO}

_numbers = count(1)


def terms(
    approval: ApprovalPolicy = ApprovalPolicy.WHEN_UNSURE,
    reference: str = "SR-TEST-0001",
    ruleset: str = "HMG-2018",
    timings: Timings | None = None,
    *,
    completes_urgent: bool = False,
) -> Terms:
    rules, _ = BOOK.get(ruleset)
    times = timings or Timings()
    return Terms(reference, rules, approval, times, completes_urgent)


TERMS = terms()
ALWAYS = terms(ApprovalPolicy.ALWAYS)
TWO = terms(ApprovalPolicy.TWO_FOR_SENSITIVE)


def content(purpose: str = "To keep a child safe at school", **changes: Any) -> Content:
    """Something complete: two people, two items and a recipient."""
    complete: dict[str, Any] = {
        "individuals": (
            Individual(KIM, "Kim Lowe", safe_email="kim@example.org"),
            Individual(MUM, "Jo Lowe"),
        ),
        "recipient": Recipient(
            "Rhea Stone", "Lead", "Hill School", "rhea@example.org", "01632 960001"
        ),
        "items": (
            Item("i1", "Absent on Monday", Kind.FACT, "register", "2026-11-16"),
            Item("i2", "Seemed upset", Kind.OPINION, "teacher", "2026-11-17", True),
        ),
        "salt": "salt",
    }
    return Content(purpose, **(complete | changes))


STAMP = content().stamp()
OTHER_STAMP = content("Another purpose").stamp()
SPOKEN_STAMP = content(spoken_at="2026-11-23T11:40:00+00:00").stamp()
EMPTY_STAMP = Content(salt="salt").stamp()
PLAIN_STAMP = content(items=content().items[:1]).stamp()  # nothing sensitive in it


def fresh(kind: str) -> str:
    return f"{kind}-{next(_numbers)}"


def given(answers: Answers, about: str = "") -> tuple[Given, ...]:
    return tuple(Given(node, value, about) for node, value in answers.items())


# Acts


def an_opening(by: Actor = PAT, stamp: Any = STAMP, earlier: str = "") -> acts.Open:
    return acts.Open(fresh("open"), by, NOON, stamp, earlier)


def a_description(stamp: Any = OTHER_STAMP, by: Actor = PAT) -> acts.Describe:
    return acts.Describe(fresh("describe"), by, NOON, stamp)


def an_answer(
    answers: Answers = SURE, by: Actor = PAT, *, send: bool = False, about: str = ""
) -> acts.GiveAnswers:
    return acts.GiveAnswers(fresh("answer"), by, NOON, given(answers, about), send)


def a_confirmation(by: Actor = PAT, digest: str = STAMP.digest) -> acts.Confirm:
    return acts.Confirm(fresh("confirm"), by, NOON, digest)


def a_call(by: Actor = PAT, digest: str = STAMP.digest) -> acts.Confirm:
    """They have told the recipient already, by telephone."""
    return acts.Confirm(fresh("call"), by, NOON, digest, by_telephone=True)


def a_decision(
    choice: Choice = Choice.APPROVE,
    by: Actor = ADA,
    *,
    answers: Answers | None = None,
    left_out: tuple[str, ...] = (),
    digest: str = STAMP.digest,
    days: int | None = None,
) -> acts.Decide:
    said = given(answers or {})
    id = fresh("decide")
    return acts.Decide(id, by, NOON, choice, digest, said, left_out, days)


def an_approval(by: Actor = ADA, **more: Any) -> acts.Decide:
    return a_decision(Choice.APPROVE, by, **more)


def a_refusal(by: Actor = ADA, **more: Any) -> acts.Decide:
    return a_decision(Choice.DECLINE, by, **more)


def advice(answers: Answers, by: Actor = ADA) -> acts.Decide:
    return a_decision(Choice.ADVISE, by, answers=answers)


def a_question(by: Actor = ADA) -> acts.Ask:
    return acts.Ask(fresh("ask"), by, NOON)


def a_reply(by: Actor = PAT) -> acts.Reply:
    return acts.Reply(fresh("reply"), by, NOON)


def a_withdrawal(by: Actor = PAT) -> acts.Withdraw:
    return acts.Withdraw(fresh("withdraw"), by, NOON)


def a_worsening(by: Actor = PAT) -> acts.Worsen:
    return acts.Worsen(fresh("worsen"), by, NOON)


def a_review(by: Actor = ADA) -> acts.Review:
    return acts.Review(fresh("review"), by, NOON, True, True, True)


def telling(
    decision: Told = Told.NO,
    individual: str = KIM,
    by: Actor = PAT,
    *,
    method: Method | None = None,
    on: date | None = None,
) -> acts.Inform:
    id = fresh("inform")
    return acts.Inform(id, by, NOON, individual, decision, method, on)


def was_told(individual: str = KIM, by: Actor = PAT) -> acts.MarkTold:
    return acts.MarkTold(fresh("told"), by, NOON, individual)


THE_TEXT = digest_of("A text for Kim.")


def a_text_wanted(individual: str = KIM, method: Method = Method.LETTER) -> acts.Inform:
    """They are told with a text that Pat stands by."""
    id = fresh("inform")
    return acts.Inform(id, PAT, NOON, individual, Told.YES, method, None, True)


def a_text(individual: str = KIM, by: Actor = PAT) -> WriteNotice:
    return WriteNotice(fresh("text"), by, NOON, individual, Version.PLAIN, THE_TEXT)


def a_look(
    *, agreed: bool = True, by: Actor = ADA, digest: str = THE_TEXT
) -> LookAtNotice:
    return LookAtNotice(fresh("look"), by, NOON, KIM, digest, agreed)


def telling_advice(by: Actor = ADA, decision: Told = Told.NO) -> AdviseTelling:
    return AdviseTelling(fresh("advise"), by, NOON, KIM, decision)


def a_receipt(by: Actor = RHEA) -> acts.Acknowledge:
    return acts.Acknowledge(fresh("acknowledge"), by, NOON)


def not_for_me(by: Actor = RHEA) -> acts.RefuseRelease:
    return acts.RefuseRelease(fresh("not-for-me"), by, NOON)


def a_revocation(by: Actor = PAT) -> acts.Revoke:
    return acts.Revoke(fresh("revoke"), by, NOON)


def more_days(days: int = 20, by: Actor = PAT) -> after_sending.Extend:
    return after_sending.Extend(fresh("extend"), by, NOON, days)


def writing_again(by: Actor = PAT) -> after_sending.Resend:
    return after_sending.Resend(fresh("resend"), by, NOON)


def a_problem(
    problem: RecipientProblem = RecipientProblem.CANNOT_OPEN, by: Actor = RHEA
) -> after_sending.ReportProblem:
    return after_sending.ReportProblem(fresh("problem"), by, NOON, problem)


def a_solution(by: Actor = PAT) -> after_sending.Solve:
    return after_sending.Solve(fresh("solve"), by, NOON)


def an_unlocking(by: Actor = PAT) -> after_sending.Unlock:
    return after_sending.Unlock(fresh("unlock"), by, NOON)


def feedback(
    said: Feedback = Feedback.REFERRAL, by: Actor = PAT
) -> after_sending.GiveFeedback:
    return after_sending.GiveFeedback(fresh("feedback"), by, NOON, said)


def a_masked_question(by: Actor = PAT) -> preliminaries.AskFirst:
    return preliminaries.AskFirst(fresh("ask-first"), by, NOON)


def guidance(by: Actor = ADA) -> preliminaries.Guide:
    return preliminaries.Guide(fresh("guide"), by, NOON)


def settling(by: Actor = PAT) -> preliminaries.Settle:
    return preliminaries.Settle(fresh("settle"), by, NOON)


def showing_the_way(
    to: Signpost = Signpost.MEDIA, by: Actor = PAT
) -> preliminaries.ShowTheWay:
    return preliminaries.ShowTheWay(fresh("show"), by, NOON, to)


def a_completion(by: Actor = PAT) -> preliminaries.Complete:
    return preliminaries.Complete(fresh("complete"), by, NOON)


def passing_on(to: str = "legal", by: Actor = ADA) -> passing.PassOn:
    return passing.PassOn(fresh("pass-on"), by, NOON, to)


def a_way_chosen(way: Way, by: Actor = PAT, digest: str = STAMP.digest) -> acts.Confirm:
    return acts.Confirm(fresh("act"), by, NOON, digest, way=way)


def ready_to_give(digest: str = "d1") -> Release:
    """Made ready for its sender, who gives it to the recipient."""
    return replace(a_release(), state=ReleaseState.TO_HAND_OVER, digest=digest)


def a_hand_over(
    way: Way = Way.POST, by: Actor = PAT, digest: str = "d1", at: datetime = NOON
) -> HandOver:
    return HandOver(fresh("act"), by, NOON, way, digest, at)


def a_release(at: datetime = NOON, lasts: timedelta = timedelta(days=14)) -> Release:
    return Release("release-1", at, at + lasts)


# Cases


def after(case: Case, *done: Act, under: Terms = TERMS) -> Case:
    """The case after these acts, every one of which must be accepted."""
    for act in done:
        case, outcome = apply(case, act, under)
        assert outcome == Outcome(act.id), outcome
    return case


def refusal(case: Case, act: Act, under: Terms = TERMS) -> Outcome:
    """What the act is answered; it must be refused."""
    _, outcome = apply(case, act, under)
    assert not outcome.accepted, f"{act} was accepted"
    return outcome


def why_not(case: Case, act: Act, under: Terms = TERMS) -> Why | None:
    return refusal(case, act, under).why


def opened(under: Terms = TERMS, stamp: Any = STAMP) -> Case:
    return after(Case(under.reference), an_opening(stamp=stamp), under=under)


def a_case(
    at: Stage = Stage.GATHERING, under: Terms = TERMS, answers: Answers | None = None
) -> Case:
    """A case that has come to this stage, and no further.

    At `awaiting_approval` it waits for Pat's own confirmation; `confirmed` is next.
    """
    doubt = at is Stage.WITH_ADVISER
    said = answers or (DOUBTFUL if doubt else SURE)
    case = opened(under)
    steps = (
        lambda case: after(case, an_answer(said, send=doubt), under=under),
        lambda case: approved(confirmed(case, under), under),
        lambda case: case.released(a_release(), under),
        lambda case: settled(case, under).finished(under, NOON),
    )
    for step in steps:
        if case.stage is at:
            break
        case = step(case)
    assert case.stage is at, f"{case.stage} was reached, not {at}"
    return case


def confirmed(case: Case, under: Terms = TERMS) -> Case:
    return after(case, a_confirmation(digest=case.content.digest), under=under)


def approved(case: Case, under: Terms = TERMS) -> Case:
    """Approved by as many advisers as it takes."""
    for adviser in (ADA, BEN):
        if case.stage is Stage.AWAITING_APPROVAL:
            yes = an_approval(adviser, digest=case.content.digest)
            case = after(case, yes, under=under)
    return case


def settled(case: Case, under: Terms = TERMS) -> Case:
    """A released case with nothing left owed."""
    nobody_told = [telling(Told.NO, who) for who in case.undecided_informs()]
    case = after(case, a_receipt(), *nobody_told, under=under)
    return after(case, a_review(), under=under) if case.review_owed else case


def more_time(hours: int = 4, by: Actor = OLA) -> GiveTime:
    return GiveTime(fresh("time"), by, NOON, hours)


def a_cancelling(by: Actor = OLA, colleague: str = "olga") -> Cancel:
    return Cancel(fresh("cancel"), by, NOON, colleague)


def one_of_each() -> tuple[Act, ...]:
    """Every kind of act there is, each by somebody whose place it is to try."""
    return (
        an_opening(), a_description(), an_answer(), a_reply(), a_confirmation(),
        a_withdrawal(), a_worsening(), a_question(), an_approval(), a_review(),
        telling(), was_told(), a_receipt(), not_for_me(), a_revocation(),
        passing_on(), a_masked_question(), guidance(), settling(), showing_the_way(),
        a_completion(), more_days(), writing_again(), a_problem(), a_solution(),
        an_unlocking(), feedback(), a_hand_over(), a_text(), a_look(), telling_advice(),
        more_time(), a_cancelling(),
    )  # fmt: skip
