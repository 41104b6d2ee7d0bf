"""Files that only one partner can open."""

import io
from collections.abc import Iterator
from hashlib import sha256
from zipfile import ZipFile

import pyrage
import pytest

from adapters.partner_keys import (
    NotAKey,
    NotPublic,
    NotSealed,
    checked_key,
    sealed_for,
)

THEIRS = pyrage.x25519.Identity.generate()
KEY = str(THEIRS.to_public())
LARGE = b"0123456789abcdef" * 10_000
FILES = [("one.pdf", [b"first, ", b"second"]), ("two.bin", [LARGE, LARGE])]


@pytest.mark.parametrize(
    "written", [KEY, KEY.upper(), f" {KEY}\n"], ids=["plain", "upper", "spaced"]
)
def test_a_key_is_kept_in_one_form(written: str) -> None:
    assert checked_key(written) == KEY


@pytest.mark.parametrize(
    "written",
    ["", "age1", KEY[:-1], "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "ring me"],
    ids=["nothing", "its beginning", "cut off", "another kind", "words"],
)
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(NotAKey) as refused:
        checked_key(written)
    assert not isinstance(refused.value, NotPublic)


@pytest.mark.parametrize(
    "written",
    [str(THEIRS), f"# public key: {KEY}\n{THEIRS}"],
    ids=["alone", "as a file"],
)
def test_a_private_key_is_refused_and_not_repeated(written: str) -> None:
    with pytest.raises(NotPublic) as refused:
        checked_key(written)
    assert "AGE-SECRET" not in repr(refused.getrepr())


def test_only_its_key_opens_it_and_its_inside_is_always_the_same() -> None:
    made = [sealed_for(KEY, FILES) for _ in range(2)]
    sealed = []
    for each in made:
        with each.file as file:
            sealed.append(file.read())
    assert [each.size for each in made] == [len(each) for each in sealed]
    assert [each.sha256 for each in made] == [sha256(s).hexdigest() for s in sealed]
    first, second = (pyrage.decrypt(each, [THEIRS]) for each in sealed)
    assert first == second
    assert {each.plain_sha256 for each in made} == {sha256(first).hexdigest()}
    with ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert archive.read("one.pdf") == b"first, second"
        assert archive.read("two.bin") == LARGE * 2
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed[0], [pyrage.x25519.Identity.generate()])


def test_what_cannot_be_read_to_its_end_is_not_sealed() -> None:
    def broken() -> Iterator[bytes]:
        yield b"some of it"
        raise OSError

    with pytest.raises(NotSealed):
        sealed_for(KEY, [("one.pdf", broken())])
