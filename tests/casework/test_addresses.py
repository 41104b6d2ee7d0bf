"""Which addresses information may be sent to."""

import pytest

from casework.addresses import fault_of_address, fault_of_work_address


@pytest.mark.parametrize("address", ["rae@estuary.example", "r.l+duty@a.b.example"])
def test_a_work_address_will_do(address: str) -> None:
    assert fault_of_work_address(address) is None


@pytest.mark.parametrize("address", ["a@b.example,c@d.example", "a@b@c.example", "a b"])
def test_only_one_address_is_taken(address: str) -> None:
    assert "only one" in (fault_of_address(address) or "")


@pytest.mark.parametrize("address", ["rae", "rae@", "@b.example", "rae@b", "a@b.c."])
def test_what_is_no_address_is_told_so(address: str) -> None:
    assert "correct format" in (fault_of_address(address) or "")


@pytest.mark.parametrize("address", ["rae@gmail.com", "rae@HotMail.co.uk"])
def test_a_private_mailbox_is_refused_by_name(address: str) -> None:
    fault = fault_of_work_address(address) or ""
    assert "work email address" in fault
    assert address.partition("@")[2].casefold() in fault


def test_a_private_mailbox_will_do_for_telling_a_person() -> None:
    assert fault_of_address("robin@gmail.com") is None
