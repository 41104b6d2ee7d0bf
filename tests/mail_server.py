"""A real mail server that does what a test wants, and certificates for it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from adapters.clock import now

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Arrived:
    """A message as the server was told of it and as it came."""

    sender: str
    to: tuple[str, ...]
    raw: bytes
    sealed: bool

    @property
    def message(self) -> Message:
        return message_from_bytes(self.raw)


@dataclass
class MailServer:
    """Answers from a list, then as usual; keeps what it took."""

    port: int = 0
    to_address: list[str] = field(default_factory=list)
    to_message: list[str] = field(default_factory=list)
    drops: int = 0
    """How many messages it takes and then hangs up before saying so."""
    stalls: bool = False
    arrived: list[Arrived] = field(default_factory=list)
    greeted: int = 0

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, to: str, _: object
    ) -> str:
        answer = self.to_address.pop(0) if self.to_address else "250 known"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(to)
        return answer

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.stalls:
            await asyncio.Event().wait()
        answer = self.to_message.pop(0) if self.to_message else "250 kept"
        if not answer.startswith("250"):
            return answer
        raw, sender = envelope.content, envelope.mail_from
        assert isinstance(raw, bytes)
        assert sender is not None
        to = tuple(envelope.rcpt_tos)
        self.arrived.append(Arrived(sender, to, raw, session.ssl is not None))
        if self.drops:
            self.drops -= 1
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return answer


@dataclass(frozen=True)
class Authority:
    """An authority of our own; `file` is its certificate."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def file(self) -> Path:
        return self.folder / "authority.pem"

    def server(self, name: str = "localhost", ended: bool = False) -> ssl.SSLContext:
        """What a server with this name shows; one that `ended` did so yesterday."""
        key = ec.generate_private_key(ec.SECP256R1())
        until = now() + (-DAY if ended else DAY)
        made = (
            _certificate(name, key, self.certificate.subject, until)
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
            )
            .sign(self.key, hashes.SHA256())
        )
        file = self.folder / f"{name}-{ended}.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(made.public_bytes(Encoding.PEM) + private)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(file)
        return context


def an_authority(folder: Path) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Sharewell tests")
    made = (
        _certificate("Sharewell tests", key, name, now() + DAY)
        .add_extension(x509.BasicConstraints(True, 0), critical=True)
        .sign(key, hashes.SHA256())
    )
    authority = Authority(folder, key, made)
    authority.file.write_bytes(made.public_bytes(Encoding.PEM))
    return authority


@asynccontextmanager
async def serving(
    tls: ssl.SSLContext | None = None,
    *,
    from_the_start: bool = False,
    ident: str = "ESMTP",
) -> AsyncIterator[MailServer]:
    """With STARTTLS where there is a certificate, or sealed from its first byte."""
    ours = MailServer()

    def protocol() -> SMTP:
        ours.greeted += 1
        starts = None if from_the_start else tls
        return SMTP(
            ours,
            hostname="localhost",
            ident=ident,
            tls_context=starts,
            require_starttls=starts is not None,
        )

    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", 0, ssl=tls if from_the_start else None
    )
    ours.port = server.sockets[0].getsockname()[1]
    try:
        yield ours
    finally:
        server.close()


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, by: x509.Name, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - 3 * DAY)
        .not_valid_after(until)
    )
