"""The lawful reason for sharing, with the words that the case was opened with."""

from adapters.rulebook import Rulebook
from domain.case import Case
from domain.terms import Terms
from storage.basis import basis_of
from storage.store import Store


def lawful_reason(store: Store, case: Case, terms: Terms, rulebook: Rulebook) -> str:
    """What was chosen; empty where these rules do not ask, or nobody answered."""
    wording = store.rulesets.wording(case.reference) or rulebook.get(terms.rules.id)[1]
    return basis_of(store, case, terms, wording)
