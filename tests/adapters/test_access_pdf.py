"""The copy for somebody of what is kept of them, as a document that can be read out."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf

from adapters.access_pdf import as_pdf
from domain.access_copy import AccessCase, AccessCopy, AccessPart

PARTS = (
    AccessPart("Fact", "████ saw her <b>once</b>.", True, "It is about somebody else."),
    AccessPart("", None, True, "The law lets us keep this back."),
)
COPY = AccessCopy(
    "RR-1234-5678", "Kim Doe", "2026-01-05", datetime(2026, 1, 5, tzinfo=UTC),
    "Larkhill", "01632 960001", (AccessCase("SR-1", PARTS),),
)  # fmt: skip


def test_it_has_tags_a_language_and_a_title() -> None:
    with pikepdf.open(BytesIO(as_pdf(COPY))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en-GB"
        assert "RR-1234-5678" in str(pdf.docinfo["/Title"])


def test_the_same_copy_gives_the_same_bytes() -> None:
    assert as_pdf(COPY) == as_pdf(COPY)
