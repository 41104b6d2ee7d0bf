"""Takes out of a case what it holds about one person, piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.answers import AnswerLine, answers_of
from casework.conflicts import content_of
from casework.rulebooks import Rulebooks
from domain.calendar import LONDON
from domain.case import Case
from domain.content import KIND_LABELS, Content, Individual
from domain.naming import all_names
from domain.narration import VALUES
from domain.nhs_number import as_nhs_number, said_nhs_number
from domain.rights import Asked
from domain.rights_pieces import PIECE_LABELS, Mark, Marking, Piece, PieceKind
from domain.rights_words import day_said
from domain.timeline import Entry, What
from storage.acts import newest_words
from storage.case_people import folded, nhs_index, wanted_indexes
from storage.cases import terms_of
from storage.reading import names_of, story
from storage.store import Store

TOLD = frozenset((
    What.OPENED, What.WITHDREW, What.WORSENED, What.ADVISED, What.APPROVED,
    What.DECLINED, What.RELEASED, What.HANDED_OVER, What.ACKNOWLEDGED, What.REVOKED,
    What.EXPIRED, What.REVIEWED, What.DECIDED_TO_TELL, What.TOLD, What.ADVISED_TELLING,
    What.FEEDBACK_GIVEN, What.CORRECTION_NOTED, What.RESTRICTED,
    What.RESTRICTION_LIFTED, What.DESTROYED,
))  # fmt: skip
"""What was decided and done, and not how those who work here shared it out."""


@dataclass(frozen=True)
class _Source:
    """One case as it is taken apart: about whom, with its marks."""

    case: Case
    content: Content
    theirs: frozenset[str]
    marking: Marking

    def piece(
        self, kind: PieceKind, text: str, heading: str = "", *marks: Mark
    ) -> Piece:
        found = {*self.marking.of(text), *marks}
        order = tuple(mark for mark in Mark if mark in found)
        label = heading or PIECE_LABELS[kind]
        return Piece(self.case.reference, kind, label, text, order)


def cases_about(store: Store, organisation: str, asked: Asked) -> list[str]:
    """The cases of an organisation under whose names or number somebody is kept.

    What is destroyed is not among them: nobody is in it any more.
    """
    cipher = store.keys.people()
    wanted = wanted_indexes(cipher, asked.name, asked.born)
    if asked.nhs_number:
        wanted.add(nhs_index(cipher, asked.nhs_number))
    found = store.case_people.cases_of(organisation, wanted)
    return [each for each in found if store.keys.has(f"case:{each}")]


def pieces_of(
    store: Store, rulebooks: Rulebooks, case: Case, asked: Asked
) -> list[Piece]:
    """Everything that a case holds about somebody, in the order it is read."""
    content = content_of(store, case)
    theirs = frozenset(p.id for p in content.individuals if _is(p, asked))
    if not theirs:
        return []
    source = _Source(case, content, theirs, Marking(content, theirs))
    return [
        *_people(source),
        *_content(source),
        *_answers(store, rulebooks, source),
        *_story(store, rulebooks, source),
    ]


def _is(person: Individual, asked: Asked) -> bool:
    """Whether this is who asks, by number or by a whole name and date of birth."""
    number = as_nhs_number(asked.nhs_number)
    if number and as_nhs_number(person.nhs_number) == number:
        return True
    names = all_names(person.name, person.other_names)
    same = folded(asked.name) in map(folded, names)
    born = person.date_of_birth
    return same and (not asked.born or born in ("", asked.born))


def _people(source: _Source) -> Iterator[Piece]:
    for person in source.content.individuals:
        if person.id not in source.theirs:
            continue
        number = person.nhs_number
        facts = {
            "Name": person.name,
            "Other names": person.other_names,
            "Born": day_said(person.date_of_birth),
            "NHS number": said_nhs_number(as_nhs_number(number)) if number else "",
            "Who they are in it": person.relationship,
            "Safe e-mail": person.safe_email,
            "Address": "is kept secret" if person.protected_address else "",
            "Part in it": "may have caused harm" if person.alleged_perpetrator else "",
        }
        text = "\n".join(f"{key}: {value}" for key, value in facts.items() if value)
        marks = (Mark.ENDANGERS,) if person.alleged_perpetrator else ()
        yield Piece(source.case.reference, PieceKind.PERSON,
                    PIECE_LABELS[PieceKind.PERSON], text, marks)  # fmt: skip


def _content(source: _Source) -> Iterator[Piece]:
    content = source.content
    if content.purpose:
        yield source.piece(PieceKind.PURPOSE, content.purpose)
    for item in content.items:
        if not source.marking.is_about_them(item):
            continue
        source_said = f"From: {item.source}" if item.source else ""
        day = f"On: {day_said(item.observed_on)}" if item.observed_on else ""
        text = "\n".join(filter(None, (item.text, source_said, day)))
        heading = KIND_LABELS[item.kind]
        marks = source.marking.of_item(item)
        yield source.piece(PieceKind.ITEM, text, heading, *marks)
    for file in content.attachments:
        yield source.piece(
            PieceKind.FILE, file.name, "A file, which is given apart", *Mark
        )
    to = content.recipient
    if to is not None:
        text = ", ".join(filter(None, (to.name, to.role, to.organisation)))
        yield source.piece(PieceKind.RECIPIENT, text)


def _answers(store: Store, rulebooks: Rulebooks, source: _Source) -> Iterator[Piece]:
    case = source.case
    terms = terms_of(store.session, case.reference)
    wording = rulebooks.wording(store, terms)
    words = newest_words(store.acts.words(case.reference, refused=False))
    names = names_of(store, case)
    for line in answers_of(case, case.evaluation(terms), wording, names, words):
        question = line.question.question
        yield source.piece(PieceKind.ANSWER, _answered(line), question)


def _answered(line: AnswerLine) -> str:
    beside = [value for value in line.evidence.values() if isinstance(value, str)]
    return "\n".join(filter(None, (VALUES[line.value.value], line.note, *beside)))


def _story(store: Store, rulebooks: Rulebooks, source: _Source) -> Iterator[Piece]:
    terms = terms_of(store.session, source.case.reference)
    wording = rulebooks.wording(store, terms)
    for entry, text, _ in story(store, source.case, wording):
        if entry.what in TOLD and _is_theirs(entry, source.theirs):
            day = day_said(entry.at.astimezone(LONDON).date().isoformat())
            yield source.piece(PieceKind.DECISION, text, f"On {day}")


def _is_theirs(entry: Entry, theirs: frozenset[str]) -> bool:
    """Whether it is about them: what was decided of telling another is not."""
    person = entry.fact("individual")
    return entry.refused is None and (not person or person in theirs)
