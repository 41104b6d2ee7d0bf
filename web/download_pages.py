"""Files on the recipient's pages: leave to fetch one, then the file itself."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response, StreamingResponse

from casework.downloads import DoesNotOpen, NoneLeft, NotGranted, Opened, Wanted
from web import rendering
from web.asking import once, posted, see_other
from web.ranges import NoSuchPart, Part, part_of
from web.visits import Inside, coming_from

router = APIRouter(prefix="/c/{locator}/items/{object}")

AWAY = {"layout": "base_recipient.html"}


def which(object: str, request: Request, here: Inside) -> Wanted:
    where = coming_from(request)
    return Wanted(here.locator, here.visit.cookie, object, where)


Which = Annotated[Wanted, Depends(which)]


@router.post("/grant")
async def grant(request: Request, here: Inside, wanted: Which) -> Response:
    """One download is counted; the file follows."""
    form = await posted(request, here.visit.csrf)
    try:
        await asyncio.to_thread(here.house.downloads.grant, wanted, once(form))
    except NoneLeft:
        return _page("none-left", 409, here.path("/items"))
    except DoesNotOpen:
        return _page("does-not-open", 503, here.path("/items"))
    return see_other(here.path(f"/items/{wanted.object}/file"))


@router.head("/file", include_in_schema=False)
@router.get("/file")
def file(request: Request, here: Inside, wanted: Which) -> Response:
    """The file, or the rest of it. This counts nothing."""
    downloads = here.house.downloads
    try:
        opened = downloads.open(wanted)
        part = _asked_for(request, opened)
        if request.method == "HEAD":
            return Response(headers=_headers(opened, None))
        whole = part or Part(0, opened.size)
        pieces = downloads.read(opened, whole.start, whole.end)
    except NotGranted:
        return see_other(here.path("/items"))
    except NoSuchPart:
        return Response(
            status_code=416, headers={"Content-Range": f"bytes */{opened.size}"}
        )
    except DoesNotOpen:
        return _page("does-not-open", 503, here.path("/items"))
    return StreamingResponse(pieces, 206 if part else 200, _headers(opened, part))


def _asked_for(request: Request, opened: Opened) -> Part | None:
    """A part only if it is still of the same file."""
    unless = request.headers.get("if-range", opened.tag)
    if request.method == "HEAD" or unless != opened.tag:
        return None
    return part_of(request.headers.get("range", ""), opened.size)


def _headers(opened: Opened, part: Part | None) -> dict[str, str]:
    """It is always saved and never shown, whatever it is."""
    length = part.end - part.start if part else opened.size
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="{opened.name}"',
        "Content-Length": str(length),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Accept-Ranges": "bytes",
        "ETag": opened.tag,
    }
    if part:
        span = f"bytes {part.start}-{part.end - 1}/{opened.size}"
        headers["Content-Range"] = span
    return headers


def _page(name: str, status: int, back_url: str) -> Response:
    return rendering.page(f"collect/{name}.html", status=status, back_url=back_url)
