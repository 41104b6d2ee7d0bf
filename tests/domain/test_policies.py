"""Who may do what, when: one table for each check, success and refusal together."""

from collections.abc import Callable, Iterator

import pytest

from domain import policies
from domain.case import Case
from domain.errors import CaseError, Why
from domain.people import Actor
from domain.release import ReleaseState
from domain.stages import Ending, Stage
from tests.builders import (
    ADA,
    ALWAYS,
    AUDREY,
    BEN,
    KIM,
    NOBODY,
    NOON,
    OLA,
    OTHER_ADA,
    OTHER_RHEA,
    PAT,
    PAT_ADVISING,
    PIA,
    RHEA,
    TWO,
    URGENT,
    a_case,
    a_question,
    a_revocation,
    after,
    an_approval,
    confirmed,
    settled,
)  # fmt: skip

Check = Callable[[Actor, Case], None]
Row = tuple[Why | None, ...]


WAITING = confirmed(a_case(Stage.AWAITING_APPROVAL, ALWAYS), ALWAYS)
STANDINGS = {
    "gathering": a_case(Stage.GATHERING),
    "asked": after(a_case(Stage.WITH_ADVISER), a_question()),
    "with an adviser": a_case(Stage.WITH_ADVISER),
    "unconfirmed": a_case(Stage.AWAITING_APPROVAL),
    "awaiting approval": WAITING,
    "sharing": a_case(Stage.SHARING),
    "following up": a_case(Stage.FOLLOWING_UP),
    "revoked": after(a_case(Stage.FOLLOWING_UP), a_revocation()),
    "urgent, shared": a_case(Stage.FOLLOWING_UP, answers=URGENT),
    "closed": a_case(Stage.CLOSED),
}
OK = None
WRONG_TIME = Why.NOT_AT_THIS_STAGE
SHARED = Why.ALREADY_SHARED
ENDED = Why.ALREADY_CLOSED
DECIDED = Why.ALREADY_DECIDED
NOTHING = Why.NOTHING_SHARED
GONE = Why.NO_LONGER_AVAILABLE


def always(why: Why | None) -> Row:
    return (why,) * len(STANDINGS)


#           gathering, asked, with an adviser, unconfirmed, awaiting approval,
#           sharing, following up, revoked, urgent and shared, closed
ANSWERING = (OK, OK, WRONG_TIME, OK, WRONG_TIME, *(SHARED,) * 4, ENDED)
CONFIRMING = (OK, Why.REPLY_FIRST, *ANSWERING[2:])
BEGUN = Why.ALREADY_BEGUN
ASKING_FIRST = (BEGUN, BEGUN, WRONG_TIME, BEGUN, *ANSWERING[4:])
SETTLING = (*(WRONG_TIME,) * 5, *ANSWERING[5:])  # nobody was asked anything first
COMPLETING = (*(Why.NOTHING_TO_COMPLETE,) * 9, ENDED)
REPLYING = (
    Why.NO_QUESTION, OK, WRONG_TIME, Why.NO_QUESTION, WRONG_TIME, *(SHARED,) * 4, ENDED,
)  # fmt: skip
BEFORE_RELEASE = (*(OK,) * 6, *(SHARED,) * 3, ENDED)
BEFORE_SHARING = (*(OK,) * 5, *(SHARED,) * 4, ENDED)
WHILE_OPEN = (*(OK,) * 9, ENDED)
DECIDING = (WRONG_TIME, WRONG_TIME, OK, WRONG_TIME, OK, *(DECIDED,) * 5)
GUIDING = (*(WRONG_TIME,) * 5, *(DECIDED,) * 5)
CLAIMING = (
    WRONG_TIME, WRONG_TIME, OK, WRONG_TIME, OK, *(WRONG_TIME,) * 3, OK, ENDED,
)  # fmt: skip
REVIEWING = (*(WRONG_TIME,) * 8, OK, ENDED)
LOOKING = (*(WRONG_TIME,) * 9, ENDED)  # nobody is unsure about telling anybody
INFORMING = (*(NOTHING,) * 6, OK, OK, OK, ENDED)
# What was received can still be closed once the case is: doors always close.
LIVE = (*(NOTHING,) * 6, OK, GONE, OK, OK)
RECEIVING = (*(NOTHING,) * 6, OK, GONE, OK, Why.ALREADY_ACKNOWLEDGED)

