"""A mail server that delivers nothing: what it receives is shown on a page."""

import asyncio
from collections.abc import Callable

from aiosmtpd.smtp import SMTP, Envelope, Session

Keep = Callable[[str], None]


class _Catching:
    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content or b""
        text = (
            content if isinstance(content, str) else content.decode("utf-8", "replace")
        )
        await asyncio.to_thread(self._keep, text)
        return "250 caught"


async def start_catcher(keep: Keep, port: int) -> asyncio.Server:
    """Listen on loopback; `keep` is called with each message before it is accepted."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: SMTP(_Catching(keep), hostname="sharewell", enable_SMTPUTF8=False),
        host="127.0.0.1",
        port=port,
    )
