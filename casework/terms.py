"""What a new case is bound to, from its organisation's settings."""

from adapters.rulebook import Rulebook
from domain.people import Actor
from domain.terms import ApprovalPolicy, Terms, Timings
from storage.store import Store


class Binding:
    """Draws up the terms of new cases. Running cases keep theirs."""

    def __init__(self, rulebook: Rulebook, timings: Timings) -> None:
        self._rulebook = rulebook
        self._timings = timings

    def terms(
        self, store: Store, actor: Actor, reference: str, ruleset: str | None
    ) -> Terms:
        """The terms of a case that this person opens now.

        Raises:
            UnknownRuleSet: there is no set of rules with that id.
        """
        organisation = store.accounts.organisation(actor.organisation)
        rules, _ = self._rulebook.get(ruleset or organisation.ruleset)
        approval = ApprovalPolicy(organisation.approval)
        return Terms(reference, rules, approval, self._timings)
