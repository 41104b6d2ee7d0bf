"""What comes next for a practitioner, from any state of their request."""

from dataclasses import replace

import pytest

from casework import journey
from casework.after_sending import AfterSending
from casework.answers import AnswerLine
from casework.blinding import approvals_of
from casework.journey import Button, Link
from casework.may import may
from casework.recipients import KnownRecipient
from casework.related import Related
from casework.stories import StoryLine
from casework.suggestions import Known, suggestions
from casework.views import CaseView
from domain.case import Case
from domain.content import Content
from domain.evaluation import inform_for
from domain.stages import Stage
from domain.terms import Terms
from storage.origins import Origin
from tests import builders as b


def seen_by_pat(
    case: Case, content: Content | None = None, under: Terms = b.TERMS
) -> CaseView:
    """The case as its practitioner sees it."""
    wording = b.BOOK.get(under.rules.id)[1]
    content = b.content() if content is None else content
    evaluation = case.evaluation(under)
    lines = tuple(
        AnswerLine(wording.question(a.node), a.value, "", a.by, a.at)
        for a in case.answers
    )
    asked = StoryLine(b.NOON, "Who saw it?") if case.asked_by else None
    known = Known(content)
    found = suggestions(under.rules, wording, case.current_answers(), known)
    return CaseView(
        case=case, terms=under, wording=wording, evaluation=evaluation,
        content=content, answers=lines, given=lines, suggestions=found, usual={},
        people=(), recipient=KnownRecipient(), release=None, task=None, whose=None,
        follow_up_by=None, completion=None,
        question=asked, approvals=approvals_of(case, under), also_open=(), timeline=(),
        readings=(),
        related=Related(Origin()), names={}, acts_waiting=0,
        may=may(b.PAT, case, locked=False),
        after_sending=AfterSending((), None), is_mine=True,
    )  # fmt: skip


def begun(answers: b.Answers | None = None, under: Terms = b.TERMS) -> Case:
    case = b.opened(under)
    return b.after(case, b.an_answer(answers), under=under) if answers else case


EMPTY = Content(salt="salt")
FULL = b.content()


@pytest.mark.parametrize(
    ("answers", "content", "page"),
    [
        ({}, EMPTY, "questions/U0"),
        ({"U0": b.NO}, EMPTY, "questions/H0"),
        ({"U0": b.YES}, EMPTY, "questions/U1"),
        (b.URGENT, EMPTY, "urgent"),
        (b.URGENT, FULL, "urgent"),
        ({"U0": b.NO, "H0": b.NO}, EMPTY, "people/new"),
        ({"U0": b.NO, "H0": b.NO}, replace(FULL, items=()), "items/new"),
        ({"U0": b.NO, "H0": b.NO}, replace(FULL, recipient=None), "recipient"),
        ({"U0": b.NO, "H0": b.NO}, replace(FULL, purpose=""), "purpose"),
        ({"U0": b.NO, "H0": b.NO}, FULL, "questions/Q1"),
        ({"U0": b.UNSURE}, EMPTY, "questions/U1"),
        ({**b.CALM, "Q2": b.UNSURE}, FULL, "prefilled"),
        ({**b.CALM, "Q2": b.UNSURE, "K1": b.YES}, FULL, "questions/K2"),
        (b.REFUSING, EMPTY, "check"),
        (b.SURE, FULL, "check"),
        (b.DOUBTFUL, FULL, "check"),
    ],
)
def test_urgency_comes_first_then_the_facts_then_the_rest(
    answers: b.Answers, content: Content, page: str
) -> None:
    assert journey.next_step(seen_by_pat(begun(answers), content)) == page


def test_an_advisers_question_comes_before_everything() -> None:
    asked = b.after(b.a_case(Stage.WITH_ADVISER), b.a_question())
    view = seen_by_pat(asked)
    assert journey.next_step(view) == "reply"
    assert journey.left(view) == (Link("Reply to the adviser’s question", "reply"),)
    assert journey.button(view) is None


@pytest.mark.parametrize(
    "stage", [Stage.WITH_ADVISER, Stage.SHARING, Stage.FOLLOWING_UP, Stage.CLOSED]
)
def test_whoever_has_nothing_to_answer_sees_how_it_stands(stage: Stage) -> None:
    view = seen_by_pat(b.a_case(stage))
    assert journey.next_step(view) == ""
    assert journey.button(view) is None


@pytest.mark.parametrize(
    ("answers", "content", "button"),
    [
        (b.SURE, FULL, Button.SHARE),
        (b.AGREED, FULL, Button.SHARE),
        (b.URGENT, FULL, Button.URGENT),
        (b.DOUBTFUL, FULL, Button.ADVISER),
        (b.DOUBTFUL, EMPTY, Button.ADVISER),
        (b.FEARFUL_REFUSAL, FULL, Button.ADVISER),
        (b.REFUSING, FULL, Button.REFUSE),
        (b.UNVERIFIED, FULL, None),
        (b.CALM, FULL, None),
        (b.SURE, EMPTY, None),
        (b.URGENT, EMPTY, None),
    ],
)
def test_the_button_says_what_it_does(
    answers: b.Answers, content: Content, button: Button | None
) -> None:
    assert journey.button(seen_by_pat(begun(answers), content)) is button


