"""A question, what is written down beside its answer, and what is filled in."""

import pytest

from tests.live import Live
from tests.usual import FUNCTION, somebody_at_a_usual_school
from tests.web.conftest import Browse
from tests.web.walking import CALM, CLEAR, ITEM, PERSON, PURPOSE, Walker, begin

UNA = "una-at-mossgate"


@pytest.fixture
def una(live: Live) -> str:
    """Una works at a school that has said what it usually relies on."""
    somebody_at_a_usual_school(live, UNA)
    return UNA


async def described(browse: Browse, user: str) -> Walker:
    """A request that is about somebody, and goes to somebody in the directory."""
    walker = await begin(browse, user)
    await walker.answer(CALM)
    await walker.send(PERSON)
    await walker.open("/next")
    await walker.send(ITEM)
    await walker.open("/next")
    await walker.send({"contact": "d-mossgate-0"})
    return await walker.send(PURPOSE)


async def at_basis(browse: Browse, user: str) -> Walker:
    """At the question which lawful basis there is."""
    walker = await described(browse, user)
    return await walker.send({"change": "P4"})


async def test_what_is_known_is_filled_in_and_confirmed_in_one_act(
    live: Live, browse: Browse, una: str
) -> None:
    walker = await described(browse, una)
    assert walker.path == "/prefilled"
    assert "They count only when you say that they are right" in walker.text
    assert FUNCTION in walker.text
    await walker.send()
    assert walker.path == "/check"
    assert "Filled in for you, then confirmed by you" in walker.text
    assert "Confirm and share" in walker.text
    await walker.open("")
    acts = walker.text.count("(practitioner) answered:")
    assert acts == 3  # danger, serious harm, and all that was filled in


async def test_words_may_be_added_to_what_is_filled_in(
    browse: Browse, una: str
) -> None:
    walker = await described(browse, una)
    assert "What could happen if nobody is told? (you can leave this empty)" in (
        walker.text
    )
    await walker.send({"P1.harm_if_not_shared": "He may be hurt again."})
    await walker.open("/why")
    assert "He may be hurt again." in walker.text


async def test_words_that_are_too_long_are_not_lost(browse: Browse, una: str) -> None:
    walker = await described(browse, una)
    much = "x" * 2001
    await walker.send({"P1.harm_if_not_shared": much})
    assert walker.page.status_code == 422
    assert much in walker.page.text
    assert "must be 2,000 characters or fewer" in walker.text


async def test_nothing_is_answered_by_looking_at_it(browse: Browse, una: str) -> None:
    walker = await described(browse, una)
    await walker.open("/check")
    assert "Filled in for you" not in walker.text
    assert (await walker.open("/next")).path == "/prefilled"


async def test_one_that_is_changed_keeps_those_above_it(
    browse: Browse, una: str
) -> None:
    walker = await at_basis(browse, una)
    assert walker.path == "/questions/P4"
    assert "We have filled in Yes" in walker.text
    assert 'value="yes:public_task" checked' in walker.page.text
    await walker.open("/why")
    assert "Filled in, then confirmed: You wrote down the purpose." in walker.text


async def test_what_is_suggested_has_to_be_what_was_shown(
    browse: Browse, una: str
) -> None:
    walker = await described(browse, una)
    other = Walker(walker.web, walker.page)
    await other.open("/recipient/new")
    await other.send(
        {"name": "Al", "role": "Nurse", "organisation": "Clinic",
         "email": "al@clinic.example", "phone": "01632 960300",
         "verified_how": "not_yet"}
    )  # fmt: skip
    await walker.send()
    assert walker.page.status_code == 409


async def test_a_usual_choice_needs_nothing_more_written(
    browse: Browse, una: str
) -> None:
    walker = await at_basis(browse, una)
    await walker.send({"answer": "yes:public_task"})
    assert walker.path == "/prefilled"
    await walker.open("/check")
    assert FUNCTION in walker.text


