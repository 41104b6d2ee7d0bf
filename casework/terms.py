"""What a new case is bound to, from its organisation's settings."""

from adapters.rulebook import Rulebook
from domain.people import Actor
from domain.terms import ApprovalPolicy, Terms
from storage.store import Store


def terms_for(
    store: Store,
    rulebook: Rulebook,
    actor: Actor,
    reference: str,
    ruleset: str | None = None,
) -> Terms:
    """The terms of a case that this person opens now.

    Raises:
        UnknownRuleSet: there is no set of rules with that id.
    """
    organisation = store.accounts.organisation(actor.organisation)
    rules, _ = rulebook.get(ruleset or organisation.ruleset)
    return Terms(
        reference,
        rules,
        ApprovalPolicy(organisation.approval),
    )
