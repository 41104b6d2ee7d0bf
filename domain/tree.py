"""What the log of all cases says: one leaf for each state of a case, and signed heads.

A head is the root of the tree over all leaves so far. Kept elsewhere, it shows whether
anything before it was changed since.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Leaf:
    """How far the accounts of one case had come, and what was sealed of it.

    Attributes:
        entries: how many entries its timeline had, the last of them with this head.
        lines: the same of the log of its release.
        record: the digest of its sealed record; empty while there is none.
    """

    reference: str
    entries: int
    head: str
    lines: int = 0
    log_head: str = ""
    record: str = ""


@dataclass(frozen=True)
class Head:
    """The tree at one size, as it is signed.

    `previous` is the root of the head before.
    """

    number: int
    size: int
    root: str
    previous: str
    at: datetime
    key: str


@dataclass(frozen=True)
class SignedHead:
    head: Head
    signature: str
    public: str
