"""Mail out: one person, a neutral subject, a reference, never a name or content.

It leaves as plain lines of seven bits and is not touched again, so that whatever passes
it on can sign it as it is.
"""

import asyncio
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as LINES_OF_MAIL
from email.utils import format_datetime
from typing import NoReturn

import aiosmtplib
from aiosmtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from adapters.clock import now
from adapters.mailbox import NotOneAddress, one_address
from adapters.metrics import MAIL
from adapters.settings import Settings

PATIENCE = 20.0
"""For each answer of the mail server."""
IN_ALL = 25.0
"""For a whole letter, however slow the server: the step ends soon after."""
FOR_GOOD = 500
"""From this answer on a mail server means that it will never take this letter."""
LONGEST_LINE = 998


class Refused(Exception):
    """The letter will not be taken, however often it is tried.

    `kind` is a code for operations. What the server said is not kept, since servers
    repeat the address.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Letter:
    """A message to one person."""

    to: str
    subject: str
    text: str
    message_id: str


class Postman:
    """Hands letters to the mail server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        # Reading the trusted certificates takes longer than sending; once is enough.
        self._tls = _trusting(settings) if settings.mail_is_sealed else None

    async def send(self, letter: Letter) -> None:
        """Hand it over, to exactly the one address that it is owed to.

        Raises:
            Refused: it is no use to try again.
            SMTPException, OSError: it may be, later.
        """
        try:
            await self._hand_over(letter)
        except Refused:
            MAIL.labels("refused").inc()
            raise
        except (SMTPException, OSError):
            MAIL.labels("put_off").inc()
            raise
        MAIL.labels("taken").inc()

    async def _hand_over(self, letter: Letter) -> None:
        to, written = self._written(letter)
        try:
            async with asyncio.timeout(IN_ALL), self._server() as server:
                await server.sendmail(self._settings.mail_sender, [to], written)
        except SMTPRecipientsRefused as error:
            codes = [each.code for each in error.recipients]
            _refuse_or_raise(error, min(codes, default=0))
        except SMTPDataError as error:
            _refuse_or_raise(error, error.code)

    async def greet(self) -> None:
        """See that a mail server is there, as it would be for a letter.

        Raises:
            SMTPException, OSError: it is not, or it cannot be trusted.
        """
        async with asyncio.timeout(IN_ALL), self._server() as server:
            await server.noop()

    def _server(self) -> aiosmtplib.SMTP:
        settings = self._settings
        password = settings.smtp_password
        starts_plain = settings.smtp_starttls and not settings.smtp_implicit_tls
        return aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            use_tls=settings.smtp_implicit_tls,
            start_tls=starts_plain,
            tls_context=self._tls,
            username=settings.smtp_username or None,
            password=password.get_secret_value() if password else None,
            timeout=PATIENCE,
        )

    def _written(self, letter: Letter) -> tuple[str, bytes]:
        """To whom, and the bytes. Whom the header names is whom the server is told."""
        try:
            address = one_address(letter.to)
        except NotOneAddress as error:
            raise Refused(NotOneAddress.__name__) from error
        message = self._message(letter, address)
        written = message.as_bytes(policy=LINES_OF_MAIL.clone(cte_type="7bit"))
        named = [each.addr_spec for each in message["To"].addresses]
        if named != [address.addr_spec] or "Cc" in message or "Bcc" in message:
            raise Refused(NotOneAddress.__name__)
        return address.addr_spec, written

    def _message(self, letter: Letter, to: Address) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.mail_from
        message["To"] = to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(now())
        message["Message-ID"] = letter.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text, cte=_encoding(letter.text))
        return message


def _trusting(settings: Settings) -> ssl.SSLContext:
    """Certificates are checked, and the name in them, by what this machine trusts."""
    return ssl.create_default_context(cafile=settings.smtp_ca_file)


def _encoding(text: str) -> str:
    short = all(len(line) <= LONGEST_LINE for line in text.splitlines())
    return "7bit" if text.isascii() and short else "quoted-printable"


def _refuse_or_raise(error: Exception, code: int) -> NoReturn:
    if code >= FOR_GOOD:
        raise Refused(f"Refused{code}") from error
    raise error
