"""One running case in every detail that operations may see, also without Temporal."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote

from temporalio.client import Client

from adapters.clock import now
from adapters.run_history import Run, TemporalAway, read_run
from adapters.settings import Settings
from casework.running import Running, RunningCase
from casework.stuck import StuckList
from domain.case import Case
from domain.people import Actor
from domain.release import ReleaseState
from domain.stuck import StuckCase
from domain.terms import Terms
from domain.waiting import adviser_clock, silence
from storage.cases import ASLEEP, readable_case, terms_of, workflow_id
from storage.store import Storehouse
from storage.tables import TermsRow


class Wakes(StrEnum):
    """For what a case wakes up by itself."""

    RELEASE_ENDS = "release_ends"
    REMINDS = "reminds"
    LAPSES = "lapses"


@dataclass(frozen=True)
class Waking:
    """When a case wakes up by itself, and for what, as the record has it."""

    at: datetime
    why: Wakes


class Told(StrEnum):
    """What Temporal says of a case."""

    RUN = "run"
    UNKNOWN = "unknown"
    ASLEEP = "asleep"
    AWAY = "away"


@dataclass(frozen=True)
class CaseLook:
    """A case with what Temporal knows of it.

    `run` is None where Temporal is away or does not know it, as `told` says.
    """

    case: RunningCase
    stuck: tuple[StuckCase, ...]
    workflow_id: str
    told: Told
    run: Run | None
    waking: Waking | None
    temporal_page: str
    as_of: datetime


@dataclass(frozen=True)
class _OnRecord:
    case: RunningCase
    stuck: tuple[StuckCase, ...]
    workflow_id: str
    is_asleep: bool
    waking: Waking | None


class CaseLooks:
    def __init__(
        self,
        storehouse: Storehouse,
        running: Running,
        stuck: StuckList,
        client: Client,
        settings: Settings,
    ) -> None:
        self._storehouse = storehouse
        self._running = running
        self._stuck = stuck
        self._client = client
        self._settings = settings

    async def look(self, actor: Actor, reference: str) -> CaseLook:
        """One case of the actor's organisation.

        Raises:
            NotAllowed: the actor is not in operations.
            CaseNotFound: there is none in their organisation.
        """
        kept = await asyncio.to_thread(self._on_record, actor, reference)
        told, run = await self._asked(kept)
        return CaseLook(
            case=kept.case,
            stuck=kept.stuck,
            workflow_id=kept.workflow_id,
            told=told,
            run=run,
            waking=kept.waking,
            temporal_page=self._page(kept.workflow_id),
            as_of=now(),
        )

    async def _asked(self, kept: _OnRecord) -> tuple[Told, Run | None]:
        if kept.is_asleep:
            return Told.ASLEEP, None
        try:
            run = await read_run(self._client, kept.workflow_id)
        except TemporalAway:
            return Told.AWAY, None
        return Told.RUN if run else Told.UNKNOWN, run

    def _on_record(self, actor: Actor, reference: str) -> _OnRecord:
        case = self._running.case(actor, reference)
        stuck = self._stuck.of(actor, reference)
        with self._storehouse.reading() as store:
            terms_row = store.session.get(TermsRow, reference)
            stored = readable_case(store.session, reference)
            since = store.timeline.newest_at(reference) or case.line.since
            waking = None
            if stored is not None and stored.is_open:
                waking = next_waking(stored, terms_of(store.session, reference), since)
            return _OnRecord(
                case,
                stuck,
                workflow_id(store.session, reference) if terms_row else reference,
                terms_row is not None and terms_row.epoch == ASLEEP,
                waking,
            )

    def _page(self, workflow: str) -> str:
        """Where Temporal's own pages show it; empty where there are none."""
        pages = self._settings.temporal_pages.rstrip("/")
        if not pages:
            return ""
        namespace = quote(self._settings.temporal_namespace, safe="")
        return f"{pages}/namespaces/{namespace}/workflows/{quote(workflow, safe='')}"


def next_waking(case: Case, terms: Terms, since: datetime) -> Waking:
    """When it wakes up by itself if nobody acts, having waited since then."""
    at = since + silence(case, terms, since)
    return Waking(at, _why(case, terms, at))


def _why(case: Case, terms: Terms, at: datetime) -> Wakes:
    if any(at >= end for end in _release_ends(case)):
        return Wakes.RELEASE_ENDS
    if adviser_clock(case, terms) is None and case.is_abandoned(terms):
        return Wakes.LAPSES
    return Wakes.REMINDS


def _release_ends(case: Case) -> Iterator[datetime]:
    release = case.release
    if release is not None and release.state is ReleaseState.AVAILABLE:
        yield release.expires_at
