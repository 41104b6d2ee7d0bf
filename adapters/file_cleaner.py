"""A process of its own that opens one file from outside, and nothing else.

It has no keys and no settings, little memory and little time: whatever a file does to
the program that opens it, it does here. It reads the name and the file, and writes
what became of them.
"""

import json
import resource
import sys
from dataclasses import asdict, dataclass

from adapters.file_types import Family, FileType, as_text, type_of
from domain.errors import NotAccepted, Why

MEMORY = 1024 * 1024 * 1024
SECONDS = 20


@dataclass(frozen=True)
class Result:
    """What was found: a media type and perhaps pages, or why it was refused."""

    media: str = ""
    pages: int | None = None
    why: str = ""


def confine() -> None:
    """From here on there is an end to memory and time, and nothing reaches a disk."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    confine()
    name = json.loads(sys.stdin.buffer.readline())
    result, body = cleaned(name, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(asdict(result)).encode() + b"\n" + body)


def cleaned(name: str, body: bytes) -> tuple[Result, bytes]:
    try:
        found = type_of(name, body)
        clean, pages = _cleaned(found, body)
    except NotAccepted as no:
        return Result(why=no.why.value), b""
    except MemoryError:
        return Result(why=Why.FILE_TOO_COMPLEX.value), b""
    return Result(found.media, pages), clean


def _cleaned(found: FileType, body: bytes) -> tuple[bytes, int | None]:
    # Imported when needed: each of them takes a while.
    if found.family is Family.PDF:
        from adapters.pdf_cleaning import clean_pdf

        return clean_pdf(body)
    if found.family is Family.IMAGE:
        from adapters.image_cleaning import clean_image

        return clean_image(body, found), None
    if found.family is Family.OFFICE:
        from adapters.office_cleaning import clean_office

        return clean_office(body, found), None
    return as_text(body).encode(), None


if __name__ == "__main__":
    main()
