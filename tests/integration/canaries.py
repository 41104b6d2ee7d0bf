"""Marked words, and how they look to somebody who searches bytes for them."""

import base64
from collections.abc import Iterable
from pathlib import Path

MARK = "marKedQz7Wx4Kv9p"
"""In everything a person typed, and nowhere else."""
SETTING = "setTingRt5Hn2Bd8y"
"""In what an administrator settles for everybody: kept in the open, in one place."""

LOUD = '''"""Every part says all that it can."""

import logging

made = logging.Handler.__init__
logging.Handler.__init__ = lambda self, level=0: made(self, 0)
logging.root.setLevel(logging.DEBUG)
logging.root.setLevel = lambda level: None
'''
"""As `sitecustomize`, it turns on debug logging in whatever Python starts."""


def marked(what: str) -> str:
    return f"{what}-{MARK}-{what}"


def an_address(who: str) -> str:
    return f"{who}-{MARK}@{MARK}.example"


def disguises(text: str) -> list[bytes]:
    """The text as bytes, as hex, and as it looks in the middle of base64."""
    plain = text.encode()
    encoded = [text.encode(each) for each in ("utf-8", "utf-16-le", "utf-16-be")]
    other = [text.lower().encode(), text.upper().encode()]
    hexed = [plain.hex().encode(), plain.hex().upper().encode()]
    percent = ["".join(f"%{each:02{x}}" for each in plain).encode() for x in "xX"]
    inside = [
        encode(b"\0" * shift + plain)[4 : 4 * (len(text) // 3) - 4]
        for shift in range(3)
        for encode in (base64.b64encode, base64.urlsafe_b64encode)
    ]
    return [*encoded, *other, *hexed, *percent, *inside]


def found_in(folder: Path, texts: Iterable[str]) -> list[tuple[str, bytes]]:
    """Every file below a folder with one of these texts in it, and how it looks."""
    wanted = [each for text in texts for each in disguises(text)]
    return [
        (file.relative_to(folder).as_posix(), each)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        for raw in [file.read_bytes()]
        for each in wanted
        if each in raw
    ]
