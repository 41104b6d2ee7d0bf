"""What takes effect with an act as it is stored, before the workflow hears of it.

Breaches and locks are decided by their own rows, so they do not wait for Temporal. The
act goes to the workflow all the same, for the account of the case.
"""

from casework.breach_beginning import begin_breach
from casework.code_tries import unlock
from casework.release_watch import LOCKED
from domain import acts, after_sending
from domain.access import Access, AccessLine
from domain.acts import Act
from domain.breach import Began
from domain.case import Case
from domain.errors import RuleBroken, Why
from domain.notices import Notice
from domain.people import Role
from storage.breaches import Breach
from storage.news import Item, owe_news
from storage.store import Store


def check_lock(store: Store, act: Act, case: Case) -> None:
    """Only what is locked is unlocked, whatever acts of the case are on their way.

    Raises:
        CaseError: it is not locked, or not theirs to unlock.
    """
    if not isinstance(act, after_sending.Unlock):
        return
    after_sending.check_can_unlock(act.by, case)
    parcel = store.releases.of(case.reference)
    if parcel is None or parcel.locked_at is None:
        raise RuleBroken(Why.NOT_LOCKED)


def follow_at_once(store: Store, act: Act, case: Case) -> None:
    """In the transaction that keeps the act."""
    if isinstance(act, acts.RefuseRelease):
        new = Breach(
            case.reference, case.organisation, Began.NOT_FOR_ME, act.by.id, act.at, None
        )
        begin_breach(store, new, act.by)
    if isinstance(act, after_sending.Unlock):
        _unlock(store, act, case)
    theirs = act.by.has(Role.RECIPIENT)
    if isinstance(act, after_sending.GiveFeedback) and theirs:
        item = Item(Notice.FEEDBACK_CAME, case.reference, act.id, case.opened_by)
        owe_news(store, item, act.at)


def _unlock(store: Store, act: Act, case: Case) -> None:
    parcel = store.releases.of(case.reference)
    if parcel is not None:
        unlock(store, parcel)
        line = AccessLine(Access.UNLOCKED, act.by.id, act.at, act.id)
        store.release_log.add(parcel.id, line)
        store.troubles.clear(case.reference, LOCKED)
