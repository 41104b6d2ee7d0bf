"""How people want to be told, and when what they are to be told goes to them."""

from datetime import datetime

from adapters.clock import now
from casework.calendars import calendar_for
from domain.notices import Preference, planned
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from storage.database import alone
from storage.store import Store, Storehouse


class Notices:
    """What somebody may settle about the messages that Sharewell sends."""

    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def preference(self, actor: Actor) -> Preference:
        """How this person wants to be told."""
        with self._storehouse.reading() as store:
            return store.notices.preference(actor.id)

    def prefer(self, actor: Actor, preference: Preference) -> None:
        """Settle it. It holds for what was not sent yet as well.

        Raises:
            NotAccepted: a digest would come at night.
        """
        preference.check()
        with self._storehouse.writing() as store:
            store.notices.prefer(actor.id, preference)
            store.notices.plan_anew(actor.id)

    def try_again(self, actor: Actor, reference: str) -> None:
        """Send once more what the mail server refused about a case.

        Raises:
            NotAllowed: the actor is not in operations.
            CaseNotFound: there is no such case in their organisation.
        """
        check_office(actor, Office.MEND_MAIL)
        with self._storehouse.writing() as store:
            store.cases(actor).line(reference)
            store.notices.try_again(reference, now())


def plan_all(store: Store, at: datetime) -> None:
    """Settle when each notice goes of which nobody has said so yet."""
    alone(store.session, "planning of notices")
    for notice in store.notices.unplanned():
        account = store.accounts.get(notice.user)
        if account is None or account.disabled:
            store.notices.forget(notice.name)
            continue
        place = store.accounts.organisation(account.actor.organisation)
        wanted = store.notices.preference(notice.user)
        plan = planned(wanted, notice.haste, calendar_for(place, at), at)
        store.notices.plan(notice, plan, at)
