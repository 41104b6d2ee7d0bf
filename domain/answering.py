"""Answers given to a case, each checked against its rules."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.answer import Answer
from domain.case import Case
from domain.errors import NotAccepted, Why
from domain.evaluation import inform_for, reachable
from domain.rules import AnswerValue, QuestionStage
from domain.terms import Terms


@dataclass(frozen=True)
class Given:
    """One answer as it is given; `about` is an individual in the inform step."""

    node: str
    value: AnswerValue
    about: str = ""


@dataclass(frozen=True)
class Answered:
    """Answers given together: by whom, and when."""

    answers: tuple[Given, ...]
    by: str
    at: datetime


def with_answers(case: Case, answered: Answered, terms: Terms) -> Case:
    """The case with these answers, each checked against the rules in turn.

    Raises:
        NotAccepted: a question or a person that is not there, or not yet reached.
    """
    given = answered.answers
    known = case.current_answers()
    for answer in given:
        if not terms.rules.has(answer.node):
            raise NotAccepted(Why.UNKNOWN_QUESTION, about=answer.node)
        if answer.about and answer.about not in case.content.individuals:
            raise NotAccepted(Why.UNKNOWN_INDIVIDUAL, about=answer.about)
        known[answer.node] = answer.value
    reached = reachable(terms.rules, known)
    for answer in given:
        asked = answer.node in reached or is_inform(terms, answer.node)
        if not asked:
            raise NotAccepted(Why.UNREACHED_QUESTION, about=answer.node)
    case = having_answered(_still_approved(case, given), answered)
    return _with_doubts(case, given, terms)


def having_answered(case: Case, answered: Answered) -> Case:
    """The case with these answers on top of what was answered before."""
    new = (
        Answer(each.node, each.value, answered.by, answered.at, each.about)
        for each in answered.answers
    )
    return replace(case, answers=(*case.answers, *new))


def is_inform(terms: Terms, node: str) -> bool:
    """The inform step is asked for each person, whatever the path."""
    rules = terms.rules
    return rules.has(node) and rules.node(node).stage is QuestionStage.INFORM


def _with_doubts(case: Case, given: tuple[Given, ...], terms: Terms) -> Case:
    """The case with those about whom somebody is not sure: an adviser is asked.

    What is shared does not wait for it.
    """
    if not terms.advises_telling:
        return case
    asks = [i for i in case.telling_asks if i not in {each.about for each in given}]
    for individual in dict.fromkeys(each.about for each in given if each.about):
        answers = case.current_answers(about=individual)
        if inform_for(terms.rules, case.evaluation(terms), answers).needs_adviser:
            asks.append(individual)
    return replace(case, telling_asks=tuple(asks))


def _still_approved(case: Case, given: tuple[Given, ...]) -> Case:
    """Whoever approved saw the answers there were: a changed one is approved anew."""
    known = case.current_answers()
    changed = any(
        known.get(answer.node, answer.value) is not answer.value
        for answer in given
        if not answer.about
    )
    return replace(case, approvals=()) if changed else case
