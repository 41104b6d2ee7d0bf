"""What is left of a case whose words are destroyed: plain words, never a fault."""

import pytest

from adapters.blobs import Blobs
from casework.key_care import KeyCare
from tests.live import Live
from tests.web.conftest import Browse
from tests.web.test_record_pages import sealed

GONE = "What was written here has been destroyed"


@pytest.fixture
async def destroyed(live: Live) -> str:
    reference = await sealed(live)
    blobs = Blobs(live.house.settings.blobs)
    KeyCare(live.house.storehouse, blobs).destroy(reference)
    KeyCare(live.house.storehouse, blobs).destroy(reference)  # twice is once
    return reference


async def test_its_pages_say_so_and_keep_what_happened(
    live: Live, browse: Browse, destroyed: str
) -> None:
    for user, pages in (
        ("pat", ("/requests/{}", "/requests/{}/check", "/requests/{}/why")),
        ("ada", ("/requests/{}", "/records/{}")),
        ("ines", ("/records/{}",)),
    ):
        for page in pages:
            shown = await (await browse(user)).get(page.format(destroyed))
            assert shown.status_code == 410, (user, page)
            assert GONE in shown.text
            assert "started this request" in shown.text
            assert shown.text.count("destroyed the words and files") == 1


async def test_its_answers_say_so(live: Live, destroyed: str) -> None:
    async with live.api("pat") as pat, live.api("noor") as other:
        for part in ("", "/timeline", "/record", "/items"):
            answer = await pat.get(f"/requests/{destroyed}{part}")
            assert answer.status_code in (404, 405, 410), part
            assert answer.status_code != 500
        assert (await pat.get(f"/requests/{destroyed}")).json()["title"] == "Destroyed"
        assert (await other.get(f"/requests/{destroyed}")).status_code == 404


async def test_lists_still_show_it(live: Live, browse: Browse, destroyed: str) -> None:
    pat, ines = await browse("pat"), await browse("ines")
    for who, page in ((pat, "/requests?finished=yes"), (pat, "/requests")):
        assert (await who.get(page)).status_code == 200
    assert destroyed in (await ines.get("/records")).text
