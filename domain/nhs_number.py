"""NHS numbers: ten digits, of which the last is worked out from the others.

What is wrong with one is found before it is kept: a slip of the finger gives nearly
always a number that cannot be.
"""

LENGTH = 10
GAPS = " -\u00a0"
"""What people write between the parts of a number."""

IN_PARTS = ((0, 3), (3, 6), (6, 10))


def fault_of_nhs_number(written: str) -> str:
    """What is wrong with it, as a sentence; empty if nothing is."""
    digits = as_nhs_number(written)
    if not (digits.isascii() and digits.isdecimal() and len(digits) == LENGTH):
        return "NHS number must have 10 digits, like 999 000 0018"
    if len(set(digits)) == 1 or _check_digit(digits) != int(digits[-1]):
        return "This is not an NHS number. Check each digit"
    return ""


def as_nhs_number(written: str) -> str:
    """The number as it is kept: without what stands between its digits."""
    return "".join(sign for sign in written if sign not in GAPS)


def said_nhs_number(number: str) -> str:
    """The number as people read it out: 3, 3 and 4 digits."""
    return " ".join(number[start:end] for start, end in IN_PARTS)


def _check_digit(digits: str) -> int:
    """What the last digit has to be; 10 where no number has such first digits."""
    weights = range(LENGTH, 1, -1)
    total = sum(
        weight * int(digit) for weight, digit in zip(weights, digits, strict=False)
    )
    return (11 - total % 11) % 11
