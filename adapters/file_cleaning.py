"""Has a file looked into and cleaned, in a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256

from domain.errors import NotAccepted, Why

WITHIN = 30.0
COMMAND = (sys.executable, "-m", "adapters.file_cleaner")


@dataclass(frozen=True)
class CleanFile:
    """A file as it would leave: without anything active or hidden."""

    body: bytes
    media: str
    pages: int | None

    @property
    def sha256(self) -> str:
        return sha256(self.body).hexdigest()


def clean(name: str, body: bytes) -> CleanFile:
    """The same file, clean. The same file comes out the same, whenever it is done.

    Raises:
        NotAccepted: it cannot be used, and why.
    """
    try:
        # our own module, under our own Python
        done = subprocess.run(  # noqa: S603 # nosec B603
            COMMAND,
            input=json.dumps(name).encode() + b"\n" + body,
            capture_output=True,
            timeout=WITHIN,
            env={},  # it has no business with our keys
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise NotAccepted(Why.FILE_TOO_COMPLEX, about="file") from error
    said, _, clean = done.stdout.partition(b"\n")
    result = json.loads(said)
    if result["why"]:
        raise NotAccepted(Why(result["why"]), about="file")
    return CleanFile(clean, result["media"], result["pages"])
