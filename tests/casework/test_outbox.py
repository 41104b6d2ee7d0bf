"""The outbox: what is due leaves once, and what is refused is seen by operations."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from pathlib import Path

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP, Envelope, Session

from activities.record import RecordingActivities
from activities.workplace import Workplace
from adapters.clock import now
from adapters.mail import Postman
from adapters.rulebook import Rulebook
from adapters.settings import Settings
from casework.code_tries import CodeTries, Try, TryLimits
from casework.inbox import Inbox
from casework.notices import Notices
from casework.outbox import STEP, Outbox
from casework.release_watch import ReleaseWatch
from cli.embedded import free_port
from domain.acts import Act, apply
from domain.case import Case
from domain.cover import Cover, day_of
from domain.errors import CaseNotFound, NotAllowed
from domain.notices import Haste, How, Notice, Plan, Preference
from domain.people import Actor
from domain.timeline import entry_of
from storage.accounts import Account, Profile
from storage.database import Database, sqlite_url
from storage.notices import Writing
from storage.store import Storehouse
from tests import builders
from tests.adapters.test_settings import settings
from tests.builders import ADA, BEN, OLA, OTHER_ADA, PAT, TERMS, fresh
from tests.integration.rig import Mailbox
from tests.live import deliver_held
from tests.storage.shelf import Shelf, fresh_storehouse, new_release

ONE_A_DAY = Preference(How.DIGEST)
OTHER_OLA = Actor("other-ola", OLA.roles, OTHER_ADA.organisation)


class Post(Mailbox):
    """A mail server that answers what a test wants."""

    says = "250 kept"
    to_address = "250 known"

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, to: str, _: object
    ) -> str:
        envelope.rcpt_tos.append(to)
        return self.to_address

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        kept = await super().handle_DATA(server, session, envelope)
        if not self.says.startswith("250"):
            self.received.pop()
            return self.says
        return kept


@dataclass(frozen=True)
class Office:
    """People, a case in doubt, an outbox and the mail server behind it."""

    storehouse: Storehouse
    settings: Settings
    post: Post
    case: Case

    @property
    def reference(self) -> str:
        return self.case.reference

    def outbox(self) -> Outbox:
        return Outbox(self.storehouse, Postman(self.settings), self.settings)

    def owe(self, to: str, haste: Haste = Haste.NOW, **more: Notice) -> None:
        notice = more.get("notice", Notice.NEWS)
        name = f"{self.reference}:{notice.value}:{fresh('act')}:{to}"
        path = f"/requests/{self.reference}"
        writing = Writing(notice, to, self.reference, name, path, haste)
        with self.storehouse.writing() as store:
            store.notices.owe(writing, now())

    def record(self, act: Act) -> None:
        """Put an act on record as the workflow does."""
        workplace = Workplace(
            self.settings, self.storehouse, Postman(self.settings), Rulebook()
        )
        after, outcome = apply(self.case, act, TERMS)
        with self.storehouse.writing() as store:
            store.acts.store(self.reference, act, {"reason": "Because of the Wexleys."})
        for _ in range(2):  # a step may run again
            RecordingActivities(workplace).record(
                after, entry_of(act, outcome), outcome
            )

    async def morning(self) -> list[Message]:
        """What has come once everybody is at work."""
        await self.outbox().round()
        deliver_held(self.storehouse)
        await self.outbox().round()
        return self.post.received

    def troubles(self) -> list[tuple[str, str, int]]:
        with self.storehouse.reading() as store:
            found = store.troubles.of(self.reference)
            return [(each.step, each.kind, each.attempts) for each in found]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database that is up to date: migrating takes a while."""
    file = tmp_path_factory.mktemp("outbox") / "sharewell.db"
    database = Database(sqlite_url(file))
    database.migrate()
    database.close()
    return file


