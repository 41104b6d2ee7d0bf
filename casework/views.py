"""Everything a screen can ask about one case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.clock import now
from casework.adviser_directory import Whose, whose
from casework.after_sending import AfterSending, after_sending_of
from casework.answers import AnswerLine, all_given, answers_of
from casework.blinding import Approvals, approvals_of, blind_for
from casework.calendars import follow_up_by
from casework.conflicts import as_it_concerns, case_of, check_can_take
from casework.filing import case_for, newest_content
from casework.may import may
from casework.presence import AlsoOpen, also_open
from casework.read_log import ReadLine, readings_of
from casework.reading_noted import note_reading
from casework.recipients import KnownRecipient, known_of
from casework.related import Related, related
from casework.release_lines import ReleaseLine, release_line
from casework.restrictions import check_can_read
from casework.rulebooks import Rulebooks
from casework.stories import StoryLine, open_question, told_to
from casework.suggestions import Known, Suggested, suggestions
from domain import policies
from domain.acts import apply
from domain.calendar import WorkingDay
from domain.case import Case
from domain.content import Content
from domain.directory import STALE_AFTER, Standing
from domain.evaluation import Evaluation, InformStep, inform_for
from domain.informing import InformDecision
from domain.people import Actor
from domain.reads import ReadKind
from domain.rules import Question, QuestionStage, Wording
from domain.stages import STAGE_LABELS, WAITING_LABELS
from domain.terms import Terms
from storage.acts import newest_words
from storage.cases import CaseLine, read_content, terms_of
from storage.completions import Completion, completion_of
from storage.reading import names_of
from storage.records import Record
from storage.store import Store, Storehouse
from storage.tasks import Task

MOST = 100
"""So many readings are told at most; auditors can turn the pages of all of them."""


@dataclass(frozen=True)
class PersonLine:
    """One individual: what is decided about telling them, and what the rules say."""

    id: str
    name: str
    decision: InformDecision | None
    advice: InformStep


@dataclass(frozen=True)
class CaseView:
    """A case as somebody who may read it sees it."""

    case: Case
    terms: Terms
    wording: Wording
    evaluation: Evaluation
    content: Content
    answers: tuple[AnswerLine, ...]
    given: tuple[AnswerLine, ...]
    suggestions: tuple[Suggested, ...]
    usual: Mapping[str, object]
    people: tuple[PersonLine, ...]
    recipient: KnownRecipient
    release: ReleaseLine | None
    task: Task | None
    whose: Whose | None
    follow_up_by: WorkingDay | None
    completion: Completion | None
    question: StoryLine | None
    approvals: Approvals
    also_open: tuple[AlsoOpen, ...]
    timeline: tuple[StoryLine, ...]
    readings: tuple[ReadLine, ...]
    related: Related
    names: dict[str, str]
    acts_waiting: int
    may: frozenset[str]
    after_sending: AfterSending
    is_mine: bool

    @property
    def reference(self) -> str:
        return self.case.reference

    @property
    def stage_label(self) -> str:
        return STAGE_LABELS[self.case.stage]

    @property
    def waiting_on(self) -> str:
        return WAITING_LABELS[self.case.waiting_on]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the rules come out as they do, as sentences."""
        return tuple(self.wording.reason(code) for code in self.evaluation.reasons)

    @property
    def next_question(self) -> str | None:
        """What the practitioner is asked next, also while an adviser is awaited."""
        asked = self.evaluation.next_question or self.evaluation.ask_ahead
        if asked is None:
            return None
        inform = self.terms.rules.node(asked).stage is QuestionStage.INFORM
        return None if inform else asked

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What an adviser has to answer before this can be shared."""
        open_ = [self.evaluation.stopped_at, self.next_question]
        if self.evaluation.needs_adviser or self.evaluation.outcome is None:
            return tuple(self.wording.question(id) for id in open_ if id)
        return ()

    @property
    def told_at(self) -> datetime | None:
        """When the recipient was told by telephone, if that is how it went."""
        spoken = self.content.spoken_at
        return datetime.fromisoformat(spoken) if spoken else None

    @property
    def due_because(self) -> str:
        """How the time of the adviser's reply was worked out, in one sentence."""
        return self.task.due_because if self.task is not None else ""

    @property
    def deadlines(self) -> dict[str, datetime]:
        found = {}
        if self.task is not None:
            found["adviser_reply"] = self.task.due_at
        if self.follow_up_by is not None and self.case.completion_owed:
            found["complete_by"] = self.follow_up_by.ends
        if self.release is not None and self.release.is_live:
            found["collect_by"] = self.release.parcel.expires_at
        return found