async def test_another_choice_asks_what_a_court_would_ask(
    browse: Browse, una: str
) -> None:
    walker = await at_basis(browse, una)
    await walker.send({"answer": "yes:vital_interests", "note": "It is today."})
    assert walker.path == "/questions/P4/evidence"
    await walker.send({"e-danger": "He may be hit again tonight."})
    assert walker.page.status_code == 422
    assert "Fill in “Why would no other basis be quick enough?”" in walker.text
    assert "He may be hit again tonight." in walker.text
    await walker.send(
        {"e-danger": "He may be hit.", "e-no_other_basis": "It is tonight.",
         "e-danger_date-day": "4", "e-danger_date-month": "May",
         "e-danger_date-year": "2026"}
    )  # fmt: skip
    assert walker.path == "/prefilled"
    await walker.open("/check")
    for written in ("He may be hit.", "It is tonight.", "2026-05-04", "It is today."):
        assert written in walker.text


async def test_nobody_is_held_up_by_what_they_do_not_know(
    browse: Browse, una: str
) -> None:
    walker = await at_basis(browse, una)
    await walker.send({"answer": "yes:vital_interests"})
    await walker.send({"later": "yes"})
    assert walker.path == "/prefilled"
    await walker.open("/check")
    assert "What is the danger? not written down yet" in walker.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"e-danger": "x" * 2001}, "must be 2,000 characters or fewer"),
        ({"e-danger_date-day": "31", "e-danger_date-month": "2",
          "e-danger_date-year": "2026"}, "The date must be a real date"),
    ],
)  # fmt: skip
async def test_what_cannot_be_kept_is_said_beside_its_field(
    browse: Browse, una: str, fields: dict[str, str], sentence: str
) -> None:
    walker = await at_basis(browse, una)
    await walker.send({"answer": "yes:vital_interests"})
    await walker.send({**fields, "later": "yes"})
    assert walker.page.status_code == 422
    assert sentence in walker.text


async def test_a_bare_yes_is_asked_for_its_choice(browse: Browse, una: str) -> None:
    walker = await at_basis(browse, una)
    await walker.send({"answer": "yes"})
    assert walker.path == "/questions/P4/evidence"
    await walker.send()
    assert "Select one: Which lawful basis?" in walker.text
    await walker.send({"choice": "vital_interests"})
    assert "What is the danger?" in walker.text


@pytest.mark.parametrize(
    "answer", ["maybe", "yes:because", "no:public_task", "YES", "yes,no"]
)
async def test_an_answer_that_there_is_not_is_refused(
    browse: Browse, una: str, answer: str
) -> None:
    walker = await at_basis(browse, una)
    await walker.send({"answer": answer, "note": "kept all the same"})
    assert walker.page.status_code == 422
    assert "Select yes, no, or that you are not sure" in walker.text
    assert "kept all the same" in walker.text


async def test_a_note_that_is_too_long_is_kept_and_said(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.send({"answer": "no", "note": "x" * 2001})
    assert walker.page.status_code == 422
    assert "The note must be 2,000 characters or fewer" in walker.text
    assert "x" * 2001 in walker.page.text


async def test_unsure_goes_to_an_adviser_only_where_it_says_so(browse: Browse) -> None:
    walker = await begin(browse)
    assert "I am not sure – ask an adviser" in walker.text
    await walker.send({"answer": "no"})
    assert walker.path == "/questions/H0"
    assert "ask an adviser" not in walker.text.lower().split("to talk to")[0]
    assert "We will treat this as a yes." in walker.text


async def test_help_and_its_source_are_one_click_away(browse: Browse, una: str) -> None:
    walker = await at_basis(browse, una)
    assert "<details" in walker.page.text
    assert "Help with this question" in walker.text
    assert "Where this comes from: UK GDPR, Article 6" in walker.text
    assert "comes before privacy" in walker.text


async def test_evidence_of_a_question_that_asks_for_none_leads_back(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    await walker.answer({"U0": "no"})
    assert (await walker.open("/questions/U0/evidence")).path == "/questions/U0"
    assert (await walker.open("/questions/K1/evidence")).page.status_code == 404


async def test_a_single_suggestion_is_shown_on_its_own_question(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    await walker.answer(CALM)
    await walker.describe()
    assert walker.path == "/questions/Q1"
    assert "We have filled in Yes" in walker.text
    assert 'value="yes" checked' in walker.page.text
    await walker.answer({"Q1": CLEAR["Q1"]})
    assert "We have filled in" not in walker.text
