"""Answers that follow from what is known already, for a person to confirm. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.content import Content, Item, Verified
from domain.evaluation import evaluate
from domain.evidence import kept_beside, usual_values
from domain.rules import AnswerValue, Question, QuestionStage, RuleSet, Verdict, Wording
from domain.wording import Fact

ASKED = frozenset({QuestionStage.WHEN, QuestionStage.HOW})
"""Nobody but a person says whether there is danger, or who may be told of it."""

STOPS = frozenset({Verdict.DO_NOT_SHARE, Verdict.ESCALATE})


@dataclass(frozen=True)
class Suggested:
    """An answer that follows from what is known, and why; nothing is answered yet."""

    question: Question
    answer: AnswerValue
    because: str
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What suggestions rest on.

    `usual` is what the organisation usually writes down beside an answer, and
    `address` the recipient's in its directory, if they are in it.
    """

    content: Content
    usual: Mapping[str, object] = field(default_factory=dict)
    address: str = ""

    def holds(self, fact: Fact) -> bool | None:
        """Whether it is so; None if nobody can know."""
        content = self.content
        found: Mapping[Fact, bool | None] = {
            Fact.PURPOSE_NAMED: bool(content.purpose) or None,
            Fact.PERSON_NAMED: bool(content.individuals) or None,
            Fact.RECIPIENT_IN_DIRECTORY: self._in_directory or None,
            Fact.RECIPIENT_VERIFIED: self._is_verified or None,
            Fact.SECURE_ROUTE: not content.spoken_at or None,
            Fact.USUAL_BASIS: "basis" in self.usual or None,
            Fact.USUAL_CONDITION: "condition" in self.usual or None,
        }
        return found[fact] if fact in found else self._of_items(fact)

    def _of_items(self, fact: Fact) -> bool | None:
        """What only the things to be shared can say."""
        going = self.content.going
        if not going:
            return None
        found: Mapping[Fact, bool | None] = {
            Fact.ITEMS_PICKED: True,
            Fact.ITEMS_LABELLED: all(map(_is_labelled, going)) or None,
            Fact.ITEMS_SENSITIVE: any(i.sensitive or i.offence for i in going),
            Fact.TOLD_IN_CONFIDENCE: any(i.confidential for i in going),
            Fact.NOTHING_ENDANGERS: self._endangers_nobody or None,
        }
        return found.get(fact)

    @property
    def _in_directory(self) -> bool:
        to = self.content.recipient
        return bool(to and self.address and to.email == self.address)

    @property
    def _is_verified(self) -> bool:
        to = self.content.recipient
        how = to.verified_how if to else None
        return self._in_directory or how in (Verified.RANG, Verified.KNOWN)

    @property
    def _endangers_nobody(self) -> bool:
        """Where somebody's address is secret, a person looks at every word."""
        secret = any(person.protected_address for person in self.content.individuals)
        return not secret and not any(item.endangers for item in self.content.going)


def _is_labelled(item: Item) -> bool:
    return bool(item.source and item.observed_on)


def suggestions(
    rules: RuleSet,
    wording: Wording,
    answers: Mapping[str, AnswerValue],
    known: Known,
) -> tuple[Suggested, ...]:
    """What is suggested for the questions that come next, up to one that is not."""
    supposed, found = dict(answers), list[Suggested]()
    while True:
        looked = evaluate(rules, supposed)
        asked = looked.next_question or looked.ask_ahead
        if asked is None or rules.node(asked).stage not in ASKED:
            break
        one = suggestion(wording.question(asked), known)
        if one is None:
            break
        supposed[asked] = one.answer
        branch = rules.node(asked).branch(one.answer)
        if branch is None or branch.end in STOPS:
            break
        found.append(one)
    return tuple(found)


def suggestion(question: Question, known: Known) -> Suggested | None:
    """What is suggested for one question, if its fact is known."""
    wanted = question.suggestion
    holds = known.holds(wanted.fact) if wanted else None
    if wanted is None or holds is None:
        return None
    answer = AnswerValue.YES if holds else AnswerValue.NO
    because = wanted.yes if holds else wanted.no
    usual = usual_values(question.evidence_for(answer), known.usual)
    unfinished = kept_beside(question, answer, usual).missing
    if not because or unfinished:
        return None
    return Suggested(question, answer, because, usual)
