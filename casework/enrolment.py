"""An authenticator app becomes somebody's second way in, for what is sent next.

What is on its way to them keeps the way in that it was made with.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from adapters import authenticator
from adapters.clock import now
from casework.changes_directory import note_entry
from casework.collection import At
from casework.recipient_directory import entry_as_seen
from casework.suspension import suspend
from casework.visiting import NoLongerHere, Visiting
from domain.directory import check_can_enrol
from domain.errors import NotAccepted, Why
from domain.people import Actor
from storage.directory import Contact
from storage.releases import Parcel
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class Proof:
    """A secret, and a code that shows that an app has taken it up."""

    secret: str
    code: str


class Enrolment:
    def __init__(self, storehouse: Storehouse, visiting: Visiting) -> None:
        self._storehouse = storehouse
        self._visiting = visiting

    def set_up(self, actor: Actor, entry_id: str, proof: Proof, version: int) -> None:
        """Somebody sets it up together with the recipient.

        They are to be checked again, and what is on its way to them stops until then.

        Raises:
            NotAllowed: the actor is neither adviser nor administrator.
            NotAccepted: the app does not show the right code.
        """
        check_can_enrol(actor)
        with self._storehouse.writing() as store:
            known = entry_as_seen(store, actor, entry_id, version)
            _check(store, proof, now())
            self._change(store, actor, known, proof.secret)

    def take_away(self, actor: Actor, entry_id: str, version: int) -> None:
        """The telephone is lost, or somebody else's by now."""
        check_can_enrol(actor)
        with self._storehouse.writing() as store:
            known = entry_as_seen(store, actor, entry_id, version)
            if known.totp:
                self._change(store, actor, known, "")

    def _change(self, store: Store, actor: Actor, known: Contact, secret: str) -> None:
        changed = replace(
            known,
            totp=secret,
            verified_at=None,
            kept_by=actor.id,
            version=known.version + 1,
        )
        store.directory.keep(changed)
        note_entry(store, actor, known, changed)
        suspend(store, actor, known.email)

    # By the recipient, who has just proved who they are

    def may_set_up(self, here: At) -> bool:
        """Whether whoever is inside has an entry to keep it in, and none yet."""
        at = now()
        with self._storehouse.reading() as store:
            try:
                _, parcel = self._visiting.inside(store, here.locator, here.cookie, at)
            except NoLongerHere:
                return False  # over meanwhile: its receipt is still shown
            return any(not each.totp for each in _entries(store, parcel))

    def set_up_own(self, here: At, proof: Proof) -> None:
        """They proved themselves by the way that was checked, so nothing stops.

        Raises:
            NoLongerHere: they are not inside any more, or have no entry to keep it in.
            NotAccepted: the app does not show the right code.
        """
        at = now()
        with self._storehouse.writing() as store:
            _, parcel = self._visiting.inside(store, here.locator, here.cookie, at)
            entries = [each for each in _entries(store, parcel) if not each.totp]
            if not entries:
                raise NoLongerHere
            _check(store, proof, at)
            for known in entries:
                version = known.version + 1
                store.directory.keep(replace(known, totp=proof.secret, version=version))


def _entries(store: Store, parcel: Parcel) -> list[Contact]:
    to = store.releases.content(parcel).recipient
    if to is None:
        return []
    return list(store.directory.with_address(parcel.organisation, to.email))


def _check(store: Store, proof: Proof, at: datetime) -> None:
    """The app has the secret. The code that shows it is used up by that."""
    known = authenticator.is_secret(proof.secret)
    step = authenticator.step_of(proof.secret, proof.code, at) if known else None
    if step is None or not store.codes.spend_step(proof.secret, step, at):
        raise NotAccepted(Why.WRONG_APP_CODE, about="code")
