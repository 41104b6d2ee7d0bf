"""What is needed to read a case aloud: names, questions, refusals, people's words."""

import json
from collections.abc import Callable

from domain.acts import HANDLING
from domain.case import Case
from domain.content import Content
from domain.evidence import is_evidence
from domain.narration import Reading, sentence
from domain.person_notices import NOTICE, TOLD_BY, WORD
from domain.places import places_of
from domain.recipient_checks import BESIDE
from domain.refusals import SENTENCES
from domain.rules import Wording
from domain.timeline import Entry, What
from storage.acts import Words
from storage.cases import read_content, terms_of
from storage.store import Store


def names_of(store: Store, case: Case) -> dict[str, str]:
    """Who is who at its organisation; once it is sealed, as they were called then."""
    return store.accounts.names(case.organisation) | _sealed_names(store, case)


def _sealed_names(store: Store, case: Case) -> dict[str, str]:
    sealed = None if case.is_open else store.records.get(case.reference)
    if sealed is None or not sealed.body:
        return {}
    staff = json.loads(sealed.body).get("staff", [])  # an older record names none
    return {each["id"]: each["name"] for each in staff}


def reading_of(store: Store, case: Case, content: Content, wording: Wording) -> Reading:
    people = {person.id: person.name for person in content.individuals}
    names = names_of(store, case) | people
    if content.recipient is not None:
        names["recipient"] = content.recipient.name
    questions = {q.id: q.question for q in wording.questions}
    teams = {team.id: team.name for team in store.teams.all(case.organisation)}
    rules = terms_of(store.session, case.reference).rules
    places = places_of(rules, wording, teams)
    return Reading(names, questions, SENTENCES, places)


def story(
    store: Store,
    case: Case,
    wording: Wording,
    silenced: Callable[[Entry], bool] = lambda entry: False,
) -> list[tuple[Entry, str, str]]:
    """Every entry of a case with its sentence and its place's hash, oldest first.

    Those that are `silenced` are told without what people wrote with them.
    """
    content = read_content(
        store.session, store.keys, case.reference, case.content.digest
    )
    reading = reading_of(store, case, content, wording)
    said = store.acts.words(case.reference)
    words = said | store.comments.reasons(case.reference)
    return [
        (
            line.entry,
            " ".join(
                (
                    sentence(
                        line.entry,
                        reading,
                        "" if silenced(line.entry) else _because(line.entry, words),
                    ),
                    *_beside(line.entry, words),
                )
            ),
            line.hash,
        )
        for line in store.timeline.of(case.reference)
    ]


def skeleton(store: Store, case: Case, wording: Wording) -> list[tuple[Entry, str]]:
    """Every entry without anybody's words, as it reads once those are destroyed."""
    names = store.accounts.names(case.organisation)
    reading = Reading(names, {q.id: q.question for q in wording.questions}, SENTENCES)
    return [
        (line.entry, sentence(line.entry, reading))
        for line in store.timeline.of(case.reference)
    ]


def _beside(entry: Entry, words: dict[str, Words]) -> list[str]:
    """What was said about the recipient's address with what was done."""
    said = words.get(entry.act or "", {}) if entry.refused is None else {}
    return [BESIDE[name].format(said[name]) for name in BESIDE if said.get(name)]


IN_ITS_PLACE = (What.COMPLETED, What.HANDED_OVER)


def _because(entry: Entry, words: dict[str, Words]) -> str:
    """The person's own words; a refused act keeps them, but gives no reason.

    What completes a record is no reason either, nor how something was handed over, nor
    what somebody is told: each has its own place in it. A word that was agreed with
    somebody is read by nobody.
    """
    if entry.refused is not None or entry.what in IN_ITS_PLACE:
        return ""
    said = words.get(entry.act or "", {})
    apart = {HANDLING, NOTICE, WORD, TOLD_BY, *BESIDE}
    reasons = [name for name in said if name not in apart and not is_evidence(name)]
    return " ".join(said[name] for name in reasons if said[name])
