"""A case full of marked words, from first answer to sealed record: the words are read
by people and by nobody else."""

import base64
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import quote

import pytest
import pytest_asyncio
from google.protobuf.message import Message as Proto
from sqlmodel import col, select
from temporalio.api.common.v1 import Payload
from temporalio.client import Client

from adapters.clock import now
from casework.accounts import NewAccount
from casework.filing import Make
from domain import acts
from domain.acts import Choice
from domain.answering import Given
from domain.content import (
    Barred,
    Content,
    Individual,
    Item,
    Kind,
    Recipient,
    Verified,
)
from domain.informing import Method, Told
from domain.people import Actor, Role, the_recipient
from domain.rules import AnswerValue
from storage.cases import stored_case
from storage.directory import Contact
from storage.mail_tables import MailRow
from tests.integration import canary_walk as walk
from tests.integration.canaries import (
    LOUD,
    MARK,
    SETTING,
    an_address,
    disguises,
    found_in,
    marked,
)
from tests.live import Live, deliver_held, running, submit, until

UNSURE = {"U0": "no", "H0": "no", "Q1": "yes", "Q2": "no", "Q3": "yes", "Q4": "unsure"}
SETTLED = dict.fromkeys(("Q4", "K1", "K2", "K3", "K4"), "yes")


CONTENT = Content(
    purpose=marked("purpose"),
    individuals=(
        Individual(
            "p1", marked("name"), marked("born"), marked("relation"), True,
            an_address("safe"), marked("alias"),
        ),
        Individual("p2", marked("name"), marked("born"), marked("relation")),
    ),
    recipient=Recipient(
        marked("theirs"), marked("role"), marked("organisation"),
        an_address("recipient"), marked("telephone"), "", marked("verified"),
        Verified.RANG, marked("checked"), marked("checker"),
    ),
    items=(
        Item("i1", marked("text"), Kind.FACT, marked("source"), marked("date"), True),
        Item("i2", marked("text"), Kind.OPINION, marked("source"), marked("date")),
    ),
    never=(Barred("b1", marked("barred"), an_address("barred")),),
)  # fmt: skip


