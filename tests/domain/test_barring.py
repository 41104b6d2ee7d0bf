"""Who must never receive it is stopped, by name and by address, however written."""

import pytest

from domain.acts import apply
from domain.barring import bars
from domain.content import Barred, Individual, Recipient
from domain.errors import Why
from domain.stages import Stage
from tests import builders as b


@pytest.mark.parametrize(
    ("barred", "to"),
    [
        ("Darren Cole", "darren cole"),
        ("Mr Darren Cole", "Darren Cole"),
        ("Darren James Cole", "Darren Cole"),
        ("Cole, Darren", "Darren Cole"),
        ("Sean O'Neil", "Séan ONeil"),
        ("Ann Smith-Jones", "Ann Smith Jones"),
        ("Cher", "Cher"),
    ],
)
def test_a_name_is_the_same_name_however_it_is_written(barred: str, to: str) -> None:
    assert bars(barred, "", to, "")
    assert bars(to, "", barred, "")


@pytest.mark.parametrize(
    ("barred", "to"),
    [("Darren", "Darren Cole"), ("Darren Cole", "Dora Cole"), ("", ""), ("Mr", "Dr")],
)
def test_another_name_is_let_through(barred: str, to: str) -> None:
    assert not bars(barred, "", to, "")


@pytest.mark.parametrize(
    ("barred", "to", "same"),
    [
        ("d.cole@home.example", " D.Cole@Home.example", True),
        ("d.cole@home.example", "d.cole+school@home.example", True),
        ("d.cole@home.example", "d.cole@work.example", False),
        ("", "", False),
    ],
)
def test_an_address_is_the_same_mailbox(barred: str, to: str, same: bool) -> None:
    assert bars("", barred, "", to) is same


def test_a_person_who_may_have_caused_the_harm_is_barred_by_themselves() -> None:
    accused = Individual(
        "dad", "Darren Cole", other_names="Dazza, Daz Cole", alleged_perpetrator=True
    )
    to = Recipient("Daz Cole", "Governor", "Hill School", "daz@hill.example", "")
    assert b.content(individuals=(accused,), recipient=to).barred
    innocent = Individual("dad", "Darren Cole", other_names="Daz Cole")
    assert not b.content(individuals=(innocent,), recipient=to).barred


def test_nothing_can_be_shared_with_somebody_barred() -> None:
    barred = b.content(never=(Barred("n1", "Rhea Stone"),)).stamp()
    assert barred.missing == ("recipient",)
    stopped = b.after(b.opened(stamp=barred), b.an_answer())
    assert stopped.stage is Stage.GATHERING
    told = b.refusal(stopped, b.a_confirmation(digest=barred.digest))
    assert (told.why, told.about) == (Why.INCOMPLETE, "recipient")


def test_a_barred_recipient_stops_the_urgent_lane_too() -> None:
    barred = b.content(never=(Barred("n1", email="RHEA@example.org"),)).stamp()
    urgent = b.after(b.opened(stamp=barred), b.an_answer(b.URGENT))
    _, outcome = apply(urgent, b.a_confirmation(digest=barred.digest), b.TERMS)
    assert (outcome.accepted, outcome.about) == (False, "recipient")
