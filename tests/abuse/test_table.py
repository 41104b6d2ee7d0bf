"""Every case of abuse is answered by tests that exist; the document says by which."""

import re

import pytest

from tests.abuse import page
from tests.abuse.cases import BESIDES, Case, answers_to, cases, every_test

MARKED = re.compile(r"ss_(\d\d)")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_case_is_answered_by_a_test(case: Case) -> None:
    assert answers_to(case), f"nothing tests {case.id}: {case.title}"


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_case_stands_in_the_name_of_a_test(case: Case) -> None:
    assert any(case.mark in test for test in every_test())


def test_the_tests_that_are_named_exist() -> None:
    named = {test for tests in BESIDES.values() for test in tests}
    assert named - set(every_test()) == set()
    assert set(BESIDES) <= {case.id for case in cases()}


def test_no_test_names_a_case_that_there_is_not() -> None:
    known = {case.mark for case in cases()}
    named = {f"ss_{n}" for test in every_test() for n in MARKED.findall(test)}
    assert named == known


def test_a_case_says_what_is_tried_and_what_comes_of_it() -> None:
    ids = [case.id for case in cases()]
    assert ids == sorted(set(ids))
    for case in cases():
        assert all((case.category, case.title, case.request, case.expected, case.asvs))


def test_the_document_is_written_from_the_cases() -> None:
    again = "python -m tests.abuse.page"
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), again
