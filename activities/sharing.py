"""Makes the release, once, from exactly what was approved."""

from dataclasses import replace
from datetime import timedelta

from temporalio import activity

from activities.workplace import Workplace
from adapters.clock import now
from adapters.passwords import hash_code, new_id, new_locator, new_reference
from adapters.phrases import new_phrase
from domain.acts import HANDLING, Act, Confirm, Decide
from domain.approval import Licence, Signature
from domain.case import Case
from domain.content import Content
from domain.graph import Verdict
from domain.release import Release, ReleaseState
from domain.stages import Stage
from domain.terms import Terms
from storage.cases import read_content, stored_case, terms_of
from storage.releases import NewRelease, Releases
from storage.store import Store
from workflows.ports import Sharing

AVAILABLE, TELEPHONED = ReleaseState.AVAILABLE, ReleaseState.TELEPHONED


class SharingActivities(Sharing):
    def __init__(self, workplace: Workplace) -> None:
        self._work = workplace

    @activity.defn
    def release(self, case: Case) -> Release | None:
        with self._work.storehouse.writing() as store:
            made = store.releases.of(case.reference)
            if made is not None:
                return Releases.as_release(made)
            kept = stored_case(store.session, case.reference, lock=True)
            terms = terms_of(store.session, case.reference)
            licence = _licence(store, kept, terms) if kept else None
            if kept is None or licence is None:
                return None
            content = _approved_content(store, case.reference, licence)
            if content is None:
                return None
            leaving = _leaving(content, licence, kept.evaluation(terms).outcome)
            return store.releases.make(
                case.reference,
                kept.organisation,
                replace(leaving, handling=_handling(store, kept, licence)),
                self._new(kept, terms),
            )

    @activity.defn
    def expire(self, case: Case) -> None:
        with self._work.storehouse.writing() as store:
            made = store.releases.of(case.reference)
            if made is not None and made.state is ReleaseState.AVAILABLE:
                store.releases.end(made.id, ReleaseState.EXPIRED)

    def _new(self, case: Case, terms: Terms) -> NewRelease:
        at = now()
        days = case.available_days
        lasts = timedelta(days=days) if days else terms.timings.available_for
        phrase = new_phrase()
        return NewRelease(
            id=new_id("release"),
            number=new_reference("SS"),
            locator=new_locator(),
            phrase=phrase,
            phrase_hash=hash_code(phrase),
            made_at=at,
            expires_at=at + lasts,
            state=TELEPHONED if case.by_telephone else AVAILABLE,
        )


def _approved_content(store: Store, reference: str, licence: Licence) -> Content | None:
    """The content, if what is stored is what was approved."""
    try:
        kept = read_content(store.session, store.keys, reference, licence.digest)
    except ValueError:  # it was tampered with, and does not even open
        return None
    return kept if kept.digest == licence.digest else None


def _leaving(content: Content, licence: Licence, outcome: Verdict | None) -> Content:
    leaving = content.without(licence.left_out)
    return leaving.unnamed() if outcome is Verdict.SHARE_ANONYMISED else leaving


def _handling(store: Store, case: Case, licence: Licence) -> str:
    """What those who approved it ask of the recipient, one after the other."""
    words = store.acts.words(case.reference, refused=False)
    said = (words.get(s.act, {}).get(HANDLING, "") for s in licence.signatures)
    return "\n".join(filter(None, said))


def _licence(store: Store, case: Case, terms: Terms) -> Licence | None:
    """The licence on record, if every signature on it is an accepted act.

    Temporal drives, the record decides: what the workflow believes is not asked.
    """
    licence = case.licence(terms)
    if case.stage is not Stage.SHARING or licence is None:
        return None
    signed = all(_is_signed(store.acts.accepted(s.act), s) for s in licence.signatures)
    return licence if signed else None


def _is_signed(act: Act | None, signature: Signature) -> bool:
    if act is None or act.by.id != signature.by:
        return False
    if isinstance(act, Confirm | Decide):
        return act.digest == signature.digest
    return True
