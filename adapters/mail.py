"""Mail out: one person, a neutral subject, a reference, never a name or content."""

import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr

import aiosmtplib

from adapters.settings import Settings

PATIENCE = 20.0


class NotOneAddress(Exception):
    """The address is not exactly one mailbox."""


@dataclass(frozen=True)
class Letter:
    """A message to one person."""

    to: str
    subject: str
    text: str
    message_id: str


def one_address(text: str) -> Address:
    """Exactly one mailbox.

    Raises:
        NotOneAddress: it is none, several, or hides a line break.
    """
    _, address = parseaddr(text)
    unsafe = any(c in text for c in ',;<>" ') or not text.isprintable()
    if unsafe or address != text or address.count("@") != 1:
        raise NotOneAddress
    user, domain = address.split("@")
    if not user or ("." not in domain.strip(".") and domain != "localhost"):
        raise NotOneAddress
    return Address(username=user, domain=domain)


class Postman:
    """Hands letters to the mail server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        # Reading the trusted certificates takes longer than sending; once is enough.
        self._tls = ssl.create_default_context() if settings.smtp_starttls else None

    async def send(self, letter: Letter) -> None:
        """Deliver to the mail server, or raise what it said."""
        settings = self._settings
        password = settings.smtp_password
        await aiosmtplib.send(
            self._message(letter),
            sender=settings.mail_from,
            recipients=[letter.to],
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            start_tls=settings.smtp_starttls,
            tls_context=self._tls,
            username=settings.smtp_username or None,
            password=password.get_secret_value() if password else None,
            timeout=PATIENCE,
        )

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.mail_from
        message["To"] = one_address(letter.to)
        message["Subject"] = letter.subject
        message["Message-ID"] = letter.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message
