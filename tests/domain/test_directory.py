"""How far an entry of the directory can be relied upon, and who may say so."""

from datetime import datetime, timedelta

import pytest

from domain.directory import (
    STALE_AFTER,
    Check,
    CheckedBy,
    Standing,
    check_can_keep,
    check_can_retire,
    check_can_verify,
    check_is_whole,
    standing_of,
)
from domain.errors import NotAccepted, NotAllowed, Why
from domain.people import Actor, Role
from tests.builders import HERE, NOON


@pytest.mark.parametrize(
    ("verified_at", "retired_at", "standing"),
    [
        (None, None, Standing.UNVERIFIED),
        (NOON, None, Standing.VERIFIED),
        (NOON - timedelta(days=179), None, Standing.VERIFIED),
        (NOON - timedelta(days=180), None, Standing.CHECK_AGAIN),
        (NOON, NOON, Standing.RETIRED),
        (None, NOON, Standing.RETIRED),
    ],
)
def test_an_entry_counts_for_half_a_year(
    verified_at: datetime | None, retired_at: datetime | None, standing: Standing
) -> None:
    assert standing_of(verified_at, retired_at, NOON, STALE_AFTER) is standing


def test_practitioners_propose_and_operations_do_not() -> None:
    check_can_keep(actor(Role.PRACTITIONER))
    with pytest.raises(NotAllowed):
        check_can_keep(actor(Role.OPERATIONS))


@pytest.mark.parametrize(
    ("role", "by", "why"),
    [
        (Role.ADVISER, "u-other", None),
        (Role.ADVISER, "u-me", None),
        (Role.ADMINISTRATOR, "u-other", None),
        (Role.ADMINISTRATOR, "u-me", Why.OWN_ENTRY),
        (Role.PRACTITIONER, "u-other", Why.NOT_YOUR_ROLE),
        (Role.PRACTITIONER, "u-me", Why.NOT_YOUR_ROLE),
    ],
)
def test_nobody_but_an_adviser_verifies_what_they_wrote(
    role: Role, by: str, why: Why | None
) -> None:
    if why is None:
        check_can_verify(actor(role), by)
        return
    with pytest.raises(NotAllowed, match=why.value):
        check_can_verify(actor(role), by)


def test_practitioners_take_nobody_out_of_use() -> None:
    check_can_retire(actor(Role.ADVISER))
    with pytest.raises(NotAllowed):
        check_can_retire(actor(Role.PRACTITIONER))


def test_a_call_back_names_where_its_number_was_found() -> None:
    check_is_whole(Check(CheckedBy.MET))
    check_is_whole(Check(CheckedBy.CALL_BACK, "their website"))
    with pytest.raises(NotAccepted) as no:
        check_is_whole(Check(CheckedBy.CALL_BACK))
    assert no.value.about == "number_found"


def test_a_check_is_told_in_words() -> None:
    found = Check(CheckedBy.CALL_BACK, "their website").words
    assert found == "Rang them back on a published number, found here: their website"


def actor(role: Role) -> Actor:
    return Actor("u-me", (role,), HERE)
