"""Which passwords will do: long, not in a list of known ones, not easy to guess."""

import tempfile
from hashlib import sha1
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.password_rules import PasswordRules
from domain.errors import NotAccepted, Why

GOOD = ("canal-otter-bread-stone", "a password for a newcomer")
LISTED = "an uncommon thing to say aloud"


def why(password: str, known: Path | None = None, about: tuple[str, ...] = ()) -> Why:
    with pytest.raises(NotAccepted) as no:
        PasswordRules(known).check(password, about)
    assert no.value.about == "password"
    return no.value.why


@pytest.mark.parametrize("password", GOOD)
def test_several_words_will_do(password: str) -> None:
    PasswordRules().check(password)


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("", Why.PASSWORD_TOO_SHORT),
        ("qX7!vbn29-kLm3", Why.PASSWORD_TOO_SHORT),
        ("x" * 201, Why.PASSWORD_TOO_LONG),
        ("passwordpassword", Why.PASSWORD_KNOWN),
        ("qwertyuiopasdfgh", Why.PASSWORD_KNOWN),
        ("aaaaaaaaaaaaaaaaaaaa", Why.PASSWORD_KNOWN),
        ("password123456789", Why.PASSWORD_KNOWN),
        ("sharewellsharewell", Why.PASSWORD_KNOWN),
    ],
)
def test_what_is_short_or_easy_to_guess_will_not(password: str, expected: Why) -> None:
    assert why(password) is expected


def test_nor_will_what_is_made_of_somebody_s_own_name() -> None:
    PasswordRules().check("quillfeather-quillfeather")
    about = ("Ro Quillfeather", "ro@larkhill.example")
    assert why("quillfeather-quillfeather", about=about) is Why.PASSWORD_KNOWN


def hashes(*passwords: str) -> list[str]:
    made = (sha1(p.encode(), usedforsecurity=False).hexdigest() for p in passwords)
    return sorted(each.upper() for each in made)


def listing(folder: Path, lines: list[str]) -> Path:
    file = folder / "known.txt"
    file.write_text("".join(f"{line}\n" for line in lines))
    return file


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
@pytest.mark.parametrize("style", ["{}", "{}:17", "{:.10}", "{:.16}:3"])
def test_what_stands_in_the_list_of_the_setting_will_not(
    tmp_path: Path, size: int, style: str
) -> None:
    others = [f"some other words {number}" for number in range(size - 1)]
    known = listing(tmp_path, [style.format(h) for h in hashes(LISTED, *others)])
    assert why(LISTED, known) is Why.PASSWORD_KNOWN
    for each in others[:20]:
        assert why(each, known) is Why.PASSWORD_KNOWN
    PasswordRules(known).check("nothing that is in the list")


@given(st.binary(max_size=400))
def test_a_file_of_anything_is_searched_to_its_end(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "known.txt"
        file.write_bytes(content)
        PasswordRules(file).check(LISTED)
