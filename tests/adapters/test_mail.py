"""Mail: to exactly one person, and saying nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email import message_from_string
from email.message import Message

import aiosmtplib
import pytest

from adapters.catcher import start_catcher
from adapters.mail import Letter, Postman, Refused
from adapters.mailbox import NotOneAddress, one_address
from cli.embedded import free_port
from tests.adapters.test_settings import settings

LETTER = Letter(
    "rae@clinic.example", "You have a secure message", "Ring us.\n", "<1@here.example>"
)


@pytest.mark.parametrize(
    "address",
    [
        "rae@clinic.example",
        "r.a-e+1@a.b.example",
        "o'neil@clinic.example",
        "a@localhost",
    ],
)
def test_one_mailbox_is_taken_as_it_is(address: str) -> None:
    assert one_address(address).addr_spec == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "rae",
        "@clinic.example",
        "rae@",
        "rae@clinic",
        "rae@.example.",
        "rae@@clinic.example",
        "rae@eve.example@clinic.example",
        "rae@clinic.example,eve@evil.example",
        "rae@clinic.example;eve@evil.example",
        "rae@clinic.example eve@evil.example",
        "Rae <rae@clinic.example>",
        "<rae@clinic.example>",
        "rae(eve)@clinic.example",
        "rae@clinic.example\r\nBcc: eve@evil.example",
        "rae@clinic.example\n",
        "rae\r@clinic.example",
        "rae@clinic.example\t",
        "\trae@clinic.example",
        "rae@clinic.example\x00",
        "rae\x0b@clinic.example",
        "rae\u2028@clinic.example",
        "undisclosed: rae@clinic.example;",
        '"rae@clinic.example"@evil.example',
    ],
)
def test_anything_else_is_not_one_address(address: str) -> None:
    with pytest.raises(NotOneAddress):
        one_address(address)


@asynccontextmanager
async def mail_server(keep: Callable[[str], None]) -> AsyncIterator[int]:
    port = free_port()
    server = await start_catcher(keep, port)
    yield port
    server.close()
    await asyncio.sleep(0)


async def test_a_letter_arrives_as_one_message_to_one_person() -> None:
    caught: list[str] = []
    async with mail_server(caught.append) as port:
        await postman(port).send(LETTER)
    (letter,) = map(message_from_string, caught)
    assert isinstance(letter, Message)
    assert letter["To"] == "rae@clinic.example"
    assert letter["Message-ID"] == "<1@here.example>"
    assert letter["Subject"] == "You have a secure message"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Cc"] is None
    assert letter["Bcc"] is None
    assert letter.get_content_type() == "text/plain"
    assert letter.get_payload(decode=True) == b"Ring us.\r\n"


async def test_a_letter_to_two_people_reaches_nobody() -> None:
    caught: list[str] = []
    two = Letter("rae@clinic.example,eve@evil.example", "s", "t", "<2@here.example>")
    async with mail_server(caught.append) as port:
        with pytest.raises(Refused):
            await postman(port).send(two)
    assert caught == []


async def test_a_mail_server_that_is_away_is_no_secret() -> None:
    with pytest.raises(aiosmtplib.SMTPConnectError):
        await postman(free_port()).send(LETTER)


def postman(port: int) -> Postman:
    return Postman(settings(smtp_port=port, smtp_starttls=False))
