"""Domains at which anybody can open a mailbox, read from a list."""

from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("free_mail.txt")


@cache
def free_mail_domains() -> frozenset[str]:
    """Every domain of the list, which says where it comes from."""
    lines = (line.strip() for line in LIST.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))