@pytest_asyncio.fixture
async def office(tmp_path: Path, migrated: Path) -> AsyncIterator[Office]:
    file = Path(shutil.copy(migrated, tmp_path))
    storehouse = fresh_storehouse(sqlite_url(file))
    with storehouse.writing() as store:
        for who in (PAT, ADA, BEN):
            profile = Profile(f"{who.id} Wexley", f"{who.id}@northgate.example")
            store.accounts.add(Account(who, profile, "hash"), now())
    post, port = Post(), free_port()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(post, hostname="test"), "127.0.0.1", port
    )
    ours = settings(smtp_port=port, smtp_starttls=False)
    yield Office(storehouse, ours, post, Shelf(storehouse).in_doubt())
    server.close()
    storehouse.database.close()


def ids(letters: list[Message]) -> list[str]:
    return [str(letter["Message-ID"]) for letter in letters]


def text_of(letter: Message) -> str:
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode()


async def test_what_happened_is_told_once_however_often_it_is_recorded(
    office: Office,
) -> None:
    office.record(builders.a_question())
    (letter,) = await office.morning()
    assert letter["To"] == "pat@northgate.example"
    assert (
        letter["Subject"] == f"A question waits for you - reference {office.reference}"
    )
    assert f"/requests/{office.reference}" in text_of(letter)
    assert "Wexley" not in letter.as_string().replace(str(letter["To"]), "")


async def test_a_refused_act_tells_nobody(office: Office) -> None:
    office.record(builders.a_reply())
    assert await office.morning() == []


async def test_an_emergency_leaves_at_once_and_the_rest_is_one_digest(
    office: Office,
) -> None:
    notices = Notices(office.storehouse)
    notices.prefer(PAT, ONE_A_DAY)
    office.owe("pat", Haste.NOW)
    for notice in (Notice.NEWS, Notice.NEWS, Notice.QUESTION):
        office.owe("pat", Haste.USUAL, notice=notice)
    await office.outbox().round()
    assert len(office.post.received) == 1
    _, digest = await office.morning()
    assert digest["Subject"] == "What waits for you in Sharewell"
    text = text_of(digest)
    assert text.count("There is news about a request") == 1
    assert "A question waits for you" in text
    assert f"{office.reference}: http" in text
    assert len(await office.morning()) == 2


async def test_only_what_is_urgent_leaves_by_itself(office: Office) -> None:
    Notices(office.storehouse).prefer(PAT, Preference(How.URGENT_AT_ONCE))
    office.owe("pat", Haste.TODAY)
    office.owe("pat", Haste.USUAL)
    subjects = {str(letter["Subject"]) for letter in await office.morning()}
    assert len(subjects) == 2
    assert "What waits for you in Sharewell" in subjects


async def test_another_choice_holds_for_what_waits_already(office: Office) -> None:
    notices = Notices(office.storehouse)
    notices.prefer(PAT, ONE_A_DAY)
    office.owe("pat", Haste.USUAL)
    await office.outbox().round()
    notices.prefer(PAT, Preference())
    (letter,) = await office.morning()
    assert "There is news" in letter["Subject"]


async def test_a_digest_with_nothing_left_in_it_is_not_sent(office: Office) -> None:
    Notices(office.storehouse).prefer(ADA, ONE_A_DAY)
    office.owe("ada", Haste.USUAL, notice=Notice.CALL)  # leads to no task that waits
    assert await office.morning() == []
    with office.storehouse.reading() as store:
        assert store.notices.unplanned() == store.notices.due(now()) == []


async def test_whoever_left_meanwhile_is_written_nothing(office: Office) -> None:
    Notices(office.storehouse).prefer(BEN, ONE_A_DAY)
    office.owe("pat")
    office.owe("ben", Haste.USUAL)
    await office.outbox().round()
    with office.storehouse.writing() as store:
        store.accounts.disable("ben", now())
    (letter,) = await office.morning()
    assert letter["To"] == "pat@northgate.example"


async def test_a_worker_that_died_after_sending_sends_the_same_message_again(
    office: Office,
) -> None:
    office.owe("pat")
    office.post.dropping = 1
    await office.outbox().round()
    deliver_refused(office)
    await office.outbox().round()
    first, second = ids(office.post.received)
    assert first == second
    assert first.endswith("@sharewell.invalid>")


