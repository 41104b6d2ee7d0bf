"""The codec server: advisers who may read a case, one origin, one way, on record."""

from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio
from temporalio.api.common.v1 import Payload
from temporalio.converter import WorkflowSerializationContext

from adapters.clock import now
from adapters.codec import Codec
from adapters.key_settings import read_keys
from adapters.settings import Settings
from api.codec_server import create_codec_server
from casework.house import open_storehouse
from casework.tokens import Wanted, new_token
from cli import stack
from domain.audit import Wanted as AnyLine
from domain.identity import Scope
from domain.people import Actor, Role
from domain.reads import ReadKind
from storage.accounts import Account, Organisation, Profile
from storage.conflicts import Declared
from storage.store import Storehouse
from tests import builders
from tests.builders import ADA, ELSEWHERE, HERE, PAT
from tests.cli.commands import settings, sharewell
from tests.storage.shelf import Shelf

UI = "https://temporal.example"
EVERYBODY = {
    "pat": PAT,
    "ada": ADA,
    "ola": Actor("ola", (Role.OPERATIONS,), HERE),
    "ida": Actor("ida", (Role.AUDITOR,), HERE),
    "sam": Actor("sam", (Role.ADMINISTRATOR,), HERE),
    "far": Actor("far", (Role.ADVISER,), ELSEWHERE),
}
CLEAR = Payload(metadata={"encoding": b"json/plain"}, data=b'"will_inform"')


@dataclass(frozen=True)
class Office:
    """The codec server, a case of somebody, and a token of each person."""

    server: httpx2.AsyncClient
    storehouse: Storehouse
    settings: Settings
    reference: str
    tokens: dict[str, str]

    async def sealed(self, workflow: str) -> list[Payload]:
        keys = read_keys(self.settings.codec_keys)
        where = WorkflowSerializationContext(namespace="", workflow_id=workflow)
        codec = Codec(keys, self.settings.codec_active).with_context(where)
        return await codec.encode([CLEAR])

    async def ask(
        self, who: str, payloads: Sequence[Payload], **headers: str
    ) -> httpx2.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.server.post(
            "/decode",
            json={"payloads": [written(each) for each in payloads]},
            headers={"Authorization": f"Bearer {self.tokens[who]}", **named},
        )

    def refused(self, place: str) -> set[tuple[str, str, str]]:
        """Who was refused, really why, and of which case, as auditors see it."""
        with self.storehouse.reading() as store:
            found = store.refusals.page(place, AnyLine(), None, 9)
        return {(each.user, each.why.value, each.reference) for each in found}

    def reads(self) -> list[tuple[str, ReadKind]]:
        with self.storehouse.reading() as store:
            found = store.read_log.of_case(self.reference, None, 9)
        return [(each.user, each.kind) for each in found]


def written(payload: Payload) -> dict[str, object]:
    metadata = {k: b64encode(v).decode() for k, v in payload.metadata.items()}
    return {"metadata": metadata, "data": b64encode(payload.data).decode()}


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    chosen = stack.settings_from(settings(tmp_path, SHAREWELL_CODEC_ORIGIN=UI))
    stack.migrate(chosen)
    storehouse, tokens = open_storehouse(chosen), {}
    with storehouse.writing() as store:
        store.keys.people()
        for place in (HERE, ELSEWHERE):
            store.accounts.keep_organisation(
                Organisation(place, place.title(), "", "HMG-2018", "always")
            )
        for name, actor in EVERYBODY.items():
            profile = Profile(f"{name} Wexley", f"{name}@northgate.example")
            store.accounts.add(Account(actor, profile, "hash"), now())
            tokens[name] = new_token(store, actor.id, actor.id, Wanted(Scope.READ))
    reference = Shelf(storehouse).in_doubt().reference
    app = await create_codec_server(chosen)
    at = "http://codec.example"
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url=at
    ) as server:
        yield Office(server, storehouse, chosen, reference, tokens)
    app.state.house.storehouse.database.close()
    storehouse.database.close()


async def test_an_adviser_reads_what_temporal_keeps_of_a_case_and_that_is_on_record(
    office: Office,
) -> None:
    again = f"{office.reference}-e2"
    sealed = [*await office.sealed(office.reference), *await office.sealed(again)]
    answer = await office.ask("ada", [*sealed, CLEAR], X_Namespace="default")
    assert answer.status_code == 200
    got = [b64decode(each["data"]) for each in answer.json()["payloads"]]
    assert got == [CLEAR.data] * 3
    assert answer.headers["cache-control"] == "no-store"
    assert office.reads() == [(ADA.id, ReadKind.DECIPHERED)]


