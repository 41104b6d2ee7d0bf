"""A case that is not used for now: read for a stated reason only, and never shared."""

from datetime import timedelta

from adapters.clock import now
from adapters.passwords import new_secret
from casework.conflicts import case_of
from casework.rights_desk import Note, doing, note_on_case
from domain import rights
from domain.acts import Act, Choice, Confirm, Decide
from domain.after_sending import Extend, Resend
from domain.errors import RuleBroken, Why
from domain.handing_over import HandOver
from domain.people import Actor
from domain.policies import check_can_read_record
from domain.reads import ReadKind
from domain.rights import Kind, Step
from domain.timeline import What
from storage.read_log import Read
from storage.rights import LogLine
from storage.store import Store, Storehouse

LASTS = timedelta(hours=1)
"""For so long one stated reason will do."""

MAY_RESTRICT = (Kind.RESTRICTION, Kind.RECTIFICATION, Kind.OBJECTION, Kind.COMPLAINT)

SHARING = (Confirm, HandOver, Extend, Resend)
"""Acts that let something leave, or stay open for longer."""


class Restrictions:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def place(
        self, actor: Actor, id: str, reference: str, reason: str, once: str = ""
    ) -> None:
        """Restrict a case that belongs to a request.

        Raises:
            CaseError: it is not linked, or not theirs to do.
        """
        with doing(self._storehouse, actor, id, once) as it:
            rights.check_kind(it.request, *MAY_RESTRICT)
            it.case(reference)
            reason = rights.check_words(reason, "reason")
            if it.store.restrictions.place(id, reference):
                it.note(Step.RESTRICTED, reason, case=reference)
                it.on_case(What.RESTRICTED, reference, reason)

    def lift(
        self, actor: Actor, id: str, reference: str, reason: str, once: str = ""
    ) -> None:
        """Let a case be used again, also after the request has ended.

        Raises:
            CaseError: it is not restricted because of this, or not theirs to do.
        """
        with doing(self._storehouse, actor, id, once) as it:
            if it.is_done(Step.LIFTED):
                return
            it.case(reference)
            reason = rights.check_words(reason, "reason")
            if not it.store.restrictions.lift(id, reference, it.at):
                raise RuleBroken(Why.NOT_RESTRICTED)
            it.note(Step.LIFTED, reason, case=reference)
            it.on_case(What.RESTRICTION_LIFTED, reference, reason)

    def is_restricted(self, actor: Actor, reference: str) -> bool:
        """Whether a case is restricted, for whoever may read its record."""
        with self._storehouse.reading() as store:
            check_can_read_record(actor, case_of(store, actor, reference))
            return bool(store.restrictions.of(reference))

    def say_why(
        self, actor: Actor, reference: str, reason: str, once: str = ""
    ) -> None:
        """Put on record why somebody reads it; for an hour they may.

        Raises:
            CaseNotFound: there is no such case for this actor.
            RuleBroken: it is not restricted.
            NotAccepted: nothing was said.
        """
        reason = rights.check_words(reason, "reason")
        with self._storehouse.writing() as store:
            check_can_read_record(actor, case_of(store, actor, reference))
            requests = store.restrictions.of(reference)
            if not requests:
                raise RuleBroken(Why.NOT_RESTRICTED)
            kind, at, role = ReadKind.RESTRICTED_READ, now(), actor.roles[0].value
            place = actor.organisation
            read = Read(new_secret(), place, actor.id, role, at, kind, "", (reference,))
            store.read_log.add(read)
            once = once or read.id
            note = Note(What.READ_RESTRICTED, "", reason, once)
            note_on_case(store, actor, reference, note)
            codes = {"case": reference}
            for id in requests:
                store.rights.hold(id)
                line = LogLine(Step.READ, actor.id, at, codes, reason, f"read:{once}")
                store.rights.note(id, line)


def check_can_read(store: Store, actor: Actor, reference: str) -> None:
    """Read what is in a case; if it is restricted, only with a reason on record.

    Raises:
        RuleBroken: they have not said why; `about` is the case.
    """
    if not store.restrictions.of(reference):
        return
    since, kind = now() - LASTS, ReadKind.RESTRICTED_READ
    if not store.read_log.has_read(actor.id, reference, kind, since):
        raise RuleBroken(Why.READING_RESTRICTED, about=reference)


def check_may_share(store: Store, act: Act, reference: str) -> None:
    """Do what lets something leave; never from a restricted case.

    Raises:
        RuleBroken: it is restricted.
    """
    leaves = isinstance(act, SHARING) or (
        isinstance(act, Decide) and act.choice is Choice.APPROVE
    )
    if leaves and store.restrictions.of(reference):
        raise RuleBroken(Why.RESTRICTED)
