"""Nothing is too long to read in one go."""

from tests.architecture.shape import (
    LONGEST_FILE,
    LONGEST_FUNCTION,
    file_sizes,
    function_sizes,
)


def test_no_file_is_longer_than_300_lines() -> None:
    assert [s for s in file_sizes() if s.lines > LONGEST_FILE] == []


def test_no_function_is_longer_than_40_lines() -> None:
    assert [s for s in function_sizes() if s.lines > LONGEST_FUNCTION] == []
