"""Rules as lines of text and as a picture."""

import re
from xml.etree import ElementTree

import pytest

from casework.drawing import WIDTH, draw, spell_out
from casework.rule_steps import in_order, steps
from domain.rules import AnswerValue, parse
from tests.domain.examples import BOOK, RULE_SETS, rules_of

YES, NO, UNSURE = AnswerValue
SVG = "{http://www.w3.org/2000/svg}"
WALKED = {"U0": NO, "H0": YES, "Q1": YES, "Q2": UNSURE}


def drawn(id: str, **walked: AnswerValue) -> ElementTree.Element:
    return ElementTree.fromstring(draw(*BOOK.get(id), walked))  # noqa: S314


def words_in(picture: ElementTree.Element) -> str:
    return " ".join(each.text or "" for each in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize("id", RULE_SETS)
def test_every_question_comes_after_those_that_lead_to_it(id: str) -> None:
    ids = [node.id for node in in_order(rules_of(id))]
    assert sorted(ids) == sorted(node.id for node in rules_of(id).nodes)
    for step in steps(*BOOK.get(id)):
        assert all(ids.index(step.id) < ids.index(way.to) for way in step.onward)


@pytest.mark.parametrize("id", RULE_SETS)
def test_every_answer_leads_somewhere_and_is_told_once(id: str) -> None:
    for step in steps(*BOOK.get(id)):
        plain = [answer for way in step.ways if not way.guard for answer in way.answers]
        assert len(set(plain)) == len(plain)
        assert {answer for way in step.ways for answer in way.answers} == set(
            AnswerValue
        )


@pytest.mark.parametrize("id", RULE_SETS)
def test_the_text_has_every_question_and_reason(id: str) -> None:
    rules, wording = BOOK.get(id)
    text = "\n".join(spell_out(rules, wording))
    assert all(each.question in text for each in wording.questions)
    assert all(node.yes.reason in text for node in rules.nodes)
    assert ("Provisional" in text) == wording.provisional


def test_what_a_case_walked_through_is_marked_in_the_text() -> None:
    marked = [
        line for line in spell_out(*BOOK.get("HMG-2018"), WALKED) if "    >" in line
    ]
    assert [line.strip(" >") for line in marked] == [
        "no → H0",
        "any answer → Q1",
        "yes → Q2",
        "not sure → An adviser decides  (UNSURE_CONSENT)",
    ]


@pytest.mark.parametrize("id", RULE_SETS)
def test_the_picture_has_every_question_within_its_width(id: str) -> None:
    picture = drawn(id)
    text = words_in(picture)
    for node in rules_of(id).nodes:
        assert f"{node.id}. " in text
    for box in picture.iter(f"{SVG}rect"):
        if box.get("x"):
            assert float(box.attrib["x"]) + float(box.attrib["width"]) <= WIDTH
    assert all(float(each.attrib["x"]) >= 0 for each in picture.iter(f"{SVG}text"))


def test_a_picture_says_what_it_is_and_carries_no_style_and_no_script() -> None:
    text = draw(*BOOK.get("DFE-2024"))
    assert not re.search(r"style=|<style|<script|href=", text)
    picture = drawn("DFE-2024")
    named = [picture.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert all(each is not None and each.text for each in named)
    ids = picture.attrib["aria-labelledby"].split()
    assert ids == [each.attrib["id"] for each in named if each is not None]


def test_the_path_taken_is_thicker_and_says_what_was_answered() -> None:
    plain, walked = drawn("HMG-2018"), drawn("HMG-2018", **WALKED)
    assert "Answered: not sure" in words_in(walked)
    assert "Answered" not in words_in(plain)
    thick = [e for e in walked.iter() if e.get("stroke-width") == "3"]
    assert len([e for e in thick if e.tag == f"{SVG}rect"]) == len(WALKED) + 1
    assert not [e for e in plain.iter() if e.get("stroke-width") == "3"]


def test_answers_that_count_no_more_are_not_part_of_the_path() -> None:
    walked = drawn("HMG-2018", **WALKED, K1=NO)
    assert words_in(walked).count("Answered") == len(WALKED)


def test_what_somebody_wrote_cannot_break_out_of_the_picture() -> None:
    file = BOOK.data("HMG-2018")
    file["nodes"][0]["question"] = "<script>alert(1)</script> & \x07 'ok'?"
    picture = draw(*parse(file))
    assert "<script" not in picture
    assert ElementTree.fromstring(picture).tag == f"{SVG}svg"  # noqa: S314
