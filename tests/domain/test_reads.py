"""Who read a case is told like anything else, and not to whose request it is."""

import pytest

from domain.people import Role
from domain.reads import READ_LABELS, READ_PHRASES, ReadKind, read_sentence


@pytest.mark.parametrize("kind", ReadKind)
def test_every_kind_of_reading_is_a_sentence_somebody_could_read_aloud(
    kind: ReadKind,
) -> None:
    said = read_sentence(kind, "Ada Obi", Role.ADVISER, 1)
    assert said == f"Ada Obi (adviser) {READ_PHRASES[kind]}."
    assert READ_LABELS[kind]


def test_a_search_says_with_how_many_others_it_was_found() -> None:
    kind = ReadKind.PERSON_SEARCH
    found = "looked for a person and found this case"
    assert read_sentence(kind, "Ada Obi", "auditor", 2).endswith(
        f"(auditor) {found}, with another one."
    )
    assert read_sentence(kind, "", "", 4) == f"Somebody {found}, with 3 others."
