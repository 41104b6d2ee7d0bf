"""Writes to people. Each message has a name: it is sent at least once, and a second
copy is the same message."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import timedelta

from temporalio import activity

from activities import letters
from activities.calling import called
from activities.letters import Text
from activities.workplace import Workplace
from adapters.clock import now
from adapters.mail import Letter
from domain.case import Case
from domain.deadlines import Whom
from domain.release import ReleaseState
from domain.stages import WaitingOn
from domain.waiting import adviser_clock
from storage.accounts import Account
from storage.cases import read_content, stored_case, terms_of
from storage.mail import OwedMail
from storage.store import Store
from storage.tasks import Task, TaskKind
from workflows.ports import Notices

Owed = tuple[OwedMail, Text]

CLOCKS_APART = timedelta(minutes=1)
"""How far a worker's clock may be behind the one that let the timer go off."""


class NoticeActivities(Notices):
    def __init__(self, workplace: Workplace) -> None:
        self._work = workplace
        self._site = workplace.settings.public_url.rstrip("/")

    @activity.defn
    async def announce(self, case: Case) -> None:
        await self._send(await asyncio.to_thread(self._announcement, case, "release"))

    @activity.defn
    async def tell_individual(self, case: Case, individual: str) -> None:
        await self._send(await asyncio.to_thread(self._notice, case, individual))

    @activity.defn
    async def call_adviser(self, case: Case) -> None:
        await self._send(await asyncio.to_thread(self._calls, case))

    @activity.defn
    async def remind(self, case: Case) -> None:
        await self._send(await asyncio.to_thread(self._reminders, case))

    async def _send(self, owed: list[Owed]) -> None:
        for mail, text in owed:
            if mail.sent:
                continue
            letter = Letter(mail.to, text.subject, text.body, mail.message_id)
            await self._work.postman.send(letter)
            await asyncio.to_thread(self._mark_sent, mail.name)

    def _mark_sent(self, name: str) -> None:
        with self._work.storehouse.writing() as store:
            store.mail.mark_sent(name, now())

    def _announcement(self, case: Case, why: str) -> list[Owed]:
        """The message to the recipient; none once the release is over."""
        with self._work.storehouse.writing() as store:
            parcel = store.releases.of(case.reference)
            if parcel is None or parcel.state is not ReleaseState.AVAILABLE:
                return []
            recipient = store.releases.content(parcel).recipient
            assert recipient is not None  # a release is made for one
            telephone = store.accounts.organisation(case.organisation).telephone
            text = letters.to_recipient(
                parcel.number,
                f"{self._site}/c/{parcel.locator}",
                telephone,
                parcel.expires_at,
            )
            name = f"{case.reference}:{why}:recipient"
            return [(self._owe(store, case, name, recipient.email), text)]

    def _notice(self, case: Case, individual: str) -> list[Owed]:
        """The message to a person who may be told; the record must still say so."""
        with self._work.storehouse.writing() as store:
            kept = stored_case(store.session, case.reference)
            if kept is None or individual not in kept.to_be_told():
                return []
            content = read_content(
                store.session, store.keys, case.reference, kept.content.digest
            )
            person = next(p for p in content.individuals if p.id == individual)
            if not person.safe_email:
                return []
            telephone = store.accounts.organisation(case.organisation).telephone
            parcel = store.releases.of(case.reference)
            number = parcel.number if parcel else ""
            name = f"{case.reference}:told:{individual}"
            owed = self._owe(store, case, name, person.safe_email)
            return [(owed, letters.to_individual(telephone, number))]

    def _calls(self, case: Case) -> list[Owed]:
        with self._work.storehouse.writing() as store:
            task = store.tasks.live(case.reference)
            if task is None:
                return []
            text = _call(task, f"{self._site}/tasks/{task.id}")
            return [
                (
                    self._owe(
                        store, case, f"{task.id}:{adviser.actor.id}", _to(adviser)
                    ),
                    text,
                )
                for adviser in called(store, case, task, Whom.TEAM, now())
            ]

    def _reminders(self, case: Case) -> list[Owed]:
        if case.waiting_on is WaitingOn.RECIPIENT:
            return self._announcement(case, f"remind:{case.revision}")
        with self._work.storehouse.writing() as store:
            kept = stored_case(store.session, case.reference)
            if kept is None or kept.revision != case.revision:
                return []  # somebody acted meanwhile
            if case.waiting_on is WaitingOn.ADVISER:
                return self._climb(store, kept)
            text = _reminder(case, f"{self._site}/requests/{case.reference}")
            return self._reminded(store, case, _practitioner(store, case), text)

    def _climb(self, store: Store, case: Case) -> list[Owed]:
        """A reminder to whom the silence has come by now: the longer, the higher."""
        task = store.tasks.live(case.reference)
        if task is None:
            return []
        at, link = now(), f"{self._site}/tasks/{task.id}"
        clock = adviser_clock(case, terms_of(store.session, case.reference))
        if clock is None:  # a review, or a case from before there were chains
            people = called(store, case, task, Whom.TEAM, at)
            text = letters.reminder(case.reference, link)
            return self._reminded(store, case, people, text)
        whom = clock.reached(at + CLOCKS_APART) or Whom.TEAM
        people = called(store, case, task, whom, at)
        text = letters.adviser_reminder(case.reference, link, task.due_at, at, whom)
        owed = self._reminded(store, case, people, text)
        if whom is Whom.ON_CALL:
            own = f"{self._site}/requests/{case.reference}"
            text = letters.nobody_answered(case.reference, own)
            owed += self._reminded(store, case, _practitioner(store, case), text)
        return owed

    def _reminded(
        self, store: Store, case: Case, people: Iterable[Account], text: Text
    ) -> list[Owed]:
        name = f"{case.reference}:remind:{case.revision}"
        return [
            (self._owe(store, case, f"{name}:{who.actor.id}", _to(who)), text)
            for who in people
        ]

    def _owe(self, store: Store, case: Case, name: str, to: str) -> OwedMail:
        kind = name.split(":")[1]
        domain = self._work.settings.mail_from.rpartition("@")[2]
        message_id = f"<{store.keys.people().index(name)}@{domain}>"
        mail = OwedMail(name, message_id, case.reference, kind, to)
        return store.mail.owe(mail, now())


def _call(task: Task, link: str) -> Text:
    if task.kind is TaskKind.QUESTION:
        return letters.to_adviser_with_question(task.reference, link)
    return letters.to_adviser(task.reference, link)


def _reminder(case: Case, link: str) -> Text:
    if case.completion_owed and case.waiting_on is WaitingOn.PRACTITIONER:
        return letters.completion_reminder(case.reference, link)
    return letters.reminder(case.reference, link)


def _to(account: Account) -> str:
    return account.profile.email


def _practitioner(store: Store, case: Case) -> Iterator[Account]:
    account = store.accounts.get(case.opened_by)
    if account is not None and not account.disabled:
        yield account