NOT_FOUND = always(Why.NOT_FOUND)
NOT_YOURS = always(Why.NOT_YOUR_CASE)
NOT_YOUR_ROLE = always(Why.NOT_YOUR_ROLE)
OWN_REQUEST = always(Why.OWN_REQUEST)

STRANGERS = {
    PIA: NOT_FOUND,
    OLA: NOT_FOUND,
    AUDREY: NOT_FOUND,
    NOBODY: NOT_FOUND,
    OTHER_ADA: NOT_FOUND,
    OTHER_RHEA: NOT_FOUND,
}


def pats(row: Row) -> dict[Actor, Row]:
    """What only Pat may do; advisers are told whose it is."""
    others = {ADA: NOT_YOURS, BEN: NOT_YOURS, RHEA: NOT_FOUND}
    return {PAT: row, PAT_ADVISING: row, **others, **STRANGERS}


def an_advisers(row: Row) -> dict[Actor, Row]:
    """What another adviser may do, and never Pat."""
    own = {PAT: OWN_REQUEST, PAT_ADVISING: OWN_REQUEST}
    return {ADA: row, BEN: row, **own, RHEA: NOT_FOUND, **STRANGERS}


def the_recipients(row: Row) -> dict[Actor, Row]:
    staff = (PAT, PAT_ADVISING, ADA, BEN, PIA, OLA, AUDREY, NOBODY)
    wrong = dict.fromkeys(staff, NOT_YOUR_ROLE)
    return {RHEA: row, **wrong, OTHER_RHEA: NOT_FOUND, OTHER_ADA: NOT_FOUND}


def those_who_see(row: Row) -> dict[Actor, Row]:
    seeing = dict.fromkeys((PAT, PAT_ADVISING, ADA, BEN), row)
    return {**seeing, RHEA: NOT_FOUND, **STRANGERS}


def about_kim(actor: Actor, case: Case) -> None:
    policies.check_can_inform(actor, case, KIM)


TABLES: dict[Check, dict[Actor, Row]] = {
    policies.check_can_see: those_who_see(always(OK)),
    policies.check_can_read_record: those_who_see(always(OK)) | {AUDREY: always(OK)},
    policies.check_can_see_running: {
        **dict.fromkeys((PAT, PAT_ADVISING, ADA, BEN, RHEA), NOT_FOUND),
        **STRANGERS,
        OLA: always(OK),
    },
    policies.check_can_read_in_emergency: {
        **those_who_see(NOT_YOUR_ROLE),
        AUDREY: WHILE_OPEN,
    },
    policies.check_can_review_reading: {
        **an_advisers(always(OK)),
        AUDREY: always(OK),
    },
    policies.check_can_answer: pats(ANSWERING),
    policies.check_can_confirm: pats(CONFIRMING),
    policies.check_can_answer_about: pats(WHILE_OPEN),
    policies.check_can_reply: pats(REPLYING),
    policies.check_can_withdraw: pats(BEFORE_RELEASE),
    policies.check_can_open_urgent_lane: pats(BEFORE_SHARING),
    policies.check_can_ask_first: pats(ASKING_FIRST),
    policies.check_can_settle: pats(SETTLING),
    policies.check_can_signpost: pats(ANSWERING),
    policies.check_can_complete: pats(COMPLETING),
    policies.check_can_reconsider: pats(always(Why.NOT_REFUSED)),
    about_kim: pats(INFORMING),
    policies.check_can_take_task: an_advisers(always(OK)),
    policies.check_can_claim: an_advisers(CLAIMING) | {PAT: NOT_FOUND},
    policies.check_can_ask: an_advisers(DECIDING),
    policies.check_can_pass_on: an_advisers(DECIDING),
    policies.check_can_decide: an_advisers(DECIDING),
    policies.check_can_guide: an_advisers(GUIDING),
    policies.check_can_review: an_advisers(REVIEWING),
    policies.check_can_look_at_telling: an_advisers(LOOKING),
    policies.check_can_revoke: those_who_see(LIVE),
    policies.check_can_acknowledge: the_recipients(RECEIVING),
    policies.check_can_refuse_release: the_recipients(LIVE),
}


def every_row() -> Iterator[object]:
    for check, table in TABLES.items():
        for actor, row in table.items():
            who = "pat-advising" if actor is PAT_ADVISING else actor.id
            where = "" if actor.organisation == PAT.organisation else " elsewhere"
            yield pytest.param(check, actor, row, id=f"{check.__name__}: {who}{where}")


def answer_to(check: Check, actor: Actor, case: Case) -> Why | None:
    try:
        check(actor, case)
    except CaseError as no:
        return no.why
    return None