@dataclass(frozen=True)
class Played:
    """A finished case, and the secrets that were handed out while it ran."""

    live: Live
    reference: str
    secrets: tuple[str, ...]
    code: str
    """What one individual was written; they need to know something more."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def live(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Live]:
    """A Sharewell of its own that logs all it can, and keeps temporary files here."""
    folder, loud = (tmp_path_factory.mktemp(each) for each in ("canaries", "loud"))
    (loud / "sitecustomize.py").write_text(LOUD)
    (folder / "tmp").mkdir()
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("PYTHONPATH", str(loud))
        changed.setenv("PYTHONASYNCIODEBUG", "1")
        changed.setenv("TMPDIR", str(folder / "tmp"))
        async with running(folder) as sharewell:
            yield sharewell


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def played(live: Live) -> Played:
    practitioner = live.house.accounts.add(
        NewAccount(
            an_address("practitioner"), marked("name"), (Role.PRACTITIONER,),
            "larkhill", marked("telephone"),
        ),
        marked("password"),
    )  # fmt: skip
    marks = [marked(what) for what in ("name", "role", "organisation", "telephone")]
    name, role, where, telephone = marks
    contact = Contact(
        "d-marked", name, role, where, an_address("contact"), telephone,
        marked("verified"),
    )  # fmt: skip
    with live.house.storehouse.writing() as store:
        store.directory.add("larkhill", contact, now())
    token = live.token("pat")
    cookies = await signed_in_and_mistyped(live)
    opened = await live.house.desk.open(practitioner, CONTENT, once=marked("once"))
    await until(lambda: is_begun(live, opened.reference))
    await play(live, practitioner, opened.reference)
    with live.house.storehouse.reading() as store:
        parcel = store.releases.of(opened.reference)
        assert parcel is not None
        phrase = store.releases.phrase(parcel)
    words, code = await everybody_else_types(live)
    return Played(live, opened.reference, (token, *cookies, phrase, words, code), code)


async def everybody_else_types(live: Live) -> tuple[str, str]:
    """Into every field of theirs; the words and the code that were handed out."""
    await walk.the_practitioner_types(live)
    words = await walk.the_recipient_types(live, await walk.a_release(live))
    code = await walk.the_individual_types(live)
    await walk.the_administrator_types(live)
    return words, code


async def is_begun(live: Live, reference: str) -> bool:
    """Whether the opening is on record, however busy the machine is."""
    with live.house.storehouse.reading() as store:
        return stored_case(store.session, reference) is not None


async def signed_in_and_mistyped(live: Live) -> list[str]:
    """Wrong addresses and passwords are typed as well."""
    async with aclosing(await live.browser("pat")) as web:
        cookies = [
            value for name, value in web.cookies.items() if name != "sharewell-form"
        ]
        await submit(
            web,
            "/account/sign-in",
            {"email": an_address("nobody"), "password": marked("password")},
        )
        await web.get(f"/requests/{MARK}")
    return cookies


async def play(live: Live, pat: Actor, reference: str) -> None:
    ada = actor_of(live, "ada")
    rae = the_recipient("larkhill")

    desk, words = live.house.desk, {"reason": marked("words"), "Q4": marked("note")}
    said = tuple(Given(n, AnswerValue(v)) for n, v in UNSURE.items())
    settled = tuple(Given(n, AnswerValue(v)) for n, v in SETTLED.items())
    sharing: list[tuple[Actor, Make]] = [
        (pat, lambda id, at, case: acts.GiveAnswers(id, pat, at, said, True)),
        (ada, lambda id, at, case: acts.Ask(id, ada, at)),
        (pat, lambda id, at, case: acts.Reply(id, pat, at)),
        (ada, lambda id, at, case: acts.Decide(
            id, ada, at, Choice.APPROVE, case.content.digest, settled)),
    ]  # fmt: skip
    following_up: list[tuple[Actor, Make]] = [
        (pat, lambda id, at, case: acts.Inform(
            id, pat, at, "p1", Told.YES, Method.EMAIL)),
        (pat, lambda id, at, case: acts.Inform(id, pat, at, "p2", Told.NO)),
        (rae, lambda id, at, case: acts.Acknowledge(id, rae, at)),
    ]  # fmt: skip
    for who, make in sharing:
        await desk.do(who, reference, make, words=words)
    await until(lambda: is_released(live, reference))
    for who, make in following_up:
        await desk.do(who, reference, make, words=words)
    await until(lambda: is_sealed(live, reference))


def actor_of(live: Live, user: str) -> Actor:
    with live.house.storehouse.reading() as store:
        account = store.accounts.by_email(live.logins[user].email)
    assert account is not None
    return account.actor


async def is_released(live: Live, reference: str) -> bool:
    with live.house.storehouse.reading() as store:
        return store.cases(actor_of(live, "ada")).get(reference).release is not None


async def is_sealed(live: Live, reference: str) -> bool:
    with live.house.storehouse.reading() as store:
        return store.records.get(reference) is not None


def test_a_disguised_word_is_recognised() -> None:
    for hidden in (
        marked("x").encode("utf-16"),
        base64.b64encode(f"a{MARK}".encode()),
        base64.b64encode(f"ab{MARK}c".encode()),
        base64.b64encode(f"abc{MARK}".encode()),
        MARK.encode().hex().encode(),
        quote(an_address("x")).encode(),
        "".join(f"%{each:02X}" for each in MARK.encode()).encode(),
    ):
        assert any(disguise in hidden for disguise in disguises(MARK))


def test_a_word_that_got_into_a_log_is_found(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    line = f'{{"event": "wrong", "address": "{quote(an_address("x"))}"}}'
    (tmp_path / "logs" / "web.log").write_text(f"nothing\n{line}\n")
    assert {file for file, _ in found_in(tmp_path, [MARK])} == {"logs/web.log"}


async def test_the_words_are_in_the_sealed_record_for_those_who_may_read_it(
    played: Played,
) -> None:
    with played.live.house.storehouse.reading() as store:
        record = store.records.get(played.reference)
    assert record is not None
    for what in ("purpose", "name", "text", "source", "words", "verified"):
        assert marked(what) in record.body


async def test_ss_39_no_file_holds_a_word_that_somebody_typed_or_a_secret(
    played: Played,
) -> None:
    folder = played.live.folder
    names = {file.name for file in folder.rglob("*") if file.is_file()}
    assert {"sharewell.db", "sharewell.db-wal", "temporal.db", "web.log"} <= names
    assert any(played.reference.encode() in raw for raw in bytes_of(folder))
    assert found_in(folder, (MARK, *played.secrets)) == []


async def test_ss_39_every_part_said_all_that_it_can(played: Played) -> None:
    talkative = {"web": "uvicorn.error", "worker": "temporalio.worker._activity"}
    for part, logger in talkative.items():
        said = (played.live.folder / "logs" / f"{part}.log").read_text()
        assert f'"logger": "{logger}"' in said, "debug logging was on"


async def test_what_is_settled_for_everybody_is_in_the_database_alone(
    played: Played,
) -> None:
    found = {file for file, _ in found_in(played.live.folder, [SETTING])}
    assert found
    assert {file.partition("-")[0] for file in found} == {"sharewell.db"}


def bytes_of(folder: Path) -> Iterator[bytes]:
    return (file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_mail_names_nobody_and_nothing_but_its_one_address(
    played: Played,
) -> None:
    await until(lambda: has_told_everybody(played))
    letters = [m for m in played.live.mail() if MARK in str(m["To"])]
    kinds = {str(letter["To"]).partition("-")[0] for letter in letters}
    assert kinds == {"recipient", "safe", "practitioner", "door"}
    for letter in played.live.mail():
        del letter["To"]
        assert MARK not in letter.as_string()
        assert MARK not in text_of(letter)
        secrets = [each for each in played.secrets if each in text_of(letter)]
        assert secrets in ([], [played.code]), "a code opens nothing by itself"


async def has_told_everybody(played: Played) -> bool:
    """Whether nothing that is owed about the case waits any more."""
    deliver_held(played.live.house.storehouse)
    owed = select(MailRow).where(
        MailRow.reference == played.reference, col(MailRow.sent_at).is_(None)
    )
    with played.live.house.storehouse.reading() as store:
        return store.session.exec(owed).first() is None


def text_of(letter: Message) -> str:
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode()


async def test_temporal_holds_nothing_of_the_case_that_it_could_read(
    played: Played,
) -> None:
    stranger = await Client.connect(played.live.stack.settings.temporal_address)
    history = await stranger.get_workflow_handle(played.reference).fetch_history()
    found = [payload for event in history.events for payload in payloads(event)]
    clear = [p.data for p in found if p.metadata["encoding"] != b"binary/encrypted"]
    written = the_workflow()
    for data in clear:  # the SDK says in the open which ways of ours a case goes
        said = json.loads(data)
        names = [said["id"]] if isinstance(said, dict) else said
        assert all(f'"{name}"' in written for name in names), data
    sealed = [p for p in found if p.metadata["encoding"] == b"binary/encrypted"]
    assert len(sealed) > 20
    assert {payload.metadata["workflow"] for payload in sealed} == {
        played.reference.encode()
    }
    assert MARK not in history.to_json()


def the_workflow() -> str:
    """How it is written: the ways that it may go are named there."""
    return "".join(file.read_text() for file in Path("workflows").glob("*.py"))


def payloads(message: Proto) -> Iterator[Payload]:
    """Every payload anywhere in a message."""
    if isinstance(message, Payload):
        yield message
        return
    for _, value in message.ListFields():
        parts = [value] if isinstance(value, Proto) else value
        if isinstance(parts, Mapping):
            parts = parts.values()
        for part in parts if isinstance(parts, Iterable) else ():
            if isinstance(part, Proto):
                yield from payloads(part)
