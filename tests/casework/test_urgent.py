"""What is typed in a hurry becomes content; the same form twice adds nothing."""

from dataclasses import replace

import pytest

from casework import journey
from casework.journey import Link
from casework.urgent import PURPOSE, Contact, Urgent, protective_first
from domain.case import Case
from domain.content import Content, Kind, Recipient
from domain.release import ReleaseState
from tests.builders import (
    NOON,
    SPOKEN_STAMP,
    STAMP,
    URGENT,
    a_call,
    a_completion,
    a_confirmation,
    a_release,
    after,
    an_answer,
    content,
    opened,
    terms,
)

TOM = Recipient("Tom", "Sergeant", "Estuary Police", "t@estuary.example", "101")
TYPED = Urgent("Robin", "Robin is alone.", TOM, "Pat Reed", "2026-11-22", "mark")


def test_what_is_missing_is_filled_in() -> None:
    whole = TYPED.to_share(Content(salt="salt"))
    assert whole.stamp().missing == ()
    assert whole.purpose == PURPOSE
    (item,) = whole.items
    assert (item.kind, item.source) == (Kind.REPORTED, "Pat Reed")


def test_what_is_there_already_stays_as_it_is() -> None:
    nothing = replace(TYPED, about="", said="", recipient=None)
    assert nothing.to_share(content()) == content()


@pytest.mark.parametrize("begun", [Content(), content()])
def test_the_same_form_twice_adds_nothing(begun: Content) -> None:
    once = TYPED.to_share(begun)
    assert TYPED.to_share(once) == once
    told = TYPED.as_told(begun, NOON)
    assert TYPED.as_told(told, NOON) == told


def test_only_what_was_said_counts_as_told_by_telephone() -> None:
    told = TYPED.as_told(content(), NOON)
    assert [item.text for item in told.going] == ["Robin is alone."]
    assert told.stamp().spoken


def test_sharing_by_link_after_all_forgets_the_telephone() -> None:
    told = TYPED.as_told(content(), NOON)
    assert not TYPED.to_share(told).stamp().spoken


URGENTLY = terms(completes_urgent=True)


def shared_at_once(state: ReleaseState = ReleaseState.AVAILABLE) -> Case:
    stamp = SPOKEN_STAMP if state is ReleaseState.TELEPHONED else STAMP
    said = a_call if state is ReleaseState.TELEPHONED else a_confirmation
    case = after(opened(URGENTLY, stamp), an_answer(URGENT), under=URGENTLY)
    case = after(case, said(digest=stamp.digest), under=URGENTLY)
    return case.released(replace(a_release(), state=state), URGENTLY)


def test_the_words_are_read_out_before_the_record_is_completed() -> None:
    case = shared_at_once()
    words = "Read the words out, then complete the record"
    assert journey.to_do(case) == Link(words, "")
    received = case.with_release(ReleaseState.ACKNOWLEDGED)
    assert journey.to_do(received) == Link("Complete the record", "complete")
    assert journey.to_do(after(received, a_completion(), under=URGENTLY)).page == ""


def test_who_was_rung_hears_no_words_and_gets_no_link() -> None:
    case = shared_at_once(ReleaseState.TELEPHONED)
    assert journey.to_do(case).page == "complete"
    labels = [step.label for step in journey.steps(case)]
    assert "What you told them is on record" in labels
    assert "It is shared securely" not in labels


def test_those_who_can_act_come_first_and_nobody_is_dropped() -> None:
    def entry(role: str, organisation: str) -> Contact:
        return Contact(role, "Jo", role, organisation, "", "", "")

    archive = entry("Archivist", "County Records")
    police = entry("Sergeant", "Estuary Police")
    nurse = entry("Nurse", "Hill Surgery")
    worker = entry("Duty social worker", "Estuary Council")
    found = protective_first([archive, police, nurse, worker])
    assert found == [police, worker, archive, nurse]
