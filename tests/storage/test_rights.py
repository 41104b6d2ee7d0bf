"""What people ask about what is kept of them, on both databases."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from activities.licence import NotPermitted, permitted
from adapters.clock import now
from adapters.rulebook import Rulebook
from casework.corrections import Correction, Corrections
from casework.erasing import erase
from casework.finding import SEARCHES, TooManySearches
from casework.packs import Packs
from casework.restrictions import Restrictions, check_can_read, check_may_share
from casework.retention import Given, Retention
from casework.rights import New, Rights
from casework.rights_view import RightsViews
from casework.rights_watch import RightsWatch
from casework.rulebooks import Rulebooks
from casework.verifying import Verifying
from domain.case import Case
from domain.errors import CaseError, CaseNotFound, Why
from domain.people import Actor, Role
from domain.release import Stopped
from domain.rights import Asked, Identity, Kind, Outcome, Pack
from domain.rights_pieces import Choice, Chosen, Exemption
from domain.stages import Stage
from domain.timeline import What
from storage.accounts import Account, Profile
from storage.case_people import indexes_of
from storage.classifying import classify
from storage.keys import KeyDestroyed
from storage.read_log import Read
from storage.store import Storehouse
from tests import builders
from tests.builders import (
    ADA,
    AUDREY,
    BEN,
    HERE,
    OLA,
    OTHER_ADA,
    PAT,
    PAT_ADVISING,
    PIA,
)
from tests.storage.raw import tampering
from tests.storage.shelf import Shelf, fresh_storehouse

CANARY = "canary-of-a-right-7d2c"
WHY = "Because of what the law says."


@pytest.fixture
def register(storehouse: Storehouse) -> Rights:
    return Rights(storehouse)


@pytest.fixture
def packs(storehouse: Storehouse) -> Packs:
    return Packs(storehouse, Rulebooks(storehouse, Rulebook()))


@pytest.fixture
def someone() -> str:
    """Somebody whom no other test knows."""
    return f"Kim {builders.fresh('Doe').title()}"


@pytest.fixture
def case(storehouse: Storehouse, shelf: Shelf, someone: str) -> Case:
    """A finished case about them, and about nobody else."""
    return about(storehouse, shelf, someone)


def about(storehouse: Storehouse, shelf: Shelf, name: str, by: Actor = PAT) -> Case:
    content = builders.content()
    first = replace(content.individuals[0], name=name)
    content = replace(content, individuals=(first, *content.individuals[1:]))
    begun = shelf.case(by, content=content)
    ended = shelf.take(begun, builders.a_withdrawal(by))
    with storehouse.writing() as store:
        people = indexes_of(store.keys.people(), content)
        store.case_people.keep(ended.reference, HERE, people)
    return ended


def asks(
    register: Rights,
    name: str,
    kind: Kind = Kind.ACCESS,
    identity: Identity = Identity.KNOWN,
    days_ago: int = 0,
) -> str:
    how = "" if identity is Identity.NOT_YET else "She came in."
    asked = Asked(name, asked=CANARY, identity_how=how)
    came = now().date() - timedelta(days=days_ago)
    new = New(kind, came, identity, asked)
    return register.open(ADA, new, builders.fresh("once"))


def why_not(call: object, *args: object) -> Why:
    assert callable(call)
    with pytest.raises(CaseError) as no:
        call(*args)
    return no.value.why


def whats(storehouse: Storehouse, reference: str) -> list[What]:
    with storehouse.reading() as store:
        assert list(store.timeline.faults(reference)) == []
        return [line.entry.what for line in store.timeline.of(reference)]


def ready(packs: Packs, id: str) -> None:
    """Everything is given as it is, and waits for a second person."""
    packs.gather(ADA, id)
    for each in packs.view(ADA, id).pieces:
        packs.choose(ADA, id, each.number, Chosen(Choice.KEEP))
    packs.make_ready(ADA, id)


def test_a_copy_is_gathered_looked_at_approved_and_taken(
    storehouse: Storehouse, register: Rights, packs: Packs, case: Case, someone: str
) -> None:
    id = asks(register, someone)
    assert packs.gather(ADA, id) == 1
    assert packs.gather(ADA, id) == 0  # what is chosen stays
    view = packs.view(ADA, id)
    assert {each.piece.reference for each in view.pieces} == {case.reference}
    assert someone in view.pieces[0].piece.text
    assert why_not(packs.make_ready, ADA, id) is Why.PIECES_LEFT
    for each in view.pieces:
        packs.choose(ADA, id, each.number, Chosen(Choice.KEEP))
    out = Chosen(Choice.LEAVE_OUT, "", Exemption.HARM)
    packs.choose(ADA, id, view.pieces[-1].number, out)
    packs.make_ready(ADA, id)
    assert why_not(packs.choose, ADA, id, 1, out) is Why.PACK_WAITS
    assert why_not(packs.approve, ADA, id, "") is Why.SECOND_PERSON
    assert why_not(packs.approve, BEN, id, "f" * 16) is Why.CHANGED_MEANWHILE
    packs.approve(BEN, id, packs.view(BEN, id).mark)
    assert packs.pdf(ADA, id).startswith(b"%PDF")
    made = json.loads(packs.data(ADA, id))
    assert made["cases"][0]["reference"] == case.reference
    assert made["cases"][0]["parts"][-1]["text"] is None
    register.close(ADA, id, Outcome.DONE, WHY)
    log = RightsViews(storehouse).of(AUDREY, id).log
    assert [each.sentence.split()[-1] for each in log][-1] == "asked."
    told = whats(storehouse, case.reference)
    assert told[-2:] == [What.RIGHTS_LINKED, What.RIGHTS_DECIDED]


def test_nobody_gets_a_copy_before_somebody_knows_who_they_are(
    register: Rights, packs: Packs, case: Case, someone: str
) -> None:
    id = asks(register, someone, identity=Identity.NOT_YET)
    ready(packs, id)
    assert why_not(packs.approve, BEN, id, "") is Why.IDENTITY_FIRST
    assert why_not(register.check_identity, ADA, id, Identity.KNOWN, " ") is (
        Why.WORDS_NEEDED
    )
    register.check_identity(ADA, id, Identity.DOCUMENT, "A passport.")
    packs.approve(BEN, id, "")
    with pytest.raises(CaseNotFound):
        packs.pdf(OTHER_ADA, id)


def test_a_case_that_one_of_them_keeps_out_of_is_not_forgotten(
    storehouse: Storehouse, shelf: Shelf, register: Rights, packs: Packs, someone: str
) -> None:
    about(storehouse, shelf, someone, PIA)
    own = about(storehouse, shelf, someone, PAT_ADVISING)
    id = asks(register, someone)
    assert packs.gather(PAT_ADVISING, id) == 1
    assert why_not(packs.gather, PAT, id) is Why.NOT_YOUR_ROLE
    for each in packs.view(PAT_ADVISING, id).pieces:
        packs.choose(PAT_ADVISING, id, each.number, Chosen(Choice.KEEP))
    packs.make_ready(PAT_ADVISING, id)
    assert why_not(packs.approve, ADA, id, "") is Why.CASES_MISSING
    packs.send_back(ADA, id, "There is one more.")
    assert packs.gather(ADA, id) == 1
    assert why_not(packs.view, PAT_ADVISING, id) is Why.OWN_REQUEST
    assert own.reference in {p.piece.reference for p in packs.view(ADA, id).pieces}


def test_a_copy_goes_with_any_case_in_it(
    storehouse: Storehouse, register: Rights, packs: Packs, case: Case, someone: str
) -> None:
    id = asks(register, someone)
    ready(packs, id)
    packs.approve(BEN, id, "")
    with storehouse.writing() as store:
        erase(store, case, {})
    with pytest.raises(KeyDestroyed):
        packs.pdf(ADA, id)
    assert not RightsViews(storehouse).of(ADA, id).copy_is_there
    assert packs.view(ADA, id).pieces == ()
    with storehouse.reading() as store:
        assert f"rights-pack:{id}" in store.keys.destroyed()


def test_a_case_is_not_destroyed_while_somebody_waits_for_an_answer_about_it(
    storehouse: Storehouse, register: Rights, case: Case, someone: str
) -> None:
    retention, id = Retention(storehouse), asks(register, someone)
    with storehouse.writing() as store:
        kept = replace(classify(store, case), due_on=date(2026, 1, 2))
        store.retention.keep(kept)
    register.link(ADA, id, case.reference)
    no = why_not(retention.dispose, ADA, case.reference, Given())
    assert no is Why.RIGHTS_ASKED
    register.close(ADA, id, Outcome.TAKEN_BACK, WHY)
    retention.dispose(ADA, case.reference, Given())


def test_looking_for_people_is_on_record_and_not_endless(
    storehouse: Storehouse, register: Rights, packs: Packs, case: Case, someone: str
) -> None:
    id, many = asks(register, someone), Actor("many", (Role.AUDITOR,), HERE)
    packs.gather(many, id)
    with storehouse.reading() as store:
        reads: list[Read] = store.read_log.of_case(case.reference, None, 9)
    assert [(each.user, each.kind) for each in reads] == [("many", "rights_search")]
    for _ in range(SEARCHES - 1):
        packs.gather(many, id)
    with pytest.raises(TooManySearches):
        packs.gather(many, id)


def test_a_correction_stands_beside_the_case_and_changes_nothing_in_it(
    storehouse: Storehouse, register: Rights, case: Case, someone: str
) -> None:
    corrections = Corrections(storehouse)
    id = asks(register, someone, Kind.RECTIFICATION)
    made = Correction(case.reference, "She was seven.", "We looked; it is so.")
    assert why_not(corrections.note, ADA, id, made) is Why.NOT_LINKED
    assert why_not(register.link, ADA, id, "SR-NONE-NONE") is Why.NO_SUCH_CASE
    register.link(ADA, id, f" {case.reference.lower()} ")
    empty = replace(made, decided=" ")
    assert why_not(corrections.note, ADA, id, empty) is Why.WORDS_NEEDED
    for _ in range(2):
        corrections.note(ADA, id, made, "one")
    told = whats(storehouse, case.reference)
    assert told[-2:] == [What.RIGHTS_LINKED, What.CORRECTION_NOTED]
    assert corrections.recipients(ADA, id) == []
    none = why_not(corrections.told, ADA, id, case.reference, "I rang.")
    assert none is Why.NOTHING_SHARED


def test_a_restricted_case_is_read_for_a_reason_and_not_shared(
    storehouse: Storehouse, shelf: Shelf, register: Rights, someone: str
) -> None:
    case = shelf.in_doubt()
    restrictions = Restrictions(storehouse)
    id = asks(register, someone, Kind.RESTRICTION)
    register.link(ADA, id, case.reference)
    assert why_not(restrictions.say_why, PAT, case.reference, WHY) is Why.NOT_RESTRICTED
    restrictions.place(ADA, id, case.reference, WHY)
    with storehouse.reading() as store:
        no = why_not(check_can_read, store, PAT, case.reference)
        assert no is Why.READING_RESTRICTED
        act = builders.an_approval()
        assert why_not(check_may_share, store, act, case.reference) is Why.RESTRICTED
        check_may_share(store, builders.a_refusal(), case.reference)
    assert why_not(restrictions.say_why, PAT, case.reference, " ") is Why.WORDS_NEEDED
    restrictions.say_why(PAT, case.reference, WHY)
    with storehouse.reading() as store:
        check_can_read(store, PAT, case.reference)
    register.close(ADA, id, Outcome.DONE, WHY)
    restrictions.lift(ADA, id, case.reference, WHY)
    again = why_not(restrictions.lift, ADA, id, case.reference, WHY)
    assert again is Why.NOT_RESTRICTED
    assert whats(storehouse, case.reference)[-5:] == [
        What.RIGHTS_LINKED, What.RESTRICTED, What.READ_RESTRICTED,
        What.RIGHTS_DECIDED, What.RESTRICTION_LIFTED,
    ]  # fmt: skip


def test_nothing_leaves_from_a_restricted_case(
    storehouse: Storehouse, shelf: Shelf, register: Rights, someone: str
) -> None:
    case = replace(shelf.case(), stage=Stage.SHARING)
    case = replace(case, revision=case.revision + 1)
    shelf.save(case)
    id = asks(register, someone, Kind.OBJECTION)
    register.link(ADA, id, case.reference)
    Restrictions(storehouse).place(ADA, id, case.reference, WHY)
    with storehouse.writing() as store, pytest.raises(NotPermitted) as no:
        permitted(store, case.reference)
    assert no.value.why is Stopped.RESTRICTED


def test_the_clock_of_a_complaint_stands_once_it_is_acknowledged(
    storehouse: Storehouse, register: Rights, someone: str
) -> None:
    id = asks(register, someone, Kind.COMPLAINT, days_ago=3)
    views, today = RightsViews(storehouse), now().date()
    assert views.of(ADA, id).request.due_on == today + timedelta(days=26)
    assert why_not(register.close, ADA, id, Outcome.DONE, WHY) is Why.ACKNOWLEDGE_FIRST
    ahead, before = today + timedelta(days=2), today - timedelta(days=4)
    assert why_not(register.acknowledge, ADA, id, ahead) is Why.DATE_AHEAD
    assert why_not(register.acknowledge, ADA, id, before) is Why.BEFORE_IT_CAME
    register.acknowledge(ADA, id, today)
    assert views.of(ADA, id).request.due_on is None
    assert why_not(register.extend, ADA, id, WHY) is Why.NOT_EXTENDED


def test_more_time_needs_a_reason(register: Rights, someone: str) -> None:
    id = asks(register, someone)
    assert why_not(register.extend, ADA, id, "") is Why.WORDS_NEEDED
    register.extend(ADA, id, WHY)
    assert why_not(register.extend, ADA, id, WHY) is Why.NOT_EXTENDED


def test_who_it_is_about_does_not_handle_it(tmp_path: Path, someone: str) -> None:
    storehouse = fresh_storehouse(f"sqlite:///{tmp_path}/sharewell.db")
    register, views = Rights(storehouse), RightsViews(storehouse)
    id = asks(register, someone)
    with storehouse.writing() as store:
        profile = Profile(someone, "kim@northgate.example")
        store.accounts.add(Account(BEN, profile, "hash"), now())
    assert why_not(views.of, BEN, id) is Why.CONFLICT
    assert register.all(BEN).items == []
    assert [each.id for each in register.all(ADA).items] == [id]
    for stranger in (PAT, OLA):
        assert why_not(views.of, stranger, id) is Why.NOT_YOUR_ROLE
    with pytest.raises(CaseNotFound):
        views.of(OTHER_ADA, id)
    storehouse.database.close()


def test_the_same_form_twice_is_one_request(register: Rights, someone: str) -> None:
    new = New(
        Kind.ACCESS, now().date(), Identity.NOT_YET, Asked(someone, asked="All of it.")
    )
    assert register.open(ADA, new, "one") == register.open(ADA, new, "one")
    assert register.open(ADA, new, "one") != register.open(ADA, new, "two")
    tomorrow = replace(new, received_on=now().date() + timedelta(days=2))
    assert why_not(register.open, ADA, tomorrow, "three") is Why.DATE_AHEAD


def test_somebody_is_reminded_once_of_what_is_due(
    storehouse: Storehouse, register: Rights, someone: str
) -> None:
    id = asks(register, someone, days_ago=26)
    for _ in range(2):
        RightsWatch(storehouse).round()
    with storehouse.reading() as store:
        log = [each.what for each in store.rights.log(id)]
    assert log == ["opened", "reminded"]


def test_the_log_is_only_added_to_and_tells_when_it_was_altered(
    storehouse: Storehouse, register: Rights, someone: str
) -> None:
    id = asks(register, someone)
    with pytest.raises(DBAPIError), storehouse.writing() as store:
        store.session.connection().execute(text("DELETE FROM rights_log"))
    write = text("UPDATE rights_log SET actor = :who WHERE request = :id")
    with tampering(storehouse.database) as connection:
        connection.execute(write, {"who": "ben", "id": id})
    found = Verifying(storehouse, {}, lambda done, of: None).walk().faults
    with tampering(storehouse.database) as connection:
        connection.execute(write, {"who": "ada", "id": id})
    assert f"line 1 of {id} was altered" in found
    with storehouse.reading() as store:
        assert list(store.rights.faults(id)) == []


def test_what_was_typed_is_destroyed_for_ever_and_the_log_stays(
    storehouse: Storehouse, register: Rights, packs: Packs, someone: str
) -> None:
    id = asks(register, someone)
    assert why_not(register.destroy, ADA, id) is Why.RIGHTS_OPEN
    register.close(ADA, id, Outcome.TAKEN_BACK, CANARY)
    register.destroy(ADA, id)
    view = RightsViews(storehouse).of(ADA, id)
    assert view.asked is None
    assert view.request.pack is Pack.NONE
    assert all(not each.words for each in view.log)
    assert "destroyed what was written in it" in view.log[-1].sentence
