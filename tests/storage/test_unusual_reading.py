"""What is unusual about a reading is found once, and somebody else looks at it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from adapters.clock import now
from casework.alerts import AlertLine, Alerts
from casework.audit import Audit, Knock
from casework.reading_watch import ReadingWatch
from domain.audit import Door
from domain.errors import CaseError, CaseNotFound, NotAllowed, Why
from domain.people import Actor, Role
from domain.reads import ReadKind
from domain.unusual import Limits, Sign, Verdict, family_name
from storage.accounts import Account, Profile
from storage.read_log import Read
from storage.store import Storehouse
from tests import builders
from tests.builders import ADA, AUDREY, HERE, NOON, OLA, OTHER_ADA
from tests.storage.shelf import Shelf

WORDS = "She was asked to look for a cousin of the same name."


@pytest.fixture
def reader(storehouse: Storehouse) -> Actor:
    return named(storehouse, "Ira Penn")


def named(storehouse: Storehouse, name: str) -> Actor:
    """An adviser whom no other test knows."""
    who = Actor(builders.fresh("reader"), (Role.ADVISER,), HERE)
    profile = Profile(name, f"{who.id}@northgate.example")
    with storehouse.writing() as store:
        store.accounts.add(Account(who, profile, "hash"), NOON)
    return who


def reads(
    storehouse: Storehouse, who: Actor, reference: str, at: datetime | None = None
) -> None:
    with storehouse.writing() as store:
        store.read_log.add(
            Read(
                builders.fresh("read"), HERE, who.id, "adviser", at or now(),
                ReadKind.CASE_READ, "", (reference,),
            )
        )  # fmt: skip


def looked(storehouse: Storehouse, limits: Limits | None = None) -> None:
    limits = limits or Limits(out_of_hours=False)
    ReadingWatch(storehouse, limits).round()


def found(
    storehouse: Storehouse, who: Actor, *, reviewed: bool = False
) -> list[AlertLine]:
    alerts, after = Alerts(storehouse), None
    mine: list[AlertLine] = []
    while True:
        page = alerts.page(AUDREY, after, reviewed=reviewed)
        mine += [line for line in page.items if line.alert.user == who.id]
        after = page.next
        if after is None:
            return mine


def signs(storehouse: Storehouse, who: Actor) -> list[Sign]:
    return [line.alert.sign for line in found(storehouse, who)]


def test_usual_reading_is_not_unusual(
    storehouse: Storehouse, shelf: Shelf, reader: Actor
) -> None:
    reads(storehouse, reader, shelf.case().reference)
    looked(storehouse)
    assert found(storehouse, reader) == []


def test_many_different_cases_within_an_hour_are_found_once(
    storehouse: Storehouse, shelf: Shelf, reader: Actor
) -> None:
    limits = Limits(cases_an_hour=2, out_of_hours=False)
    at = now().replace(minute=30)
    first, second, third = (shelf.case().reference for _ in range(3))
    for reference in (first, second, first, second):
        reads(storehouse, reader, reference, at)
    looked(storehouse, limits)
    assert found(storehouse, reader) == []
    reads(storehouse, reader, third, at)
    for _ in range(2):
        looked(storehouse, limits)
        assert signs(storehouse, reader) == [Sign.MANY]


def test_cases_of_another_hour_do_not_count(
    storehouse: Storehouse, shelf: Shelf, reader: Actor
) -> None:
    limits = Limits(cases_an_hour=2, out_of_hours=False)
    for hours in range(3):
        at = now() - timedelta(hours=hours, minutes=1)
        reads(storehouse, reader, shelf.case().reference, at)
    looked(storehouse, limits)
    assert found(storehouse, reader) == []


def test_reading_when_nobody_is_at_work_is_found_once_a_day_if_that_is_wanted(
    storehouse: Storehouse, shelf: Shelf, reader: Actor
) -> None:
    saturday = datetime(2026, 1, 17, 12, tzinfo=UTC)
    monday = saturday + timedelta(days=2)
    for at in (saturday, saturday + timedelta(hours=2), monday):
        reads(storehouse, reader, shelf.case().reference, at)
    stood_still = saturday - timedelta(hours=1)
    ReadingWatch(storehouse, Limits(cases_an_hour=1000), stood_still).round()
    assert signs(storehouse, reader) == [Sign.OUT_OF_HOURS]


def test_who_reads_about_their_own_family_name_is_found(
    storehouse: Storehouse, shelf: Shelf, reader: Actor
) -> None:
    content = builders.content()
    someone = replace(content.individuals[0], name="Tam Overbury", other_names="")
    content = replace(content, individuals=(someone,))
    kin = named(storehouse, "Bea  OVERBURY")
    reference = shelf.case(content=content).reference
    for who in (kin, reader):
        reads(storehouse, who, reference)
    looked(storehouse)
    assert signs(storehouse, kin) == [Sign.OWN_NAME]
    assert signs(storehouse, reader) == []


def test_a_destroyed_case_has_nobodys_name(
    storehouse: Storehouse, shelf: Shelf
) -> None:
    content = builders.content()
    kin = named(storehouse, content.individuals[0].name)
    reference = shelf.case(content=content).reference
    reads(storehouse, kin, reference)
    with storehouse.writing() as store:
        store.keys.destroy(f"case:{reference}")
    looked(storehouse)
    assert found(storehouse, kin) == []


def test_asking_for_a_case_with_a_conflict_is_found(
    storehouse: Storehouse, shelf: Shelf, reader: Actor
) -> None:
    reference = shelf.case().reference
    knock = Knock(Door.PAGES, "/records/{reference}", (reference,))
    Audit(storehouse).refused(reader, knock, CaseNotFound(Why.CONFLICT))
    Audit(storehouse).refused(ADA, knock, CaseNotFound())
    looked(storehouse)
    [line] = found(storehouse, reader)
    assert line.alert.sign is Sign.AFTER_CONFLICT
    assert (line.alert.reference, line.whom) == (reference, "Ira Penn")


@pytest.fixture
def alert(storehouse: Storehouse, shelf: Shelf, reader: Actor) -> str:
    knock = Knock(Door.PAGES, "/records/{reference}", (shelf.case().reference,))
    Audit(storehouse).refused(reader, knock, CaseNotFound(Why.CONFLICT))
    looked(storehouse)
    [line] = found(storehouse, reader)
    return line.alert.id


def test_it_is_reviewed_once_with_words(
    storehouse: Storehouse, reader: Actor, alert: str
) -> None:
    alerts = Alerts(storehouse)
    with storehouse.reading() as store:
        before = store.alerts.waiting(HERE)
    for _ in range(2):  # the same form twice is one review
        alerts.review(AUDREY, alert, Verdict.FINE, WORDS)
    assert found(storehouse, reader) == []
    [line] = found(storehouse, reader, reviewed=True)
    assert line.alert.review is not None
    assert (line.alert.review.by, line.alert.review.words) == (AUDREY.id, WORDS)
    with storehouse.reading() as store:
        assert store.alerts.waiting(HERE) == before - 1
    other = replace(AUDREY, id="august")
    with pytest.raises(CaseError) as no:
        alerts.review(other, alert, Verdict.FOLLOW_UP, "No.")
    assert (no.value.why, no.value.other) == (Why.STEP_DONE, AUDREY.id)


def test_nobody_reviews_what_they_read_themselves(
    storehouse: Storehouse, reader: Actor, alert: str
) -> None:
    both = replace(reader, roles=(Role.ADVISER, Role.AUDITOR))
    with pytest.raises(CaseError) as no:
        Alerts(storehouse).review(both, alert, Verdict.FINE, WORDS)
    assert no.value.why is Why.OWN_READING
    assert Alerts(storehouse).of(both, alert).is_own


@pytest.mark.parametrize("words", ["", "  "])
def test_a_review_says_why(storehouse: Storehouse, alert: str, words: str) -> None:
    with pytest.raises(CaseError) as no:
        Alerts(storehouse).review(AUDREY, alert, Verdict.FINE, words)
    assert no.value.why is Why.WORDS_NEEDED


def test_only_auditors_of_the_organisation_see_it(
    storehouse: Storehouse, alert: str
) -> None:
    alerts = Alerts(storehouse)
    for other in (ADA, OLA, OTHER_ADA):
        with pytest.raises(NotAllowed):
            alerts.page(other)
        with pytest.raises(NotAllowed):
            alerts.of(other, alert)
    elsewhere = replace(AUDREY, organisation=OTHER_ADA.organisation)
    for id in (alert, "a\x00b", "none"):
        with pytest.raises(CaseNotFound):
            alerts.of(elsewhere, id)


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM reading_alerts", "UPDATE alert_reviews SET verdict = 'fine'"],
)
def test_neither_is_ever_changed(
    storehouse: Storehouse, alert: str, change: str
) -> None:
    Alerts(storehouse).review(AUDREY, alert, Verdict.FINE, WORDS)
    with pytest.raises(DBAPIError), storehouse.writing() as store:
        store.session.connection().execute(text(change))


@pytest.mark.parametrize(
    ("name", "last"),
    [("Ira Penn", "penn"), ("Bea  OVERBURY ", "overbury"), ("Kim", "kim"), ("", "")],
)
def test_a_family_name_is_the_last_word(name: str, last: str) -> None:
    assert family_name(name) == last
