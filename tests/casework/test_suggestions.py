"""Answers are suggested from what is known, and only as far as it is known."""

from dataclasses import replace
from typing import Any

import pytest

from casework.suggestions import Known, suggestions
from domain.content import Content, Recipient, Verified
from domain.evaluation import evaluate
from domain.rules import Verdict
from domain.wording import Fact, Suggestion
from tests import builders
from tests.builders import BOOK, CALM, NO, UNSURE, YES, Answers

RULES, WORDING = BOOK.get("DFE-2024")
CALMLY = {"U0": NO, "H0": NO}
USUAL = {
    "basis": {
        "option": "public_task",
        "fields": {"function": "Section 11", "necessary": "To decide on help."},
    },
    "condition": {"option": "safeguarding_cannot_obtain"},
}
CONTENT = replace(
    builders.content(items=builders.content().items[:1]),
    recipient=Recipient("Rae", "Lead", "Estuary", "rae@estuary.example", "1", "d-1"),
)
KNOWN = Known(CONTENT, USUAL, "rae@estuary.example")


def suggested(known: Known = KNOWN, answers: Answers = CALMLY) -> dict[str, object]:
    return {
        each.question.id: each.answer
        for each in suggestions(RULES, WORDING, answers, known)
    }


def with_item(**marks: Any) -> Known:
    item = replace(CONTENT.items[0], **marks)
    return replace(KNOWN, content=replace(CONTENT, items=(item,)))


def test_a_usual_request_is_answered_by_what_is_known() -> None:
    found = suggested()
    yes = ("P1", "P2", "P3", "P4", "K1", "K2", "K5", "K3", "K4")
    assert found == {**dict.fromkeys(yes, YES), "P6": NO, "P8": NO}


def test_the_usual_basis_comes_with_what_is_written_beside_it() -> None:
    found = {s.question.id: s for s in suggestions(RULES, WORDING, CALMLY, KNOWN)}
    assert found["P4"].evidence == {
        "basis": "public_task",
        "function": "Section 11",
        "necessary": "To decide on help.",
    }
    assert "usually relies on" in found["P4"].because


def test_nothing_is_suggested_about_danger() -> None:
    assert suggested(answers={}) == {}


def test_it_ends_at_a_question_that_nothing_answers() -> None:
    assert list(suggested(replace(KNOWN, usual={}))) == ["P1", "P2", "P3"]
    assert list(suggested(replace(KNOWN, address=""))) == ["P1", "P2"]


def test_a_usual_basis_without_its_reasons_is_not_suggested() -> None:
    bare = {**USUAL, "basis": {"option": "public_task"}}
    assert "P4" not in suggested(replace(KNOWN, usual=bare))


def test_somebody_else_at_a_directory_entry_is_not_in_the_directory() -> None:
    assert "P3" not in suggested(replace(KNOWN, address="someone@estuary.example"))


def test_sensitive_items_lead_to_their_condition() -> None:
    for mark in ("sensitive", "offence"):
        found = suggested(with_item(**{mark: True}))
        assert found["P6"] is YES
        assert found["P7"] is YES


def test_what_was_told_in_confidence_is_for_a_person_to_weigh() -> None:
    found = suggested(with_item(confidential=True))
    assert found["P8"] is YES
    assert "P9" not in found


def test_what_may_endanger_somebody_is_for_a_person_to_weigh() -> None:
    assert "K5" not in suggested(with_item(endangers=True))
    people = (replace(CONTENT.individuals[0], protected_address=True),)
    secret = replace(KNOWN, content=replace(CONTENT, individuals=people))
    assert "K5" not in suggested(secret)


def test_a_recipient_whom_somebody_rang_is_verified() -> None:
    rang = Recipient(
        "Rae", "Lead", "Estuary", "rae@estuary.example", "1", verified_how=Verified.RANG
    )
    known = Known(replace(CONTENT, recipient=rang), USUAL)
    assert known.holds(Fact.RECIPIENT_VERIFIED) is True
    assert known.holds(Fact.RECIPIENT_IN_DIRECTORY) is None


def test_nothing_is_known_of_an_empty_request() -> None:
    facts = [f for f in Fact if f is not Fact.SECURE_ROUTE]
    assert [f for f in facts if Known(Content()).holds(f) is not None] == []


def test_an_answer_that_refuses_is_never_suggested_whatever_a_rule_set_says() -> None:
    eager = Suggestion(Fact.ITEMS_SENSITIVE, no="Nothing is sensitive.")
    first = replace(WORDING.question("P1"), suggestion=eager)
    wording = replace(WORDING, questions=(first,))
    assert suggestions(RULES, wording, CALMLY, KNOWN) == ()


@pytest.mark.parametrize("ruleset", ["HMG-2018", "DFE-2024"])
def test_a_suggestion_never_ends_in_a_refusal_or_with_an_adviser(ruleset: str) -> None:
    rules, wording = BOOK.get(ruleset)
    for mark in ("sensitive", "offence", "confidential", "endangers"):
        known = with_item(**{mark: True})
        answers = dict(CALMLY)
        for each in suggestions(rules, wording, answers, known):
            answers[each.question.id] = each.answer
            ends = evaluate(rules, answers).outcome
            assert ends not in (Verdict.DO_NOT_SHARE, Verdict.ESCALATE)


def test_checks_are_suggested_while_an_adviser_is_to_be_asked() -> None:
    rules, wording = BOOK.get("HMG-2018")
    answers = {**CALM, "Q2": NO, "Q3": YES, "Q4": UNSURE}
    found = suggestions(rules, wording, answers, KNOWN)
    assert [each.question.id for each in found] == ["K1", "K2", "K3", "K4"]
