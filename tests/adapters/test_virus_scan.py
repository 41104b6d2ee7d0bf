"""The virus scanner: what it says is believed, and only what it clearly says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.virus_scan import Scan, VirusScanner
from tests import clamd, files

real = pytest.mark.skipif(clamd.PROGRAM is None, reason="clamd is not installed here")


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirusScanner]:
    with clamd.scanning(tmp_path_factory.mktemp("clamd")) as address:
        yield VirusScanner(address)


@real
def test_ss_31_a_virus_is_found_and_other_files_are_clean(
    scanner: VirusScanner,
) -> None:
    assert scanner.answers()
    assert scanner.scan(files.EICAR) is Scan.INFECTED
    assert scanner.scan(files.a_pdf()) is Scan.CLEAN
    assert scanner.scan(b"") is Scan.CLEAN
    assert scanner.scan(bytes(3_000_000)) is Scan.CLEAN


@real
def test_ss_31_a_file_too_large_for_the_scanner_is_not_scanned(tmp_path: Path) -> None:
    with clamd.scanning(tmp_path, most="1M") as address:
        assert VirusScanner(address).scan(bytes(2_000_000)) is Scan.NOT_SCANNED


@pytest.mark.parametrize(
    "words",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: lstat() failed. ERROR\0",
        b"stream: OK but not quite\0",
        b"UNKNOWN COMMAND\0",
        b"",
    ],
)
def test_ss_31_any_other_answer_leaves_a_file_unscanned(words: bytes) -> None:
    with clamd.answering(words) as address:
        assert VirusScanner(address).scan(b"something") is Scan.NOT_SCANNED


def test_ss_31_a_scanner_that_hangs_leaves_a_file_unscanned() -> None:
    with clamd.answering(b"", hang=True) as address:
        scanner = VirusScanner(address, patience=0.2)
        assert scanner.scan(b"something") is Scan.NOT_SCANNED


def test_what_the_scanner_says_of_a_file_is_told_apart() -> None:
    with clamd.answering(b"stream: Eicar-Test FOUND\0") as address:
        assert VirusScanner(address).scan(b"x") is Scan.INFECTED
    with clamd.answering(b"stream: OK\0") as address:
        assert VirusScanner(address).scan(b"x") is Scan.CLEAN


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock"])
def test_ss_31_a_scanner_that_is_away_leaves_a_file_unscanned(address: str) -> None:
    scanner = VirusScanner(address, patience=1)
    assert scanner.scan(b"something") is Scan.NOT_SCANNED
    assert not scanner.answers()


def test_where_there_is_no_scanner_that_is_said() -> None:
    assert VirusScanner("").scan(files.EICAR) is Scan.NO_SCANNER
