"""What Temporal keeps is deciphered by workers, and for advisers if that is set up.

For them there is a process of its own: tests/api/test_codec_server.py.
"""

import re

import httpx2
import pytest

from api.interface import create_interface
from tests.adapters.test_codec import codec_for, encrypted
from tests.architecture.sources import files, name
from tests.live import Live
from tests.web.doors import doors_of
from tests.web.recipients import browser, prove, share
from web.pages import create_pages

PATHS = (
    "/decode", "/encode", "/download", "/codec/decode", "/api/v1/decode",
    "/api/v1/encode", "/api/v1/codec/decode",
)  # fmt: skip
ELSEWHERE = {"Origin": "https://evil.example", "X-Namespace": "default"}


async def a_payload() -> dict[str, object]:
    (sealed,) = await encrypted(codec_for("SR-1"))
    return {"payloads": [{"metadata": {}, "data": sealed.data.hex()}]}


def looked_at(answer: httpx2.Response) -> None:
    assert answer.status_code in (401, 403, 404, 405)
    assert "access-control-allow-origin" not in answer.headers
    assert "payloads" not in answer.text


@pytest.mark.parametrize("path", PATHS)
async def test_ss_40_nobody_is_answered_who_asks_for_the_clear_text(
    live: Live, path: str
) -> None:
    sent, payload = await share(live), await a_payload()
    async with browser(live) as anybody, browser(live) as recipient:
        await prove(recipient, sent)
        staff = [live.api("pat"), live.api("ola"), await live.browser("ada")]
        for asking in (anybody, recipient, *staff):
            where = f"{live.address}{path}"
            looked_at(await asking.post(where, json=payload, headers=ELSEWHERE))
            looked_at(await asking.get(where, headers=ELSEWHERE))
        for each in staff:
            await each.aclose()


async def test_ss_40_no_other_site_is_let_read_an_answer(live: Live) -> None:
    asked = {"Access-Control-Request-Method": "POST", **ELSEWHERE}
    async with live.api("pat") as pat:
        for path in ("/requests", "/decode"):
            answer = await pat.options(path, headers=asked)
            assert not [h for h in answer.headers if h.startswith("access-control")]


def test_ss_40_the_pages_and_the_interface_have_no_such_address(live: Live) -> None:
    words = re.compile(r"\b(en|de)code|codec")
    doors = [
        *doors_of(create_pages(live.house)),
        *doors_of(create_interface(live.house)),
    ]
    assert len(doors) > 100
    assert [str(door) for door in doors if words.search(door.path)] == []
    using = {
        name(file)
        for file in files("web", "api", "casework", "cli")
        if re.search(r"adapters\.codec\b", file.read_text(encoding="utf-8"))
    }
    assert using == {"api/codec_server.py", "casework/deciphering.py"}
