"""What a new case is bound to, from its organisation's settings."""

from adapters.clock import now
from casework.calendars import calendar_for
from casework.rulebooks import Rulebooks
from domain.deadlines import chains_with
from domain.people import Actor
from domain.rules import Wording
from domain.terms import ApprovalPolicy, Terms, Timings
from domain.wording import Fact
from storage.cases import bind
from storage.store import Store


class Binding:
    """Draws up the terms of new cases. Running cases keep theirs."""

    def __init__(self, rulebooks: Rulebooks, timings: Timings) -> None:
        self._rulebooks = rulebooks
        self._timings = timings

    def bind(
        self, store: Store, actor: Actor, reference: str, ruleset: str | None
    ) -> None:
        """Keep the terms of a case that this person opens now, words and all.

        Raises:
            UnknownRuleSet: there is no set of rules with that id for new cases.
        """
        organisation = store.accounts.organisation(actor.organisation)
        at = now()
        edition = self._rulebooks.for_new_case(store, organisation, ruleset)
        terms = Terms(
            reference,
            edition.rules.less_guards(organisation.guards_off),
            ApprovalPolicy(organisation.approval),
            self._timings,
            completes_urgent=True,
            calendar=calendar_for(organisation, at),
            chains=chains_with(organisation.chains),
            second_eyes=organisation.second_eyes,
            advises_telling=True,
            chases=True,
            seconds_are_blind=True,
            sensitive_when=asking_of_sensitive(edition.wording),
        )
        store.rulesets.keep(edition.file, at)
        bind(store.session, terms, edition.digest)


def asking_of_sensitive(wording: Wording) -> tuple[str, ...]:
    """The questions that ask whether special category or offence data is in it."""
    return tuple(
        question.id
        for question in wording.questions
        if question.suggestion and question.suggestion.fact is Fact.ITEMS_SENSITIVE
    )
