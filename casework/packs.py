"""The copy for somebody who asks what is kept of them: gathered, chosen, approved.

Nothing goes by itself. One person chooses for each part, a second one looks at all of
it, and somebody downloads it and hands it over.
"""

import json
from dataclasses import dataclass, replace

from adapters.access_pdf import as_pdf
from adapters.clock import now
from adapters.passwords import new_secret
from casework.finding import TooManySearches, is_too_often
from casework.rights import link_case
from casework.rights_desk import Doing, doing, handled_case, may_handle, request_for
from casework.rights_pieces import cases_about, pieces_of
from casework.rulebooks import Rulebooks
from casework.seen import check_unchanged, mark_of
from domain import policies, rights
from domain.access_copy import AccessCopy, copy_of, data_of
from domain.errors import CaseNotFound, RuleBroken, Why
from domain.offices import Office
from domain.people import Actor, Role
from domain.reads import ReadKind
from domain.rights import Asked, Pack, RightsRequest, Step
from domain.rights_pieces import Choice, Chosen, check_chosen
from storage.case_people import index_of
from storage.read_log import Read
from storage.rights_packs import KeptPiece, Packed
from storage.store import Storehouse


@dataclass(frozen=True)
class PackView:
    """A copy on its way, for whoever works on it or looks at it."""

    request: RightsRequest
    asked: Asked | None
    pieces: tuple[KeptPiece, ...]
    packed: Packed | None
    is_there: bool
    names: dict[str, str]
    mark: str

    @property
    def left(self) -> int:
        """How many parts nobody has chosen for yet."""
        return sum(each.chosen is None for each in self.pieces)


