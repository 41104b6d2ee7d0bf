"""The life of one information-sharing request.

Read `run` first: it is the whole story. Each method below it is one sentence of
that story, and each handler at the end is one thing a person can do.
"""

import asyncio
from collections.abc import Callable

from temporalio import workflow

from domain import acts, after_sending, operating, passing, preliminaries
from domain.acts import Act, apply
from domain.brief import Brief
from domain.case import Case
from domain.chasing import TO_RECIPIENT, Chase, due_chase, having_chased
from domain.handing_over import HandOver, made_ready
from domain.release import Release, ReleaseState, Stopped
from domain.stages import Stage
from domain.telling import AdviseTelling, LookAtNotice, WriteNotice
from domain.timeline import Entry, What, entry_of, own_entry
from domain.waiting import release_is_over, silence
from workflows import steps
from workflows.errands import Errand, Errands
from workflows.own_moves import OwnMoves
from workflows.patches import IN_STEPS, TOLD_AS_DECIDED
from workflows.releasing import release_in_steps


@workflow.defn
class ShareRequestWorkflow(OwnMoves):
    @workflow.init
    def __init__(self, brief: Brief) -> None:
        self.terms = brief.terms
        self.case = brief.case
        self.pen = asyncio.Lock()  # whoever holds it may change the case
        self.errands = Errands()
        self.resent = ""  # the last wish to write again that was seen to
        self.turn = 0  # how often a stage was entered: each turn calls its adviser

    @workflow.run
    async def run(self, brief: Brief) -> Case:
        story = {
            Stage.GATHERING: self.gather_answers,
            Stage.WITH_ADVISER: self.take_advice,
            Stage.AWAITING_APPROVAL: self.await_approval,
            Stage.SHARING: self.share_securely,
            Stage.FOLLOWING_UP: self.follow_up,
        }
        if brief.may_have_left:
            await self.becomes(What.BROUGHT_BACK, self.release_refused)
        while self.case.is_open:
            self.turn += 1
            workflow.set_current_details(self.case.stage.value)
            await story[self.case.stage]()
        return await self.close()

    async def gather_answers(self) -> None:
        await self.wait_at(Stage.GATHERING)

    async def take_advice(self) -> None:
        await self.wait_at(Stage.WITH_ADVISER)

    async def await_approval(self) -> None:
        await self.wait_at(Stage.AWAITING_APPROVAL)

    async def share_securely(self) -> None:
        if not workflow.patched(IN_STEPS):
            await self.share_at_once()
            return
        made = await release_in_steps(lambda: self.case)
        if made.release is None or made.stopped is not None:
            why = made.stopped or Stopped.WITHDRAWN
            await self.becomes(What.RELEASE_STOPPED, self.not_released, why=why.value)
        elif made.release.state is ReleaseState.TO_HAND_OVER:
            await self.await_hand_over(made.release)
        else:
            await self.released(made.release)

    async def await_hand_over(self, release: Release) -> None:
        """Its sender gives it to the recipient: Sharewell sends nothing."""
        await self.becomes(What.MADE_READY, lambda case: made_ready(case, release))
        await self.wait_at(Stage.SHARING)

    async def share_at_once(self) -> None:
        """As it went before there were packages, for cases that were here then."""
        release = await steps.release(self.case)
        if release is None:
            await self.becomes(What.RELEASE_STOPPED, self.release_refused)
        else:
            await self.released(release)

    async def released(self, release: Release) -> None:
        spoken = release.state is ReleaseState.TELEPHONED
        facts = {"by": "telephone"} if spoken else {}
        await self.becomes(
            What.RELEASED, lambda case: case.released(release, self.terms), **facts
        )

    async def follow_up(self) -> None:
        self.errands.send("announce", lambda: steps.announce(self.case))
        while self.case.stage is Stage.FOLLOWING_UP:
            seen = self.case.revision
            self.tell_who_may_be_told()
            self.announce_again_if_asked()
            self.call_adviser_if_needed()
            if self.case.nothing_owed:
                await self.becomes(What.FINISHED, self.finished)
            else:
                await self.wait_for_change(seen)

    def tell_who_may_be_told(self) -> None:
        for individual in self.case.to_be_told():
            self.errands.send(f"tell {individual}", self.telling(individual))

    def announce_again_if_asked(self) -> None:
        if self.case.resent and self.case.resent != self.resent:
            self.resent = self.case.resent
            self.announce_again(self.resent)

    def announce_again(self, name: str) -> None:
        self.errands.send(
            f"announce {name}", lambda: steps.announce_again(self.case, name)
        )

    async def close(self) -> Case:
        workflow.set_current_details(self.case.stage.value)
        self.errands.call_back()
        async with self.pen:
            await steps.finalise(self.case)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self.case

    async def wait_at(self, stage: Stage) -> None:
        while self.case.stage is stage:
            seen = self.case.revision
            self.call_adviser_if_needed()
            await self.wait_for_change(seen)

    def call_adviser_if_needed(self) -> None:
        if self.case.needs_adviser:
            case = self.case
            self.errands.send(
                f"call adviser, turn {self.turn}", lambda: steps.call_adviser(case)
            )

    async def wait_for_change(self, seen: int) -> None:
        """Wait until somebody acts; a silence brings a reminder, never a decision."""
        pause = silence(self.case, self.terms, workflow.now())
        try:
            await workflow.wait_condition(
                lambda: self.case.revision != seen, timeout=pause
            )
        except TimeoutError:
            await self.break_silence()

    async def break_silence(self) -> None:
        if release_is_over(self.case, workflow.now()):
            await steps.expire(self.case)
            await self.becomes(What.EXPIRED, Case.expired)
        elif chase := due_chase(self.case, self.terms, workflow.now()):
            await self.chase(chase)
        elif self.case.is_abandoned(self.terms):
            await self.becomes(What.LAPSED, self.lapsed)
        else:
            self.errands.send("remind", self.remind)

    async def chase(self, chase: Chase) -> None:
        """Ask once after what has not come; its sender is told with the record."""
        await self.becomes(
            What.CHASED, lambda case: having_chased(case, chase), chase=chase.value
        )
        if chase in TO_RECIPIENT:
            self.announce_again(chase.value)

    async def remind(self) -> None:
        awaited = self.case
        await steps.remind(awaited)
        await self.becomes(What.REMINDED, self.reminded(awaited))

    def telling(self, individual: str) -> Errand:
        async def tell() -> None:
            await steps.tell_individual(self.case, individual)
            told = self.told(individual)
            if workflow.patched(TOLD_AS_DECIDED):
                told = self.told_by_us(individual)
            await self.becomes(What.TOLD, told, individual=individual)

        return tell

    async def becomes(
        self, what: What, move: Callable[[Case], Case], **facts: str
    ) -> None:
        """Make a move of our own: first on record, then true."""
        async with self.pen:
            case = move(self.case)
            if case is self.case:
                return  # somebody acted first, and it no longer holds
            await steps.record(case, own_entry(what, workflow.now(), **facts))
            self.case = case

    async def take(self, act: Act) -> None:
        """Apply what a person did, once. Accepted or refused, it goes on record."""
        async with self.pen:
            if self.case.has_taken(act.id):
                return  # the relay may send an act twice
            case, outcome = apply(self.case, act, self.terms)
            clashed = case.clashed and not self.case.clashed
            entry: Entry = entry_of(act, outcome, clashed=clashed)
            await steps.record(case, entry, outcome)
            self.case = case

    # What people can do. A signal cannot answer: the outcome on record is the answer.

    @workflow.signal
    async def open(self, act: acts.Open) -> None:
        await self.take(act)

    @workflow.signal
    async def describe(self, act: acts.Describe) -> None:
        await self.take(act)

    @workflow.signal
    async def answer(self, act: acts.GiveAnswers) -> None:
        await self.take(act)

    @workflow.signal
    async def reply(self, act: acts.Reply) -> None:
        await self.take(act)

    @workflow.signal
    async def confirm(self, act: acts.Confirm) -> None:
        await self.take(act)

    @workflow.signal
    async def withdraw(self, act: acts.Withdraw) -> None:
        await self.take(act)

    @workflow.signal
    async def worsen(self, act: acts.Worsen) -> None:
        await self.take(act)

    @workflow.signal
    async def ask(self, act: acts.Ask) -> None:
        await self.take(act)

    @workflow.signal
    async def decide(self, act: acts.Decide) -> None:
        await self.take(act)

    @workflow.signal
    async def review(self, act: acts.Review) -> None:
        await self.take(act)

    @workflow.signal
    async def inform(self, act: acts.Inform) -> None:
        await self.take(act)

    @workflow.signal
    async def mark_told(self, act: acts.MarkTold) -> None:
        await self.take(act)

    @workflow.signal
    async def acknowledge(self, act: acts.Acknowledge) -> None:
        await self.take(act)

    @workflow.signal
    async def refuse_release(self, act: acts.RefuseRelease) -> None:
        await self.take(act)

    @workflow.signal
    async def revoke(self, act: acts.Revoke) -> None:
        await self.take(act)

    @workflow.signal
    async def hand_over(self, act: HandOver) -> None:
        await self.take(act)

    @workflow.signal
    async def extend(self, act: after_sending.Extend) -> None:
        await self.take(act)

    @workflow.signal
    async def resend(self, act: after_sending.Resend) -> None:
        await self.take(act)

    @workflow.signal
    async def report_problem(self, act: after_sending.ReportProblem) -> None:
        await self.take(act)

    @workflow.signal
    async def solve(self, act: after_sending.Solve) -> None:
        await self.take(act)

    @workflow.signal
    async def unlock(self, act: after_sending.Unlock) -> None:
        await self.take(act)

    @workflow.signal
    async def give_feedback(self, act: after_sending.GiveFeedback) -> None:
        await self.take(act)

    @workflow.signal
    async def pass_on(self, act: passing.PassOn) -> None:
        await self.take(act)

    @workflow.signal
    async def ask_first(self, act: preliminaries.AskFirst) -> None:
        await self.take(act)

    @workflow.signal
    async def guide(self, act: preliminaries.Guide) -> None:
        await self.take(act)

    @workflow.signal
    async def settle(self, act: preliminaries.Settle) -> None:
        await self.take(act)

    @workflow.signal
    async def show_the_way(self, act: preliminaries.ShowTheWay) -> None:
        await self.take(act)

    @workflow.signal
    async def complete(self, act: preliminaries.Complete) -> None:
        await self.take(act)

    @workflow.signal
    async def write_notice(self, act: WriteNotice) -> None:
        await self.take(act)

    @workflow.signal
    async def look_at_notice(self, act: LookAtNotice) -> None:
        await self.take(act)

    @workflow.signal
    async def advise_telling(self, act: AdviseTelling) -> None:
        await self.take(act)

    @workflow.signal
    async def give_time(self, act: operating.GiveTime) -> None:
        await self.take(act)

    @workflow.signal
    async def cancel_case(self, act: operating.Cancel) -> None:
        await self.take(act)
