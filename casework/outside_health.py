"""What the service needs outside: mail server, files, scanner, certificates."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from functools import partial

from aiosmtplib import SMTPException

from adapters.blobs import Blobs, OutOfReach
from adapters.certificates import Unreadable, ends_at, ends_in_file
from adapters.clock import now
from adapters.mail import Postman
from adapters.settings import Settings
from adapters.virus_scan import VirusScanner
from domain.health import ENDS_SOON, Found, Part, Sign

Looking = tuple[Part, Awaitable[Iterable[Found]]]


def outside(settings: Settings) -> list[Looking]:
    """Each part with a way to look at it."""
    thread = asyncio.to_thread
    looks: list[Looking] = [
        (Part.MAIL, _mail(settings)),
        (Part.FILES, thread(_files, settings)),
        (Part.CERTIFICATE, thread(_certificates, settings)),
    ]
    if settings.clamd:
        looks.append((Part.SCANNER, thread(_scanner, settings)))
    return looks


async def _mail(settings: Settings) -> list[Found]:
    try:
        await Postman(settings).greet()
    except ssl.SSLError:
        return [Found(Part.MAIL, Sign.UNTRUSTED)]
    except (SMTPException, OSError):
        return [Found(Part.MAIL, Sign.AWAY)]
    return [Found(Part.MAIL)]


def _files(settings: Settings) -> list[Found]:
    try:
        Blobs(settings.blobs).probe()
    except (OutOfReach, OSError):
        return [Found(Part.FILES, Sign.AWAY)]
    return [Found(Part.FILES)]


def _scanner(settings: Settings) -> list[Found]:
    answers = VirusScanner(settings.clamd).answers()
    return [Found(Part.SCANNER, Sign.WELL if answers else Sign.AWAY)]


def _certificates(settings: Settings) -> list[Found]:
    """Those we were given as files, and those that people see."""
    files = ("temporal_ca_file", "temporal_cert_file", "smtp_ca_file")
    given = [(name, getattr(settings, name)) for name in files]
    sites = (settings.public_url, settings.collect_url)
    return [
        *(
            _certificate(name, partial(ends_in_file, file))
            for name, file in given
            if file
        ),
        *(_certificate(url, partial(ends_at, url)) for url in sites if _is_sealed(url)),
    ]


def _is_sealed(url: str) -> bool:
    return url.startswith("https://")


def _certificate(about: str, ends: Callable[[], datetime]) -> Found:
    try:
        end = ends()
    except Unreadable:
        return Found(Part.CERTIFICATE, Sign.UNREADABLE, about)
    left = end - now()
    sign = Sign.ENDED if left.total_seconds() <= 0 else Sign.ENDS_SOON
    return Found(
        Part.CERTIFICATE, Sign.WELL if left > ENDS_SOON else sign, about, since=end
    )
