"""Any act by anybody, and Sharewell's own moves, in any order: the promises hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from domain import acts
from domain.acts import Act, Choice, Outcome, apply
from domain.answering import Given
from domain.case import SHARED, Case
from domain.errors import Why
from domain.informing import Method, Told
from domain.narration import Reading, sentence
from domain.people import Actor, Role
from domain.release import Release
from domain.rules import AnswerValue
from domain.stages import NEXT_STAGES, Ending, Stage, WaitingOn
from domain.terms import ApprovalPolicy, Terms
from domain.timeline import entry_of
from domain.waiting import release_is_over, silence
from tests.builders import (
    ADA,
    AGREED,
    ANONYMOUS,
    BEN,
    CHECKS,
    DOUBTFUL,
    EMPTY_STAMP,
    EVERYBODY,
    FEARFUL_REFUSAL,
    HALF_WAY,
    KIM,
    MUM,
    NOON,
    OTHER_STAMP,
    PAT,
    PAT_ADVISING,
    PLAIN_STAMP,
    REFUSING,
    RHEA,
    STAMP,
    SURE,
    UNVERIFIED,
    URGENT,
    YES,
    Answers,
    given,
    terms,
)  # fmt: skip

INSIDERS = (PAT, PAT, PAT, PAT_ADVISING, ADA, BEN, RHEA)
STAMPS = (STAMP, STAMP, OTHER_STAMP, PLAIN_STAMP, EMPTY_STAMP)
PATHS: tuple[Answers, ...] = (
    SURE, SURE, DOUBTFUL, DOUBTFUL, HALF_WAY, HALF_WAY, CHECKS, {"Q4": YES}, AGREED,
    ANONYMOUS, URGENT, REFUSING, FEARFUL_REFUSAL, UNVERIFIED,
)  # fmt: skip
NODES = [node.id for node in terms().rules.nodes] + ["Z9"]
TWO = ApprovalPolicy.TWO_FOR_SENSITIVE
LATER = (Stage.SHARING, Stage.FOLLOWING_UP)

people = st.sampled_from(INSIDERS) | st.sampled_from(EVERYBODY)
values = st.sampled_from(AnswerValue)
individuals = st.sampled_from([KIM, MUM, KIM, MUM, "stranger"])
digests = st.sampled_from([stamp.digest for stamp in STAMPS])
paths = st.sampled_from(PATHS).map(given)
few = st.dictionaries(st.sampled_from(NODES), values, max_size=3).map(given)
about = st.builds(Given, st.sampled_from(["I1", "I2", "I3", "K1"]), values, individuals)
answers = paths | few | st.tuples(about)
left_out = st.lists(st.sampled_from(["i1", "i2", "i9"]), max_size=2).map(tuple)
days = st.none() | st.integers(0, 30)
dates = st.none() | st.dates(NOON.date(), (NOON + timedelta(days=99)).date())
yes_or_no = st.booleans()


class Story(RuleBasedStateMachine):
    """One case as the workflow keeps it, and what is remembered to hold it against."""

    @initialize(policy=st.sampled_from(ApprovalPolicy), stamp=st.sampled_from(STAMPS))
    def begins(self, policy: ApprovalPolicy, stamp: Any) -> None:
        self.terms = terms(policy)
        self.case = Case(self.terms.reference)
        self.clock = NOON
        self.acts: list[Act] = []
        self.licensed = False
        self.releases = 0
        self.does(acts.Open, PAT, stamp)

    # What people do

    def does(self, kind: Callable[..., Act], by: Actor, *facts: Any) -> None:
        """Somebody tries something; `apply` answers, and never raises."""
        self.clock += timedelta(minutes=1)
        act = kind(f"act-{len(self.acts)}", by, self.clock, *facts)
        before = self.case
        self.take(act)
        self.acts.append(act)
        assert self.case.revision == before.revision + 1

    def take(self, act: Act) -> None:
        """As the workflow takes it: an act that was taken before is not one."""
        if self.case.has_taken(act.id):
            return
        before = self.case
        self.case, outcome = apply(before, act, self.terms)
        line = sentence(entry_of(act, outcome), Reading())
        assert line.endswith("." if outcome.accepted else f"“{outcome.why}”")
        self.compare(before, act, outcome)

    def compare(self, before: Case, act: Act, outcome: Outcome) -> None:
        assert self.case.has_taken(act.id)
        if not outcome.accepted:
            assert isinstance(outcome.why, Why)
            assert self.case == before.having_taken(act.id)
        elif before.opened_by:
            assert act.by.organisation == before.organisation
        self.watch(before)

    def watch(self, before: Case) -> None:
        """What must hold between any case and the next."""
        stage = self.case.stage
        assert stage is before.stage or stage in NEXT_STAGES[before.stage]
        assert len(before.taken) <= len(self.case.taken)
        if stage is Stage.SHARING and before.stage is not Stage.SHARING:
            self.licensed = self.case.licence(self.terms) is not None
            assert self.licensed
        if not before.is_open:
            kept = replace(
                self.case,
                taken=before.taken,
                revision=before.revision,
                reminders=before.reminders,
                release=before.release,
            )
            assert kept == before

    @rule(by=people, answers=answers, send=yes_or_no)
    def answer(self, by: Actor, answers: tuple[Given, ...], send: bool) -> None:
        self.does(acts.GiveAnswers, by, answers, send)

    @rule(steps=st.integers(1, 6), path=paths, first=st.integers(0, 3))
    def it_goes_well(self, steps: int, path: tuple[Given, ...], first: int) -> None:
        """Whoever is waited for does what they are waited for."""
        if not self.case.answers:
            self.does(acts.GiveAnswers, PAT, path, True)
        for _ in range(steps):
            for by in self.waited_for()[:: -1 if first else 1]:
                self.goes_on(by)
            if self.case.stage is Stage.SHARING:
                self.is_released(first + 3)

    def goes_on(self, by: Actor) -> None:
        for act in moving(by, self.case, self.terms, self.clock):
            if apply(self.case, act, self.terms)[1].accepted:
                named = replace(act, id=f"act-{len(self.acts)}")
                self.take(named)
                self.acts.append(named)
                return

    @rule(path=paths, send=yes_or_no)
    def pat_answers(self, path: tuple[Given, ...], send: bool) -> None:
        self.does(acts.GiveAnswers, PAT, path, send)

    @rule(by=people, stamp=st.sampled_from(STAMPS))
    def open_or_describe(self, by: Actor, stamp: Any) -> None:
        kind = acts.Describe if self.clock.minute % 4 else acts.Open
        self.does(kind, by, stamp)

    @rule(by=people, digest=digests)
    def confirm(self, by: Actor, digest: str) -> None:
        self.does(acts.Confirm, by, digest)

    @rule()
    def pat_confirms(self) -> None:
        self.does(acts.Confirm, PAT, self.case.content.digest)

    @rule(
        by=people,
        kind=st.sampled_from(
            [acts.Reply, acts.Worsen, acts.Ask, acts.Acknowledge, acts.RefuseRelease]
        ),
    )
    def act_plainly(self, by: Actor, kind: Callable[..., Act]) -> None:
        self.does(kind, by)

    @rule(by=people, kind=st.sampled_from([acts.Withdraw, acts.Revoke]), really=days)
    def take_back(
        self, by: Actor, kind: Callable[..., Act], really: int | None
    ) -> None:
        if really is None:  # else most stories would end here
            self.does(kind, by)

    @rule(
        by=people,
        choice=st.sampled_from(Choice),
        digest=digests,
        answers=few,
        left_out=left_out,
        days=days,
    )
    def decide(self, by: Actor, **facts: Any) -> None:
        order = ("choice", "digest", "answers", "left_out", "days")
        self.does(acts.Decide, by, *(facts[name] for name in order))

    @rule(by=st.sampled_from([ADA, BEN, PAT_ADVISING]), path=paths | st.just(()))
    def approve(self, by: Actor, path: tuple[Given, ...]) -> None:
        digest = self.case.content.digest
        self.does(acts.Decide, by, Choice.APPROVE, digest, path)

    @rule(by=st.sampled_from([ADA, BEN]), looks_back=yes_or_no)
    def they_talk(self, by: Actor, looks_back: bool) -> None:
        """An adviser reviews or asks; once asked, Pat replies."""
        if self.case.asked_by:
            self.does(acts.Reply, PAT)
        elif looks_back:
            self.does(acts.Review, by, True, True, True)
        else:
            self.does(acts.Ask, by)

    @rule(by=people, facts=st.tuples(yes_or_no, yes_or_no, yes_or_no))
    def review(self, by: Actor, facts: tuple[bool, bool, bool]) -> None:
        self.does(acts.Review, by, *facts)

    @rule(
        by=people,
        individual=individuals,
        told=st.sampled_from(Told),
        method=st.none() | st.sampled_from(Method),
        on=dates,
    )
    def inform(self, by: Actor, **facts: Any) -> None:
        order = ("individual", "told", "method", "on")
        self.does(acts.Inform, by, *(facts[name] for name in order))

    @rule(by=people, individual=individuals)
    def mark_told(self, by: Actor, individual: str) -> None:
        self.does(acts.MarkTold, by, individual)

    @rule(data=st.data())
    def send_an_act_again(self, data: st.DataObject) -> None:
        before = self.case
        self.take(data.draw(st.sampled_from(self.acts)))
        assert self.case is before

    # What Sharewell does by itself

    def becomes(self, case: Case) -> None:
        """As the workflow makes a move of its own: a move overtaken is no move."""
        before = self.case
        if case is before:
            return
        self.case = case
        assert case.revision == before.revision + 1
        assert case.taken == before.taken
        self.watch(before)

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        self.clock += timedelta(days=days)

    @rule(lasts=st.integers(1, 14), meanwhile=yes_or_no)
    def release(self, lasts: int, meanwhile: bool) -> None:
        """The release is made; Pat may withdraw before Sharewell has noted it."""
        if self.case.stage is Stage.SHARING:
            assert self.case.licence(self.terms) is not None
            if meanwhile and lasts < 3:
                self.does(acts.Withdraw, PAT)
            self.is_released(lasts)

    def is_released(self, lasts: int) -> None:
        ends = self.clock + timedelta(days=lasts)
        self.releases += 1
        made = Release(f"release-{self.releases}", self.clock, ends)
        self.becomes(self.case.released(made, self.terms))

    @rule(meanwhile=st.integers(0, 4))
    def refuse_release(self, meanwhile: int) -> None:
        if self.case.stage is not Stage.SHARING:
            return
        if not meanwhile:
            self.does(acts.Withdraw, PAT)
        self.becomes(self.case.release_refused(self.clock))

    @rule()
    def silence_is_broken(self) -> None:
        if not self.case.is_open or self.case.stage is Stage.SHARING:
            return
        self.clock += silence(self.case, self.terms, self.clock)
        if release_is_over(self.case, self.clock):
            self.becomes(self.case.expired())
        elif self.case.is_abandoned(self.terms):
            self.becomes(self.case.lapsed(self.terms, self.clock))
        else:
            self.becomes(self.case.reminded())

    @rule()
    def tell(self) -> None:
        for individual in self.case.to_be_told():
            self.becomes(self.case.told(individual, self.clock))
            assert individual not in self.case.to_be_told()

    @rule()
    def finish(self) -> None:
        due = self.case.stage is Stage.FOLLOWING_UP and self.case.nothing_owed
        before = self.case
        self.becomes(self.case.finished(self.terms, self.clock))
        assert (self.case is not before) == due
        assert not (due and self.case.is_open)

    # What always holds

    @invariant()
    def nobody_approves_their_own(self) -> None:
        signed = {signature.by for signature in self.case.approvals}
        assert self.case.opened_by not in signed
        assert len(signed) == len(self.case.approvals)

    @invariant()
    def what_was_shared_was_licensed(self) -> None:
        ending = self.case.ending
        left = self.case.stage in LATER or self.case.release is not None
        if left or ending in (Ending.SHARED, Ending.SHARED_ANONYMISED):
            assert self.licensed
            assert self.case.decision is not None

    @invariant()
    def nothing_is_shared_that_the_rules_refuse(self) -> None:
        if self.case.stage in LATER:
            assert self.case.evaluation(self.terms).outcome in SHARED

    @invariant()
    def there_is_at_most_one_release(self) -> None:
        assert self.releases <= 1

    @invariant()
    def a_closed_case_has_an_ending_and_an_open_one_has_none(self) -> None:
        assert (self.case.ending is None) == self.case.is_open
        assert (self.case.closed_at is None) == self.case.is_open

    @invariant()
    def the_case_waits_for_nobody_only_when_nothing_is_owed(self) -> None:
        if self.case.waiting_on is WaitingOn.NOBODY:
            assert not self.case.is_open or self.case.nothing_owed

    @invariant()
    def an_open_case_never_waits_without_an_end(self) -> None:
        if not self.case.is_open or self.case.stage is Stage.SHARING:
            return
        pause = silence(self.case, self.terms, self.clock)
        assert pause > timedelta(0) or release_is_over(self.case, self.clock)

    @invariant()
    def whoever_is_waited_for_can_do_something(self) -> None:
        """Nobody is stuck, and one adviser is enough unless two are wanted."""
        one_of = self.waited_for()
        enough = any if self.terms.approval is TWO else all
        if one_of and self.case.opened_by:
            assert enough(self.can_move(by) for by in one_of)

    def waited_for(self) -> list[Actor]:
        return {
            WaitingOn.PRACTITIONER: [PAT],
            WaitingOn.ADVISER: [ADA, BEN],
            WaitingOn.RECIPIENT: [RHEA],
        }.get(self.case.waiting_on, [])

    def can_move(self, by: Actor) -> bool:
        """Whether one of the acts that move a case on would be accepted from them."""
        return any(
            apply(self.case, act, self.terms)[1].accepted
            for act in moving(by, self.case, self.terms, self.clock)
        )


def moving(by: Actor, case: Case, under: Terms, at: datetime) -> list[Act]:
    """What somebody would do next to bring this case nearer to its end."""
    digest, seen = case.content.digest, case.evaluation(under)
    settling = given({seen.stopped_at: YES} if seen.stopped_at else {})
    asked = given({seen.next_question: YES} if seen.next_question else {})
    if by is RHEA:
        return [acts.Acknowledge("next", by, at)]
    if by.has(Role.ADVISER):
        return [
            acts.Decide("next", by, at, Choice.APPROVE, digest),
            acts.Decide("next", by, at, Choice.APPROVE, digest, settling),
            acts.Decide("next", by, at, Choice.DECLINE, digest),
            acts.Review("next", by, at, True, True, True),
        ]
    about = case.content.individuals
    return [
        acts.Confirm("next", by, at, digest),
        acts.GiveAnswers("next", by, at, asked or given(SURE)),
        acts.Describe("next", by, at, STAMP),
        *(acts.Inform("next", by, at, who, Told.NO) for who in about),
        *(acts.MarkTold("next", by, at, who) for who in about),
    ]


@pytest.mark.timeout(120)
def test_the_promises_hold_whatever_anybody_does_in_whatever_order() -> None:
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=80,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
