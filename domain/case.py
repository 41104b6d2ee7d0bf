"""One case: what is known of it as codes, and the moves it can make.

A move returns the next case and never changes this one. What people do are the
acts in `domain.acts`; the moves Sharewell makes by itself are here as well, and
are total: when the case has moved on meanwhile they keep its stage, or change
nothing at all.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.answer import Answer
from domain.approval import Decision, Licence, Signature
from domain.content import ContentStamp
from domain.evaluation import Evaluation, InformValue, evaluate, inform_for
from domain.informing import InformDecision, Method, TellingAdvice, Told
from domain.release import Feedback, RecipientProblem, Release, ReleaseState, Way
from domain.rules import AnswerValue, Priority, QuestionStage, Verdict
from domain.stages import NEXT_STAGES, Ending, Signpost, Stage, WaitingOn
from domain.terms import ApprovalPolicy, Terms

NO_CONTENT = ContentStamp("")

SHARED = (Verdict.SHARE, Verdict.SHARE_ANONYMISED, Verdict.URGENT_SHARE)


@dataclass(frozen=True)
class Case:
    reference: str
    organisation: str = ""
    opened_by: str = ""
    opened_at: datetime | None = None
    stage: Stage = Stage.GATHERING
    since: datetime | None = None
    revision: int = 0
    reminders: int = 0
    content: ContentStamp = NO_CONTENT
    answers: tuple[Answer, ...] = ()
    confirmed: Signature | None = None
    approvals: tuple[Signature, ...] = ()
    available_days: int | None = None
    asked_by: str | None = None
    decision: Decision | None = None
    release: Release | None = None
    informs: tuple[InformDecision, ...] = ()
    review_owed: bool = False
    ending: Ending | None = None
    closed_at: datetime | None = None
    taken: tuple[str, ...] = ()
    earlier: str = ""
    asks_first: bool = False
    guided: bool = False
    signposted: Signpost | None = None
    by_telephone: bool = False
    completion_owed: bool = False
    passed_to: str = ""
    second_wanted: bool = False
    advice_minutes: int = 0
    given_minutes: int = 0  # what operations gave the reply besides
    telling_asks: tuple[str, ...] = ()
    telling_advice: tuple[TellingAdvice, ...] = ()
    problem: RecipientProblem | None = None
    resent: str = ""
    chased: tuple[str, ...] = ()
    feedback: Feedback | None = None
    clashed: bool = False  # two approvals together left nothing to share
    way: Way | None = None  # how its sender hands it over; none means by our link

    # What is known

    @property
    def is_open(self) -> bool:
        return self.stage is not Stage.CLOSED

    def has_taken(self, act_id: str) -> bool:
        return act_id in self.taken

    def current_answers(self, about: str = "") -> dict[str, AnswerValue]:
        """The last answer to each question, those about one person on top."""
        general = {a.node: a.value for a in self.answers if not a.about}
        own = {a.node: a.value for a in self.answers if about and a.about == about}
        return general | own

    def evaluation(self, terms: Terms) -> Evaluation:
        return evaluate(terms.rules, self.current_answers())

    def inform_value(self, terms: Terms, individual: str) -> InformValue | None:
        """What the rules say about telling one person."""
        answers = self.current_answers(about=individual)
        return inform_for(terms.rules, self.evaluation(terms), answers).value

    def priority(self, terms: Terms) -> Priority:
        return self.evaluation(terms).priority

    def was_advised(self, terms: Terms) -> bool:
        """An adviser had to answer something that the outcome rests on."""
        advised = {a.node for a in self.answers if a.by != self.opened_by}
        return bool(advised & set(self.evaluation(terms).path))

    def approvals_needed(self, terms: Terms) -> int:
        """How many different advisers must approve before anything is shared."""
        if self.evaluation(terms).outcome is Verdict.URGENT_SHARE:
            return 0  # the urgent lane is reviewed afterwards
        by_policy = self._approvals_by_policy(terms)
        # A secret address leaves only when two people have looked at it.
        new_to_us = terms.second_eyes and self.content.first_time
        least = 2 if self.second_wanted else int(self.content.protected or new_to_us)
        return max(by_policy, least)

    def _approvals_by_policy(self, terms: Terms) -> int:
        two = terms.approval is ApprovalPolicy.TWO_FOR_SENSITIVE
        if two and self._sensitive(terms):
            return 2
        if terms.approval is ApprovalPolicy.WHEN_UNSURE:
            return 1 if self.was_advised(terms) else 0
        return 1

    def _sensitive(self, terms: Terms) -> bool:
        """As its items are marked, or as the questions that ask are answered."""
        answers = self.current_answers()
        asked = set(terms.sensitive_when) & set(self.evaluation(terms).path)
        said = any(answers[node] is not AnswerValue.NO for node in asked)
        return self.content.sensitive or said

    @property
    def valid_approvals(self) -> tuple[Signature, ...]:
        return tuple(a for a in self.approvals if a.digest == self.content.digest)

    @property
    def is_confirmed(self) -> bool:
        signed = self.confirmed
        return signed is not None and signed.digest == self.content.digest

    def licence(self, terms: Terms) -> Licence | None:
        """What permits a release now, if anything does."""
        approvals = self.valid_approvals
        allowed = self.evaluation(terms).outcome in SHARED
        enough = len(approvals) >= self.approvals_needed(terms)
        as_signed = self.by_telephone is self.content.spoken
        signed = self.is_confirmed and as_signed
        if not (allowed and enough and signed and self.confirmed):
            return None
        left_out = sorted({item for a in approvals for item in a.left_out})
        signatures = (self.confirmed, *approvals)
        return Licence(self.content.digest, tuple(left_out), signatures)

    def inform_for(self, individual: str) -> InformDecision | None:
        made = [i for i in self.informs if i.individual == individual]
        return made[-1] if made else None

    def undecided_informs(self) -> tuple[str, ...]:
        """Individuals about whom it is not yet decided whether to tell them."""
        return tuple(i for i in self.content.individuals if not self.inform_for(i))

    def to_be_told(self) -> tuple[str, ...]:
        """Individuals whom Sharewell itself tells, and has not told yet."""
        owed = [i for i in self.latest_informs() if not i.settled and i.is_ready]
        told_by_us = (Told.YES, Method.EMAIL)
        return tuple(i.individual for i in owed if (i.decision, i.method) == told_by_us)

    def latest_informs(self) -> list[InformDecision]:
        found = (self.inform_for(i) for i in self.content.individuals)
        return [inform for inform in found if inform]

    @property
    def nothing_owed(self) -> bool:
        """The follow-up is done: received or ended, everyone decided, reviewed."""
        pending = self.release is not None and self.release.state is (
            ReleaseState.AVAILABLE
        )
        informed = not self.undecided_informs() and all(
            inform.settled for inform in self.latest_informs()
        )
        owed = self.review_owed or self.completion_owed
        return informed and not pending and not owed

    @property
    def needs_adviser(self) -> bool:
        return self.waiting_on is WaitingOn.ADVISER or self._looks_owed

    @property
    def _looks_owed(self) -> bool:
        return self.review_owed or self.telling_owed

    @property
    def telling_owed(self) -> bool:
        """An adviser is asked about telling somebody; what is shared does not wait."""
        waits = [i for i in self.latest_informs() if i.waits_for_adviser]
        return self.stage is Stage.FOLLOWING_UP and bool(waits or self.telling_asks)

    @property
    def waiting_on(self) -> WaitingOn:
        if self.stage is Stage.AWAITING_APPROVAL:
            return WaitingOn.ADVISER if self.is_confirmed else WaitingOn.PRACTITIONER
        if self.stage is Stage.FOLLOWING_UP:
            return self._followed_up_by()
        if self.stage is Stage.SHARING and self.release is not None:
            return WaitingOn.PRACTITIONER  # it is ready to be handed over
        return {
            Stage.GATHERING: WaitingOn.PRACTITIONER,
            Stage.WITH_ADVISER: WaitingOn.ADVISER,
            Stage.SHARING: WaitingOn.SHAREWELL,
        }.get(self.stage, WaitingOn.NOBODY)

    def _followed_up_by(self) -> WaitingOn:
        untold = any(i.waits_for_practitioner for i in self.latest_informs())
        undone = self.completion_owed or self.problem is not None
        if undone or self.undecided_informs() or untold:
            return WaitingOn.PRACTITIONER
        if self.release and self.release.state is ReleaseState.AVAILABLE:
            return WaitingOn.RECIPIENT
        return WaitingOn.ADVISER if self._looks_owed else WaitingOn.NOBODY

    def moved(self, stage: Stage, at: datetime) -> "Case":
        """At another stage. A move the table forbids is a bug, and says so."""
        if stage is self.stage:
            return self
        if stage not in NEXT_STAGES[self.stage]:
            raise AssertionError(f"no move from {self.stage} to {stage}")
        asked_by = self.asked_by if stage is Stage.GATHERING else None
        return replace(self, stage=stage, since=at, asked_by=asked_by)

    def closed(self, ending: Ending, at: datetime) -> "Case":
        return replace(self.moved(Stage.CLOSED, at), ending=ending, closed_at=at)

    def settled(self, terms: Terms, at: datetime) -> "Case":
        """Where the practitioner's answers and content put the case by themselves."""
        ready = self.asked_by is None and not self.content.missing
        if ready and self.evaluation(terms).outcome in SHARED:
            return self.moved(Stage.AWAITING_APPROVAL, at)
        return self.moved(Stage.GATHERING, at)

    def approved_or_waiting(self, terms: Terms, at: datetime) -> "Case":
        """Shared when the licence is complete; otherwise waiting for the rest."""
        if self.content.missing:
            return self.moved(Stage.GATHERING, at)
        licence = self.licence(terms)
        if licence is None:
            return self.moved(Stage.AWAITING_APPROVAL, at)
        if self.content.items and not set(self.content.items) - set(licence.left_out):
            afresh = replace(self, approvals=(), available_days=None, clashed=True)
            return afresh.moved(Stage.WITH_ADVISER, at)
        last = licence.signatures[-1]
        decision = Decision(True, last.by, last.at)
        urgent = self.evaluation(terms).outcome is Verdict.URGENT_SHARE
        shared = replace(
            self,
            decision=decision,
            review_owed=urgent,
            completion_owed=urgent and terms.completes_urgent,
        )
        return shared.moved(Stage.SHARING, at)

    def having_taken(self, act_id: str) -> "Case":
        return replace(
            self, taken=(*self.taken, act_id), revision=self.revision + 1, reminders=0
        )

    # What Sharewell does by itself

    def released(self, release: Release, terms: Terms) -> "Case":
        case = replace(self, release=release, revision=self.revision + 1)
        if self.stage is not Stage.SHARING:  # withdrawn while it was being made
            return case.with_release(ReleaseState.REVOKED)
        case = replace(case, informs=case._aware_already(terms, release.at))
        return case.moved(Stage.FOLLOWING_UP, release.at)

    def _aware_already(self, terms: Terms, at: datetime) -> tuple[InformDecision, ...]:
        """Who agreed to the sharing knows of it; nobody identifiable needs telling."""
        decisions = {
            InformValue.YES: (Told.YES, at),
            InformValue.NOT_APPLICABLE: (Told.NO, None),
        }
        skipped = self.evaluation(terms)
        stages = {terms.rules.node(id).stage for id in skipped.path}
        asked = skipped.next_question or QuestionStage.INFORM in stages
        if asked or skipped.inform_individual not in decisions:
            return self.informs
        decision, told_at = decisions[skipped.inform_individual]
        known = tuple(
            InformDecision(i, decision, self.opened_by, at, told_at=told_at)
            for i in self.undecided_informs()
        )
        return (*self.informs, *known)

    def release_refused(self, at: datetime) -> "Case":
        """The licence did not hold when the release was to be made."""
        case = replace(self, revision=self.revision + 1)
        if self.stage is not Stage.SHARING:
            return case
        undone = replace(
            case, decision=None, approvals=(), review_owed=False, completion_owed=False,
        )  # fmt: skip
        return undone.moved(Stage.WITH_ADVISER, at)

    def reminded(self) -> "Case":
        """A silence was met with a reminder."""
        return replace(self, reminders=self.reminders + 1, revision=self.revision + 1)

    def has_moved_on(self, earlier: "Case") -> bool:
        """Whether it waits for something else than it did then, or for nothing."""
        then = (earlier.stage, earlier.since, earlier.waiting_on)
        return (self.stage, self.since, self.waiting_on) != then

    def is_abandoned(self, terms: Terms) -> bool:
        """A draft that was reminded of for the last time: its next silence ends it."""
        last = len(terms.timings.practitioner) - 1
        return self.stage is Stage.GATHERING and self.reminders >= last

    def lapsed(self, terms: Terms, at: datetime) -> "Case":
        if not self.is_abandoned(terms):
            return self
        case = replace(self, revision=self.revision + 1)
        return case.closed(Ending.LAPSED, at)

    def with_release(self, state: ReleaseState) -> "Case":
        release = replace(self.release, state=state) if self.release else None
        return replace(self, release=release, problem=None)

    def received(self, at: datetime) -> "Case":
        """The recipient has it."""
        release = replace(self.release, received_at=at) if self.release else None
        return replace(self, release=release).with_release(ReleaseState.ACKNOWLEDGED)

    def expired(self) -> "Case":
        if self.release is None or self.release.state is not ReleaseState.AVAILABLE:
            return self
        case = replace(self, revision=self.revision + 1)
        return case.with_release(ReleaseState.EXPIRED)

    def told(self, individual: str, at: datetime) -> "Case":
        case = self.having_told(individual, at)
        return replace(case, revision=self.revision + 1)

    def having_told(
        self, individual: str, at: datetime, on: date | None = None, act: str = ""
    ) -> "Case":
        made = self.inform_for(individual)
        if made is None or made.settled:
            return self
        told = replace(made, told_at=at, told_on=on, told_in=act)
        return replace(self, informs=(*self.informs, told))

    def finished(self, terms: Terms, at: datetime) -> "Case":
        if self.stage is not Stage.FOLLOWING_UP or not self.nothing_owed:
            return self
        case = replace(self, revision=self.revision + 1)
        anonymised = self.evaluation(terms).outcome is Verdict.SHARE_ANONYMISED
        ending = Ending.SHARED_ANONYMISED if anonymised else Ending.SHARED
        return case.closed(ending, at)
