"""The record of a case as one JSON document: all that a court would ask for."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from activities.advice_account import advice_of
from activities.licence import handling_of
from adapters.rulebook import Rulebook
from domain.answer import Answer
from domain.case import Case
from domain.content import Content
from domain.evidence import SUGGESTED, Kept, kept_beside, words_beside
from domain.person_notices import NOTICE, TOLD_BY
from domain.rules import Wording
from domain.terms import Terms
from storage.acts import Words
from storage.cases import read_content, terms_of
from storage.coding import canonical
from storage.completions import completion_of
from storage.feedback import feedback_of
from storage.handed_over import handed_over_of
from storage.origins import Origin, origin_of
from storage.reading import story
from storage.store import Store

SCHEMA = "sharewell-record/1"


def account_of(store: Store, case: Case, rulebook: Rulebook) -> str:
    """The record. The same case gives the same text."""
    terms = terms_of(store.session, case.reference)
    kept = store.rulesets.wording(case.reference)
    wording = kept or rulebook.get(terms.rules.id)[1]
    content = read_content(
        store.session, store.keys, case.reference, case.content.digest
    )
    organisation = store.accounts.organisation(case.organisation)
    names = store.accounts.names(case.organisation)
    return canonical(
        {
            "schema": SCHEMA,
            "reference": case.reference,
            "organisation": organisation.name,
            "practitioner": names.get(case.opened_by, ""),
            "opened_at": _moment(case.opened_at),
            "closed_at": _moment(case.closed_at),
            "ending": case.ending.value if case.ending else None,
            **_came_about(origin_of(store, case, names), case),
            **_bound(terms, case),
            **_described(content, case, terms),
            "answers": _answers(store, case, wording, names),
            **_signed(case, names),
            **advice_of(store, case, terms, wording, names),
            "release": _release(store, case),
            "feedback": _feedback(store, case, names),
            "told": _told(store, case, content),
            "told_by_telephone_at": content.spoken_at or None,
            "completion": _completion(store, case, names),
            "timeline": _story(store, case, wording),
        }
    )


def _came_about(origin: Origin, case: Case) -> dict[str, Any]:
    asked = origin.first_question
    return {
        "earlier": origin.earlier or None,
        "new": origin.new,
        "first_question": asked
        and {
            "question": asked.question,
            "asked_at": _moment(asked.asked_at),
            "guidance": asked.guidance,
            "by": asked.by,
            "at": _moment(asked.at),
        },
        "signposted": case.signposted.value if case.signposted else None,
    }


def _bound(terms: Terms, case: Case) -> dict[str, Any]:
    evaluation = case.evaluation(terms)
    return {
        "rule_set": {"id": terms.rules.id, "version": terms.rules.version},
        "approval_policy": terms.approval.value,
        "priority": evaluation.priority.value,
        "outcome": evaluation.outcome.value if evaluation.outcome else None,
        "reasons": list(evaluation.reasons),
        "path": list(evaluation.path),
    }


def _described(content: Content, case: Case, terms: Terms) -> dict[str, Any]:
    licence = case.licence(terms)
    left_out = licence.left_out if licence else ()
    return {
        "purpose": content.purpose,
        "trigger": content.trigger.value,
        "individuals": [asdict(person) for person in content.individuals],
        "recipient": asdict(content.recipient) if content.recipient else None,
        "items": [
            {**asdict(item), "left_out": item.left_out or item.id in left_out}
            for item in content.items
        ],
        "attachments": [
            {**asdict(file), "left_out": file.left_out or file.id in left_out}
            for file in content.attachments
        ],
        "never": [asdict(each) for each in content.never],
        "content_digest": case.content.digest,
    }


def _answers(
    store: Store, case: Case, wording: Wording, names: dict[str, str]
) -> list[dict[str, Any]]:
    """Every answer that was given, with what was written down beside it at the time."""
    words = store.acts.words(case.reference)
    said = {
        (line.entry.by, line.entry.at): words.get(line.entry.act or "", {})
        for line in store.timeline.of(case.reference)
        if line.entry.act and line.entry.refused is None
    }
    return [
        {
            "question": answer.node,
            "text": _text(wording, answer.node),
            "answer": answer.value.value,
            "about": answer.about or None,
            "by": names.get(answer.by, answer.by),
            "at": _moment(answer.at),
            **_beside(answer, wording, said.get((answer.by, answer.at), {})),
        }
        for answer in case.answers
    ]


def _beside(answer: Answer, wording: Wording, words: Words) -> dict[str, Any]:
    known = {question.id: question for question in wording.questions}
    question = known.get(answer.node)
    written = words_beside(answer.node, words)
    kept = kept_beside(question, answer.value, written) if question else Kept()
    return {
        "note": words.get(answer.node, ""),
        "suggested": written.get(SUGGESTED) or None,
        "choice": kept.choice.label if kept.choice else None,
        "evidence": [
            {"field": field.id, "label": field.label, "written": text}
            for field, text in kept.fields
        ],
    }


def _text(wording: Wording, node: str) -> str:
    """The question as it is worded now; one that is no longer asked keeps its code."""
    known = {question.id: question.question for question in wording.questions}
    return known.get(node, node)


def _signed(case: Case, names: dict[str, str]) -> dict[str, Any]:
    confirmed = (case.confirmed,) if case.confirmed else ()
    made = case.decision
    return {
        "signatures": [
            {
                "as": role,
                "by": names.get(signed.by, signed.by),
                "at": _moment(signed.at),
                "digest": signed.digest,
                "left_out": list(signed.left_out),
            }
            for role, signatures in (
                ("practitioner", confirmed),
                ("adviser", case.approvals),
            )
            for signed in signatures
        ],
        "decision": made
        and {
            "share": made.share,
            "by": names.get(made.by, made.by),
            "at": _moment(made.at),
        },
    }


def _release(store: Store, case: Case) -> dict[str, Any] | None:
    parcel = store.releases.of(case.reference)
    if parcel is None:
        return None
    return {
        "number": parcel.number,
        "digest": parcel.digest,
        "handling": handling_of(store, case.reference, case.valid_approvals),
        "made_at": _moment(parcel.made_at),
        "expires_at": _moment(parcel.expires_at),
        "opened_at": _moment(parcel.opened_at),
        "acknowledged_at": _moment(parcel.acknowledged_at),
        "package_sha256": parcel.package_digest or None,
        "state": case.release.state.value if case.release else parcel.state.value,
        "handed_over": _handed_over(store, case),
    }


def _handed_over(store: Store, case: Case) -> dict[str, Any] | None:
    """By which way its sender gave it to whom, with what they wrote about it."""
    made = handed_over_of(store, case.reference)
    if made is None:
        return None
    names = store.accounts.names(case.organisation)
    by = names.get(made.by, made.by)
    return {**asdict(made), "given_at": _moment(made.given_at), "by": by}


def _feedback(store: Store, case: Case, names: dict[str, str]) -> list[dict[str, Any]]:
    """What came of it, as far as it was said before the seal."""
    return [
        {
            "feedback": line.feedback.value,
            "words": line.words,
            "by": names.get(line.by, line.by),
            "at": _moment(line.at),
        }
        for line in feedback_of(store, case.reference)
    ]


def _completion(
    store: Store, case: Case, names: dict[str, str]
) -> dict[str, Any] | None:
    """What was written down after an urgent share."""
    made = completion_of(store, case.reference)
    if made is None:
        return None
    by = names.get(made.by, made.by)
    return {**made.words, "by": by, "at": _moment(made.at)}


def _told(store: Store, case: Case, content: Content) -> list[dict[str, Any]]:
    names = {person.id: person.name for person in content.individuals}
    words = store.acts.words(case.reference)
    return [
        {
            "individual": names.get(made.individual, made.individual),
            "decision": made.decision.value,
            "reason": words.get(made.decided_in, {}).get("reason", ""),
            "method": made.method.value if made.method else None,
            "review_on": made.review_on.isoformat() if made.review_on else None,
            "notice": words.get(made.written_in, {}).get(NOTICE, ""),
            "told_at": _moment(made.told_at),
            "told_on": made.told_on.isoformat() if made.told_on else None,
            "told_by": words.get(made.told_in, {}).get(TOLD_BY, ""),
            "said": words.get(made.told_in, {}).get("said", ""),
        }
        for made in case.informs
    ]


def _story(store: Store, case: Case, wording: Wording) -> list[dict[str, Any]]:
    return [
        {"number": number, "at": _moment(entry.at), "sentence": text, "hash": chained}
        for number, (entry, text, chained) in enumerate(story(store, case, wording), 1)
    ]


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
