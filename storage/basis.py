"""The lawful reason for sharing, as the rules word it and as it was chosen."""

from domain.case import Case
from domain.evidence import kept_beside, words_beside
from domain.terms import Terms
from domain.wording import Wording
from storage.acts import newest_words
from storage.store import Store

BASIS = "basis"
"""The id under which every set of rules asks for the lawful reason."""


def basis_of(store: Store, case: Case, terms: Terms, wording: Wording) -> str:
    """What was chosen; empty where these rules do not ask, or nobody answered."""
    words = newest_words(store.acts.words(case.reference, refused=False))
    given = case.current_answers()
    for question in wording.questions:
        answer = given.get(question.id)
        if answer is None or question.id not in case.evaluation(terms).path:
            continue
        evidence = question.evidence_for(answer)
        chosen = kept_beside(question, answer, words_beside(question.id, words)).choice
        if evidence and evidence.id == BASIS and chosen:
            return f"{chosen.label} ({chosen.source})".removesuffix(" ()")
    return ""
