"""Every kind of message that leaves: one address, a fixed subject, nothing said."""

import re
from collections.abc import Iterator

import pytest

from activities import letters
from adapters.mail import Letter, Postman
from casework.notice_letters import WORDS, digest_of, letter_of
from domain.notices import Haste, Notice
from storage.notices import OwedNotice
from tests.adapters.test_settings import settings
from tests.builders import NOON
from tests.mail_server import serving

REFERENCE, NUMBER = "SR-7K3M-9QXD", "SS-4F7K"
SITE, CODE = "https://sharewell.example", "4F7K-9QXD"
TO = "rae@clinic.example"

FORBIDDEN = re.compile(
    r"safeguard|child|abuse|school|pupil|police|social|harm|born|"
    r"Wick Hall|Fennimore|Lindqvist|Pat Reed|items?\b",
    re.IGNORECASE,
)
SUBJECTS = {subject for subject, _ in WORDS.values()} | {
    "You have a secure message", "There is a message for you",
    "What waits for you in Sharewell",
}  # fmt: skip
REST = re.compile(r"( - reference (SR-7K3M-9QXD|SS-4F7K))?")


def notice(kind: Notice) -> OwedNotice:
    return OwedNotice(
        name="n", message_id="m", reference=REFERENCE, notice=kind, user="pat", to=TO,
        path=f"/requests/{REFERENCE}", whom="on_call", haste=Haste.NOW, failures=0,
    )  # fmt: skip


def every_message() -> Iterator[tuple[str, str, str]]:
    """What it is, its subject and its text, of every kind that there is."""
    outside = {
        "recipient": letters.to_recipient(
            NUMBER, f"{SITE}/c/7k3m9qxd", "01632 960100", NOON
        ),
        "recipient, no telephone": letters.to_recipient(NUMBER, SITE, "", NOON),
        "individual": letters.to_individual("01632 960100", NUMBER),
        "individual with a code": letters.to_individual_with_code(CODE, f"{SITE}/n"),
    }
    for what, text in outside.items():
        yield what, text.subject, text.body
    for kind in WORDS:
        said = letter_of(notice(kind), SITE, NOON, NOON)
        yield kind.value, said.subject, said.body
    digest = digest_of([notice(kind) for kind in WORDS], SITE)
    yield "digest", digest.subject, digest.body


MESSAGES = list(every_message())


def test_there_is_a_message_of_every_kind() -> None:
    assert {*Notice} - {*WORDS} == {Notice.DIGEST}


@pytest.mark.parametrize(
    ("what", "subject", "text"), MESSAGES, ids=[what for what, _, _ in MESSAGES]
)
async def test_ss_36_a_message_goes_to_one_address_and_says_nothing(
    what: str, subject: str, text: str
) -> None:
    async with serving() as server:
        ours = settings(smtp_port=server.port, smtp_starttls=False)
        await Postman(ours).send(Letter(TO, subject, text, "<1@here.example>"))
    (arrived,) = server.arrived
    assert arrived.to == (TO,)
    message = arrived.message
    assert message["To"] == TO
    assert message["Subject"].replace("\r\n", "").strip() == subject
    assert arrived.raw.isascii()
    fixed = next(each for each in SUBJECTS if subject.startswith(each))
    assert REST.fullmatch(subject.removeprefix(fixed))
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    for each in (subject, body.decode(message.get_content_charset("ascii"))):
        assert FORBIDDEN.findall(each) == []
