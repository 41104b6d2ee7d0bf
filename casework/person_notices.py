"""Telling one person: the text for them, what it may say, how it stands."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace

from adapters.clock import now
from adapters.notice_pdf import as_pdf
from casework.desk import Desk, Receipt
from casework.filing import case_for
from casework.notice_notes import note
from casework.notice_templates import text_of
from casework.restrictions import check_can_read
from casework.rulebooks import Rulebooks
from domain import policies
from domain.calendar import LONDON
from domain.case import Case
from domain.content import Content, Individual
from domain.errors import NotAccepted, NotAllowed, RuleBroken, Why
from domain.happenings import What
from domain.informing import InformDecision, Method, TellingAdvice
from domain.people import Actor
from domain.person_notices import (
    NOTICE,
    SHORTEST_WORD,
    WORD,
    Ground,
    Letter,
    Version,
    digest_of,
    fault_in,
    generated,
    plain_answer,
    tidy,
)
from domain.telling import WriteNotice, needs_second_look
from storage.acts import Words
from storage.basis import basis_of
from storage.cases import read_content, terms_of
from storage.person_notices import Notice
from storage.store import Store, Storehouse

STEP = "tell_individual"


@dataclass(frozen=True)
class Wanted:
    """Which notice is wanted: for whom, in which version, whether with a name."""

    individual: str
    version: Version
    names_recipient: bool = False


@dataclass(frozen=True)
class Written:
    """A text that somebody stands by, as they saw it; the word is for an e-mail."""

    individual: str
    version: Version
    text: str
    digest: str
    word: str = ""


@dataclass(frozen=True)
class Advised:
    """What an adviser said about telling this person, in their words."""

    said: TellingAdvice
    words: str


@dataclass(frozen=True)
class TellingLine:
    """How telling one person stands, beside what is decided.

    `reason` is what was written with the decision; `back_because` is why an adviser
    sent the text back; `is_failing` says that our e-mail does not go.
    """

    individual: str
    name: str
    made: InformDecision | None
    asks: bool
    reason: str = ""
    text: str = ""
    said: str = ""
    back_because: str = ""
    advised: Advised | None = None
    notice: Notice | None = None
    question: str = ""
    is_failing: bool = False


class PersonNotices:
    def __init__(
        self, storehouse: Storehouse, desk: Desk, rulebooks: Rulebooks
    ) -> None:
        self._storehouse = storehouse
        self._desk = desk
        self._rulebooks = rulebooks

    def draft(self, actor: Actor, reference: str, wanted: Wanted) -> str:
        """The text for one person, made from the template.

        Raises:
            CaseError: it is not theirs to write, or there is no such person.
        """
        with self._storehouse.reading() as store:
            case, content = _own(store, actor, reference, wanted.individual)
            terms = terms_of(store.session, reference)
            ours = store.accounts.organisation(case.organisation)
            wording = self._rulebooks.wording(store, terms)
            ground = Ground(
                ours.name,
                ours.telephone,
                reference,
                now().astimezone(LONDON).date().isoformat(),
                basis_of(store, case, terms, wording),
            )
            return generated(
                text_of(store, case.organisation, wanted.version),
                content,
                _person(content, wanted.individual),
                ground,
                names_recipient=wanted.names_recipient,
            )

    def second_look(self, actor: Actor, reference: str) -> bool:
        """Whether an adviser looks at a notice of this case before it goes."""
        with self._storehouse.reading() as store:
            case = case_for(store, actor, reference)
            return needs_second_look(case, terms_of(store.session, reference))

    async def write(
        self, actor: Actor, reference: str, written: Written, once: str | None = None
    ) -> Receipt:
        """Stand by a text for one person.

        Raises:
            NotAccepted: something may not stand in it, or a word is missing.
            CaseError: it is refused.
        """
        await asyncio.to_thread(self._check, actor, reference, written)
        text = tidy(written.text)
        if digest_of(text) != written.digest:
            raise RuleBroken(Why.NOTICE_CHANGED)
        words = {NOTICE: text}
        if written.word:
            words[WORD] = plain_answer(written.word)
        return await self._desk.do(
            actor,
            reference,
            lambda id, at, case: WriteNotice(
                id, actor, at, written.individual, written.version, written.digest
            ),
            words=words,
            once=once,
        )

    def _check(self, actor: Actor, reference: str, written: Written) -> None:
        with self._storehouse.reading() as store:
            case, content = _own(store, actor, reference, written.individual)
            person = _person(content, written.individual)
            ours = store.accounts.organisation(case.organisation)
            fault = fault_in(tidy(written.text), content, person, ours.name)
        if fault is not None:
            raise NotAccepted(fault, about="text")
        _check_word(case.inform_for(person.id), person, written.word)

    def standing(self, actor: Actor, reference: str) -> tuple[TellingLine, ...]:
        """How telling each person stands, for whoever may see the case."""
        with self._storehouse.reading() as store:
            case = case_for(store, actor, reference)
            policies.check_can_see(actor, case)
            check_can_read(store, actor, reference)
            content = _content(store, case)
            words = store.acts.words(reference, refused=False)
            notices = {
                each.individual: each for each in store.person_notices.of(reference)
            }
            failing = any(t.step == STEP for t in store.troubles.of(reference))
            lost = {*_came_to_nothing(store, case)}
            lost |= {*(case.to_be_told() if failing else ())}
            found = _Found(words, notices, tuple(lost))
            return tuple(
                _line(store, case, person, found) for person in content.individuals
            )

    def letter(self, actor: Actor, reference: str, individual: str) -> bytes:
        """The approved text as a PDF to print.

        Raises:
            RuleBroken: nobody has approved a text yet, or an adviser is awaited.
        """
        with self._storehouse.reading() as store:
            case, _ = _own(store, actor, reference, individual)
            made = case.inform_for(individual)
            if made is None or not made.notice or made.waits_for_adviser:
                raise RuleBroken(Why.NO_LETTER_YET)
            act = store.acts.get(made.written_in)
            text = store.acts.words(reference)[made.written_in][NOTICE]
            ours = store.accounts.organisation(case.organisation)
        assert act is not None  # its words are there
        return as_pdf(Letter(ours.name, reference, act.act.at, text))

    def answered(self, actor: Actor, reference: str, individual: str) -> None:
        """Say that their question has been answered. Twice is once.

        Raises:
            RuleBroken: they have not asked anything.
        """
        at = now()
        with self._storehouse.writing() as store:
            _own(store, actor, reference, individual)
            asked = [
                each
                for each in store.person_notices.of(reference)
                if each.individual == individual and each.asked_at is not None
            ]
            if not asked:
                raise RuleBroken(Why.NOTHING_ASKED)
            if store.person_notices.note_answered(asked[-1].id, at):
                note(store, asked[-1], What.ANSWERED_ABOUT_NOTICE, actor.id)


def _came_to_nothing(store: Store, case: Case) -> Iterator[str]:
    """Whose e-mail was refused or came back, while it is how they are told."""
    for mail in store.refused_mail.of(case.reference):
        made = case.inform_for(mail.individual)
        if made is not None and made.method is Method.EMAIL:
            yield mail.individual


def _own(
    store: Store, actor: Actor, reference: str, individual: str
) -> tuple[Case, Content]:
    """The case of its practitioner, with a person who is in it."""
    case = case_for(store, actor, reference)
    policies.check_can_see(actor, case)
    if actor.id != case.opened_by:
        raise NotAllowed(Why.NOT_YOUR_CASE)
    check_can_read(store, actor, reference)
    if individual not in case.content.individuals:
        raise NotAccepted(Why.UNKNOWN_INDIVIDUAL, about="individual")
    return case, _content(store, case)


def _content(store: Store, case: Case) -> Content:
    digest = case.content.digest
    return read_content(store.session, store.keys, case.reference, digest)


def _person(content: Content, individual: str) -> Individual:
    return next(each for each in content.individuals if each.id == individual)


def _check_word(made: InformDecision | None, person: Individual, word: str) -> None:
    """Whoever reads it by e-mail shows with something that only they know."""
    by_email = made is not None and made.method is Method.EMAIL
    if not by_email or (person.date_of_birth and not word):
        return
    if len(plain_answer(word)) < SHORTEST_WORD:
        raise NotAccepted(Why.WORD_NEEDED, about="word")


@dataclass(frozen=True)
class _Found:
    """What is kept of a case: its words, its notices by person, who is not reached."""

    words: dict[str, Words]
    notices: dict[str, Notice]
    failing: tuple[str, ...]


def _line(store: Store, case: Case, person: Individual, found: _Found) -> TellingLine:
    words, notice = found.words, found.notices.get(person.id)
    made = case.inform_for(person.id)
    advised = [each for each in case.telling_advice if each.individual == person.id]
    said = advised[-1] if advised else None
    line = TellingLine(person.id, person.name, made, person.id in case.telling_asks)
    if made is None:
        return line if said is None else replace(line, advised=_advised(said, words))
    return replace(
        line,
        reason=words.get(made.decided_in, {}).get("reason", ""),
        text=words.get(made.written_in, {}).get(NOTICE, ""),
        said=words.get(made.told_in, {}).get("said", ""),
        back_because=words.get(made.sent_back_in, {}).get("reason", ""),
        advised=_advised(said, words) if said else None,
        notice=notice,
        question=store.person_notices.question(notice) if notice else "",
        is_failing=person.id in found.failing,
    )


def _advised(said: TellingAdvice, words: dict[str, Words]) -> Advised:
    return Advised(said, words.get(said.act, {}).get("advice", ""))
