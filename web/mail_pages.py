"""What the built-in mail catcher holds, for trying Sharewell out on one machine."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string, policy
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from casework.house import House
from domain.errors import CaseNotFound
from web.asking import AskedHouse, show

router = APIRouter(prefix="/mail")

# No message has a higher number, and no database has to look for one.
MOST_DIGITS = 9


@dataclass(frozen=True)
class Piece:
    """Some text of a message; a link if `is_link`."""

    text: str
    is_link: bool


@dataclass(frozen=True)
class Letter:
    """A caught message, read."""

    id: int
    received_at: datetime
    to: str
    subject: str
    text: str


def catching(house: AskedHouse) -> House:
    """The house, where it catches mail; a real one has no such pages.

    Raises:
        CaseNotFound: mail is really sent here.
    """
    if not house.settings.is_embedded:
        raise CaseNotFound
    return house


Catching = Annotated[House, Depends(catching)]


@router.get("")
def mail(request: Request, house: Catching) -> Response:
    caught = house.lists.caught_mail()
    letters = [letter(each.id, each.received_at, each.text) for each in caught]
    return show("mail/list.html", request, letters=letters)


@router.get("/{mail_id}")
def message(request: Request, mail_id: str, house: Catching) -> Response:
    if not mail_id.isascii() or not mail_id.isdigit() or len(mail_id) > MOST_DIGITS:
        raise CaseNotFound
    caught = house.lists.caught(int(mail_id))
    shown = letter(caught.id, caught.received_at, caught.text)
    pieces = pieces_of(shown.text, house.settings.public_url)
    return show("mail/message.html", request, letter=shown, pieces=pieces)


def letter(mail_id: int, received_at: datetime, source: str) -> Letter:
    """Read a message as it came over the wire. Only plain text is shown."""
    parsed = message_from_string(source, policy=policy.default)
    body = parsed.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    to, subject = str(parsed["To"] or ""), str(parsed["Subject"] or "")
    return Letter(mail_id, received_at, to, subject, str(text).strip())


def pieces_of(text: str, site: str) -> list[Piece]:
    """The text, cut where links to our own site begin and end."""
    ours = re.compile(rf"({re.escape(site.rstrip('/'))}/[^\s<>\"]*)")
    cut = ours.split(text)
    return [Piece(part, number % 2 == 1) for number, part in enumerate(cut) if part]
