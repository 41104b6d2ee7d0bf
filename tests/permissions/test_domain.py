"""Every cell of the table, asked of the domain."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain import policies
from domain.case import Case
from domain.errors import CaseError, NotAllowed, Why
from domain.handing_over import made_ready
from domain.offices import OFFICES, Office
from domain.people import Actor, Role, the_recipient
from domain.permissions import PERMISSIONS, Deed
from domain.release import ReleaseState, Way
from domain.stages import Ending, Stage
from domain.standings import Standing, standings_of
from tests.builders import (
    ALWAYS,
    ANONYMOUS,
    DOUBTFUL,
    EMPTY_STAMP,
    HERE,
    KIM,
    MUM,
    NOON,
    PAT,
    PLAIN_STAMP,
    REFUSING,
    SPOKEN_STAMP,
    STAMP,
    TERMS,
    TWO,
    UNSURE,
    URGENT,
    a_call,
    a_confirmation,
    a_hand_over,
    a_masked_question,
    a_question,
    a_receipt,
    a_refusal,
    a_release,
    a_revocation,
    a_way_chosen,
    a_withdrawal,
    after,
    an_answer,
    an_approval,
    guidance,
    not_for_me,
    opened,
    ready_to_give,
    settling,
    showing_the_way,
    telling,
    terms,
)
from tests.permissions.conftest import Counted
from tests.permissions.expected import PEOPLE, SCENES, WHEN, expected

PRACTITIONER, ADVISER = Role.PRACTITIONER, Role.ADVISER
THERE = "southgate"
BEFORE = Actor("first", (ADVISER,), HERE)
ACTORS = {
    "owner": PAT,
    "owner who advises": replace(PAT, roles=(PRACTITIONER, ADVISER)),
    "another practitioner": Actor("pia", (PRACTITIONER,), HERE),
    "adviser": Actor("ada", (ADVISER,), HERE),
    "adviser and practitioner": Actor("ben", (PRACTITIONER, ADVISER), HERE),
    "first approver": BEFORE,
    "adviser named in it": Actor("named", (ADVISER,), HERE),
    "adviser with a declared conflict": Actor("declared", (ADVISER,), HERE),
    "operations": Actor("ola", (Role.OPERATIONS,), HERE),
    "auditor": Actor("audrey", (Role.AUDITOR,), HERE),
    "administrator": Actor("adam", (Role.ADMINISTRATOR,), HERE),
    "operations and auditor": Actor("noor", (Role.OPERATIONS, Role.AUDITOR), HERE),
    "nobody in particular": Actor("nobody", (), HERE),
    "recipient": the_recipient(HERE),
    "adviser elsewhere": Actor("mina", (PRACTITIONER, ADVISER), THERE),
    "recipient of another": the_recipient(THERE),
}
CONFLICTED = ("declared", "named")
URGENTLY = terms(completes_urgent=True)
ASKED_ABOUT = replace(ALWAYS, advises_telling=True)
DECIDED_BY = Actor("somebody", (ADVISER,), HERE)


def told_about(case: Case) -> Case:
    """Nobody else has to be told any more."""
    return after(case, telling(individual=KIM), telling(individual=MUM))


def played() -> dict[str, Case]:
    """One case for each scene, come about by legal moves."""
    blank = opened(stamp=EMPTY_STAMP)
    begun = opened(stamp=PLAIN_STAMP)
    asking = after(blank, a_masked_question())
    guided = after(asking, guidance())
    plain = PLAIN_STAMP.digest
    doubt = after(begun, an_answer(DOUBTFUL, send=True))
    ready = after(begun, an_answer(), under=ALWAYS)
    waiting = after(ready, a_confirmation(digest=plain), under=ALWAYS)
    two = after(opened(TWO, STAMP), an_answer(), a_confirmation(), under=TWO)
    sharing = after(waiting, an_approval(DECIDED_BY, digest=plain), under=ALWAYS)
    released = sharing.released(a_release(), ALWAYS)
    given = a_way_chosen(Way.POST, digest=plain)
    by_hand = after(ready, given, an_approval(DECIDED_BY, digest=plain), under=ALWAYS)
    waits = made_ready(by_hand, ready_to_give())
    received = after(released, a_receipt())
    shared = told_about(received).finished(ALWAYS, NOON)
    hurried = after(begun, an_answer(URGENT), under=URGENTLY)
    urgent = after(hurried, a_confirmation(digest=plain), under=URGENTLY)
    spoken = after(opened(URGENTLY, SPOKEN_STAMP), an_answer(URGENT), under=URGENTLY)
    called = after(spoken, a_call(digest=SPOKEN_STAMP.digest), under=URGENTLY)
    told = replace(a_release(), state=ReleaseState.TELEPHONED)
    nameless = opened(stamp=replace(PLAIN_STAMP, naming=()))
    masked = after(nameless, an_answer(ANONYMOUS), a_confirmation(digest=plain))
    unnamed = told_about(after(masked.released(a_release(), TERMS), a_receipt()))
    refusing = after(begun, an_answer(REFUSING))
    return {
        "nothing said yet": blank,
        "answering": after(begun, an_answer({"U0": DOUBTFUL["U0"]})),
        "an adviser asked something": after(doubt, a_question()),
        "advice was given on a first question": guided,
        "a first question waits": asking,
        "advice is due": doubt,
        "confirmation is due": ready,
        "approval is due": waiting,
        "a second approval is due": after(two, an_approval(BEFORE), under=TWO),
        "being shared": sharing,
        "being shared urgently": urgent,
        "to be handed over": waits,
        "released": released,
        "received": received,
        "revoked": after(released, a_revocation()),
        "expired": released.expired(),
        "not for them": after(released, not_for_me()),
        "shared urgently": urgent.released(a_release(), URGENTLY),
        "told by telephone": called.released(told, URGENTLY),
        "an adviser is asked about telling": after(
            released, an_answer({"I1": UNSURE}, about=KIM), under=ASKED_ABOUT
        ),
        "handed over": after(waits, a_hand_over()),
        "closed: shared": shared,
        "closed: shared, then revoked": after(shared, a_revocation()),
        "closed: anonymised": unnamed.finished(TERMS, NOON),
        "closed: declined": after(doubt, a_refusal(DECIDED_BY, digest=plain)),
        "closed: refused": after(refusing, a_confirmation(digest=plain)),
        "closed: withdrawn": after(begun, a_withdrawal()),
        "closed: withdrawn while being shared": after(sharing, a_withdrawal()),
        "closed: lapsed": begun.closed(Ending.LAPSED, NOON),
        "closed: advised": after(guided, settling()),
        "closed: signposted": after(begun, showing_the_way()),
    }


def conflicting(case: Case) -> Case:
    """The same, with two of its organisation's advisers having a part in it."""
    return replace(case, content=replace(case.content, conflicted=CONFLICTED))