class Packs:
    def __init__(self, storehouse: Storehouse, rulebooks: Rulebooks) -> None:
        self._storehouse = storehouse
        self._rulebooks = rulebooks

    def gather(self, actor: Actor, id: str, once: str = "") -> int:
        """Look for every case of this person, and take out what it holds about them.

        What is there already stays as it is chosen. How many cases are new.

        Raises:
            CaseError: it is not for a copy, or not theirs to do.
            TooManySearches: they have looked for people too often.
        """
        with doing(self._storehouse, actor, id, once) as it:
            rights.check_choosing(it.request)
            found = self._searched(it)
        if found is None:
            raise TooManySearches(now())
        return found

    def view(self, actor: Actor, id: str) -> PackView:
        """The copy as it stands.

        Raises:
            CaseNotFound: there is none.
            NotAllowed: somebody in it is close to them, or it is their own request.
        """
        policies.check_office(actor, Office.HANDLE_RIGHTS)
        with self._storehouse.reading() as store:
            request = request_for(store, actor, id)
            if request.pack is Pack.NONE:
                raise CaseNotFound
            for reference in store.rights.cases(id):
                handled_case(store, actor, reference)
            pieces = tuple(store.rights_packs.pieces(id))
            return PackView(
                request,
                store.rights.asked(id),
                pieces,
                store.rights_packs.packed(id),
                store.rights_packs.is_there(id),
                store.accounts.names(actor.organisation),
                mark_of(request.pack, pieces),
            )

    def choose(
        self, actor: Actor, id: str, number: int, chosen: Chosen, once: str = ""
    ) -> None:
        """Choose what becomes of one part.

        Raises:
            CaseError: there is no such part, or the choice cannot stand.
        """
        with doing(self._storehouse, actor, id, once) as it:
            rights.check_choosing(it.request)
            kept = it.store.rights_packs.piece(id, number)
            if kept is None:
                raise CaseNotFound
            it.case(kept.piece.reference)
            chosen = check_chosen(chosen, kept.piece.text)
            it.store.rights_packs.choose(id, number, chosen, actor.id)
            ground = {"ground": chosen.exemption.value} if chosen.exemption else {}
            it.note(Step.CHOSEN, part=str(number), choice=chosen.choice.value, **ground)

    def keep_unmarked(self, actor: Actor, id: str, once: str = "") -> None:
        """Choose to give every part that nobody has to look at twice.

        Raises:
            CaseError: the copy is not being worked on, or not theirs.
        """
        with doing(self._storehouse, actor, id, once) as it:
            rights.check_choosing(it.request)
            for kept in it.store.rights_packs.pieces(id):
                if kept.chosen is None and not kept.piece.marks:
                    it.case(kept.piece.reference)
                    keep, number = Chosen(Choice.KEEP), kept.number
                    it.store.rights_packs.choose(id, number, keep, actor.id)
            it.note(Step.CHOSEN, part="s without a mark", choice=Choice.KEEP.value)

    def make_ready(self, actor: Actor, id: str, once: str = "") -> None:
        """Give the copy to a second person.

        Raises:
            RuleBroken: there are parts that nobody has chosen for.
        """
        with doing(self._storehouse, actor, id, once) as it:
            if it.is_done(Step.MADE_READY):
                return
            rights.check_choosing(it.request)
            pieces = it.store.rights_packs.pieces(id)
            if it.request.pack is Pack.NONE:
                raise RuleBroken(Why.PACK_NOT_READY)
            if any(each.chosen is None for each in pieces):
                raise RuleBroken(Why.PIECES_LEFT)
            ready = replace(it.request, pack=Pack.READY, ready_by=actor.id)
            it.store.rights.keep(ready)
            it.note(Step.MADE_READY)

    def send_back(self, actor: Actor, id: str, reason: str, once: str = "") -> None:
        """Give the copy back to whoever worked on it, with what is to be changed."""
        with doing(self._storehouse, actor, id, once) as it:
            if it.is_done(Step.SENT_BACK):
                return
            if it.request.pack is not Pack.READY:
                raise RuleBroken(Why.PACK_NOT_READY)
            reason = rights.check_words(reason, "reason")
            back = replace(it.request, pack=Pack.CHOOSING, ready_by="")
            it.store.rights.keep(back)
            it.note(Step.SENT_BACK, reason)

    def approve(self, actor: Actor, id: str, seen: str, once: str = "") -> None:
        """Say as a second person that exactly this may be handed over.

        Raises:
            CaseError: they worked on it, it is not whole, or it was changed since.
        """
        made = self._copy(actor, id)
        pdf, data = as_pdf(made), json.dumps(data_of(made), ensure_ascii=False)
        with doing(self._storehouse, actor, id, once) as it:
            if it.is_done(Step.APPROVED):
                return
            pieces = tuple(it.store.rights_packs.pieces(id))
            check_unchanged(seen, mark_of(it.request.pack, pieces), "")
            _check_approval(it, pieces)
            packed = it.store.rights_packs.pack(id, data, pdf, actor.id, it.at)
            it.store.rights.keep(replace(it.request, pack=Pack.APPROVED))
            it.note(Step.APPROVED, sha256=packed.pdf_digest, data=packed.digest)

    def pdf(self, actor: Actor, id: str) -> bytes:
        """The approved copy as a document. That they took it is on record.

        Raises:
            CaseNotFound: nothing is approved.
            RuleBroken: nobody has checked who asks.
            KeyDestroyed: it was destroyed.
        """
        with doing(self._storehouse, actor, id) as it:
            _check_taking(it)
            body = it.store.rights_packs.pdf(id)
            it.note(Step.TAKEN_OUT, form="pdf")
            return body

    def data(self, actor: Actor, id: str) -> str:
        """The approved copy as JSON. That they took it is on record."""
        with doing(self._storehouse, actor, id) as it:
            _check_taking(it)
            body = it.store.rights_packs.data(id)
            it.note(Step.TAKEN_OUT, form="json")
            return body

    def _searched(self, it: Doing) -> int | None:
        """How many cases are new; None, and that on record, if it was too often."""
        asked = it.store.rights.asked(it.request.id)
        assert asked is not None  # only what has ended is destroyed
        here, by = it.actor.organisation, it.actor
        found = cases_about(it.store, here, asked)
        mine = [each for each in found if may_handle(it.store, by, each)]
        people = it.store.keys.people()
        index = index_of(people, asked.name, asked.born)
        role = Role.ADVISER if by.has(Role.ADVISER) else Role.AUDITOR
        kind, cases = ReadKind.RIGHTS_SEARCH, tuple(mine)
        read = Read(new_secret(), here, by.id, role.value, it.at, kind, index, cases)
        if is_too_often(it.store, replace(read, cases=())):
            return None
        it.store.read_log.add(read)
        linked = set(it.store.rights.cases(it.request.id))
        known = {p.piece.reference for p in it.store.rights_packs.pieces(it.request.id)}
        new = [each for each in mine if each not in known]
        for reference in (*new, *sorted(linked - known - set(new))):
            link_case(it, reference)
            pieces = pieces_of(it.store, self._rulebooks, it.case(reference), asked)
            it.store.rights_packs.gather(it.request.id, pieces)
        it.store.rights.keep(replace(it.request, pack=Pack.CHOOSING))
        it.note(Step.SEARCHED, found=str(len(mine)))
        return len(new)

    def _copy(self, actor: Actor, id: str) -> AccessCopy:
        view = self.view(actor, id)
        with self._storehouse.reading() as store:
            place = store.accounts.organisation(actor.organisation)
        name = view.asked.name if view.asked else ""
        chosen = [(p.piece, p.chosen) for p in view.pieces if p.chosen is not None]
        return copy_of(view.request, name, place.name, place.telephone, chosen)


def _check_approval(it: Doing, pieces: tuple[KeptPiece, ...]) -> None:
    """A second person has looked at all of it, and nothing is missing."""
    choosers = {each.chosen_by for each in pieces}
    rights.check_can_approve(it.request, it.actor.id, choosers)
    rights.check_identity(it.request)
    for reference in it.store.rights.cases(it.request.id):
        it.case(reference)
    asked = it.store.rights.asked(it.request.id)
    assert asked is not None  # it is open
    linked = set(it.store.rights.cases(it.request.id))
    if set(cases_about(it.store, it.actor.organisation, asked)) - linked:
        raise RuleBroken(Why.CASES_MISSING)


def _check_taking(it: Doing) -> None:
    if it.request.pack is not Pack.APPROVED:
        raise CaseNotFound
    rights.check_identity(it.request)
    for reference in it.store.rights.cases(it.request.id):
        it.case(reference)
