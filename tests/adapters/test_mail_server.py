"""Mail against a real server: sealed or not at all, once or the same again."""

import ssl
from email.message import Message
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest
from pydantic import ValidationError

from adapters.mail import Letter, Postman, Refused
from adapters.settings import Settings
from tests.adapters.test_settings import settings
from tests.mail_server import Authority, MailServer, an_authority, serving

LETTER = Letter(
    "rae@clinic.example", "You have a secure message", "Ring us.\n", "<1@here.example>"
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return an_authority(tmp_path_factory.mktemp("authority"))


def postman(server: MailServer, **more: Any) -> Postman:
    sealed: dict[str, Any] = {"smtp_starttls": False} | more
    return Postman(settings(smtp_port=server.port, smtp_host="localhost", **sealed))


# The line is sealed, or nothing is said


async def test_a_letter_goes_through_a_line_that_was_sealed_first(
    authority: Authority,
) -> None:
    async with serving(authority.server()) as server:
        ours = postman(server, smtp_starttls=True, smtp_ca_file=authority.file)
        await ours.send(LETTER)
        await ours.greet()
    (arrived,) = server.arrived
    assert arrived.sealed
    assert arrived.to == ("rae@clinic.example",)


async def test_a_letter_goes_through_a_line_that_is_sealed_from_the_start(
    authority: Authority,
) -> None:
    async with serving(authority.server(), from_the_start=True) as server:
        ours = postman(server, smtp_implicit_tls=True, smtp_ca_file=authority.file)
        await ours.send(LETTER)
    assert len(server.arrived) == 1


async def test_ss_36_nothing_is_sent_to_a_server_without_starttls() -> None:
    async with serving() as server:
        with pytest.raises(aiosmtplib.SMTPException, match="STARTTLS"):
            await postman(server, smtp_starttls=True).send(LETTER)
    assert server.greeted == 1
    assert server.arrived == []


@pytest.mark.parametrize(
    ("name", "ended", "known"),
    [
        ("localhost", False, False),
        ("localhost", True, True),
        ("mail.elsewhere.example", False, True),
    ],
    ids=["by a stranger", "expired", "of another name"],
)
@pytest.mark.parametrize("from_the_start", [False, True])
async def test_ss_36_nothing_is_sent_to_a_server_with_a_wrong_certificate(
    authority: Authority, name: str, ended: bool, known: bool, from_the_start: bool
) -> None:
    wrong = authority.server(name, ended)
    async with serving(wrong, from_the_start=from_the_start) as server:
        ours = postman(
            server,
            smtp_starttls=True,
            smtp_implicit_tls=from_the_start,
            smtp_ca_file=authority.file if known else None,
        )
        with pytest.raises((ssl.SSLError, aiosmtplib.SMTPException, OSError)):
            await ours.send(LETTER)
    assert server.arrived == []


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_host": "mail.wickhall.example", "smtp_starttls": False},
        {"smtp_host": "", "smtp_starttls": False},
        {"mail_from": "a@b.example, c@d.example"},
        {"mail_from": "Wick Hall <a@b.example>"},
        {"mail_from": "a@b.example", "mail_bounces_to": "a@elsewhere.example"},
        {"smtp_ca_file": "/there/is/no/such/file.pem"},
    ],
)
def test_a_setting_that_would_send_mail_unsafely_is_refused_at_the_start(
    given: dict[str, Any],
) -> None:
    with pytest.raises(ValidationError):
        settings(**given)


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_host": "127.0.0.1", "smtp_starttls": False},
        {"smtp_host": "mail", "smtp_starttls": False, "demonstration": True},
        {"smtp_host": "mail.b.example", "smtp_starttls": False, "smtp_implicit_tls": 1},
        {"mail_from": "a@b.example", "mail_bounces_to": "back@b.example"},
    ],
)
def test_what_keeps_mail_safe_or_harms_nobody_is_allowed(given: dict[str, Any]) -> None:
    assert isinstance(settings(**given), Settings)


# To one person


@pytest.mark.parametrize(
    "address",
    [
        "rae@clinic.example,eve@evil.example",
        "rae@clinic.example\r\nBcc: eve@evil.example",
        "rae@clinic.example\nRCPT TO:<eve@evil.example>",
        "rae@clinic.example%0aeve@evil.example",
        '"rae eve"@clinic.example',
        '"rae@clinic.example"@evil.example',
        "rae\\@evil.example@clinic.example",
        "rae@clinic.example>",
        "r\u00fce@clinic.example",
        "rae@clinic\u2024example",
        "",
    ],
)
async def test_ss_36_no_server_is_even_asked_about_what_is_not_one_mailbox(
    address: str,
) -> None:
    async with serving() as server:
        with pytest.raises(Refused) as refused:
            await postman(server).send(Letter(address, "s", "t", "<2@here.example>"))
    assert refused.value.kind == "NotOneAddress"
    assert server.greeted == 0


