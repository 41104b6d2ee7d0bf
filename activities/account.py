"""The record of a case as one JSON document: all that a court would ask for.

What is added to it, or named otherwise, makes a new version of its schema; a record
that was sealed before stays as it is. `activities/record.schema.json` says what may
stand where.
"""

from collections.abc import Mapping
from typing import Any

from activities.advice_account import advice_of
from activities.answer_account import answers_of, grounds_of, reasons_of, refusal_of
from activities.identity_account import (
    both,
    closure_of,
    identity_of,
    moment,
    staff_of,
    times_of,
)
from activities.share_account import described, release_of
from activities.telling_account import telling_of
from adapters.rulebook import Rulebook
from domain.case import Case
from domain.rules import Wording
from domain.visibility import is_internal
from storage.breaches import Breach
from storage.cases import read_content, terms_of
from storage.coding import canonical
from storage.completions import completion_of
from storage.feedback import feedback_of
from storage.origins import Origin, origin_of
from storage.reading import story
from storage.store import Store

SCHEMA = "sharewell-record/2"

Told = dict[str, Any]
Names = dict[str, str]


def account_of(store: Store, case: Case, rulebook: Rulebook) -> str:
    """The record. The same case gives the same text."""
    terms = terms_of(store.session, case.reference)
    kept = store.rulesets.wording(case.reference)
    wording = kept or rulebook.get(terms.rules.id)[1]
    content = read_content(
        store.session, store.keys, case.reference, case.content.digest
    )
    names = store.accounts.names(case.organisation)
    entries = [line.entry for line in store.timeline.of(case.reference)]
    answers = answers_of(store, case, terms, wording)
    advice = advice_of(store, case, terms, wording, names)
    return canonical(
        {
            "schema": SCHEMA,
            "reference": case.reference,
            **identity_of(store, case, terms, wording),
            "practitioner": names.get(case.opened_by, ""),
            "staff": staff_of(entries, case, names),
            **times_of(store, case, content),
            **_came_about(origin_of(store, case, names), case),
            **described(content, case, terms, names),
            **reasons_of(case, terms, wording),
            "answers": answers,
            **grounds_of(answers),
            **_signed(case, names),
            **advice,
            "advice_minutes": case.advice_minutes or None,
            "refusal": refusal_of(case, terms, wording, names, _declined(advice)),
            "release": release_of(store, case, names),
            "wrong_recipient": _breach(store.breaches.get(case.reference), names),
            "feedback": _feedback(store, case, names),
            "chased": list(case.chased),
            **telling_of(store, case, content, names),
            "completion": _completion(store, case, names),
            **closure_of(store, entries, case, names),
            "timeline": _story(store, case, wording, names),
        }
    )


def _came_about(origin: Origin, case: Case) -> Told:
    asked = origin.first_question
    return {
        "earlier": origin.earlier or None,
        "new": origin.new,
        "first_question": asked
        and {
            "question": asked.question,
            "asked_at": moment(asked.asked_at),
            "guidance": asked.guidance,
            "by": asked.by,
            "at": moment(asked.at),
        },
        "signposted": case.signposted.value if case.signposted else None,
    }


def _declined(advice: Mapping[str, Any]) -> str:
    """Why an adviser decided against it, in their own words."""
    no = [
        made["reason"] for made in advice["decisions"] if made["decision"] == "decline"
    ]
    return no[-1] if no else ""


def _signed(case: Case, names: Names) -> Told:
    confirmed = (case.confirmed,) if case.confirmed else ()
    made = case.decision
    return {
        "signatures": [
            {
                "as": role,
                "by": names.get(signed.by, signed.by),
                "at": moment(signed.at),
                "digest": signed.digest,
                "left_out": list(signed.left_out),
                "stands": signed.digest == case.content.digest,
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
            "at": moment(made.at),
        },
    }


def _breach(breach: Breach | None, names: Names) -> Told | None:
    """What is known by now of its having gone to the wrong person."""
    if breach is None:
        return None
    return {
        "began": breach.began.value,
        "began_by": names.get(breach.began_by, breach.began_by),
        "since": both(breach.since),
        "ended": both(breach.ended_at),
        "words": breach.words,
        "steps": [
            {
                "step": each.step.value,
                "done": each.done,
                "by": names.get(each.by, each.by),
                "at": moment(each.at),
                "words": each.words,
            }
            for each in breach.settled
        ],
    }


def _feedback(store: Store, case: Case, names: Names) -> list[Told]:
    """What came of it, as far as it was said before the seal."""
    return [
        {
            "feedback": line.feedback.value,
            "words": line.words,
            "by": names.get(line.by, line.by),
            "at": moment(line.at),
        }
        for line in feedback_of(store, case.reference)
    ]


def _completion(store: Store, case: Case, names: Names) -> Told | None:
    """What was written down after an urgent share."""
    made = completion_of(store, case.reference)
    if made is None:
        return None
    by = names.get(made.by, made.by)
    return {**made.words, "by": by, "at": moment(made.at)}


def _story(store: Store, case: Case, wording: Wording, names: Names) -> list[Told]:
    return [
        {
            "number": number,
            "at": moment(entry.at),
            "what": entry.what.value,
            "by": names.get(entry.by, entry.by),
            "role": entry.role.value,
            "refused": entry.refused.value if entry.refused else None,
            "internal": is_internal(entry.what),
            "sentence": text,
            "hash": chained,
        }
        for number, (entry, text, chained) in enumerate(story(store, case, wording), 1)
    ]
