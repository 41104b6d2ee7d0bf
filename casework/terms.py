"""What a new case is bound to, from its organisation's settings."""

from dataclasses import replace
from datetime import timedelta

from adapters.clock import now
from casework.calendars import calendar_for
from casework.organisation_plans import begin_due
from casework.rulebooks import Rulebooks
from domain.cover import day_of
from domain.deadlines import chains_with
from domain.people import Actor
from domain.rules import Wording
from domain.terms import ApprovalPolicy, Terms, Timings
from domain.wording import Fact
from storage.accounts import Organisation
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
        at = now()
        begin_due(store, actor.organisation, day_of(at))
        organisation = store.accounts.organisation(actor.organisation)
        edition = self._rulebooks.for_new_case(store, organisation, ruleset)
        terms = Terms(
            reference,
            edition.rules.less_guards(organisation.guards_off),
            ApprovalPolicy(organisation.approval),
            timings_of(organisation, self._timings),
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


def timings_of(organisation: Organisation, usual: Timings) -> Timings:
    """The usual timings, but for the days that an organisation has of its own."""
    own = organisation.collecting
    if own is None:
        return usual
    return replace(
        usual,
        available_for=timedelta(days=own.days),
        reminder_after=timedelta(days=own.reminder_days),
        reminder_before=timedelta(days=own.last_reminder_days),
    )


def asking_of_sensitive(wording: Wording) -> tuple[str, ...]:
    """The questions that ask whether special category or offence data is in it."""
    return tuple(
        question.id
        for question in wording.questions
        if question.suggestion and question.suggestion.fact is Fact.ITEMS_SENSITIVE
    )
