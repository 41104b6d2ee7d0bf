"""What advisers decided, said and handed on, as the record of a case tells it."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.acts import HANDLING, Decide
from domain.case import Case
from domain.narration import HANDED
from domain.places import places_of
from domain.recipient_checks import ADDRESS_CHECKED
from domain.rules import Wording
from domain.terms import Terms
from domain.timeline import CHOSEN, Entry, What
from storage.acts import Words
from storage.comments import Comment, CommentKind
from storage.store import Store

LOOKED_AT = ("needed", "enough", "right_recipient")
HELD = (What.TASK_CLAIMED, What.TASK_PUT_BACK, What.TASK_BROUGHT_BACK, *HANDED)

Told = dict[str, Any]


def advice_of(
    store: Store, case: Case, terms: Terms, wording: Wording, names: Mapping[str, str]
) -> Told:
    """Everything that a court would ask of the advisers of one case, oldest first."""
    story = [
        line.entry
        for line in store.timeline.of(case.reference)
        if line.entry.refused is None
    ]
    words = store.acts.words(case.reference)
    said = store.comments.of(case.reference)
    reasons = {each.id: each.said.text for each in said}
    teams = {team.id: team.name for team in store.teams.all(case.organisation)}
    places = places_of(terms.rules, wording, teams)
    return {
        "decisions": list(_decisions(store, story, words, names)),
        "questions": list(_questions(story, words, names)),
        "passed_on": list(_passed_on(story, words, names, places)),
        "hands": list(_hands(story, reasons, names)),
        "comments": [
            _comment(each, names)
            for each in said
            if each.said.kind is not CommentKind.REASON
        ],
        "review": _review(story, words, names),
    }


def _questions(
    story: list[Entry], words: Mapping[str, Words], names: Mapping[str, str]
) -> Iterator[Told]:
    """What an adviser asked the practitioner, and the reply that came next, if any."""
    replies = [entry for entry in story if entry.what is What.REPLIED]
    for entry in story:
        if entry.what is What.ASKED:
            later = (each for each in replies if each.at >= entry.at)
            answered = next(later, None)
            yield {
                "question": _all_words(words.get(entry.act or "", {})),
                **_who(entry, names),
                "reply": answered
                and {
                    "text": _all_words(words.get(answered.act or "", {})),
                    **_who(answered, names),
                },
            }


def _all_words(said: Words) -> str:
    return " ".join(filter(None, said.values()))


def _passed_on(
    story: list[Entry],
    words: Mapping[str, Words],
    names: Mapping[str, str],
    places: Mapping[str, str],
) -> Iterator[Told]:
    for entry in story:
        if entry.what is What.PASSED_ON:
            yield {
                "to": entry.fact("to"),
                "name": places.get(entry.fact("to")),
                "reason": words.get(entry.act or "", {}).get("reason", ""),
                **_who(entry, names),
            }


def _hands(
    story: list[Entry], reasons: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[Told]:
    """Who had the task, from whom or for whom, and why."""
    for entry in story:
        if entry.what in HELD:
            yield {
                "what": entry.what.value,
                "colleague": names.get(entry.fact("colleague")),
                "until": entry.fact("until") or None,
                "reason": reasons.get(entry.act or "", ""),
                **_who(entry, names),
            }


def _decisions(
    store: Store,
    story: list[Entry],
    words: Mapping[str, Words],
    names: Mapping[str, str],
) -> Iterator[Told]:
    """Each decision with its reason and conditions, also one that counts no more."""
    for entry in story:
        if entry.what not in CHOSEN.values():
            continue
        act = store.acts.accepted(entry.act or "")
        said = words.get(entry.act or "", {})
        if isinstance(act, Decide):
            yield {
                "decision": act.choice.value,
                "reason": said.get("reason", ""),
                "left_out": list(act.left_out),
                "available_days": act.available_days,
                "second_wanted": act.second,
                "handling": said.get(HANDLING, ""),
                "address_checked": said.get(ADDRESS_CHECKED, ""),
                "digest": act.digest,
                **_who(entry, names),
            }


def _comment(each: Comment, names: Mapping[str, str]) -> Told:
    """A note between advisers is part of the record as well, and marked as one."""
    return {
        "by": names.get(each.author, each.author),
        "at": each.at.isoformat(),
        "advisers_only": each.private,
        "proposal": each.said.kind is CommentKind.PROPOSAL,
        "text": each.said.text,
    }


def _review(
    story: list[Entry], words: Mapping[str, Words], names: Mapping[str, str]
) -> Told | None:
    """How an urgent share looked to somebody who did not send it."""
    for entry in story:
        if entry.what is What.REVIEWED:
            found = {name: entry.fact(name) == "yes" for name in LOOKED_AT}
            lessons = words.get(entry.act or "", {}).get("lessons", "")
            return {**found, "lessons": lessons, **_who(entry, names)}
    return None


def _who(entry: Entry, names: Mapping[str, str]) -> Told:
    return {"by": names.get(entry.by, entry.by), "at": entry.at.isoformat()}