@pytest.mark.parametrize(("check", "actor", "row"), list(every_row()))
def test_each_may_do_what_the_table_says(check: Check, actor: Actor, row: Row) -> None:
    answers = {
        standing: answer_to(check, actor, case) for standing, case in STANDINGS.items()
    }
    assert answers == dict(zip(STANDINGS, row, strict=True))


def test_every_stage_and_everybody_appears_in_every_table() -> None:
    assert {case.stage for case in STANDINGS.values()} == set(Stage)
    actors = set(TABLES[policies.check_can_answer])
    assert all(set(table) == actors for table in TABLES.values())


def test_every_check_has_its_table() -> None:
    named = {name for name in vars(policies) if name.startswith("check_can_")}
    tabled = {check.__name__ for check in TABLES} | {"check_can_inform"}
    assert named - {"check_can_open", "check_can_set_rules"} == tabled - {"about_kim"}


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (PAT, True), (PIA, True), (BEN, True), (PAT_ADVISING, True), (OTHER_ADA, True),
        (ADA, False), (OLA, False), (AUDREY, False), (NOBODY, False), (RHEA, False),
    ],
)  # fmt: skip
def test_only_a_practitioner_opens_a_request(actor: Actor, may: bool) -> None:
    def check(actor: Actor, case: Case) -> None:
        policies.check_can_open(actor)

    expected = None if may else Why.NOT_YOUR_ROLE
    assert answer_to(check, actor, a_case()) is expected


def test_an_adviser_who_approved_is_told_so_and_when() -> None:
    waiting = confirmed(a_case(Stage.AWAITING_APPROVAL, TWO), TWO)
    once = after(waiting, an_approval(ADA), under=TWO)
    with pytest.raises(CaseError) as no:
        policies.check_can_decide(ADA, once)
    told = (no.value.why, no.value.other, no.value.since)
    assert told == (Why.SAME_ADVISER, ADA.id, NOON)
    policies.check_can_decide(BEN, once)


def test_nobody_decides_about_a_person_who_is_not_on_the_request() -> None:
    shared = a_case(Stage.FOLLOWING_UP)
    with pytest.raises(CaseError) as no:
        policies.check_can_inform(PAT, shared, "stranger")
    assert (no.value.why, no.value.about) == (Why.UNKNOWN_INDIVIDUAL, "stranger")


def test_a_button_is_offered_exactly_when_its_check_would_pass() -> None:
    shared = a_case(Stage.FOLLOWING_UP)
    assert policies.allows(policies.check_can_inform, PAT, shared, KIM)
    assert not policies.allows(policies.check_can_inform, ADA, shared, KIM)
    assert policies.allows(policies.check_can_withdraw, PAT, a_case())
    assert not policies.allows(policies.check_can_withdraw, PAT, shared)


@pytest.mark.parametrize(
    ("ending", "may"),
    [(Ending.NOT_SHARED, True), (Ending.WITHDRAWN, True), (Ending.LAPSED, True),
     (Ending.SHARED, False), (Ending.ADVISED, False), (Ending.SIGNPOSTED, False)],
)  # fmt: skip
def test_what_was_not_shared_can_be_asked_again(ending: Ending, may: bool) -> None:
    ended = a_case().closed(ending, NOON)
    assert policies.allows(policies.check_can_reconsider, PAT, ended) is may
    assert not policies.allows(policies.check_can_reconsider, ADA, ended)


@pytest.mark.parametrize(
    "state",
    [ReleaseState.EXPIRED, ReleaseState.REVOKED, ReleaseState.NOT_FOR_ME],
)
def test_a_release_that_is_over_cannot_be_received(state: ReleaseState) -> None:
    over = a_case(Stage.FOLLOWING_UP).with_release(state)
    for check in (policies.check_can_acknowledge, policies.check_can_refuse_release):
        with pytest.raises(CaseError) as no:
            check(RHEA, over)
        assert no.value.why is Why.NO_LONGER_AVAILABLE


def test_a_refusal_says_who_was_first_and_when() -> None:
    shared = a_case(Stage.FOLLOWING_UP)
    with pytest.raises(CaseError) as decided:
        policies.check_can_decide(ADA, shared)
    assert (decided.value.other, decided.value.since) == (PAT.id, NOON)
    with pytest.raises(CaseError) as closed:
        policies.check_can_withdraw(PAT, settled(shared).finished(ALWAYS, NOON))
    assert closed.value.since == NOON
