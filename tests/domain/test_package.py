"""What a recipient is given to keep: everything that was approved, and how it reads."""

from dataclasses import replace
from typing import Any

import pytest

from domain.attachments import Attachment
from domain.content import Content, Individual
from domain.package import (
    MARKING,
    Approval,
    Enclosed,
    Package,
    Sender,
    as_size,
    packed,
    said,
    seen,
)
from tests import builders
from tests.builders import KIM, MUM, NOON

SCHOOL = Sender("Northgate School", "01632 960051")
LETTER = Attachment(
    "file-1", "The letter", "a.pdf", "application/pdf", 9, "ab", 3, (3, 1)
)


def pack(content: Content | None = None, **more: Any) -> Package:
    of: dict[str, Any] = {
        "number": "SS-7K3M",
        "content": content or builders.content(),
        "sender": SCHOOL,
        "approval": Approval(NOON, "Public task"),
        "files": (),
    }
    return packed(**(of | more))


def test_it_says_who_sends_it_to_whom_why_and_on_what_ground() -> None:
    package = pack()
    assert (package.sender, package.telephone) == ("Northgate School", "01632 960051")
    assert package.recipient == ("Rhea Stone", "Lead", "Hill School")
    assert package.purpose == "To keep a child safe at school"
    assert (package.basis, package.approved_on) == ("Public task", "23 November 2026")
    assert package.marking == MARKING


def test_an_organisation_has_a_marking_of_its_own() -> None:
    sender = Sender("Northgate School", marking="Official: sensitive")
    assert pack(sender=sender).marking == "Official: sensitive"


def test_each_item_says_what_it_is_where_it_is_from_and_about_whom() -> None:
    first, second = builders.content().items
    about = replace(second, about=(KIM, MUM))
    items = pack(builders.content(items=(first, about))).items
    assert [each.kind for each in items] == ["Fact", "Professional opinion"]
    assert [each.source for each in items] == ["register", "teacher"]
    assert [each.day for each in items] == ["16 November 2026", "17 November 2026"]
    assert [each.about for each in items] == ["", "Kim Lowe and Jo Lowe"]


def test_people_are_named_with_what_tells_them_apart() -> None:
    kim = Individual(
        KIM, "Kim Lowe", "2015-03-01", "pupil", True, other_names="Kimberley Lowe"
    )
    package = pack(builders.content(individuals=(kim,)))
    told = "Kim Lowe, also known as Kimberley Lowe, born 1 March 2015, pupil"
    assert package.about == (told,)
    assert package.protected


def test_an_anonymised_release_names_nobody() -> None:
    assert pack(builders.content().unnamed()).about == ()


def test_a_file_is_told_by_its_own_digest_and_says_which_pages_are_missing() -> None:
    (file,) = pack(files=(Enclosed(LETTER, 2048, "cd"),)).files
    assert (file.label, file.kind) == ("The letter", "PDF document")
    assert (file.size, file.sha256) == ("2.0 KB", "cd")
    assert file.left_out == "The sender left out pages 1 and 3."


@pytest.mark.parametrize(
    ("pages", "words"),
    [((), ""), ((2,), "The sender left out page 2."),
     ((1, 2, 5), "The sender left out pages 1, 2 and 5.")],
)  # fmt: skip
def test_missing_pages_are_counted_up_as_people_do(
    pages: tuple[int, ...], words: str
) -> None:
    file = Enclosed(replace(LETTER, pages_left_out=pages), 1, "")
    assert pack(files=(file,)).files[0].left_out == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (1023, "1023 bytes"), (1024, "1.0 KB"), (5 * 1024**2, "5.0 MB")],
)
def test_sizes_are_said_as_people_say_them(size: int, words: str) -> None:
    assert as_size(size) == words


def test_what_is_no_day_stays_as_it_was_typed() -> None:
    assert (said("2026-02-03"), said("last spring")) == (
        "3 February 2026",
        "last spring",
    )


@pytest.mark.parametrize(
    "hidden", ["\x00", "\x07", "\x9b", "\u202e", "\u2066", "\ufeff"]
)
def test_ss_34_nothing_stays_in_a_text_that_is_there_and_unseen(hidden: str) -> None:
    assert seen(f"a{hidden}b") == "a\ufffdb"


def test_lines_tabs_and_other_scripts_stay_as_they_are() -> None:
    text = "one\ntwo\tthree السلام שלום 🙂"
    assert seen(text) == text
    assert seen("one\r\ntwo") == "one\ntwo"
