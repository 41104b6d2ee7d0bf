"""A notice as a letter: tagged, the same each time, and nothing is fetched for it."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf

from adapters.notice_pdf import as_pdf
from domain.person_notices import DEFAULTS, Letter, Version

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def letter(text: str) -> Letter:
    return Letter("Wick Hall School", "SR-7K3M-9QXD", AT, text)


def test_the_same_text_gives_the_same_bytes() -> None:
    text = DEFAULTS[Version.PLAIN]
    assert as_pdf(letter(text)) == as_pdf(letter(text))
    assert as_pdf(letter(text)) != as_pdf(letter(f"{text} More."))


def test_a_letter_is_tagged_and_names_nobody_in_its_title() -> None:
    with pikepdf.open(BytesIO(as_pdf(letter(DEFAULTS[Version.EASY])))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo.Title) == "A letter for you"


def test_what_is_typed_is_text_and_fetches_nothing() -> None:
    typed = '# Hello\n\n<img src="http://192.0.2.1/x.png"><script>x</script>'
    with pikepdf.open(BytesIO(as_pdf(letter(typed)))) as pdf:
        assert not pdf.pages[0].get_images()
