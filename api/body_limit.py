"""How much may be sent: little, except where a file is expected.

Files stay in memory until they are sealed: nothing is written to disk in the clear.
"""

import re

from starlette.formparsers import MultiPartParser
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

LARGEST_BODY = 1024 * 1024
LARGEST_OUTSIDE = 64 * 1024
"""On the pages that anybody may open: a word, an address, a few sentences."""

UPLOADS = re.compile(r"(/api/v1)?/requests/[^/]+/(attachments|files/new)")
OUTSIDE = re.compile(r"/(c/.*|n(/.*)?)", re.IGNORECASE)

MultiPartParser.spool_max_size = 0  # without a size there is no file behind it


class BodyLimit:
    """Lets through a file of the size that is set, and the form around it."""

    def __init__(self, app: ASGIApp, file_mib: int) -> None:
        self._usual = RequestBodyLimitMiddleware(app, LARGEST_BODY)
        self._outside = RequestBodyLimitMiddleware(app, LARGEST_OUTSIDE)
        self._upload = RequestBodyLimitMiddleware(app, (file_mib + 1) * LARGEST_BODY)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._limit(scope.get("path", ""))(scope, receive, send)

    def _limit(self, path: str) -> ASGIApp:
        if UPLOADS.fullmatch(path):
            return self._upload
        return self._outside if OUTSIDE.fullmatch(path) else self._usual
