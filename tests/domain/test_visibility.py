"""Which lines of an account a practitioner reads: every kind is one or the other."""

from domain.happenings import What
from domain.visibility import INTERNAL, VISIBLE, for_requester, is_internal

RECORD = {
    "reference": "SR-1",
    "timeline": [{"number": 1}, {"number": 2}, {"number": 3}],
    "comments": [
        {"text": "seen", "advisers_only": False, "proposal": False},
        {"text": "aside", "advisers_only": True, "proposal": False},
        {"text": "proposed", "advisers_only": False, "proposal": True},
    ],
    "hands": [{"what": "task_claimed"}, {"what": "task_reassigned"}],
}


def test_every_kind_of_line_is_for_everybody_or_for_advisers() -> None:
    assert set(What) == VISIBLE | INTERNAL
    assert not VISIBLE & INTERNAL


def test_how_advisers_share_out_their_work_is_between_them() -> None:
    assert is_internal(What.TASK_REASSIGNED)
    assert is_internal(What.PROPOSED)


def test_what_was_decided_and_why_is_for_whoever_asked() -> None:
    for what in (What.APPROVED, What.DECLINED, What.ADVISED, What.PASSED_ON):
        assert not is_internal(what)


def test_a_requesters_record_leaves_out_what_is_between_advisers() -> None:
    shown = for_requester(RECORD, frozenset({2}))
    assert [line["number"] for line in shown["timeline"]] == [1, 3]
    assert [each["text"] for each in shown["comments"]] == ["seen"]
    assert shown["hands"] == [{"what": "task_claimed"}]
    assert shown["reference"] == "SR-1"


def test_a_record_with_nothing_in_it_for_advisers_alone_stays_as_it_is() -> None:
    plain = {**RECORD, "comments": RECORD["comments"][:1], "hands": []}
    assert for_requester(plain, frozenset()) == plain
