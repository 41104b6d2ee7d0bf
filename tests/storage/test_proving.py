"""Guessing costs one hash wherever a link leads, and whichever way opens it."""

from dataclasses import replace

import pytest
from argon2 import PasswordHasher, extract_parameters

from adapters import passwords
from adapters.clock import now
from adapters.passwords import fingerprint, hash_code
from casework.code_sending import CodeLimits
from casework.code_tries import CodeTries, TryLimits
from casework.collection import At
from casework.proving import Guards, Proving, WrongCode
from domain.channels import Channel
from domain.release import ReleaseState
from storage.release_tables import ReleaseRow
from storage.store import Storehouse
from tests import builders
from tests.builders import HERE
from tests.storage.shelf import Shelf, new_release
from tests.storage.test_code_sending import VISITING

GUARDS = Guards(CodeTries(TryLimits(of_network=99, in_all=999)), CodeLimits())
WAYS = (None, Channel.PHRASE, Channel.TEXT, Channel.APP, Channel.ORGANISATION)
ENDS: dict[str, dict[str, object]] = {
    "revoked": {"state": ReleaseState.REVOKED.value},
    "not for me": {"state": ReleaseState.NOT_FOR_ME.value},
    "expired": {"expires_at": builders.NOON},
    "suspended": {"suspended_at": builders.NOON},
    "purged": {"purged_at": builders.NOON},
}


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What every code was compared with; the hash is really worked out each time."""
    compared: list[str] = []
    real = passwords._verify

    def verify(hasher: PasswordHasher, given: str, against: str) -> bool:
        compared.append(against)
        return real(hasher, given, against)

    monkeypatch.setattr(passwords, "_verify", verify)
    return compared


def a_link(storehouse: Storehouse, shelf: Shelf, channel: Channel | None) -> str:
    """A link that is opened so, or leads nowhere; a browser waits there."""
    new, at = replace(new_release(), phrase_hash=hash_code("four words")), now()
    new = replace(new, made_at=at, expires_at=at + VISITING.longest)
    locator = new.locator if channel else f"nowhere{new.locator}"
    with storehouse.writing() as store:
        if channel:
            case = shelf.case()
            new = replace(new, channel=channel, reach="A" * 32)
            store.releases.make(case.reference, HERE, builders.content(), new)
        store.releases.add_visit(fingerprint(locator), locator, "csrf", at)
    return locator


def guess(storehouse: Storehouse, link: str, email: str = "rhea@example.org") -> None:
    proving = Proving(storehouse, VISITING, GUARDS, lambda email: None)
    proving.give_address(link, link, email)
    with pytest.raises(WrongCode):
        proving.give_code(At(link, link), "123456", "192.0.2.9")


def check_one_of_the_usual_cost(hashed: list[str]) -> None:
    (against,) = hashed
    usual = extract_parameters(hash_code("anything"))
    assert extract_parameters(against) == usual


@pytest.mark.parametrize("channel", WAYS)
@pytest.mark.parametrize("email", ["rhea@example.org", "nobody@example.org"])
def test_one_hash_is_worked_out_whichever_way_opens_it_ss_42(
    storehouse: Storehouse,
    shelf: Shelf,
    hashed: list[str],
    channel: Channel | None,
    email: str,
) -> None:
    guess(storehouse, a_link(storehouse, shelf, channel), email)
    check_one_of_the_usual_cost(hashed)


@pytest.mark.parametrize("end", ENDS)
def test_one_hash_is_worked_out_where_a_link_is_over_ss_42(
    storehouse: Storehouse, shelf: Shelf, hashed: list[str], end: str
) -> None:
    link = a_link(storehouse, shelf, Channel.PHRASE)
    with storehouse.writing() as store:
        parcel = store.releases.at(link)
        assert parcel is not None
        row = store.session.get_one(ReleaseRow, parcel.id)
        for name, value in ENDS[end].items():
            setattr(row, name, value)
    guess(storehouse, link)
    check_one_of_the_usual_cost(hashed)
