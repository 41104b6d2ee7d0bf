"""Text messages out: a security code to one number, and nothing else in it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

import httpx2

from adapters.settings import Settings

PATIENCE = 10.0

Keep = Callable[[str], Awaitable[None]]


class NotSent(Exception):
    """The service did not take the message."""


@dataclass(frozen=True)
class Text:
    """A message to one telephone. With the same id it is the same message."""

    id: str
    to: str
    text: str


class Texts(Protocol):
    """Whoever carries text messages."""

    async def send(self, text: Text) -> None:
        """Hand it over.

        Raises:
            NotSent: it was refused, or nobody answered in time.
        """


class CaughtTexts:
    """Delivers nothing: what is sent is shown on the page of caught mail."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    async def send(self, text: Text) -> None:
        await self._keep(f"To: {text.to}\nSubject: Text message\n\n{text.text}\n")


class HttpTexts:
    """Hands each message to a service as JSON, with a token."""

    def __init__(self, url: str, token: str, *, patience: float = PATIENCE) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._patience = patience

    async def send(self, text: Text) -> None:
        message = {"to": text.to, "text": text.text, "reference": text.id}
        try:
            async with httpx2.AsyncClient(timeout=self._patience) as client:
                answer = await client.post(
                    self._url, json=message, headers=self._headers
                )
        except httpx2.HTTPError as error:
            raise NotSent(type(error).__name__) from error
        if not answer.is_success:  # a redirect is no success: the token stays here
            raise NotSent(f"Status{answer.status_code}")


class NoTexts:
    """Nothing carries text messages here."""

    async def send(self, text: Text) -> None:
        raise NotSent("NotConfigured")


def texts_of(settings: Settings, keep: Keep) -> Texts:
    """The carrier that the settings name."""
    if settings.texts_url:
        token = settings.texts_token
        return HttpTexts(settings.texts_url, token.get_secret_value() if token else "")
    return CaughtTexts(keep) if settings.is_embedded else NoTexts()
