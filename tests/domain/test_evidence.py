"""What is written down beside an answer is named, checked and read again."""

import pytest

from domain.evidence import (
    as_words,
    faults_in,
    is_evidence,
    kept_beside,
    usual_values,
    values_of,
    words_beside,
)
from domain.rules import Question
from domain.wording import Evidence
from tests.builders import BOOK, NO, UNSURE, YES

QUESTION: Question = BOOK.get("DFE-2024")[1].question("P4")
AGREEMENT: Question = BOOK.get("DFE-2024")[1].question("P5")
TASK = {
    "basis": "public_task",
    "function": "Children Act 2004, section 11",
    "necessary": "They cannot help without it.",
}


def evidence(question: Question = QUESTION) -> Evidence:
    found = question.evidence_for(YES)
    assert found is not None
    return found


def test_a_choice_and_its_fields_are_kept_beside_the_answer() -> None:
    kept = kept_beside(QUESTION, YES, TASK)
    assert kept.choice is not None
    assert kept.choice.id == "public_task"
    assert [written for _, written in kept.lines()] == list(TASK.values())[1:]
    assert kept.missing == ()
    assert values_of(QUESTION, YES, kept) == TASK


def test_what_was_written_beside_another_answer_does_not_count() -> None:
    assert kept_beside(QUESTION, NO, TASK).fields == ()
    assert kept_beside(QUESTION, UNSURE, TASK).choice is None


def test_fields_of_another_choice_do_not_count() -> None:
    kept = kept_beside(QUESTION, YES, TASK | {"danger": "A fire"})
    assert "danger" not in values_of(QUESTION, YES, kept)


def test_what_is_required_and_not_there_is_named() -> None:
    missing = kept_beside(QUESTION, YES, {"basis": "public_task"}).missing
    assert [field.id for field in missing] == ["function", "necessary"]
    assert [field.id for field in kept_beside(QUESTION, YES, {}).missing] == ["basis"]


def test_it_travels_as_words_under_the_questions_id() -> None:
    words = {"P4": "a note", **as_words("P4", TASK), "P40.basis": "another’s"}
    assert words_beside("P4", words) == TASK
    assert [name for name in words if not is_evidence(name)] == ["P4"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"basis": "because"}, "basis"),
        ({"basis": "public_task", "danger": "x"}, "danger"),
        ({"basis": "public_task", "function": "x" * 201}, "function"),
        ({"basis": "public_task", "necessary": "x" * 2001}, "necessary"),
        ({"basis": "legal_obligation", "order_date": "1 May"}, "order_date"),
        ({"basis": "legal_obligation", "order_date": "20260501"}, "order_date"),
        (
            {"basis": "recognised_legitimate_interest", "in_privacy_notice": "no"},
            "in_privacy_notice",
        ),
        ({"function": "without its choice"}, "function"),
    ],
)
def test_what_cannot_be_kept_is_named(values: dict[str, str], field: str) -> None:
    assert list(faults_in(evidence(), values)) == [field]


def test_what_can_be_kept_has_no_fault() -> None:
    assert faults_in(evidence(), TASK) == {}
    dated = {"agreed_by": "Jo Alder", "agreed_on": "2026-11-02"}
    assert faults_in(evidence(AGREEMENT), dated) == {}


def test_what_is_usual_counts_only_if_it_is_a_choice_there_is() -> None:
    entry = {"option": "public_task", "fields": {"function": "Section 11", "odd": "x"}}
    usual = usual_values(evidence(), {"basis": entry})
    assert usual == {"basis": "public_task", "function": "Section 11"}
    assert usual_values(evidence(), {"basis": {"option": "none"}}) == {}
    assert usual_values(evidence(), {"basis": "public_task"}) == {}
    assert usual_values(evidence(AGREEMENT), {"basis": entry}) == {}
    assert usual_values(None, {"basis": entry}) == {}
