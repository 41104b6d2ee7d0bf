"""The timeline: what each act and move leaves there, read aloud."""

import re
from dataclasses import replace

import pytest

from casework.post import SIGNALS
from domain import acts
from domain.acts import Act, Choice, Outcome
from domain.errors import Why
from domain.informing import Told
from domain.narration import PHRASES, VALUES, Reading, sentence
from domain.people import Actor, Role
from domain.refusals import SENTENCES
from domain.rules import AnswerValue
from domain.timeline import CHOSEN, DONE, Entry, What, entry_of, own_entry
from tests.builders import (
    ADA,
    BEN,
    KIM,
    NOBODY,
    NOON,
    OLA,
    PAT,
    RHEA,
    UNSURE,
    a_cancelling,
    a_case,
    a_receipt,
    a_refusal,
    a_review,
    a_revocation,
    a_withdrawal,
    advice,
    an_answer,
    an_approval,
    more_time,
    one_of_each,
    passing_on,
    refusal,
    telling,
    was_told,
)  # fmt: skip
from workflows.share_request import ShareRequestWorkflow

KINDS = Act.__subclasses__()
READING = Reading(
    names={
        "pat": "Pat Doe",
        "ada": "Ada Obi",
        "recipient": "Rhea Stone",
        KIM: "Kim",
        "ola": "Ola Ray",
        "olga": "Olga Lind",
    },
    questions={"Q4": "Is there a lawful reason?"},
    refusals=SENTENCES,
    places={"legal": "Legal adviser"},
)


def said(act: Act, because: str = "") -> str:
    return sentence(entry_of(act, Outcome(act.id)), READING, because)


def refused(act: Act, why: Why) -> str:
    return sentence(entry_of(act, Outcome(act.id, False, why)), READING)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_act_has_a_signal_a_sentence_and_a_way_there(
    kind: type[Act],
) -> None:
    methods = vars(ShareRequestWorkflow).values()
    signals = [f for f in methods if hasattr(f, "__temporal_signal_definition")]
    takes = [f for f in signals if f.__annotations__["act"] is kind]
    assert len(takes) == 1
    assert PHRASES[DONE[kind]]
    assert kind is acts.Open or SIGNALS[kind] in takes


def test_the_builders_know_every_kind_of_act() -> None:
    assert {type(act) for act in one_of_each()} == set(KINDS)


def test_every_line_there_can_be_has_a_phrase() -> None:
    assert set(PHRASES) == set(What)
    assert set(CHOSEN) == set(Choice)
    assert set(VALUES) == {value.value for value in AnswerValue}


def test_every_refusal_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Why)
    assert all(text.endswith(".") for text in SENTENCES.values())


@pytest.mark.parametrize("act", one_of_each(), ids=lambda act: type(act).__name__)
def test_every_act_reads_as_a_sentence_without_its_codes(act: Act) -> None:
    for text in (said(act), refused(act, Why.ALREADY_CLOSED)):
        assert text.endswith((".", ".”"))
        assert act.id not in text
        assert "Somebody" not in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            said(an_answer({"Q4": UNSURE})),
            "Pat Doe (practitioner) answered: "
            "“Is there a lawful reason?” I am not sure.",
        ),
        (
            said(advice({"Q4": AnswerValue.YES})),
            "Ada Obi (adviser) gave advice: “Is there a lawful reason?” Yes.",
        ),
        (said(an_approval()), "Ada Obi (adviser) approved the sharing."),
        (
            said(a_refusal(), "It is not needed."),
            "Ada Obi (adviser) decided that this is not to be shared, "
            "because: It is not needed.",
        ),
        (said(a_withdrawal()), "Pat Doe (practitioner) withdrew the request."),
        (
            said(more_time(1), "Everybody was ill."),
            "Ola Ray (operations) gave the adviser 1 hour more to reply, because: "
            "Everybody was ill.",
        ),
        (
            said(a_cancelling()),
            "Ola Ray (operations) cancelled the request before anything was shared, "
            "as Olga Lind had proposed.",
        ),
        (
            sentence(own_entry(What.REPAIRED, NOON, repair="restart"), READING),
            "Sharewell ran the case on from its record.",
        ),
        (
            said(telling(Told.DELAY)),
            "Pat Doe (practitioner) decided that Kim is told later.",
        ),
        (
            said(telling(Told.NO)),
            "Pat Doe (practitioner) decided that Kim is not told.",
        ),
        (
            said(was_told()),
            "Pat Doe (practitioner) told Kim about the sharing.",
        ),
        (
            said(a_receipt()),
            "Rhea Stone (recipient) confirmed having received and stored the "
            "information.",
        ),
        (said(a_review()), "Ada Obi (adviser) reviewed the urgent share."),
        (said(a_revocation()), "Pat Doe (practitioner) closed the release."),
        (
            sentence(own_entry(What.REMINDED, NOON), READING),
            "Sharewell sent a reminder.",
        ),
        (
            sentence(own_entry(What.TOLD, NOON, individual=KIM), READING),
            "Sharewell told Kim about the sharing.",
        ),
        (
            sentence(own_entry(What.LAPSED, NOON), READING),
            "Sharewell closed the request because it was left unfinished.",
        ),
    ],
)
def test_it_can_be_read_aloud(text: str, expected: str) -> None:
    assert text == expected