async def test_a_domain_in_another_alphabet_is_written_as_the_network_knows_it() -> (
    None
):
    async with serving() as server:
        await postman(server).send(
            Letter("rae@sch\u00fcle.example", "s", "t", "<2@here.example>")
        )
    (arrived,) = server.arrived
    assert arrived.to == ("rae@xn--schle-mva.example",)
    assert arrived.message["To"] == "rae@xn--schle-mva.example"


async def test_what_comes_back_goes_to_its_own_address_and_nobody_is_to_reply() -> None:
    async with serving() as server:
        ours = postman(
            server, mail_from="sharewell@b.example", mail_bounces_to="back@b.example"
        )
        await ours.send(LETTER)
    (arrived,) = server.arrived
    message = arrived.message
    assert arrived.sender == "back@b.example"
    assert message["From"] == "sharewell@b.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"]
    assert [message[n] for n in ("Reply-To", "Cc", "Bcc", "Sender")] == [None] * 4


# As it was written


@pytest.mark.parametrize(
    "text",
    [
        "One.\n.\nTwo.\n",
        "One.\r\n.\r\nMAIL FROM:<eve@evil.example>\r\nRCPT TO:<pat@b.example>\r\n",
        "One.\n.\r\nMAIL FROM:<eve@evil.example>\n",
        "One.\r.\rDATA\r",
        "..\n...\n.",
        "It\u2019s the Commissioner\u2019s.\n.\nEnd\n",
        f"{'long ' * 400}\n",
    ],
)
async def test_ss_36_dots_and_bare_line_ends_cannot_become_another_message(
    text: str,
) -> None:
    async with serving() as server:
        await postman(server).send(
            Letter(LETTER.to, LETTER.subject, text, LETTER.message_id)
        )
    (arrived,) = server.arrived
    assert arrived.raw.isascii()
    assert max(len(line) for line in arrived.raw.split(b"\r\n")) <= 998
    assert b"\n" not in arrived.raw.replace(b"\r\n", b"")
    assert words(arrived.message) == words_of(text)


def words(message: Message) -> list[str]:
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    return words_of(body.decode(message.get_content_charset("ascii")))


def words_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")


# When it is not taken


@pytest.mark.parametrize("where", ["to_address", "to_message"])
async def test_not_now_is_tried_again_and_is_the_same_message(where: str) -> None:
    async with serving() as server:
        getattr(server, where).append("451 4.7.1 come back later")
        ours = postman(server)
        with pytest.raises(aiosmtplib.SMTPException):
            await ours.send(LETTER)
        await ours.send(LETTER)
    (arrived,) = server.arrived
    assert arrived.message["Message-ID"] == LETTER.message_id


@pytest.mark.parametrize("where", ["to_address", "to_message"])
async def test_never_is_said_as_a_code_without_what_the_server_said(where: str) -> None:
    async with serving() as server:
        getattr(server, where).append("550 5.1.1 no rae@clinic.example here")
        with pytest.raises(Refused) as refused:
            await postman(server).send(LETTER)
    assert refused.value.kind == str(refused.value) == "Refused550"


async def test_ss_49_a_line_that_drops_after_the_message_was_taken_gives_it_twice() -> (
    None
):
    async with serving() as server:
        server.drops = 1
        ours = postman(server)
        with pytest.raises(aiosmtplib.SMTPServerDisconnected):
            await ours.send(LETTER)
        await ours.send(LETTER)
    ids = [each.message["Message-ID"] for each in server.arrived]
    assert ids == [LETTER.message_id] * 2


async def test_a_server_that_says_nothing_is_left_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.mail.IN_ALL", 0.3)
    async with serving() as server:
        server.stalls = True
        with pytest.raises(TimeoutError):
            await postman(server).send(LETTER)
    assert server.arrived == []


@pytest.mark.parametrize("size", [2_000, 200_000])
async def test_a_server_that_says_too_much_at_first_harms_nothing(size: int) -> None:
    async with serving(ident="x" * size) as server:
        if size > 10_000:
            with pytest.raises((aiosmtplib.SMTPException, OSError)):
                await postman(server).send(LETTER)
        else:
            await postman(server).send(LETTER)
    assert len(server.arrived) == (0 if size > 10_000 else 1)


def test_the_authority_is_only_asked_for_in_a_file(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        settings(smtp_ca_file=tmp_path)