@pytest.mark.parametrize("under", [b.ALWAYS, b.TWO])
def test_where_somebody_else_approves_it_is_sent_to_them(under: Terms) -> None:
    view = seen_by_pat(begun(b.SURE, under), under=under)
    assert journey.button(view) is Button.ADVISER
    urgent = seen_by_pat(begun(b.URGENT, under), under=under)
    assert journey.button(urgent) is Button.URGENT


def test_what_is_missing_is_a_list_of_links() -> None:
    view = seen_by_pat(begun({"U0": b.NO}), replace(EMPTY, purpose="To help"))
    assert [link.page for link in journey.left(view)] == [
        "people/new", "items/new", "recipient", "questions/H0",
    ]  # fmt: skip


def test_what_can_be_put_right_is_the_one_thing_left() -> None:
    view = seen_by_pat(begun(b.UNVERIFIED))
    assert [link.page for link in journey.left(view)] == ["questions/K3"]


def test_a_refusal_leaves_nothing_to_do_but_confirm_it() -> None:
    assert journey.left(seen_by_pat(begun(b.REFUSING), EMPTY)) == ()


def test_only_questions_that_are_reached_can_be_asked() -> None:
    view = seen_by_pat(begun({"U0": b.NO, "H0": b.NO}))
    assert journey.askable(view, "Q1") is not None
    assert journey.askable(view, "U0") is not None
    assert journey.askable(view, "Q2") is None
    assert journey.askable(view, "Z9") is None


def test_telling_is_never_asked_about_everybody_at_once() -> None:
    assert journey.askable(seen_by_pat(begun(b.SURE)), "I1") is None


def test_telling_is_asked_about_one_person_in_order() -> None:
    case = begun(b.SURE)
    view = seen_by_pat(case)
    advice = inform_for(b.TERMS.rules, view.evaluation, {"I1": b.NO})
    assert journey.askable_about(view, advice, "I1") is not None
    assert journey.askable_about(view, advice, "I2") is not None
    assert journey.askable_about(view, advice, "I3") is None


def test_an_advisers_answer_stays_as_it_is() -> None:
    case = b.after(b.a_case(Stage.WITH_ADVISER), b.advice({"Q4": b.YES}))
    assert journey.advised(seen_by_pat(case)) == {"Q4"}


def test_what_an_adviser_found_wrong_can_be_put_right() -> None:
    doubt = {**b.AGREED, "K3": b.UNSURE}
    case = b.after(b.opened(), b.an_answer(doubt, send=True), b.advice({"K3": b.NO}))
    assert journey.advised(seen_by_pat(case)) == frozenset()


def test_a_changed_answer_or_a_changed_fact_shows_in_the_mark() -> None:
    marks = {
        journey.seen(seen_by_pat(begun(b.SURE))),
        journey.seen(seen_by_pat(begun(b.DOUBTFUL))),
        journey.seen(seen_by_pat(begun(b.SURE), b.content("Something else"))),
    }
    assert len(marks) == 3
    assert journey.seen(seen_by_pat(begun(b.SURE))) in marks


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (begun({"U0": b.NO}), "Continue"),
        (begun(b.SURE), "Confirm"),
        (b.after(b.a_case(Stage.WITH_ADVISER), b.a_question()), "Reply"),
        (b.a_case(Stage.WITH_ADVISER), "View"),
        (b.a_case(Stage.SHARING), "View"),
        (b.a_case(Stage.FOLLOWING_UP), "Read the words to the recipient"),
        (b.after(b.a_case(Stage.FOLLOWING_UP), b.a_receipt()), "Decide who is told"),
        (b.a_case(Stage.CLOSED), "View"),
    ],
)
def test_each_request_in_the_list_says_what_to_do(case: Case, words: str) -> None:
    assert journey.to_do(case).words == words


@pytest.mark.parametrize(
    ("case", "current"),
    [
        (b.a_case(), 0),
        (begun(b.SURE), 0),
        (b.a_case(Stage.WITH_ADVISER), 1),
        (b.a_case(Stage.SHARING), 2),
        (b.a_case(Stage.FOLLOWING_UP), 3),
    ],
)
def test_a_request_stands_at_one_step(case: Case, current: int) -> None:
    states = [step.state for step in journey.steps(case)]
    ahead = len(states) - current - 1
    assert states == ["done"] * current + ["current"] + ["ahead"] * ahead


def test_a_finished_request_says_how_it_ended() -> None:
    shared = journey.steps(b.a_case(Stage.CLOSED))
    assert {step.state for step in shared} == {"done"}
    assert shared[-1].note == "Shared"
    withdrawn = journey.steps(b.after(b.opened(), b.a_withdrawal()))
    assert [step.note for step in withdrawn] == ["", "Withdrawn"]


def test_an_adviser_answers_by_the_time_that_was_promised() -> None:
    with_adviser = seen_by_pat(b.a_case(Stage.WITH_ADVISER))
    pause = b.TERMS.timings.reply_within(with_adviser.evaluation.priority)
    assert journey.decide_by(with_adviser) == b.NOON + pause
    assert journey.decide_by(seen_by_pat(begun(b.SURE))) is None
