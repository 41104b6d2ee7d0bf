"""Who is told of what, and when: of every act, at every hour."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.acts import Act, apply
from domain.calendar import LONDON, Calendar
from domain.case import Case
from domain.errors import CaseError
from domain.graph import Priority
from domain.notices import (
    NEWS,
    Change,
    Haste,
    How,
    Notice,
    Plan,
    Preference,
    haste_of,
    pause_after,
    planned,
    told,
)
from domain.people import Actor, Role
from domain.release import ReleaseState
from domain.stages import Stage
from domain.terms import ApprovalPolicy
from domain.timeline import What, entry_of, own_entry
from tests import builders
from tests.builders import BEN, HERE, NOON, TERMS, after

CLEO = Actor("cleo", (Role.ADVISER,), HERE)
TWO = replace(TERMS, approval=ApprovalPolicy.TWO_FOR_SENSITIVE)

DOUBT = builders.a_case(Stage.WITH_ADVISER)
ASKED = after(DOUBT, builders.a_question())
UNSAID = builders.opened(stamp=builders.EMPTY_STAMP)
MASKED = after(UNSAID, builders.a_masked_question())
RELEASED = builders.a_case(Stage.FOLLOWING_UP)
BY_PAT_ALONE = builders.confirmed(builders.a_case(Stage.AWAITING_APPROVAL))
APPROVING = replace(DOUBT, second_wanted=True)
SETTLED = {"Q4": builders.YES}
HALF_APPROVED = after(APPROVING, builders.an_approval(BEN, answers=SETTLED))

TELLS: list[tuple[str, Case, Act, str, dict[str, Notice]]] = [
    ("an adviser asks", DOUBT, builders.a_question(), "ada", {"pat": Notice.QUESTION}),
    ("a reply", ASKED, builders.a_reply(), "", {"ada": Notice.REPLIED}),
    ("advice on a masked question", MASKED, builders.guidance(), "ada",
     {"pat": Notice.NEWS}),
    ("advice", DOUBT, builders.advice({"Q4": builders.YES}), "ada",
     {"pat": Notice.NEWS}),
    ("an approval", DOUBT, builders.an_approval(answers={"Q4": builders.YES}), "ada",
     {"pat": Notice.NEWS}),
    ("a refusal", DOUBT, builders.a_refusal(), "ada", {"pat": Notice.NEWS}),
    ("passing on", DOUBT, builders.passing_on(), "ada", {"pat": Notice.NEWS}),
    ("withdrawing what somebody has", DOUBT, builders.a_withdrawal(), "ada",
     {"ada": Notice.WITHDRAWN}),
    ("withdrawing what nobody has", DOUBT, builders.a_withdrawal(), "", {}),
    ("it got worse", DOUBT, builders.a_worsening(), "ada", {"ada": Notice.WORSENED}),
    ("withdrawing what is half approved", HALF_APPROVED, builders.a_withdrawal(),
     "cleo", {"cleo": Notice.WITHDRAWN, "ben": Notice.ENDED}),
    ("getting worse when half approved", HALF_APPROVED, builders.a_worsening(),
     "cleo", {"cleo": Notice.WORSENED, "ben": Notice.VOIDED}),
    ("a change of what was approved", after(HALF_APPROVED, builders.a_question(CLEO)),
     builders.a_description(), "", {"ben": Notice.VOIDED}),
    ("declined by the second adviser", HALF_APPROVED, builders.a_refusal(CLEO),
     "cleo", {"pat": Notice.NEWS, "ben": Notice.ENDED}),
    ("a receipt", RELEASED, builders.a_receipt(), "", {"pat": Notice.RELEASE_NEWS}),
    ("not for me", RELEASED, builders.not_for_me(), "", {}),
    ("revoked by the sender", RELEASED, builders.a_revocation(), "", {}),
    ("an answer", builders.opened(), builders.an_answer({"U0": builders.NO}), "", {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "act", "holder", "people"),
    [pytest.param(*row[1:], id=row[0]) for row in TELLS],
)
def test_everybody_whom_an_act_concerns_is_told_and_nobody_of_their_own_doing(
    case: Case, act: Act, holder: str, people: dict[str, Notice]
) -> None:
    done, outcome = apply(case, act, TERMS)
    assert outcome.accepted, outcome
    assert told(Change(entry_of(act, outcome), case, done, holder)) == people
    assert act.by.id not in people


@pytest.mark.parametrize("act", [row[2] for row in TELLS])
def test_a_refused_act_tells_nobody(act: Act) -> None:
    case = builders.a_case(Stage.CLOSED)
    done, outcome = apply(case, act, TERMS)
    if not outcome.accepted:
        assert told(Change(entry_of(act, outcome), case, done, "ada")) == {}


def test_what_sharewell_does_by_itself_is_told_as_well() -> None:
    closed = RELEASED.with_release(ReleaseState.REVOKED)
    entry = replace(own_entry(What.REVOKED, NOON), by="ada")
    assert told(Change(entry, RELEASED, closed)) == {"pat": Notice.RELEASE_NEWS}


def test_whoever_decided_hears_that_the_case_has_ended() -> None:
    case = after(DOUBT, builders.an_approval(answers={"Q4": builders.YES}))
    case = case.released(builders.a_release(), TERMS)
    ended = builders.settled(case).finished(TERMS, NOON)
    entry = own_entry(What.FINISHED, NOON)
    assert told(Change(entry, case, ended)) == {"ada": Notice.ENDED}


def test_no_letter_of_news_depends_on_what_was_decided() -> None:
    decisions = (What.APPROVED, What.DECLINED, What.ADVISED)
    assert {NEWS[what] for what in decisions} == {NEWS[What.GUIDED]}


# When

NO_WORK = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
CALENDAR = Calendar(NO_WORK, early=((date(2026, 12, 24), time(13)),))
AT_ONCE, DAILY = Preference(), Preference(How.DIGEST)
ONLY_URGENT = Preference(How.URGENT_AT_ONCE, time(16))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23 16:59", "2026-11-23 16:59"),
        ("2026-11-23 17:00", "2026-11-24 09:00"),
        ("2026-11-23 03:00", "2026-11-23 09:00"),
        ("2026-11-27 20:00", "2026-11-30 09:00"),  # Friday evening
        ("2026-12-24 12:59", "2026-12-24 12:59"),
        ("2026-12-24 13:00", "2026-12-29 09:00"),  # Christmas, weekend, bank holiday
        ("2026-03-28 12:00", "2026-03-30 09:00"),  # the clocks go forward
        ("2026-10-24 12:00", "2026-10-26 09:00"),  # and back
    ],
)
def test_nobody_is_written_to_outside_working_hours(at: str, goes: str) -> None:
    for haste in (Haste.USUAL, Haste.TODAY):
        plan = planned(AT_ONCE, haste, CALENDAR, london(at))
        assert plan == Plan(london(goes))


@pytest.mark.parametrize("preference", [AT_ONCE, DAILY, ONLY_URGENT])
def test_an_emergency_goes_at_once_whatever_the_hour_and_the_choice(
    preference: Preference,
) -> None:
    night = london("2026-12-25 03:00")
    assert planned(preference, Haste.NOW, CALENDAR, night) == Plan(night)


@pytest.mark.parametrize(
    ("preference", "haste", "at", "goes"),
    [
        (DAILY, Haste.USUAL, "2026-11-23 08:29", "2026-11-23 08:30"),
        (DAILY, Haste.USUAL, "2026-11-23 08:30", "2026-11-24 08:30"),
        (DAILY, Haste.TODAY, "2026-11-23 10:00", "2026-11-24 08:30"),
        (DAILY, Haste.USUAL, "2026-12-24 09:00", "2026-12-29 08:30"),
        (DAILY, Haste.USUAL, "2026-03-27 09:00", "2026-03-30 08:30"),
        (ONLY_URGENT, Haste.USUAL, "2026-11-23 10:00", "2026-11-23 16:00"),
    ],
)
def test_a_digest_comes_on_the_next_working_day_at_the_chosen_time(
    preference: Preference, haste: Haste, at: str, goes: str
) -> None:
    plan = planned(preference, haste, CALENDAR, london(at))
    assert plan == Plan(london(goes), in_digest=True)


def test_what_is_urgent_does_not_wait_for_the_digest_but_for_the_morning() -> None:
    plan = planned(ONLY_URGENT, Haste.TODAY, CALENDAR, london("2026-11-23 22:00"))
    assert plan == Plan(london("2026-11-24 09:00"))


@pytest.mark.parametrize(
    ("notice", "priority", "haste"),
    [
        (Notice.CALL, Priority.EMERGENCY, Haste.NOW),
        (Notice.CALL, Priority.SAME_DAY, Haste.TODAY),
        (Notice.CALL, Priority.STANDARD, Haste.USUAL),
        (Notice.NOT_FOR_ME, Priority.STANDARD, Haste.TODAY),
        (Notice.ENDED, Priority.EMERGENCY, Haste.USUAL),
    ],
)
def test_how_long_a_notice_can_wait(
    notice: Notice, priority: Priority, haste: Haste
) -> None:
    assert haste_of(notice, priority) is haste


@pytest.mark.parametrize("at", [time(5, 59), time(20, 1), time(3)])
def test_a_digest_at_night_is_refused(at: time) -> None:
    with pytest.raises(CaseError):
        Preference(How.DIGEST, at).check()
    Preference(How.DIGEST, time(20)).check()


def test_a_calendar_without_work_still_loses_no_notice() -> None:
    closed = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(1500))
    plan = planned(DAILY, Haste.USUAL, Calendar(closures=closed), NOON)
    assert plan.at >= NOON


def test_a_mail_server_is_left_alone_longer_and_longer_and_never_over_an_hour() -> None:
    minutes = [pause_after(n).total_seconds() / 60 for n in (0, 1, 2, 6, 500)]
    assert minutes == [1, 2, 4, 60, 60]
