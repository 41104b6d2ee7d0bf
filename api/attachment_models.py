"""What is sent about files that go with a request."""

from typing import Annotated

from pydantic import Field, StrictBool

from api.fields import Line, Sent

MOST_PAGES = 2000

Pages = Annotated[
    list[Annotated[int, Field(strict=True, ge=1)]], Field(max_length=MOST_PAGES)
]


class GivenAttachment(Sent):
    """What changes about a file; whatever is not given stays as it is."""

    label: Line | None = None
    left_out: StrictBool | None = None
    pages_left_out: Pages | None = None
