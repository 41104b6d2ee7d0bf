"""Who was told and who was not: each decision with its reason, its text and its day."""

from collections.abc import Mapping
from typing import Any

from activities.identity_account import moment
from domain.case import Case
from domain.content import Content
from domain.informing import InformDecision
from domain.person_notices import NOTICE, TOLD_BY
from storage.acts import Words
from storage.store import Store

Told = dict[str, Any]
Names = Mapping[str, str]


def telling_of(store: Store, case: Case, content: Content, names: Names) -> Told:
    """Every decision about telling somebody, also one that was changed later."""
    people = {person.id: person.name for person in content.individuals}
    words = store.acts.words(case.reference)
    standing = case.latest_informs()
    return {
        "told": [
            {**_decision(made, words, people, names), "stands": made in standing}
            for made in _decided(case)
        ],
        "telling_advice": [
            {
                "individual": people.get(each.individual, each.individual),
                "decision": each.decision.value,
                "reason": words.get(each.act, {}).get("reason", ""),
                "by": names.get(each.by, each.by),
                "at": moment(each.at),
            }
            for each in case.telling_advice
        ],
        "undecided": [people.get(id, id) for id in case.undecided_informs()],
        "told_by_telephone_at": content.spoken_at or None,
    }


def _decided(case: Case) -> list[InformDecision]:
    """Each decision as it stood last: agreed to, carried out, or overtaken."""
    last = {(made.individual, made.at): made for made in case.informs}
    return list(last.values())


def _decision(
    made: InformDecision, words: Mapping[str, Words], people: Names, names: Names
) -> Told:
    return {
        "individual": people.get(made.individual, made.individual),
        "decision": made.decision.value,
        "by": names.get(made.by, made.by),
        "at": moment(made.at),
        "reason": words.get(made.decided_in, {}).get("reason", ""),
        "method": made.method.value if made.method else None,
        "review_on": made.review_on.isoformat() if made.review_on else None,
        "notice": words.get(made.written_in, {}).get(NOTICE, ""),
        "notice_digest": made.notice or None,
        "agreed_by": names.get(made.agreed_by) if made.agreed_by else None,
        "told_at": moment(made.told_at),
        "told_on": made.told_on.isoformat() if made.told_on else None,
        "told_by": words.get(made.told_in, {}).get(TOLD_BY, ""),
        "said": words.get(made.told_in, {}).get("said", ""),
    }
