"""What is needed to read a case aloud: names, questions, refusals, people's words."""

from collections.abc import Callable

from domain.acts import HANDLING
from domain.case import Case
from domain.content import Content
from domain.evidence import is_evidence
from domain.narration import Reading, sentence
from domain.places import places_of
from domain.refusals import SENTENCES
from domain.rules import Wording
from domain.timeline import Entry, What
from storage.acts import Words
from storage.cases import read_content, terms_of
from storage.store import Store


def reading_of(store: Store, case: Case, content: Content, wording: Wording) -> Reading:
    names = store.accounts.names(case.organisation)
    names |= {person.id: person.name for person in content.individuals}
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
            sentence(
                line.entry,
                reading,
                "" if silenced(line.entry) else _because(line.entry, words),
            ),
            line.hash,
        )
        for line in store.timeline.of(case.reference)
    ]


def _because(entry: Entry, words: dict[str, Words]) -> str:
    """The person's own words; a refused act keeps them, but gives no reason.

    What completes a record is no reason either: it has its own place in it.
    """
    if entry.refused is not None or entry.what is What.COMPLETED:
        return ""
    said = words.get(entry.act or "", {})
    reasons = [name for name in said if name != HANDLING and not is_evidence(name)]
    return " ".join(said[name] for name in reasons if said[name])
