"""Writes to people outside, and owes those who work here what they are to be told.

Each message has a name: it is sent at least once, and a second copy is the same
message.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from temporalio import activity

from activities import letters
from activities.calling import called
from activities.coding_notices import coded_notice
from activities.sending import Owed, Sending
from activities.telling import reply_name
from activities.workplace import Workplace
from adapters.clock import now
from adapters.mail import Refused
from domain.case import Case
from domain.deadlines import Whom
from domain.notices import Haste, Notice
from domain.release import ReleaseState
from domain.stages import WaitingOn
from domain.waiting import adviser_clock
from storage.cases import read_content, stored_case, terms_of
from storage.notices import Writing, about_task
from storage.refused_mail import TO_RECIPIENT
from storage.store import Store
from storage.tasks import TaskKind
from workflows.ports import Notices

CLOCKS_APART = timedelta(minutes=1)
"""How far a worker's clock may be behind the one that let the timer go off."""


CALLS = {
    TaskKind.QUESTION: Notice.CALL_WITH_QUESTION,
    TaskKind.TELLING: Notice.TELLING,
}
"""How an adviser is called to a task that is not the usual one."""


class NoticeActivities(Notices):
    def __init__(self, workplace: Workplace) -> None:
        self._work = workplace
        self._sending = Sending(workplace)
        self._site = workplace.settings.public_url.rstrip("/")
        self._door = workplace.settings.recipient_url
        self._lasts = timedelta(days=workplace.settings.notice_days)

    @activity.defn
    async def announce(self, case: Case) -> None:
        await self._sending.send(
            await asyncio.to_thread(self._announcement, case, "release")
        )

    @activity.defn
    async def announce_again(self, case: Case, name: str) -> None:
        again = f"again:{name}"
        await self._sending.send(
            await asyncio.to_thread(self._announcement, case, again)
        )

    @activity.defn
    async def tell_individual(self, case: Case, individual: str) -> None:
        await self._sending.send(
            await asyncio.to_thread(self._notice, case, individual)
        )

    @activity.defn
    async def call_adviser(self, case: Case) -> None:
        await asyncio.to_thread(self._call, case)

    @activity.defn
    async def remind(self, case: Case) -> None:
        if case.waiting_on is WaitingOn.RECIPIENT:
            why = f"remind:{case.revision}"
            owed = await asyncio.to_thread(self._announcement, case, why)
            with suppress(Refused):  # the case waits for this step, and it is marked
                await self._sending.send(owed)
        else:
            await asyncio.to_thread(self._remind, case)

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
                f"{self._work.settings.recipient_url}/c/{parcel.locator}",
                telephone,
                parcel.expires_at,
            )
            name = f"{case.reference}:{why}{TO_RECIPIENT}"
            owed = self._sending.owe(store, case, name, recipient.email)
            if owed.refused and store.refused_mail.made_up_for(name, case.reference):
                return []  # they were written to since, and that went well
            return [(owed, text)]

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
            made = kept.inform_for(individual)
            if made is not None and made.with_notice:
                sent = coded_notice(store, kept, made, person, self._lasts)
                text = letters.to_individual_with_code(sent, f"{self._door}/n")
                name = f"{case.reference}:told:{individual}:{made.notice[:16]}"
                return [(self._sending.owe(store, case, name, person.safe_email), text)]
            telephone = store.accounts.organisation(case.organisation).telephone
            parcel = store.releases.of(case.reference)
            number = parcel.number if parcel else ""
            name = f"{case.reference}:told:{individual}"
            owed = self._sending.owe(store, case, name, person.safe_email)
            return [(owed, letters.to_individual(telephone, number))]

    def _call(self, case: Case) -> None:
        """Owe each adviser who is asked a message; it is sent when it is time."""
        at = now()
        with self._work.storehouse.writing() as store:
            terms = terms_of(store.session, case.reference)
            for kept in store.tasks.all_live(case.reference):
                task = replace(kept, priority=case.priority(terms).value)  # may be new
                notice = CALLS.get(task.kind, Notice.CALL)
                for adviser in called(store, case, task, Whom.TEAM, at):
                    user = adviser.actor.id
                    if not store.notices.is_owed(reply_name(task, user)):
                        call = about_task(notice, task, user)
                        store.notices.owe(replace(call, name=f"{task.id}:{user}"), at)

    def _remind(self, case: Case) -> None:
        with self._work.storehouse.writing() as store:
            kept = stored_case(store.session, case.reference)
            if kept is None or kept.revision != case.revision:
                return  # somebody acted meanwhile
            if case.waiting_on is WaitingOn.ADVISER:
                self._climb(store, kept)
            elif kept.completion_owed and case.waiting_on is WaitingOn.PRACTITIONER:
                _remind_practitioner(store, kept, Notice.COMPLETE)
            else:
                _remind_practitioner(store, kept, Notice.REMINDER)

    def _climb(self, store: Store, case: Case) -> None:
        """A reminder to whom the silence has come by now: the longer, the higher."""
        task = store.tasks.live(case.reference)
        if task is None:
            return
        at = now()
        clock = adviser_clock(case, terms_of(store.session, case.reference))
        # A review, and a case from before there were chains, have no clock.
        reached = clock.reached(at + CLOCKS_APART) if clock else None
        whom = reached or Whom.TEAM
        for adviser in called(store, case, task, whom, at):
            user = adviser.actor.id
            again = about_task(Notice.CALL_AGAIN, task, user)
            haste = Haste.NOW if whom is Whom.ON_CALL else again.haste
            name = _reminder_name(case, user)
            reminder = replace(again, name=name, whom=whom.value, haste=haste)
            store.notices.owe(reminder, at)
        if whom is Whom.ON_CALL:
            _remind_practitioner(store, case, Notice.NOBODY_ANSWERED)


def _remind_practitioner(store: Store, case: Case, notice: Notice) -> None:
    haste = Haste.NOW if notice is Notice.NOBODY_ANSWERED else Haste.USUAL
    ending = "/complete" if notice is Notice.COMPLETE else ""
    writing = Writing(
        notice,
        case.opened_by,
        case.reference,
        _reminder_name(case, case.opened_by),
        f"/requests/{case.reference}{ending}",
        haste,
    )
    store.notices.owe(writing, now())


def _reminder_name(case: Case, user: str) -> str:
    return f"{case.reference}:remind:{case.revision}:{user}"
