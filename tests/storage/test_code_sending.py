"""Sending codes: when, how often, and what becomes of one that cannot be sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.clock import now
from adapters.passwords import fingerprint
from adapters.texts import NotSent, Text
from casework.code_sending import STEP, CodeLimits, CodeSending
from casework.visiting import Visiting
from domain.channels import Channel
from domain.release import ReleaseState
from storage.releases import Parcel
from storage.store import Storehouse
from tests import builders
from tests.builders import HERE
from tests.storage.shelf import Shelf, new_release

NUMBER = "+447700900160"
VISITING = Visiting(timedelta(minutes=15), timedelta(hours=1))


class Carrier:
    """Notes what it is given, or takes nothing."""

    def __init__(self, *, away: bool = False) -> None:
        self.away = away
        self.sent: list[Text] = []

    async def send(self, text: Text) -> None:
        if self.away:
            raise NotSent("ConnectError")
        self.sent.append(text)


@pytest.fixture
def parcel(storehouse: Storehouse, shelf: Shelf) -> Parcel:
    """A release that takes text messages, and a browser that gave its address."""
    at, case = now(), shelf.case()
    ends = at + timedelta(days=14)
    new = replace(
        new_release(), made_at=at, expires_at=ends, channel=Channel.TEXT, reach=NUMBER
    )
    with storehouse.writing() as store:
        store.releases.make(case.reference, HERE, builders.content(), new)
        store.releases.add_visit(fingerprint(new.locator), new.locator, "csrf", at)
        store.session.flush()
        visit = store.releases.visit(
            fingerprint(new.locator), at - timedelta(hours=1), at - timedelta(hours=1)
        )
        assert visit is not None
        visit.asked = visit.addressed = True
        made = store.releases.get(new.id)
    assert made is not None
    return made


async def ask(
    storehouse: Storehouse, parcel: Parcel, carrier: Carrier, times: int = 1
) -> None:
    sending = CodeSending(storehouse, VISITING, carrier, CodeLimits(digits=8))
    for _ in range(times):
        sending.soon(parcel.locator, parcel.locator)  # its cookie has the same name
        await sending.settle()


def troubles(storehouse: Storehouse, parcel: Parcel) -> list[str]:
    with storehouse.reading() as store:
        return [each.step for each in store.troubles.of(parcel.reference)]


async def test_after_three_there_is_silence(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    carrier = Carrier()
    await ask(storehouse, parcel, carrier, times=5)
    assert [each.to for each in carrier.sent] == [NUMBER] * 3
    assert len({each.id for each in carrier.sent}) == 3
    assert all(len(each.text.split()[0]) == 8 for each in carrier.sent)


async def test_what_could_not_be_sent_does_not_count_and_is_seen(
    storehouse: Storehouse, parcel: Parcel
) -> None:
    await ask(storehouse, parcel, Carrier(away=True), times=4)
    assert troubles(storehouse, parcel) == [STEP]
    carrier = Carrier()
    await ask(storehouse, parcel, carrier, times=3)
    assert len(carrier.sent) == 3
    assert troubles(storehouse, parcel) == []


@pytest.mark.parametrize("how", ["revoked", "locked", "words", "another address"])
async def test_nothing_is_sent_where_no_code_would_open_anything(
    storehouse: Storehouse, parcel: Parcel, how: str
) -> None:
    at, carrier = now(), Carrier()
    with storehouse.writing() as store:
        if how == "revoked":
            store.releases.end(parcel.id, ReleaseState.REVOKED)
        if how == "locked":
            store.releases.lock(parcel.id, at)
        if how == "words":
            store.ways_in.speak(parcel, "four new words here", "hash")
        if how == "another address":
            store.releases.end_visits(parcel.locator)
            visit = fingerprint(parcel.locator)
            store.releases.add_visit(visit, parcel.locator, "csrf", at)
    await ask(storehouse, parcel, carrier)
    assert carrier.sent == []
