"""Lists that people narrow down, and take away as they see them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from pydantic import Field
from starlette.responses import Response

from web.forms import PageForm

Part = Annotated[str, Field(max_length=64, pattern=r"^[\w.-]*$")]
"""One choice of a list, by its code."""


def check_days(first_day: date | None, last_day: date | None) -> None:
    """Nobody asks for what was before it began.

    Raises:
        ValueError: they are the wrong way round; said beside the last day.
    """
    if first_day and last_day and first_day > last_day:
        raise ValueError("last_day|The last day must not be before the first")


def narrowed(query: Mapping[str, str], said: PageForm | None) -> dict[str, object]:
    """What the page shows of its own form, and how its next page is asked for.

    Args:
        query: what the address says.
        said: the form that was read from it; None where it was refused.
    """
    return {
        "values": dict(query),
        "chosen": said is None or any(vars(said).values()),
        "again": urlencode([(k, v) for k, v in query.items() if k != "cursor" and v]),
    }


def taken_away(body: str | bytes, media: str, name: str) -> Response:
    """A file for whoever asked for it; no cache keeps another."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(body, media_type=media, headers=headers)