@pytest.mark.parametrize(
    ("who", "status"),
    [("pat", 403), ("ola", 403), ("ida", 403), ("sam", 403), ("far", 404)],
)
async def test_nobody_else_does_not_even_in_another_organisation(
    office: Office, who: str, status: int
) -> None:
    answer = await office.ask(who, await office.sealed(office.reference))
    assert answer.status_code == status
    assert "payloads" not in answer.text
    assert office.reads() == []


async def test_what_is_refused_is_in_the_audit_with_the_case_and_the_real_reason(
    office: Office,
) -> None:
    sealed = await office.sealed(office.reference)
    about = builders.content().individuals[0].name
    with office.storehouse.writing() as store:
        store.conflicts.declare(Declared("c1", ADA.id, about, now()), HERE)
    for who in ("ola", "ada", "far"):
        assert (await office.ask(who, sealed)).status_code in (403, 404)
    assert office.refused(HERE) == {
        ("ola", "not_your_role", ""), ("ada", "conflict", office.reference),
    }  # fmt: skip
    assert office.refused(ELSEWHERE) == {("far", "not_found", "")}


async def test_without_a_token_nothing_is_answered(office: Office) -> None:
    for given in ({}, {"Authorization": "Bearer shw_made-up"}):
        answer = await office.server.post(
            "/decode", json={"payloads": []}, headers=given
        )
        assert answer.status_code == 401


async def test_only_the_pages_of_temporal_are_let_read_an_answer(
    office: Office,
) -> None:
    sealed = await office.sealed(office.reference)
    there = await office.ask("ada", sealed, Origin=UI)
    assert there.headers["access-control-allow-origin"] == UI
    assert "access-control-allow-credentials" not in there.headers
    elsewhere = await office.ask("ada", sealed, Origin="https://evil.example")
    assert "access-control-allow-origin" not in elsewhere.headers
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    refused = await office.server.options("/decode", headers=asked)
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize("path", ["/encode", "/download", "/", "/decode/", "/healthz"])
async def test_it_deciphers_and_does_nothing_else(office: Office, path: str) -> None:
    signed = {"Authorization": f"Bearer {office.tokens['ada']}"}
    answer = await office.server.post(path, json={"payloads": []}, headers=signed)
    assert answer.status_code == 404
    got = await office.server.get("/decode", headers=signed)
    assert got.status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b'{"payloads": 1}', b'{"payloads": [{"data": "%%"}]}',
        b'{"payloads": [{"metadata": {"encoding": 7}}]}', b"\xff\xfe",
        b'{"payloads": [' + b",".join([b"{}"] * 1001) + b"]}",
    ],
)  # fmt: skip
async def test_what_is_no_list_of_payloads_is_refused(
    office: Office, body: bytes
) -> None:
    signed = {
        "Authorization": f"Bearer {office.tokens['ada']}",
        "Content-Type": "application/json",
    }
    answer = await office.server.post("/decode", content=body, headers=signed)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_what_was_altered_or_moved_does_not_open(office: Office) -> None:
    (sealed,) = await office.sealed(office.reference)
    for name, value in (
        ("data", sealed.data[:-1] + bytes([sealed.data[-1] ^ 1])),
        ("key", b"another"),
        ("key", b"\xff"),
        ("data", b""),
    ):
        spoilt = Payload()
        spoilt.CopyFrom(sealed)
        if name == "data":
            spoilt.data = value
        else:
            spoilt.metadata["key"] = value
        answer = await office.ask("ada", [spoilt])
        assert answer.status_code == 422
    (moved,) = await office.sealed(f"{office.reference}-e7")
    moved.metadata["workflow"] = office.reference.encode()
    assert (await office.ask("ada", [moved])).status_code == 422
    assert office.reads() == []


async def test_payloads_of_no_case_or_another_namespace_are_refused(
    office: Office,
) -> None:
    for workflow in ("", "SR-NONE-0000", "\x00"):
        answer = await office.ask("ada", await office.sealed(workflow))
        assert answer.status_code == 404
    elsewhere = await office.ask("ada", [], X_Namespace="another")
    assert elsewhere.status_code == 422


def test_it_is_off_until_somebody_says_whose_pages_it_is_for(tmp_path: Path) -> None:
    refused = sharewell("codec", env=settings(tmp_path))
    assert refused.returncode == 2
    assert "The codec server is off." in refused.stderr
