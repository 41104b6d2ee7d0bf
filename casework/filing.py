"""Checks an act and keeps it, with all that belongs to it, in one transaction."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec

from sqlalchemy.exc import IntegrityError

from adapters.clock import now
from adapters.passwords import new_reference, new_secret
from adapters.tracing import here
from casework.at_once import check_lock, follow_at_once
from casework.attempts import Kept, is_noted, note_attempt
from casework.conflicts import case_of, check_can_take
from casework.inbox import take_for_decision
from casework.recipients import check_recipient, is_first_time
from casework.restrictions import check_may_share
from casework.terms import Binding
from casework.ways_out import check_way_out
from domain import acts, policies
from domain.access import Access, AccessLine
from domain.acts import Act
from domain.case import Case
from domain.content import Content, ContentStamp
from domain.directory import STALE_AFTER
from domain.errors import CaseNotFound, NotAllowed, RuleBroken, Why
from domain.people import Actor, Role
from domain.permissions import Deed
from domain.release import ReleaseState
from domain.telling import TELLING_ACTS
from domain.timeline import ADVISERS_ACTS
from storage.acts import StoredAct
from storage.barred import conflicted
from storage.case_people import indexes_of
from storage.cases import keep_content, read_content, stored_case, terms_of
from storage.store import Store, Storehouse

Make = Callable[[str, datetime, Case], Act]
"""Makes the act from its id, the time, and the case as it stands."""

Change = Callable[[Content], Content]


@dataclass(frozen=True)
class Filed:
    """An act that cannot be lost any more. `send` is False for a repeat."""

    reference: str
    act: Act
    send: bool


@dataclass(frozen=True)
class Wish:
    """What somebody wants done: who, to which case, in which words, and once only.

    `operates`: they see how the case runs, and not what it is about.
    """

    actor: Actor
    reference: str
    words: Mapping[str, str]
    once: str
    operates: bool = False


@dataclass(frozen=True)
class Beginning:
    """A request to be started: what is known of it, under which rules, once only.

    `earlier` is a request that ended without sharing, and is asked again.
    """

    content: Content
    once: str
    ruleset: str | None = None
    earlier: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


P = ParamSpec("P")

TRIES = 5


def again_on_conflict(file: Callable[P, Filed]) -> Callable[P, Filed]:
    """Two of the same at once: the database lets one through, the other looks again."""

    @wraps(file)
    def filing(*args: P.args, **kwargs: P.kwargs) -> Filed:
        for _ in range(TRIES - 1):
            with suppress(IntegrityError):
                return file(*args, **kwargs)
        return file(*args, **kwargs)

    return filing


class Filing:
    def __init__(
        self,
        storehouse: Storehouse,
        binding: Binding,
        stale_after: timedelta = STALE_AFTER,
    ) -> None:
        self._storehouse = storehouse
        self._binding = binding
        self._stale_after = stale_after

    @again_on_conflict
    def opening(self, actor: Actor, begun: Beginning) -> Filed:
        """Keep the act that opens a case, and all that the case will need.

        Raises:
            NotAccepted: the recipient must never receive it.
        """
        at = now()
        with self._storehouse.writing() as store:
            act_id = id_of_act(store, actor, "open", begun.once)
            known = store.acts.get(act_id)
            if known is not None:
                _check_same(store, known, begun)
                return Filed(known.reference, known.act, send=False)
            reference = new_reference("SR")
            was = begun.content.recipient if begun.earlier else None
            check_recipient(store, actor.organisation, begun.content, was)
            store.keys.create(f"case:{reference}")
            self._binding.bind(store, actor, reference, begun.ruleset)
            content = replace(begun.content, salt=new_secret())
            stamp = self._kept(store, actor, reference, content)
            act = acts.Open(act_id, actor, at, stamp, begun.earlier)
            store.acts.store(reference, act, begun.words, here())
            return Filed(reference, act, send=True)

    def content_of_ended(self, actor: Actor, reference: str) -> Content:
        """What a request was about that ended without sharing, to ask again.

        Raises:
            CaseError: it did not end so, or is not theirs.
        """
        with self._storehouse.reading() as store:
            case = case_for(store, actor, reference)
            policies.check_can_reconsider(actor, case)
            ended = newest_content(store, case)
            # Files stay where they are: they are sealed under the key of that case.
            return replace(ended, salt="", spoken_at="", attachments=())

    @again_on_conflict
    def act(self, wish: Wish, make: Make) -> Filed:
        """Check an act and keep it.

        Raises:
            CaseError: it is refused, and nothing is kept.
        """
        try:
            with self._storehouse.writing() as store:
                case = case_for(store, wish.actor, wish.reference)
                if not wish.actor.has(Role.RECIPIENT):
                    known = Deed.SEE_RUNNING if wish.operates else Deed.SEE
                    policies.check_deed(known, wish.actor, case)
                return self._keep(store, wish, make, case)
        except (NotAllowed, CaseNotFound) as no:
            if is_noted(no):
                self._note_attempt(wish, make, no)
            raise

    def _note_attempt(self, wish: Wish, make: Make, no: Kept) -> None:
        with self._storehouse.writing() as store:
            case = case_for(store, wish.actor, wish.reference)
            act_id = id_of_act(store, wish.actor, wish.reference, wish.once)
            note_attempt(store, case, make(act_id, now(), case), no)

    @again_on_conflict
    def change(self, wish: Wish, change: Change) -> Filed:
        """Keep a new version of the content, made from the newest one."""
        with self._storehouse.writing() as store:
            case = case_for(store, wish.actor, wish.reference)
            policies.check_can_see(wish.actor, case)
            if case.opened_by != wish.actor.id:
                raise NotAllowed(Why.NOT_YOUR_CASE)
            current = _before(store, wish) or newest_content(store, case)
            content = replace(change(current), salt=current.salt)
            place = wish.actor.organisation
            check_recipient(store, place, content, current.recipient)
            stamp = self._kept(store, wish.actor, case.reference, content)
            return self._keep(
                store,
                wish,
                lambda id, at, case: acts.Describe(id, wish.actor, at, stamp),
                case,
            )

    def _kept(
        self, store: Store, actor: Actor, reference: str, content: Content
    ) -> ContentStamp:
        """Keep a version of the content, who it is about, who may not decide on it."""
        at, place = now(), actor.organisation
        keep_content(store.session, store.keys, reference, content, at)
        people = indexes_of(store.keys.people(), content)
        store.case_people.keep(reference, place, people)
        first = is_first_time(store, place, content, at, self._stale_after)
        return content.stamp(conflicted(store, place, content), first_time=first)

    def _keep(self, store: Store, wish: Wish, make: Make, case: Case) -> Filed:
        act_id = id_of_act(store, wish.actor, wish.reference, wish.once)
        act = make(act_id, now(), case)
        if store.acts.get(act_id) is None:
            check_may_share(store, act, case.reference)
            _check(store, act, case)
            check_way_out(store, act, case, self._stale_after)
        new = store.acts.store(case.reference, act, wish.words, here())
        if new:
            store.presence.leave(wish.actor.id, case.reference)
            _close_doors(store, act, case.reference)
            follow_at_once(store, act, case)
        send = new and store.acts.is_next(case.reference, act_id)
        return Filed(case.reference, act, send)


def case_for(store: Store, actor: Actor, reference: str) -> Case:
    """The case for somebody who may act on it.

    A request whose opening is still being applied is there for whoever opened it.

    Raises:
        CaseNotFound: there is none, or none that this actor may know of.
    """
    if actor.has(Role.RECIPIENT):
        kept = stored_case(store.session, reference)
        if kept is not None:
            return kept
    opening = store.acts.opening(reference)
    unapplied = opening and stored_case(store.session, reference) is None
    if opening and unapplied and opening.by.id == actor.id:
        return opening.on(Case(reference), terms_of(store.session, reference))
    return case_of(store, actor, reference)


def newest_content(store: Store, case: Case) -> Content:
    """The content with every change received, applied or not yet."""
    digest = store.acts.newest_digest(case.reference) or case.content.digest
    return read_content(store.session, store.keys, case.reference, digest)


def _check_same(store: Store, known: StoredAct, begun: Beginning) -> None:
    """A repeat opens the very same request.

    Raises:
        RuleBroken: the same key was used for another one.
    """
    first = _content_of(store, known)
    rules = terms_of(store.session, known.reference).rules.id
    said = store.acts.words(known.reference).get(known.act.id, {})
    same = first == replace(begun.content, salt=first.salt) and said == begun.words
    if not same or (begun.ruleset or rules) != rules:
        raise RuleBroken(Why.SAME_KEY_OTHER_REQUEST)


def _before(store: Store, wish: Wish) -> Content | None:
    """What this very wish came to, if it is kept already.

    A repeat must come to the same, whatever was changed in between.
    """
    known = store.acts.get(id_of_act(store, wish.actor, wish.reference, wish.once))
    return None if known is None else _content_of(store, known)


def _content_of(store: Store, known: StoredAct) -> Content:
    digest = ""
    if isinstance(known.act, acts.Open | acts.Describe):
        digest = known.act.content.digest
    return read_content(store.session, store.keys, known.reference, digest)


def _check(store: Store, act: Act, case: Case) -> None:
    """A friendly refusal at once. Only the case's own answer is final.

    While earlier acts are still on their way the case is not yet what it will be,
    so nothing is refused on the strength of it.
    """
    if isinstance(act, ADVISERS_ACTS):
        check_can_take(store, act.by, case)
    if store.acts.waiting(case.reference) == 0:
        act.on(case, terms_of(store.session, case.reference))
    if isinstance(act, acts.Revoke):
        _check_live(store, case.reference)
    check_lock(store, act, case)
    if isinstance(act, ADVISERS_ACTS):
        telling = isinstance(act, TELLING_ACTS)
        take_for_decision(store, act.by, case, telling=telling)


def _check_live(store: Store, reference: str) -> None:
    """A release can be closed once; after the seal only its row knows that it is."""
    parcel = store.releases.of(reference)
    if parcel is None or not parcel.can_be_closed(now()):
        raise RuleBroken(Why.NO_LONGER_AVAILABLE)


def _close_doors(store: Store, act: Act, reference: str) -> None:
    """What only ever closes a door takes effect before the workflow hears of it."""
    closing: dict[type[Act], ReleaseState] = {
        acts.Revoke: ReleaseState.REVOKED,
        acts.RefuseRelease: ReleaseState.NOT_FOR_ME,
    }
    state = closing.get(type(act))
    parcel = store.releases.of(reference) if state else None
    if state and parcel and store.releases.end(parcel.id, state):
        line = AccessLine(Access(state.value), act.by.id, act.at)
        store.release_log.add(parcel.id, line)


def id_of_act(store: Store, actor: Actor, reference: str, once: str) -> str:
    """Nobody can take another's id, and the same form twice has the same one."""
    return store.keys.people().index(f"act|{actor.id}|{reference}|{once}")
