"""Signatures, and what they permit."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Signature:
    """Somebody said yes to exactly this content, less what they left out."""

    by: str
    at: datetime
    act: str
    digest: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """Who decided what, and when."""

    share: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class Licence:
    """What permits a release: the signatures, and the content they rest on."""

    digest: str
    left_out: tuple[str, ...]
    signatures: tuple[Signature, ...]
