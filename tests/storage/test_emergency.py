"""Who opens a case in an emergency is seen to, and reads it for a while, on both."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from adapters.clock import now
from adapters.rulebook import Rulebook
from casework.audit import Asked as Wanted
from casework.audit import Audit, Knock
from casework.conflicts import case_of
from casework.emergency_reading import EmergencyReading, EmergencyTimes
from casework.restrictions import check_can_read
from casework.rights import New, Rights
from casework.rulebooks import Rulebooks
from casework.sessions import SignedIn
from casework.views import Views
from domain import policies
from domain.audit import Door
from domain.calendar import Calendar
from domain.case import Case
from domain.emergency import Judgement, review_by
from domain.errors import CaseError, CaseNotFound, NotAllowed, Why
from domain.notices import Haste
from domain.people import Actor, Role
from domain.reads import ReadKind
from domain.rights import Asked, Identity, Kind
from domain.timeline import What
from storage.accounts import Account, Organisation, Profile
from storage.store import Storehouse
from tests import builders
from tests.builders import NOON
from tests.storage.shelf import Shelf

WHY = "The registrar of the court needs an answer by four."
AN_HOUR, NO_TIME = timedelta(hours=1), timedelta(microseconds=1)


@dataclass(frozen=True)
class Workplace:
    """An organisation of its own, so that nobody else is written to."""

    storehouse: Storehouse
    shelf: Shelf
    id: str

    def hire(self, *roles: Role, name: str = "") -> Actor:
        who = Actor(builders.fresh("hired"), roles, self.id)
        profile = Profile(name or who.id, f"{who.id}@{self.id}.example")
        with self.storehouse.writing() as store:
            store.accounts.add(Account(who, profile, "hash"), NOON)
        return who

    def reading(self, lasts: timedelta = AN_HOUR, days: int = 1) -> EmergencyReading:
        views = Views(self.storehouse, Rulebooks(self.storehouse, Rulebook()))
        return EmergencyReading(self.storehouse, views, EmergencyTimes(lasts, days))

    def case(self, by: Actor) -> Case:
        return self.shelf.case(by)

    def told(self, id: str) -> dict[str, str]:
        """Who is written to about it, and to which page it leads."""
        with self.storehouse.reading() as store:
            owed = store.notices.unplanned()
        assert all(each.haste is Haste.NOW for each in owed if id in each.name)
        return {each.user: each.path for each in owed if id in each.name}


@pytest.fixture
def place(storehouse: Storehouse, shelf: Shelf) -> Workplace:
    id = builders.fresh("quay")
    made = Organisation(id, id.title(), "01632 960000", "HMG-2018", "always")
    with storehouse.writing() as store:
        store.accounts.keep_organisation(made)
    return Workplace(storehouse, shelf, id)


@pytest.fixture
def auditor(place: Workplace) -> Actor:
    return place.hire(Role.AUDITOR, name="Tobiah Wrenfield")


@pytest.fixture
def owner(place: Workplace) -> Actor:
    return place.hire(Role.PRACTITIONER)


@pytest.fixture
def case(place: Workplace, owner: Actor) -> Case:
    return place.case(owner)


def signed_in(who: Actor, session: str = "s1") -> SignedIn:
    return SignedIn(who, "", "", "", "", session=session)


def opens(place: Workplace, who: Actor, case: Case, once: str = "once") -> str:
    return place.reading().open(signed_in(who), case.reference, WHY, once)


def why_not(call: object, *args: object) -> Why:
    assert callable(call)
    with pytest.raises(CaseError) as no:
        call(*args)
    return no.value.why


def test_an_auditor_reads_what_they_opened_and_each_time_is_on_record(
    place: Workplace, auditor: Actor, case: Case, storehouse: Storehouse
) -> None:
    id = opens(place, auditor, case)
    for _ in range(2):
        _, view = place.reading().read(signed_in(auditor), id)
        assert view.content.items
        assert not view.may
    with storehouse.reading() as store:
        read = store.read_log.of_case(case.reference, None, 10)
    assert [each.kind for each in read] == [ReadKind.EMERGENCY_READ] * 2
    assert {(each.user, each.role) for each in read} == {(auditor.id, "auditor")}


def test_the_account_of_the_case_says_who_why_and_until_when(
    place: Workplace, auditor: Actor, case: Case, owner: Actor, storehouse: Storehouse
) -> None:
    opens(place, auditor, case)
    views = Views(storehouse, Rulebooks(storehouse, Rulebook()))
    first = views.case(owner, case.reference).timeline[0]
    assert first.entry is not None
    assert first.entry.what is What.READ_IN_EMERGENCY
    assert first.sentence.startswith(
        "Tobiah Wrenfield (auditor) opened this case in an emergency, to read it until "
    )
    assert first.sentence.endswith(f", because: {WHY}")
    assert views.faults(auditor, case.reference) == []


def test_everybody_concerned_is_written_to_at_once(
    place: Workplace, auditor: Actor, case: Case, owner: Actor
) -> None:
    other, admin = place.hire(Role.AUDITOR), place.hire(Role.ADMINISTRATOR)
    place.hire(Role.ADVISER)
    place.hire(Role.OPERATIONS)
    id = opens(place, auditor, case)
    page = f"/records/emergency/{id}"
    assert place.told(id) == {
        other.id: page,
        admin.id: page,
        owner.id: f"/requests/{case.reference}",
    }


def test_advisers_look_back_where_there_is_no_other_auditor(
    place: Workplace, auditor: Actor, case: Case
) -> None:
    adviser = place.hire(Role.ADVISER)
    named = case_names(place, case)
    kin = place.hire(Role.ADVISER, Role.ADMINISTRATOR, name=named)
    id = opens(place, auditor, case)
    assert adviser.id in place.told(id)
    assert kin.id not in place.told(id)


def case_names(place: Workplace, case: Case) -> str:
    with place.storehouse.reading() as store:
        owner = Actor(case.opened_by, (Role.PRACTITIONER,), place.id)
        return store.cases(owner).content(case).individuals[0].name


def test_the_same_form_twice_opens_it_once(
    place: Workplace, auditor: Actor, case: Case
) -> None:
    assert opens(place, auditor, case) == opens(place, auditor, case)
    assert opens(place, auditor, case, "again") != opens(place, auditor, case)
    assert len(place.reading().page(auditor).items) == 2


@pytest.mark.parametrize(
    "roles",
    [(role,) for role in Role if role is not Role.AUDITOR] + [()],
)
def test_only_auditors_open_one_whether_or_not_there_is_one(
    place: Workplace, case: Case, roles: tuple[Role, ...]
) -> None:
    who, reading = signed_in(place.hire(*roles)), place.reading()
    for reference in (case.reference, "SR-NONE-0000"):
        assert why_not(reading.open, who, reference, WHY, "o") is Why.NOT_YOUR_ROLE


def test_there_is_no_such_case_elsewhere_nor_for_whoever_is_named_in_it(
    place: Workplace, shelf: Shelf, auditor: Actor, case: Case
) -> None:
    kin = place.hire(Role.AUDITOR, name=case_names(place, case))
    elsewhere = shelf.case().reference
    for who, reference in (
        (auditor, elsewhere), (kin, case.reference), (auditor, "SR-NONE-0000"),
        (auditor, "a\x00b"),
    ):  # fmt: skip
        said = (signed_in(who), reference, WHY, "o")
        assert why_not(place.reading().open, *said) is Why.NOT_FOUND
    id = opens(place, auditor, case)
    assert why_not(place.reading().of, kin, id) is Why.NOT_FOUND
    assert place.reading().page(kin).items == []
    assert why_not(place.reading().review, kin, id, Judgement.RIGHT, WHY) is (
        Why.NOT_FOUND
    )


def test_a_refusal_tells_the_audit_which_case_it_was(
    place: Workplace, case: Case, storehouse: Storehouse
) -> None:
    kin = place.hire(Role.AUDITOR, name=case_names(place, case))
    with pytest.raises(CaseError) as no:
        place.reading().open(signed_in(kin), case.reference, WHY, "o")
    audit = Audit(storehouse)
    audit.refused(kin, Knock(Door.PAGES, "/records/emergency/new"), no.value)
    [line] = audit.page(kin, Wanted(kin.id)).items
    assert (line.code, line.references) == ("conflict", (case.reference,))


@pytest.mark.parametrize("words", ["", " \n"])
def test_nothing_is_opened_without_a_reason(
    place: Workplace, auditor: Actor, case: Case, words: str
) -> None:
    said = (signed_in(auditor), case.reference, words, "o")
    assert why_not(place.reading().open, *said) is Why.WORDS_NEEDED


def test_what_has_ended_is_not_opened_and_not_read_any_longer(
    place: Workplace, auditor: Actor, case: Case, shelf: Shelf, owner: Actor
) -> None:
    id = opens(place, auditor, case)
    shelf.take(case, builders.a_withdrawal(owner))
    again = (signed_in(auditor), case.reference, WHY, "o")
    assert why_not(place.reading().open, *again) is Why.ALREADY_CLOSED
    read = (signed_in(auditor), id)
    assert why_not(place.reading().read, *read) is Why.ALREADY_CLOSED


def test_it_ends_with_its_time_with_the_session_and_with_the_role(
    place: Workplace, auditor: Actor, case: Case
) -> None:
    id = opens(place, auditor, case)
    later = signed_in(auditor, "s2")
    assert why_not(place.reading().read, later, id) is Why.READING_OVER
    now_adviser = signed_in(replace(auditor, roles=(Role.PRACTITIONER,)))
    assert why_not(place.reading().read, now_adviser, id) is Why.NOT_YOUR_ROLE
    short = place.reading(NO_TIME)
    over = short.open(signed_in(auditor), case.reference, WHY, "short")
    assert why_not(short.read, signed_in(auditor), over) is Why.READING_OVER
    assert place.reading().read(signed_in(auditor), id)


def test_its_reader_closes_it_and_nobody_else(
    place: Workplace, auditor: Actor, case: Case
) -> None:
    id, other = opens(place, auditor, case), place.hire(Role.AUDITOR)
    reading = place.reading()
    assert why_not(reading.read, signed_in(other), id) is Why.NOT_FOUND
    assert why_not(reading.close, other, id) is Why.NOT_FOUND
    for _ in range(2):
        place.reading().close(auditor, id)
    assert why_not(place.reading().read, signed_in(auditor), id) is Why.READING_OVER
    line = place.reading().of(other, id)
    assert not line.is_live
    assert line.reading.ended_at is not None


def test_to_every_other_door_its_reader_is_who_they_were(
    place: Workplace, auditor: Actor, case: Case, storehouse: Storehouse
) -> None:
    opens(place, auditor, case)
    views = Views(storehouse, Rulebooks(storehouse, Rulebook()))
    assert why_not(views.case, auditor, case.reference) is Why.NOT_FOUND
    with storehouse.reading() as store:
        known = case_of(store, auditor, case.reference)
    with pytest.raises(CaseNotFound):
        policies.check_can_withdraw(auditor, known)


def test_a_restricted_case_asks_for_its_own_reason_besides(
    place: Workplace, auditor: Actor, case: Case, storehouse: Storehouse
) -> None:
    id = opens(place, auditor, case)
    asked = Asked("Wilmot Ashdown", asked="Do not use it.", identity_how="She came.")
    new = New(Kind.RESTRICTION, now().date(), Identity.KNOWN, asked)
    register, handler = Rights(storehouse), place.hire(Role.ADVISER)
    request = register.open(handler, new, builders.fresh("once"))
    with storehouse.writing() as store:
        store.restrictions.place(request, case.reference)
    read = (signed_in(auditor), id)
    assert why_not(place.reading().read, *read) is Why.READING_RESTRICTED
    with storehouse.reading() as store:
        why = why_not(check_can_read, store, auditor, case.reference)
    assert why is Why.READING_RESTRICTED


# Looking back


def test_somebody_else_says_once_whether_it_was_right(
    place: Workplace, auditor: Actor, case: Case
) -> None:
    reading, other = place.reading(), place.hire(Role.AUDITOR)
    id = opens(place, auditor, case)
    assert reading.of(other, id).may_review
    assert not reading.of(auditor, id).may_review
    own = (auditor, id, Judgement.RIGHT, "I say so.")
    assert why_not(reading.review, *own) is Why.OWN_READING
    for _ in range(2):  # the same form twice is one review
        reading.review(other, id, Judgement.NOT_RIGHT, "It could wait.")
    [line] = reading.page(auditor, reviewed=True).items
    assert line.reading.review is not None
    assert line.reading.review.words == "It could wait."
    assert reading.page(auditor).items == []
    second = (place.hire(Role.AUDITOR), id, Judgement.RIGHT, "It could not.")
    assert why_not(reading.review, *second) is Why.STEP_DONE
    empty = (other, id, Judgement.RIGHT, " ")
    assert why_not(reading.review, *empty) is Why.WORDS_NEEDED


def test_whoever_asked_to_share_does_not_judge_it(
    place: Workplace, auditor: Actor
) -> None:
    both = place.hire(Role.PRACTITIONER, Role.ADVISER)
    id = opens(place, auditor, place.case(both))
    said = (both, id, Judgement.NOT_RIGHT, "I did not like it.")
    assert why_not(place.reading().review, *said) is Why.OWN_REQUEST
    assert not place.reading().of(both, id).may_review


def test_administrators_see_that_it_was_opened_and_not_why(
    place: Workplace, auditor: Actor, case: Case
) -> None:
    admin = place.hire(Role.ADMINISTRATOR)
    id = opens(place, auditor, case)
    assert place.reading().of(admin, id).reason is None
    assert place.reading().of(auditor, id).reason == WHY
    said = (admin, id, Judgement.RIGHT, "Fine.")
    assert why_not(place.reading().review, *said) is Why.NOT_FOUND
    for role in (Role.OPERATIONS, Role.PRACTITIONER):
        with pytest.raises(NotAllowed):
            place.reading().page(place.hire(role))


def test_a_review_that_is_late_is_counted(
    place: Workplace, auditor: Actor, case: Case, storehouse: Storehouse
) -> None:
    id = opens(place, auditor, case)
    assert not place.reading().of(auditor, id).is_late
    in_a_month = now() + timedelta(days=30)
    due_at_once = place.reading(days=0)
    late = due_at_once.open(signed_in(auditor), case.reference, WHY, "late")
    assert place.reading().of(auditor, late).is_late
    place.reading().review(place.hire(Role.ADVISER), late, Judgement.RIGHT, "Yes.")
    assert not place.reading().of(auditor, late).is_late
    with storehouse.reading() as store:
        assert store.emergencies.overdue(place.id, now()) == 0
        assert store.emergencies.overdue(place.id, in_a_month) == 1
    place.reading().review(place.hire(Role.ADVISER), id, Judgement.RIGHT, "Yes.")
    with storehouse.reading() as store:
        assert store.emergencies.overdue(place.id, in_a_month) == 0


def test_the_reason_goes_with_the_words_of_the_case(
    place: Workplace, auditor: Actor, case: Case, storehouse: Storehouse
) -> None:
    id = opens(place, auditor, case)
    with storehouse.writing() as store:
        store.keys.destroy(f"case:{case.reference}")
    assert place.reading().of(auditor, id).reason == ""


def test_page_after_page_shows_each_once(
    place: Workplace, auditor: Actor, case: Case
) -> None:
    made = {opens(place, auditor, case, f"form {number}") for number in range(30)}
    first = place.reading().page(auditor)
    second = place.reading().page(auditor, first.next)
    shown = [line.reading.id for line in (*first.items, *second.items)]
    assert (len(shown), set(shown), second.next) == (30, made, None)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM emergency_readings",
        "UPDATE emergency_readings SET until = review_by",
        "DELETE FROM emergency_ends",
        "UPDATE emergency_reviews SET judgement = 'right'",
    ],
)
def test_none_of_it_is_ever_changed(
    place: Workplace, auditor: Actor, case: Case, change: str, storehouse: Storehouse
) -> None:
    id = opens(place, auditor, case)
    place.reading().close(auditor, id)
    place.reading().review(place.hire(Role.AUDITOR), id, Judgement.RIGHT, "Yes.")
    with pytest.raises(DBAPIError), storehouse.writing() as store:
        store.session.connection().execute(text(change))


@pytest.mark.parametrize(
    ("at", "days", "by"),
    [
        ("2026-01-16T12:00", 1, "2026-01-19T17:00"),  # a Friday
        ("2026-01-16T12:00", 2, "2026-01-20T17:00"),
        ("2026-01-17T03:00", 1, "2026-01-19T17:00"),
    ],
)
def test_a_review_is_owed_by_the_end_of_a_working_day(
    at: str, days: int, by: str
) -> None:
    start, end = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (at, by))
    assert review_by(Calendar(), start, days) == end
