"""NHS numbers: however they are typed, and a slip of the finger."""

import pytest

from domain.nhs_number import as_nhs_number, fault_of_nhs_number, said_nhs_number

NUMBER = "9990000018"  # never given to anybody


@pytest.mark.parametrize("typed", [NUMBER, "999 000 0018", "999-000-0018"])
def test_a_number_is_one_number_however_it_is_typed(typed: str) -> None:
    assert fault_of_nhs_number(typed) == ""
    assert as_nhs_number(typed) == NUMBER


def test_it_is_read_out_in_three_parts() -> None:
    assert said_nhs_number(NUMBER) == "999 000 0018"
    assert said_nhs_number("").strip() == ""


@pytest.mark.parametrize(
    "typed", ["999000001", "99900000181", "999000001X", "٩٩٩٠٠٠٠٠١٨", "", "nine"]
)
def test_a_number_has_ten_digits(typed: str) -> None:
    assert "10 digits" in fault_of_nhs_number(typed)


def test_one_wrong_digit_is_always_noticed() -> None:
    for place in range(10):
        for digit in "0123456789":
            slip = NUMBER[:place] + digit + NUMBER[place + 1 :]
            assert bool(fault_of_nhs_number(slip)) is (slip != NUMBER), slip


def test_ten_equal_digits_are_no_number() -> None:
    for digit in "0123456789":
        assert "not an NHS number" in fault_of_nhs_number(digit * 10)


def test_first_digits_that_no_number_has_are_refused_with_every_last_digit() -> None:
    assert all(fault_of_nhs_number(f"999000014{last}") for last in range(10))
