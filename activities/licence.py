"""What permits a release, read again from the record, and what exactly may leave.

Temporal drives, the record decides: what the workflow believes is not asked.
"""

from dataclasses import dataclass, replace

from domain.acts import HANDLING, Act, Confirm, Decide
from domain.approval import Licence, Signature
from domain.case import Case
from domain.content import Content, Recipient
from domain.graph import Verdict
from domain.release import Stopped
from domain.stages import Stage
from domain.terms import Terms
from storage.cases import read_content, stored_case, terms_of
from storage.keys import KeyDestroyed
from storage.store import Store


class NotPermitted(Exception):
    """Nothing may leave, and why."""

    def __init__(self, why: Stopped) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Permitted:
    """A case that may be shared now, and exactly what leaves."""

    case: Case
    terms: Terms
    licence: Licence
    content: Content


def permitted(store: Store, reference: str) -> Permitted:
    """What may leave; the case stays locked until the transaction ends.

    Raises:
        NotPermitted: nothing may, or not what is stored now.
    """
    kept = stored_case(store.session, reference, lock=True)
    if kept is None or kept.stage is not Stage.SHARING:
        raise NotPermitted(Stopped.WITHDRAWN)
    if store.restrictions.of(reference):
        raise NotPermitted(Stopped.RESTRICTED)
    terms = terms_of(store.session, reference)
    licence = _licence(store, kept, terms)
    if licence is None:
        raise NotPermitted(Stopped.LICENCE)
    content = _approved_content(store, reference, licence)
    if content is None:
        raise NotPermitted(Stopped.CONTENT)
    leaving = _leaving(content, licence, kept.evaluation(terms).outcome)
    handling = handling_of(store, reference, licence.signatures)
    return Permitted(kept, terms, licence, replace(leaving, handling=handling))


def check_recipient(store: Store, case: Case, to: Recipient | None) -> None:
    """The directory knows the recipient as they were when this was approved.

    Raises:
        NotPermitted: it knows them otherwise by now, or not at all any more.
    """
    if to is not None and not store.directory.still_knows(case.organisation, to):
        raise NotPermitted(Stopped.RECIPIENT)


def handling_of(store: Store, reference: str, signatures: tuple[Signature, ...]) -> str:
    """What those who approved it ask of the recipient, one after the other."""
    words = store.acts.words(reference, refused=False)
    said = (words.get(s.act, {}).get(HANDLING, "") for s in signatures)
    return "\n".join(filter(None, said))


def _approved_content(store: Store, reference: str, licence: Licence) -> Content | None:
    """The content, if what is stored is what was approved."""
    try:
        kept = read_content(store.session, store.keys, reference, licence.digest)
    except (ValueError, KeyDestroyed):  # tampered with, it does not even open
        return None
    return kept if kept.digest == licence.digest else None


def _leaving(content: Content, licence: Licence, outcome: Verdict | None) -> Content:
    leaving = content.without(licence.left_out)
    return leaving.unnamed() if outcome is Verdict.SHARE_ANONYMISED else leaving


def _licence(store: Store, case: Case, terms: Terms) -> Licence | None:
    """The licence on record, if every signature on it is an accepted act."""
    licence = case.licence(terms)
    if licence is None:
        return None
    signed = all(_is_signed(store.acts.accepted(s.act), s) for s in licence.signatures)
    return licence if signed else None


def _is_signed(act: Act | None, signature: Signature) -> bool:
    if act is None or act.by.id != signature.by:
        return False
    if isinstance(act, Confirm | Decide):
        return act.digest == signature.digest
    return True
