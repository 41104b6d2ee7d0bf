"""Files in what is shared: part of the digest, cut by page, never without names."""

from dataclasses import replace

import pytest

from domain.attachments import Attachment, is_file
from domain.errors import NotAccepted, Why
from domain.stages import Stage
from tests import builders as b

FILE = Attachment("file-1", "Attendance", "a.pdf", "application/pdf", 9, "0" * 64, 3)
WITH_A_FILE = b.content(attachments=(FILE,))


def test_a_file_is_part_of_what_is_approved_down_to_its_pages() -> None:
    digests = {
        b.content().digest,
        WITH_A_FILE.digest,
        b.content(attachments=(replace(FILE, sha256="1" * 64),)).digest,
        b.content(attachments=(FILE.with_pages_left_out((2,)),)).digest,
    }
    assert len(digests) == 4


def test_pages_are_left_out_once_each_and_in_order() -> None:
    cut = FILE.with_pages_left_out((3, 1, 3))
    assert cut.pages_left_out == (1, 3)
    assert cut.pages_going == 1
    assert FILE.pages_going == 3
    assert replace(FILE, pages=None).pages_going is None


@pytest.mark.parametrize(
    ("file", "pages", "why"),
    [
        (FILE, (0,), Why.NO_SUCH_PAGE),
        (FILE, (4,), Why.NO_SUCH_PAGE),
        (FILE, (1, 2, 3), Why.NO_PAGE_LEFT),
        (replace(FILE, pages=None), (1,), Why.NO_SUCH_PAGE),
    ],
)
def test_a_page_that_is_not_there_and_every_page_cannot_be_left_out(
    file: Attachment, pages: tuple[int, ...], why: Why
) -> None:
    with pytest.raises(NotAccepted) as refused:
        file.with_pages_left_out(pages)
    assert refused.value.why is why


def test_a_file_is_told_apart_from_an_item() -> None:
    assert is_file(FILE.id)
    assert not any(is_file(item.id) for item in b.content().items)


def test_whatever_is_left_out_does_not_leave() -> None:
    leaving = WITH_A_FILE.without((FILE.id,))
    assert leaving.attachments == ()
    assert b.content(attachments=(replace(FILE, left_out=True),)).files_going == ()


def test_a_file_is_not_shared_as_if_nobody_could_be_recognised() -> None:
    plain = replace(WITH_A_FILE, purpose="To plan a visit", items=())
    case = b.opened(stamp=plain.stamp())
    case = b.after(case, b.an_answer(b.ANONYMOUS))
    assert b.why_not(case, b.a_confirmation(digest=plain.digest)) is (
        Why.FILE_CANNOT_BE_UNNAMED
    )
    assert plain.unnamed().attachments == ()


def test_an_adviser_leaves_a_file_out_and_the_rest_is_shared() -> None:
    case = b.opened(stamp=WITH_A_FILE.stamp())
    case = b.after(case, b.an_answer(b.DOUBTFUL, send=True))
    yes = b.an_approval(
        answers={"Q4": b.YES}, left_out=(FILE.id,), digest=WITH_A_FILE.digest
    )
    assert b.after(case, yes).stage is Stage.SHARING
