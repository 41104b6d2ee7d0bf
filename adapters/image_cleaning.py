"""Pictures: drawn anew, turned the right way, without what the camera wrote down."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from adapters.file_types import FileType
from domain.errors import NotAccepted, Why

MOST_PIXELS = 50_000_000
MOST_FRAMES = 100
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF"}
MODES = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "RGBA", "L", "LA", "P", "1")}
WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "optimize": True},
    "PNG": {},
    "TIFF": {"compression": "tiff_deflate"},
}
TURNED = 0x0112

TOLD_APART = {0xE1, 0xED, 0xFE} | set(range(0xE3, 0xED)) | {0xEF}
"""Segments of a JPEG in which programs and people write about the picture."""


def clean_image(body: bytes, found: FileType) -> bytes:
    """The picture and nothing else.

    Raises:
        NotAccepted: it does not open, or is too large when it does.
    """
    kind = FORMATS[found.media]
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(body), formats=(kind,)) as picture:
                _check_size(picture)
                frames = [_turned(frame, kind) for frame in _frames(picture, kind)]
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise NotAccepted(Why.FILE_TOO_COMPLEX, about="file") from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise NotAccepted(Why.FILE_BROKEN, about="file") from error
    return _drawn(frames, kind)


def _check_size(picture: Image.Image) -> None:
    count = getattr(picture, "n_frames", 1)
    width, height = picture.size
    if count > MOST_FRAMES or width * height * count > MOST_PIXELS:
        raise NotAccepted(Why.FILE_TOO_COMPLEX, about="file")


def _frames(picture: Image.Image, kind: str) -> Iterator[Image.Image]:
    """Every page of a scan. Other pictures have one; what is behind it goes."""
    if kind == "TIFF":
        for frame in ImageSequence.Iterator(picture):
            _check_size(frame)
            yield frame
        return
    yield picture


def _turned(frame: Image.Image, kind: str) -> Image.Image:
    frame.load()
    turned = ImageOps.exif_transpose(frame)
    modes = MODES.get(kind, ("RGB", "L", "1"))
    drawn = turned if turned.mode in modes else turned.convert("RGB")
    bare = Image.new(drawn.mode, drawn.size)
    if drawn.mode == "P":
        bare.putpalette(drawn.getpalette("RGBA") or [], "RGBA")
    bare.paste(drawn)
    return bare


def _drawn(frames: list[Image.Image], kind: str) -> bytes:
    out = BytesIO()
    first, *others = frames
    more: dict[str, Any] = {}
    if others:
        more = {"save_all": True, "append_images": others}
    first.save(out, kind, **WRITTEN[kind], **more)
    return out.getvalue()


def bare_jpeg(body: bytes) -> bytes:
    """A JPEG inside another file without what was written about it.

    The picture stays as it is, bit for bit, and so does which way up it is.
    """
    if not body.startswith(b"\xff\xd8"):
        return body
    kept, place = bytearray(body[:2]), 2
    kept += _way_up(body)
    while place + 4 <= len(body) and body[place] == 0xFF and body[place + 1] != 0xDA:
        length = 2 + int.from_bytes(body[place + 2 : place + 4])
        if body[place + 1] not in TOLD_APART:
            kept += body[place : place + length]
        place += length
    return bytes(kept + body[place:])


def _way_up(body: bytes) -> bytes:
    """The one thing in a picture's notes that it cannot be seen without."""
    try:
        with Image.open(BytesIO(body), formats=("JPEG",)) as picture:
            turned = picture.getexif().get(TURNED, 1)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return b""
    if turned not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[TURNED] = turned
    notes = exif.tobytes()
    return b"\xff\xe1" + (len(notes) + 2).to_bytes(2) + notes
