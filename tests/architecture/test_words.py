"""The words on the screen: plain enough for somebody frightened and in a hurry."""

import re
from pathlib import Path

import pytest

from adapters.rulebook import Rulebook
from tests.architecture.reading import grade, sentences, templates

AGE = 5  # a school year and five more is an age
OLDEST = 12
FEWEST = 60
"""Words on a page, below which its grade is chance."""

LONGEST = 22
"""Words in a sentence."""

PRACTITIONERS = templates("requests", "help", "errors", "account", "discreet")
EVERY = templates(
    "requests", "help", "errors", "account", "tasks", "collect", "operations",
    "records", "rules", "discreet",
)  # fmt: skip
NEVER = ("invalid", "oops", "please", "whilst", "utilise", "in order to", "submit")


def name(page: Path) -> str:
    return f"{page.parent.name}/{page.name}"


def read(page: Path) -> list[str]:
    return sentences(page.read_text("utf-8"))


def long_enough(page: Path) -> bool:
    return sum(len(each.split()) for each in read(page)) >= FEWEST


@pytest.mark.parametrize("page", [*filter(long_enough, PRACTITIONERS)], ids=name)
def test_a_page_reads_like_plain_english(page: Path) -> None:
    age = grade(read(page)) + AGE
    assert age <= OLDEST, f"reads like a text for {age:.1f} year olds"


def test_the_practitioner_s_pages_together_read_like_a_text_for_nine_year_olds() -> (
    None
):
    everything = [each for page in PRACTITIONERS for each in read(page)]
    assert grade(everything) + AGE < 10


@pytest.mark.parametrize("page", PRACTITIONERS, ids=name)
def test_no_sentence_is_too_long_to_take_in(page: Path) -> None:
    assert [each for each in read(page) if len(each.split()) > LONGEST] == []


@pytest.mark.parametrize("page", EVERY, ids=name)
def test_no_page_uses_words_that_blame_or_sound_official(page: Path) -> None:
    said = " ".join(read(page)).casefold()
    assert [word for word in NEVER if re.search(rf"\b{word}\b", said)] == []


@pytest.mark.parametrize("id", Rulebook().ids())
def test_the_help_beside_the_questions_reads_like_a_text_for_twelve_year_olds(
    id: str,
) -> None:
    _, wording = Rulebook().get(id)
    said = [s for each in wording.questions for s in sentences(f"<p>{each.help}</p>")]
    assert grade(said) + AGE <= OLDEST


def test_a_harder_text_is_found_to_be_harder() -> None:
    plain = ["You can stop at any time.", "We keep what you write."]
    official = [
        "Notwithstanding aforementioned considerations, practitioners are required to "
        "demonstrate proportionality preceding disclosure."
    ]
    assert grade(plain) < 4 < 14 < grade(official)


def test_words_are_found_wherever_a_template_has_them() -> None:
    page = (
        '<h1>One two three</h1>{{ box("a", "Four five six?") }}{# No no no #}<p>x</p>'
    )
    assert sentences(page) == ["One two three", "Four five six?"]
