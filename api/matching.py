"""Change something only if it still is as it was read: ETag and If-Match."""

from typing import Annotated

from fastapi import Header
from pydantic import AfterValidator
from starlette.responses import Response

IfMatch = Annotated[
    str,
    Header(description="The `ETag` that was read; anything else now answers 409."),
    AfterValidator(lambda given: given.strip('" ')),
]


def marked(answer: Response, mark: str) -> None:
    """Say with an answer how it is to be recognised."""
    answer.headers["ETag"] = f'"{mark}"'
