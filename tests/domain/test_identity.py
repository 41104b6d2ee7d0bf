"""Who needs a second step, how far a token reaches, what a program may be."""

import pytest

from domain.account_letters import TEXTS, Kind
from domain.errors import NotAccepted, NotAllowed, Why
from domain.identity import (
    DEED_LABELS,
    AccountDeed,
    Scope,
    check_not_own,
    check_scope,
    check_service_roles,
    needs_second_factor,
)
from domain.people import Actor, Role


@pytest.mark.parametrize("role", Role)
def test_those_who_reach_more_than_their_own_need_a_second_step(role: Role) -> None:
    needing = {Role.ADVISER, Role.OPERATIONS, Role.AUDITOR, Role.ADMINISTRATOR}
    assert needs_second_factor((role,)) == (role in needing)
    assert needs_second_factor((Role.PRACTITIONER, role)) == (role in needing)


@pytest.mark.parametrize(("has", "reaches"), [("read", 1), ("act", 2), ("arrange", 3)])
def test_each_scope_includes_those_before_it(has: str, reaches: int) -> None:
    assert [Scope(has).covers(each) for each in Scope].count(True) == reaches
    for needed in list(Scope)[:reaches]:
        check_scope(Scope(has), needed)
    for needed in list(Scope)[reaches:]:
        with pytest.raises(NotAllowed) as no:
            check_scope(Scope(has), needed)
        assert no.value.why is Why.TOKEN_TOO_NARROW


@pytest.mark.parametrize("role", Role)
def test_a_program_reads_nothing_that_others_wrote(role: Role) -> None:
    if role in (Role.PRACTITIONER, Role.OPERATIONS):
        check_service_roles((role,))
        return
    for roles in ((role,), (Role.PRACTITIONER, role), ()):
        with pytest.raises(NotAccepted):
            check_service_roles(roles)


def test_nobody_takes_away_their_own_safeguards() -> None:
    una = Actor("una", (Role.ADMINISTRATOR,), "northgate")
    check_not_own(una, "pat")
    with pytest.raises(NotAllowed) as no:
        check_not_own(una, "una")
    assert no.value.why is Why.OWN_ACCOUNT


def test_every_deed_and_every_letter_has_its_words() -> None:
    assert set(DEED_LABELS) == set(AccountDeed)
    assert set(TEXTS) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_letter_about_an_account_says_nothing_of_any_request(kind: Kind) -> None:
    said = f"{TEXTS[kind].subject} {TEXTS[kind].body}".casefold()
    for word in ("sharewell", "safeguard", "request", "child", "case"):
        assert word not in said
