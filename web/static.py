"""Static files: kept for good when their address carries their mark."""

import os

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web.rendering import STATIC

FOR_GOOD = "public, max-age=31536000, immutable"


class StaticPages(StaticFiles):
    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        marked = b"v=" in scope.get("query_string", b"")
        answer.headers["Cache-Control"] = FOR_GOOD if marked else "no-cache"
        return answer