CASES = {scene: conflicting(case) for scene, case in played().items()}


def answer(deed: Deed, actor: Actor, case: Case) -> Why | None:
    try:
        policies.check_deed(deed, actor, case)
    except CaseError as no:
        return no.why
    return None


def cells() -> Iterator[tuple[Deed, str, str]]:
    for deed in Deed:
        for person in PEOPLE:
            for scene in SCENES:
                yield deed, person, scene


@pytest.mark.parametrize("deed", Deed, ids=lambda deed: deed.value)
def test_everybody_is_answered_as_expected_at_every_stage(
    deed: Deed, counted: Counted
) -> None:
    asked = [cell for cell in cells() if cell[0] is deed]
    counted("domain", len(asked))
    wrong = {
        (person, scene): (found, wanted)
        for _, person, scene in asked
        if (found := answer(deed, ACTORS[person], CASES[scene]))
        is not (wanted := expected(deed, person, scene))
    }
    assert wrong == {}


def test_every_act_has_its_rule_and_its_expected_answers() -> None:
    assert set(PERMISSIONS) == set(WHEN) == set(Deed)


def test_every_scene_is_what_it_is_called_and_every_standing_is_reached() -> None:
    assert tuple(CASES) == SCENES
    assert tuple(ACTORS) == PEOPLE
    assert {case.stage for case in CASES.values()} == set(Stage)
    assert {case.ending for case in CASES.values() if case.ending} == set(Ending)
    reached = {standing for case in CASES.values() for standing in standings_of(case)}
    assert reached == set(Standing)


def test_whatever_is_refused_at_a_stage_says_why() -> None:
    """No standing is forgotten: each is allowed, or has its sentence."""
    for deed, rule in PERMISSIONS.items():
        if not rule.when:
            continue
        for scene, case in CASES.items():
            now = standings_of(case)
            told = [why for at, why in rule.wrong_time if at & now]
            assert rule.when & now or told, (deed, scene)


OFFICE_HOLDERS = {
    Office.OPEN: {PRACTITIONER},
    Office.WORK_IN_INBOX: {ADVISER},
    Office.WATCH: {Role.OPERATIONS},
    Office.ANNOUNCE: {Role.OPERATIONS},
    Office.LIST_RECORDS: {ADVISER, Role.AUDITOR},
    Office.FIND: {ADVISER},
    Office.READ_SEARCHES: {Role.AUDITOR},
    Office.READ_REPORTS: {Role.AUDITOR, Role.ADMINISTRATOR},
    Office.READ_CHANGES: {Role.AUDITOR, Role.ADMINISTRATOR},
    Office.HANDLE_RIGHTS: {ADVISER, Role.AUDITOR},
    Office.SET_RULES: {Role.ADMINISTRATOR},
    Office.ARRANGE: {Role.ADMINISTRATOR},
    Office.KEEP_ACCOUNTS: {Role.ADMINISTRATOR},
    Office.UNLOCK: {Role.OPERATIONS},
    Office.OPEN_IN_EMERGENCY: {Role.AUDITOR},
    Office.WATCH_EMERGENCIES: {ADVISER, Role.AUDITOR, Role.ADMINISTRATOR},
    Office.DECIPHER: {ADVISER},
    Office.KEEP_DIRECTORY: {PRACTITIONER, ADVISER, Role.ADMINISTRATOR},
    Office.CHECK_RECIPIENTS: {ADVISER, Role.ADMINISTRATOR},
    Office.MEND_MAIL: {Role.OPERATIONS},
}


@pytest.mark.parametrize("office", Office, ids=lambda office: office.value)
def test_each_office_is_its_own_roles_alone(office: Office) -> None:
    for role in Role:
        actor = Actor("somebody", (role,), HERE)
        if role in OFFICE_HOLDERS[office]:
            policies.check_office(actor, office)
            continue
        with pytest.raises(NotAllowed) as no:
            policies.check_office(actor, office)
        assert no.value.why is Why.NOT_YOUR_ROLE
    assert set(OFFICES) == set(Office)
