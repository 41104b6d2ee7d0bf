"""Where files lie: kept once, read in parts, gone when deleted."""

from pathlib import Path

import pytest

from adapters.blobs import AlreadyThere, Blobs, NotThere, OutOfReach

NAME = "cases/file-1"


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs((tmp_path / "blobs").as_uri())


def test_a_file_is_kept_and_read_in_parts(blobs: Blobs) -> None:
    blobs.put_new(NAME, [b"abc", b"defg"])
    assert blobs.read(NAME, 0, 7) == b"abcdefg"
    assert blobs.read(NAME, 2, 4) == b"cd"
    assert blobs.read(NAME, 5, 99) == b"fg"
    assert blobs.read(NAME, 7, 9) == b""
    assert blobs.exists(NAME)


def test_a_file_is_never_written_over(blobs: Blobs) -> None:
    blobs.put_new(NAME, [b"first"])
    with pytest.raises(AlreadyThere):
        blobs.put_new(NAME, [b"second"])
    assert blobs.read(NAME, 0, 9) == b"first"


def test_to_delete_a_file_twice_is_no_fault(blobs: Blobs) -> None:
    blobs.put_new("releases/a/b", [b"x"])
    blobs.delete("releases/a/b")
    blobs.delete("releases/a/b")
    assert not blobs.exists("releases/a/b")
    with pytest.raises(NotThere):
        blobs.read("releases/a/b", 0, 1)


@pytest.mark.parametrize(
    "name",
    ["", "cases", "cases/", "other/a", "cases/../secrets.env", "/cases/a",
     "cases/a/b/c", "cases/Kim Lowe.pdf", "cases/a\nb", "releases/%2e%2e/a"],
)  # fmt: skip
def test_a_name_that_is_not_made_of_ids_is_refused(blobs: Blobs, name: str) -> None:
    with pytest.raises(ValueError, match="ids alone"):
        blobs.put_new(name, [b"x"])


def test_files_are_listed_by_kind(blobs: Blobs) -> None:
    blobs.put_new(NAME, [b"x"])
    blobs.put_new("releases/a/b", [b"x"])
    assert [blob.name for blob in blobs.all("cases")] == [NAME]


def test_a_folder_that_is_gone_is_out_of_reach(tmp_path: Path) -> None:
    blobs = Blobs((tmp_path / "blobs").as_uri())
    (tmp_path / "blobs").rmdir()
    (tmp_path / "blobs").write_text("a file stands where the folder was")
    with pytest.raises(OutOfReach):
        blobs.put_new(NAME, [b"x"])


def test_a_probe_leaves_nothing_behind(blobs: Blobs, tmp_path: Path) -> None:
    blobs.probe()
    blobs.probe()
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]


def test_only_we_may_look_into_the_folder(tmp_path: Path) -> None:
    Blobs((tmp_path / "blobs").as_uri())
    assert (tmp_path / "blobs").stat().st_mode & 0o077 == 0
