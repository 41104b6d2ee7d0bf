"""The questions of the rules, one on each page."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter
from pydantic import Field, model_validator
from starlette.responses import Response

from casework import journey
from casework.answers import AnswerLine
from domain import acts
from domain.answering import Given
from domain.errors import CaseNotFound, NotAccepted, RuleBroken, Why
from domain.evidence import as_words, by_hand, usual_values
from domain.rules import AnswerValue, Question, Verdict
from web.forms import PageForm, Sentences, read
from web.own_request import Answering, OwnForm, OwnRequest, typed

router = APIRouter(prefix="/requests/{reference}")

NOTE_MOST = 2000

Choice = tuple[str, str, str]
"""A radio button: its value, its words, and a hint."""

ANSWER_WORDS: Mapping[AnswerValue, str] = {AnswerValue.YES: "Yes", AnswerValue.NO: "No"}


class AnswerForm(PageForm):
    """One answer, which of a pick-list it rests on, and a note.

    A choice comes with its answer as one value, like "yes:public_task".
    """

    answer: AnswerValue
    choice: str = ""
    note: Annotated[str, Field(max_length=NOTE_MOST)] = ""

    sentences: ClassVar[Sentences] = {
        ("answer", "*"): "Select yes, no, or that you are not sure",
        ("note", "*"): f"The note must be {NOTE_MOST:,} characters or fewer",
    }

    @model_validator(mode="before")
    @classmethod
    def in_two(cls, given: dict[str, Any]) -> dict[str, Any]:
        answer, _, choice = str(given.get("answer", "")).partition(":")
        return {**given, "answer": answer, "choice": choice} if answer else given


@router.get("/questions/{code}")
def ask(code: str, own: Answering) -> Response:
    question = the_question(own, code)
    given = answer_to(own, code)
    if given and code in journey.advised(own.view):
        return own.show("answered", given=given, back_to=own.at(_before(own, code)))
    values = {"answer": _chosen(given), "note": given.note} if given else {}
    return _page(own, question, values, {})


@router.post("/questions/{code}")
async def answer(code: str, own: Answering, form: OwnForm) -> Response:
    question = the_question(own, code)
    if code in journey.advised(own.view):
        raise RuleBroken(Why.ADVISED_MEANWHILE, about=code)
    said, errors = read(AnswerForm, form)
    if said is None or not _exists(question, said):
        errors = errors or {"answer": AnswerForm.sentences["answer", "*"]}
        return _page(own, question, typed(form), errors)
    values = _beside(own, question, said)
    given = (Given(code, said.answer),)
    await own.do(
        lambda id, at, case: acts.GiveAnswers(id, own.actor, at, given),
        form,
        {code: said.note, **by_hand(code), **as_words(code, values)},
    )
    if _more_to_write(question, said, values):
        return own.go(f"questions/{code}/evidence{own.query}")
    urgent = code == own.view.terms.rules.triage and said.answer is AnswerValue.YES
    return own.go("ring-999" if urgent else "next")


def the_question(own: OwnRequest, code: str) -> Question:
    """A question that the answers so far lead to.

    Raises:
        CaseNotFound: they do not, or there is none.
        NotAccepted: the same of what was posted, so that what was typed is shown again.
    """
    question = journey.askable(own.view, code)
    if question is not None:
        return question
    if own.request.method == "GET":
        raise CaseNotFound
    known = own.view.terms.rules.has(code)
    raise NotAccepted(
        Why.UNREACHED_QUESTION if known else Why.UNKNOWN_QUESTION, about=code
    )


def answer_to(own: OwnRequest, code: str) -> AnswerLine | None:
    """What was answered to a question last."""
    lines = (line for line in own.view.answers if line.question.id == code)
    return next(lines, None)


def choices(own: OwnRequest, question: Question) -> list[Choice | str]:
    """What can be said to a question. A pick-list stands in the place of its answer."""
    shown: list[Choice | str] = []
    for answer, word in ANSWER_WORDS.items():
        evidence = question.evidence_for(answer)
        options = evidence.options if evidence else ()
        shown += [
            (
                f"{answer.value}:{each.id}",
                f"{word}: {in_sentence(each.label)}",
                each.hint,
            )
            for each in options
        ] or [(answer.value, word, "")]
    return [*shown, "or", _unsure(own, question.id)]


def in_sentence(label: str) -> str:
    """A label as it goes on after a colon; capitals of a name or a law stay."""
    if label[1:2].isupper():
        return label
    return label[:1].lower() + label[1:]


def _unsure(own: OwnRequest, code: str) -> Choice:
    """Being unsure, and what becomes of it."""
    node = own.view.terms.rules.node(code)
    if node.unsure.end is Verdict.ESCALATE:
        hint = "Keep going. An adviser answers this with you. Nothing is shared before."
        return ("unsure", "I am not sure – ask an adviser", hint)
    like = "yes" if node.unsure.to == node.yes.to else "no"
    return ("unsure", "I am not sure", f"Keep going. We will treat this as a {like}.")


def _page(
    own: OwnRequest, question: Question, values: dict[str, str], errors: dict[str, str]
) -> Response:
    hinted = [s for s in own.view.suggestions[:1] if s.question.id == question.id]
    if hinted and not values:
        chosen = next(iter(hinted[0].evidence.values()), "")
        values = {"answer": _value(hinted[0].answer, chosen)}
    return own.show(
        "question",
        422 if errors else 200,
        question=question,
        choices=choices(own, question),
        suggested=hinted[0] if hinted else None,
        values=values,
        errors=errors,
        back_to=own.at(_before(own, question.id)),
    )


def _chosen(given: AnswerLine) -> str:
    return _value(given.value, given.kept.choice.id if given.kept.choice else "")


def _value(answer: AnswerValue, choice: str) -> str:
    return f"{answer.value}:{choice}" if choice else answer.value


def _exists(question: Question, said: AnswerForm) -> bool:
    """Whether the choice that came with an answer is one of its pick-list."""
    evidence = question.evidence_for(said.answer)
    return not said.choice or bool(evidence and evidence.option(said.choice))


def _beside(own: OwnRequest, question: Question, said: AnswerForm) -> dict[str, str]:
    """What is kept beside the answer from now on.

    The same choice keeps what was written; a new one begins with what is usual here.
    """
    evidence = question.evidence_for(said.answer)
    if evidence is None:
        return {}
    given = answer_to(own, question.id)
    chosen = {evidence.id: said.choice} if said.choice else {}
    if given and _chosen(given) == _value(said.answer, said.choice):
        return {**given.evidence, **chosen}
    usual = usual_values(evidence, own.view.usual)
    same = usual.get(evidence.id, "") == said.choice
    blank = dict.fromkeys((f.id for f in evidence.fields_for(said.choice)), "")
    return {**blank, **(usual if same else {}), **chosen}


def _more_to_write(
    question: Question, said: AnswerForm, values: Mapping[str, str]
) -> bool:
    """Whether the answer has fields that what is usual here does not fill in."""
    evidence = question.evidence_for(said.answer)
    if evidence is None:
        return False
    fields = evidence.fields_for(said.choice)
    required = [field for field in fields if field.required]
    usual = bool(required) and all(values.get(field.id) for field in required)
    unchosen = bool(evidence.options) and not said.choice
    return unchosen or (bool(fields) and not usual)


def _before(own: OwnRequest, code: str) -> str:
    """The page before this one: the check, or the question answered before."""
    if own.is_from_check:
        return "check"
    asked = [line.question.id for line in own.view.answers]
    earlier = asked[: asked.index(code)] if code in asked else asked
    return f"questions/{earlier[-1]}" if earlier else ""
