"""On a real server: cases that an older version began go on under this one."""

import ast
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from activities.replaying import replayed
from casework import versions
from casework.versions import Incompatible, check_cases
from domain.stages import Stage
from storage.acts import KINDS
from storage.database import sqlite_url
from storage.store import Storehouse
from tests.architecture.sources import called, calls, files
from tests.builders import SURE, a_confirmation, a_receipt, an_answer, an_opening, terms
from tests.live import until
from tests.replay.older import ForeignShareRequest, OlderShareRequest
from tests.replay.plays import nobody_told
from tests.storage.shelf import Shelf, fresh_storehouse
from tests.workflow.recording import Notebook
from tests.workflow.stage import Played, Server, a_name
from workflows import patches


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server() -> AsyncIterator[Server]:
    server = await Server.start()
    yield server
    await server.stop()


@pytest.fixture
def storehouse(tmp_path: Path) -> Storehouse:
    return fresh_storehouse(sqlite_url(tmp_path / "sharewell.db"))


async def all_replayed(server: Server, queue: str, cases: int) -> dict[str, str]:
    """The fault of each case; Temporal's lists are a moment behind."""
    went: dict[str, str] = {}

    async def all_are_there() -> bool:
        found = [each async for each in replayed(server.client, queue)]
        went.update({each.workflow: each.fault for each in found})
        return len(went) == cases

    await until(all_are_there)
    return went


def a_case(server: Server) -> Played:
    name = a_name("upgrade")
    return Played(server, Notebook(), terms(reference=name), name)


def test_every_patch_is_one_that_a_worker_is_known_to_have() -> None:
    """Else an older worker would take up a case that it cannot go on with."""
    given = [
        name
        for file in files("workflows")
        for call in calls(file)
        if called(call) == "patched"
        for name in call.args
    ]
    assert len(given) >= len(patches.EVERY)
    for name in given:
        assert isinstance(name, ast.Name)
        assert getattr(patches, name.id) in patches.EVERY


async def test_cases_of_the_older_version_go_on_and_are_shared_once(
    server: Server,
) -> None:
    begun, sent = a_case(server), a_case(server)
    sent.queue = begun.queue
    sent.notebook = begun.notebook
    async with server.worker(begun.queue, begun.notebook, OlderShareRequest):
        await begun.does(an_opening(), an_answer(SURE))
        await sent.does(an_opening(), an_answer(SURE), a_confirmation())
        await begun.notebook.until("announce")
    async with server.worker(begun.queue, begun.notebook):
        went = await all_replayed(server, begun.queue, 2)
        assert went == {begun.terms.reference: "", sent.terms.reference: ""}
        await begun.does(a_confirmation())
        await begun.notebook.until("announce", times=2)
        for case in (begun, sent):
            await case.does(*nobody_told(), a_receipt())
            assert (await case.ends()).stage is Stage.CLOSED
    assert begun.log.count("release") == 1  # as it went then
    assert begun.log.count("activate") == 1  # as it goes now


async def test_a_version_that_would_stop_cases_is_told_which(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(server)
    async with server.worker(case.queue, case.notebook):
        await case.does(an_opening(), an_answer(SURE))
    monkeypatch.setattr(
        "activities.replaying.ShareRequestWorkflow", ForeignShareRequest
    )
    went = await all_replayed(server, case.queue, 1)
    assert went[case.terms.reference]


async def test_a_worker_that_lacks_a_step_of_running_cases_does_not_start(
    server: Server, storehouse: Storehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(server)
    async with server.worker(case.queue, case.notebook):
        await case.does(an_opening(), an_answer(SURE), a_confirmation())
        await case.notebook.until("announce")
    versions.note_skills(storehouse)
    await check_cases(storehouse, server.client, case.queue)
    older = tuple(each for each in patches.EVERY if each != patches.IN_STEPS)
    monkeypatch.setattr(patches, "EVERY", older)
    with pytest.raises(Incompatible, match="release in steps"):
        await check_cases(storehouse, server.client, case.queue)
    # where no case runs that has it, an older worker may start
    await check_cases(storehouse, server.client, a_name("empty"))


async def test_a_worker_that_does_not_know_an_act_of_an_open_case_does_not_start(
    server: Server, storehouse: Storehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    Shelf(storehouse).in_doubt()
    await check_cases(storehouse, server.client, a_name("empty"))
    known = {kind: act for kind, act in KINDS.items() if kind != "GiveAnswers"}
    monkeypatch.setattr(versions, "KINDS", known)
    with pytest.raises(Incompatible, match="GiveAnswers"):
        await check_cases(storehouse, server.client, a_name("empty"))
