"""A Sharewell seen from outside: metrics, traces and logs, and nobody in them."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from prometheus_client.parser import text_string_to_metric_families

from adapters.logs import FIELDS
from adapters.tracing import LISTED
from cli.embedded import free_port
from tests.api.journey import CHECKS, NECESSARY, after, answered, is_at, opened
from tests.architecture.alert_files import expressions, selectors
from tests.collector import Collector, collecting
from tests.live import Live, running, until

TOKEN = "what-only-prometheus-knows"
CANARY = "Thistlewick"
"""A name that nobody else has, in everything that is typed here."""

OPENED = "POST /api/v1/requests"
CONFIRMED = "POST /api/v1/requests/{reference}/confirm"
REFERENCE = re.compile(r"SR-[0-9A-Z]{4}-[0-9A-Z]{4}")


@dataclass(frozen=True)
class Seen:
    """What was running, and what it sent; one request went from a click to its end."""

    live: Live
    collector: Collector
    reference: str

    async def scrape(self) -> str:
        """Everything that Prometheus is told, by every part."""
        settings = self.live.stack.settings
        async with httpx2.AsyncClient(timeout=15) as prometheus:
            token = {"Authorization": f"Bearer {TOKEN}"}
            answers = [
                await prometheus.get(f"{self.live.address}/metrics", headers=token),
                await prometheus.get(f"http://{settings.metrics_worker}/metrics"),
                await prometheus.get(f"http://{settings.metrics_temporal}/metrics"),
            ]
        assert {answer.status_code for answer in answers} == {200}
        return "".join(answer.text for answer in answers)

    def spans(self, name: str) -> list[Span]:
        return self.collector.named(name)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def seen(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Seen]:
    """A Sharewell of its own that is watched in every way there is."""
    with collecting() as collector, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAREWELL_METRICS_TOKEN", TOKEN)
        patch.setenv("SHAREWELL_METRICS_WORKER", f"127.0.0.1:{free_port()}")
        patch.setenv("SHAREWELL_METRICS_TEMPORAL", f"127.0.0.1:{free_port()}")
        patch.setenv("SHAREWELL_TRACES_URL", collector.url)
        patch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
        async with running(tmp_path_factory.mktemp("seen")) as live:
            yield Seen(live, collector, await share(live))


async def share(live: Live) -> str:
    """From the first click to the release, as a program makes them."""
    async with live.api("pat") as pat:
        reference = await opened(pat, purpose=f"To help {CANARY}.")
        await answered(pat, reference, {**NECESSARY, "Q4": "yes", **CHECKS})
        await after(pat, await pat.post(f"/requests/{reference}/confirm"))
        await until(lambda: is_at(pat, reference, "following_up"))
        await pat.get(f"/requests/{CANARY}")
    return reference


async def test_every_metric_that_is_asked_for_is_there(seen: Seen) -> None:
    scraped = await seen.scrape()
    there = {
        sample.name
        for family in text_string_to_metric_families(scraped)
        for sample in family.samples
    } | set(re.findall(r"^# TYPE (\w+)", scraped, flags=re.MULTILINE))
    asked = {each.name for text in expressions() for each in selectors(text)}
    assert asked - there == {"up"}, "what Prometheus itself says"
    events = re.findall(r'event="(\w+)"', " ".join(expressions()))
    assert all(f'event="{event}"' in scraped for event in events)


async def test_the_metrics_say_how_it_runs_and_name_nobody(seen: Seen) -> None:
    scraped = await seen.scrape()
    assert 'sharewell_case_stage{stage="following_up"} 1.0' in scraped
    assert 'sharewell_releases{state="available"} 1.0' in scraped
    done = 'sharewell_step_duration_seconds_count{result="done",step="activate"} 1.0'
    assert done in scraped
    assert f'route="{OPENED.partition(" ")[2]}"' in scraped
    assert CANARY not in scraped
    assert not REFERENCE.search(scraped)
    assert "larkhill" not in scraped


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}"])
async def test_without_the_token_there_are_no_metrics(seen: Seen, token: str) -> None:
    headers = {"Authorization": token} if token else {}
    async with httpx2.AsyncClient(base_url=seen.live.address) as web:
        answer = await web.get("/metrics", headers=headers)
    assert answer.status_code == 404
    assert "sharewell_" not in answer.text


async def test_a_click_can_be_followed_to_the_release(seen: Seen) -> None:
    async def arrived() -> bool:
        return bool(seen.spans("RunActivity:announce") and seen.spans(CONFIRMED))

    await until(arrived)
    (click,) = seen.spans(OPENED)
    started = seen.spans("SignalWithStartWorkflow:ShareRequestWorkflow")
    (released,) = seen.spans("RunActivity:activate")
    assert {each.trace_id for each in started} == {click.trace_id}
    assert released.trace_id == click.trace_id

    (confirmed,) = seen.spans(CONFIRMED)
    sent = {each.span_id: each for each in seen.spans("SignalWorkflow:confirm")}
    assert {each.trace_id for each in sent.values()} == {confirmed.trace_id}
    for handled in seen.spans("HandleSignal:confirm"):  # the relay may send it as well
        assert handled.trace_id == released.trace_id
        assert {link.span_id for link in handled.links} <= sent.keys()
        assert handled.links
    assert {part for part, _ in seen.collector.spans} == {
        "sharewell-web",
        "sharewell-worker",
    }


async def test_spans_carry_what_is_listed_and_no_word_of_anybody(seen: Seen) -> None:
    spans = [span for _, span in seen.collector.spans]
    assert {each.key for span in spans for each in span.attributes} <= LISTED
    assert all(not span.events and not span.status.message for span in spans)
    assert seen.reference.encode() in b"".join(seen.collector.bodies)
    assert CANARY.encode() not in b"".join(seen.collector.bodies)


async def test_every_line_of_the_log_has_listed_fields_only(seen: Seen) -> None:
    lines = [line for part in ("web", "worker") for line in log_of(seen.live, part)]
    assert lines
    assert all(set(json.loads(line)) <= FIELDS for line in lines)
    assert CANARY not in "".join(lines)


def log_of(live: Live, part: str) -> list[str]:
    return Path(live.folder / "logs" / f"{part}.log").read_text().splitlines()