async def test_two_workers_send_each_letter_and_each_digest_once(
    office: Office,
) -> None:
    Notices(office.storehouse).prefer(ADA, ONE_A_DAY)
    for user in ("pat", "ben", "ada"):
        office.owe(user, Haste.USUAL)
    await office.outbox().round()
    deliver_held(office.storehouse)
    await asyncio.gather(*(office.outbox().round() for _ in range(4)))
    letters = office.post.received
    assert sorted(letter["To"] for letter in letters) == [
        "ada@northgate.example", "ben@northgate.example", "pat@northgate.example"
    ]  # fmt: skip


async def test_a_server_that_asks_to_come_back_is_asked_again_by_itself(
    office: Office,
) -> None:
    Notices(office.storehouse).prefer(BEN, ONE_A_DAY)
    office.post.says = "451 come back later"
    office.owe("pat")
    office.owe("ben", Haste.USUAL)
    await office.outbox().round()
    assert office.troubles() == [(STEP, "SMTPDataError", 1)]
    await office.outbox().round()
    assert office.troubles() == [(STEP, "SMTPDataError", 1)], "it is given a pause"
    office.post.says = "250 kept"
    deliver_refused(office)
    await office.outbox().round()
    assert len(office.post.received) == 1
    assert office.troubles() == []


@pytest.mark.parametrize(
    ("preference", "where", "kind"),
    [
        (Preference(), "says", "Refused550"),
        (ONE_A_DAY, "to_address", "Refused550"),
    ],
)
async def test_a_server_that_says_never_is_seen_until_an_operator_tries_again(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    preference: Preference,
    where: str,
    kind: str,
) -> None:
    notices = Notices(office.storehouse)
    notices.prefer(PAT, preference)
    monkeypatch.setattr(office.post, where, "550 no such person here")
    office.owe("pat", Haste.USUAL)
    await office.morning()
    deliver_refused(office)
    await office.morning()
    assert office.troubles() == [(STEP, kind, 1)]
    monkeypatch.undo()
    with pytest.raises(NotAllowed):
        notices.try_again(ADA, office.reference)
    with pytest.raises(CaseNotFound):
        notices.try_again(OTHER_OLA, office.reference)
    notices.try_again(OLA, office.reference)
    assert len(await office.morning()) == 1
    assert office.troubles() == []


async def test_trouble_lasts_while_anything_about_the_case_is_refused(
    office: Office,
) -> None:
    office.post.says = "550 no such person here"
    office.owe("pat")
    await office.outbox().round()
    office.post.says = "250 kept"
    office.owe("ben")
    await office.outbox().round()
    assert office.troubles() == [(STEP, "Refused550", 1)]


async def test_who_was_stood_in_for_hears_that_their_task_is_with_a_colleague(
    office: Office,
) -> None:
    inbox, today = Inbox(office.storehouse), day_of(now())
    with office.storehouse.writing() as store:
        task = store.tasks.live(office.reference)
        assert task is not None
        cover = Cover(fresh("cover"), "ada", "ben", today, today)
        store.covers.add(builders.HERE, cover, now())
    inbox.claim(ADA, task.id)
    inbox.claim(BEN, task.id)
    (letter,) = await office.morning()
    assert letter["To"] == "ada@northgate.example"
    assert "A colleague took over your task" in letter["Subject"]


async def test_the_sender_hears_that_their_release_is_locked(office: Office) -> None:
    with office.storehouse.writing() as store:
        content = builders.content()
        store.releases.make(office.reference, builders.HERE, content, new_release())
        parcel = store.releases.of(office.reference)
        assert parcel is not None
        tries = CodeTries(TryLimits(in_all=3))
        for number in range(3):
            wrong = Try(parcel.locator, f"network-{number}", now())
            tries.count(store, parcel, wrong)
    for _ in range(2):  # a lock is told once
        ReleaseWatch(office.storehouse).round()
    (letter,) = await office.morning()
    assert letter["To"] == "pat@northgate.example"
    assert "Your secure link is locked" in letter["Subject"]


def deliver_refused(office: Office) -> None:
    """The pause after a refusal is over."""
    with office.storehouse.writing() as store:
        for notice in store.notices.due(now() + timedelta(hours=2)):
            if notice.failures:  # what waits for working hours goes on waiting
                store.notices.plan(notice, Plan(now()), now())