def test_a_refused_act_says_what_was_tried_and_why_not() -> None:
    own = replace(an_approval(), by=Actor("pat", (Role.ADVISER,), PAT.organisation))
    no = refusal(a_case(), own)
    assert sentence(entry_of(own, no), READING) == (
        "Pat Doe (adviser) would have approved the sharing, but was refused. They were "
        "told: “Nobody can decide on their own request. Another adviser has to.”"
    )


@pytest.mark.parametrize("what", What)
def test_every_kind_of_line_reads_aloud_done_or_refused(what: What) -> None:
    entry = Entry(what, "ada", Role.ADVISER, NOON)
    done = sentence(entry, READING)
    tried = sentence(replace(entry, refused=Why.CONFLICT), READING)
    assert re.fullmatch(r"Ada Obi \(adviser\) [a-z][^{}_]+\.", done)
    assert tried.startswith("Ada Obi (adviser) would have ")
    assert not re.search(r"have (took|gave|was|withdrew|began|wrote|chose)\b", tried)
    assert "{" not in tried


@pytest.mark.parametrize(
    ("act", "role"),
    [
        (an_approval(BEN), Role.ADVISER),
        (a_withdrawal(BEN), Role.PRACTITIONER),
        (a_revocation(ADA), Role.ADVISER),
        (a_receipt(RHEA), Role.RECIPIENT),
        (an_approval(PAT), Role.PRACTITIONER),  # refused, and no adviser all the same
        (an_approval(OLA), Role.OPERATIONS),
        (an_approval(NOBODY), Role.PRACTITIONER),
    ],
)
def test_a_line_names_a_role_that_the_person_holds(act: Act, role: Role) -> None:
    assert entry_of(act, Outcome(act.id)).role is role


def test_a_name_that_is_not_known_is_somebody() -> None:
    assert sentence(entry_of(a_withdrawal(), Outcome("w")), Reading()) == (
        "Somebody (practitioner) withdrew the request."
    )


def test_a_line_keeps_the_act_its_time_and_its_refusal() -> None:
    act = an_approval(ADA)
    entry = entry_of(act, refusal(a_case(), act))
    assert (entry.act, entry.at, entry.by) == (act.id, act.at, ADA.id)
    assert entry.refused is Why.NOT_AT_THIS_STAGE


def test_passing_on_says_where_to_and_an_older_one_does_not() -> None:
    on = sentence(entry_of(passing_on("legal"), Outcome("p")), READING)
    assert on == "Ada Obi (adviser) passed it on to Legal adviser."
    gone = sentence(entry_of(passing_on("t-gone"), Outcome("p")), READING)
    assert gone == "Ada Obi (adviser) passed it on to another team."


def test_an_approval_that_leaves_nothing_says_so() -> None:
    entry = entry_of(an_approval(), Outcome("d"), clashed=True)
    assert "together leave nothing to share" in sentence(entry, READING)
