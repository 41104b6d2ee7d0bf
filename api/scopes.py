"""How far a token has to reach for a call: settled here, for every call at once."""

import re

from domain.identity import Scope

READING = ("GET", "HEAD")

ASKING = re.compile(
    r"/rulesets/(check|[^/]+/evaluate)|/records/find|/organisation/notices/preview"
    r"|/operations/repairs/preview|/decode"
)
"""Calls that have a body and change nothing."""

ARRANGING = re.compile(
    r"/(organisation|rulesets|teams|cover|on-call|account|accounts|programs)(/|$)"
)
"""What settles how an organisation works, or who gets in."""


def needed(method: str, path: str) -> Scope:
    """The scope for a call; `path` is without the prefix of the interface."""
    if method in READING or ASKING.fullmatch(path):
        return Scope.READ
    return Scope.ARRANGE if ARRANGING.match(path) else Scope.ACT
