"""The service says whether it is alive and can keep what people send."""

import httpx2

from tests.live import Live


async def test_a_running_service_is_alive_and_ready(live: Live) -> None:
    async with httpx2.AsyncClient(base_url=live.address) as web:
        assert (await web.get("/healthz")).json() == {"status": "ok"}
        ready = await web.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ok"}, "and nothing that strangers need not know"


async def test_somebody_signs_in_and_is_taken_to_their_own_pages(live: Live) -> None:
    web = await live.browser("ines")
    assert (await web.get("/account")).status_code == 200
    assert "Ines Varga" in (await web.get("/account")).text
    await web.aclose()