class Views:
    def __init__(
        self,
        storehouse: Storehouse,
        rulebooks: Rulebooks,
        stale_after: timedelta = STALE_AFTER,
    ) -> None:
        self._storehouse = storehouse
        self._rulebooks = rulebooks
        self._stale_after = stale_after

    def case(self, actor: Actor, reference: str) -> CaseView:
        """A case with its content, for its practitioner and its advisers.

        Raises:
            CaseNotFound: there is none, or none for this actor.
        """
        with self._storehouse.reading() as store:
            stored = case_for(store, actor, reference)
            policies.check_can_see(actor, stored)
            check_can_read(store, actor, reference)
            view = self._view(store, actor, stored, "")
        return self._noted(actor, view)

    def task(self, actor: Actor, task_id: str) -> CaseView:
        """The case of a task, for an adviser."""
        with self._storehouse.reading() as store:
            task = store.tasks.get(actor, task_id)
            case = store.cases(actor).get(task.reference)
            check_can_take(store, actor, case)
            check_can_read(store, actor, case.reference)
            view = self._view(store, actor, case, task_id)
        return self._noted(actor, view)

    def in_emergency(self, actor: Actor, reference: str) -> CaseView:
        """A case for whoever opened it in an emergency, as one of them has checked."""
        with self._storehouse.reading() as store:
            case = case_of(store, actor, reference)
            policies.check_can_read_in_emergency(actor, case)
            check_can_read(store, actor, reference)
            return self._view(store, actor, case, "")

    def _noted(self, actor: Actor, view: CaseView) -> CaseView:
        """The same, once it is on record who read what is not their own request."""
        if not view.is_mine:
            kind = ReadKind.CASE_READ
            note_reading(self._storehouse, actor, view.reference, kind)
        return view

    def record(self, actor: Actor, reference: str) -> Record | None:
        """The sealed record; None while the case is open.

        Raises:
            CaseNotFound: there is no such case for this actor.
        """
        with self._storehouse.reading() as store:
            case = case_of(store, actor, reference)
            policies.check_can_read_record(actor, case)
            check_can_read(store, actor, reference)
            return store.records.get(reference)

    def standing(self, actor: Actor, reference: str) -> CaseLine:
        """How far a case has come, for whoever may read its record one day."""
        with self._storehouse.reading() as store:
            policies.check_can_read_record(actor, case_of(store, actor, reference))
            return store.cases(actor).line(reference)

    def faults(self, actor: Actor, reference: str) -> list[str]:
        """Where the account of a case does not hold together."""
        with self._storehouse.reading() as store:
            case = case_of(store, actor, reference)
            policies.check_can_read_record(actor, case)
            record = store.records.get(reference)
            broken = list(store.timeline.faults(reference))
            parcel = store.releases.of(reference)
            if parcel is not None:
                broken += store.release_log.faults(parcel.id)
            if record is not None and not record.is_whole:
                broken.append(f"the record of {reference} was altered")
            return broken

    def _bound(self, store: Store, case: Case) -> tuple[Terms, Wording]:
        terms = terms_of(store.session, case.reference)
        return terms, self._rulebooks.wording(store, terms)

    def _view(self, store: Store, actor: Actor, stored: Case, meant: str) -> CaseView:
        terms, wording = self._bound(store, stored)
        mine = actor.id == stored.opened_by
        case = projected(store, stored, terms) if mine else stored
        blind = blind_for(actor, stored, terms)
        content = _content(store, case, mine)
        evaluation = case.evaluation(terms)
        names = names_of(store, case)
        known = _known(store, case, content, self._stale_after)
        signers = blind.names(names)
        task = store.tasks.live(case.reference, meant)
        return CaseView(
            case=blind.case(stored),
            terms=terms,
            wording=wording,
            evaluation=evaluation,
            content=content,
            answers=answers_of(case, evaluation, wording, signers, _said(store, case)),
            given=all_given(case, wording, signers),
            suggestions=_suggested(case, terms, wording, known) if mine else (),
            usual=known.usual,
            people=_people(case, terms, evaluation, content),
            recipient=known_of(store, case, content, now(), self._stale_after),
            release=(release := release_line(store, stored, mine)),
            task=task,
            whose=whose(store, actor, task, names),
            follow_up_by=follow_up_by(store, stored),
            completion=completion_of(store, case.reference),
            question=open_question(store, stored),
            approvals=approvals_of(stored, terms),
            also_open=also_open(store, actor, stored, terms),
            timeline=told_to(store, stored, wording, blind, mine=mine),
            readings=() if mine else readings_of(store, case.reference, signers, MOST),
            related=related(store, actor, stored, content, names),
            names=names,
            acts_waiting=store.acts.waiting(case.reference),
            may=_may(store, actor, case, release),
            after_sending=after_sending_of(store, case.reference),
            is_mine=mine,
        )


def _said(store: Store, case: Case) -> dict[str, str]:
    return newest_words(store.acts.words(case.reference, refused=False))


def _may(
    store: Store, actor: Actor, case: Case, release: ReleaseLine | None
) -> frozenset[str]:
    """What the actor can do now, by name.

    After the seal only its own row knows that a release was closed.
    """
    locked = release is not None and release.is_locked
    over = {"revoke"} if release is not None and not release.is_live else set()
    return may(actor, as_it_concerns(store, actor, case), locked=locked) - over


def projected(store: Store, case: Case, terms: Terms) -> Case:
    """The case as it will be once the acts received so far are applied.

    Only for showing the person who acted what comes next: nothing rests on it.
    """
    for stored in store.acts.unapplied(case.reference):
        if not case.has_taken(stored.act.id):
            case, _ = apply(case, stored.act, terms)
    return case


def _content(store: Store, case: Case, mine: bool) -> Content:
    if mine:
        return newest_content(store, case)
    digest = case.content.digest
    return read_content(store.session, store.keys, case.reference, digest)


def _known(store: Store, case: Case, content: Content, stale: timedelta) -> Known:
    """What suggestions rest on: the content, and what the organisation has on file."""
    organisation = store.accounts.organisation(case.organisation)
    picked = content.recipient.directory_id if content.recipient else ""
    contact = store.directory.get(case.organisation, picked) if picked else None
    listed = contact and contact.standing(now(), stale) is Standing.VERIFIED
    address = contact.email if contact and listed else ""
    return Known(content, organisation.usual, address)


def _suggested(
    case: Case, terms: Terms, wording: Wording, known: Known
) -> tuple[Suggested, ...]:
    return suggestions(terms.rules, wording, case.current_answers(), known)


def _people(
    case: Case, terms: Terms, evaluation: Evaluation, content: Content
) -> tuple[PersonLine, ...]:
    return tuple(
        PersonLine(
            person.id,
            person.name,
            case.inform_for(person.id),
            inform_for(terms.rules, evaluation, case.current_answers(person.id)),
        )
        for person in content.individuals
    )
