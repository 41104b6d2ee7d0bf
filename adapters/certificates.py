"""Until when a certificate is good: one in a file, or one that a server shows."""

import ssl
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

PATIENCE = 3.0


class Unreadable(Exception):
    """It is not there, does not answer, or is no certificate."""


def ends_in_file(file: Path) -> datetime:
    """When the first certificate of a file ends that does so.

    Raises:
        Unreadable: there is none in it.
    """
    try:
        found = x509.load_pem_x509_certificates(file.read_bytes())
    except (OSError, ValueError) as error:
        raise Unreadable from error
    return min(each.not_valid_after_utc for each in found)


def ends_at(url: str) -> datetime:
    """When the certificate ends that people see at an `https://` address.

    It is only read here, so nothing is trusted because of it.

    Raises:
        Unreadable: nothing answers there, or not with a certificate.
    """
    parts = urlsplit(url)
    place = (parts.hostname or "", parts.port or 443)
    try:
        shown = ssl.get_server_certificate(place, timeout=PATIENCE)
        return x509.load_pem_x509_certificate(shown.encode()).not_valid_after_utc
    except (OSError, ValueError) as error:
        raise Unreadable from error
