"""A link whose recipient the directory comes to know otherwise is stopped."""

from dataclasses import replace

import pytest

from casework.recipient_directory import GivenEntry
from cli.demo_people import CONTACTS
from domain.directory import Check, CheckedBy
from domain.errors import CaseError
from domain.people import Role
from storage.accounts import Organisation
from storage.directory import Contact
from tests.live import Live, submit, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor, play
from tests.web.recipients import Shared, browser, prove, read, shared

PLACE = "osierbed"
PEOPLE = {
    "otto": Role.PRACTITIONER,
    "perla": Role.ADVISER,
    "quill": Role.ADVISER,
}


@pytest.fixture
def osierbed(live: Live) -> None:
    """A workplace of its own, so that no other test loses its links."""
    place = Organisation(PLACE, "Osierbed Clinic", "01632 960710", "HMG-2018", "always")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
        for number, (name, role, where, user) in enumerate(CONTACTS):
            if store.directory.get(PLACE, f"d-{PLACE}-{number}") is None:
                email, phone = f"{user}@estuary.example", "01632 960711"
                contact = Contact(
                    f"d-{PLACE}-{number}", name, role, where, email, phone, ""
                )
                store.directory.add(PLACE, contact, None)
    for user, role in PEOPLE.items():
        if user not in live.logins:
            live.newcomer(user, role, PLACE)


async def sent_to_somebody_listed(live: Live) -> tuple[Shared, Contact]:
    """A link that waits for its recipient, and their entry in the directory."""
    sent = shared(live.house, await play(live, "shared", PLACE))
    perla = actor(live, "perla")
    lines = live.house.recipients.all(perla)
    known = next(each.contact for each in lines if each.contact.email == sent.email)
    check = Check(CheckedBy.MET)
    verified = live.house.recipients.verify(perla, known.id, check, known.version)
    return sent, verified.contact


def with_another_telephone(known: Contact) -> GivenEntry:
    last = "3" if known.phone.endswith("2") else "2"
    given = GivenEntry(
        known.name, known.role, known.organisation, known.email, known.phone
    )
    return replace(given, phone=f"{known.phone[:-1]}{last}")


@pytest.mark.usefixtures("osierbed")
async def test_a_changed_second_channel_stops_what_is_on_its_way_ss_24(
    live: Live, browse: Browse
) -> None:
    sent, known = await sent_to_somebody_listed(live)
    quill, perla = actor(live, "quill"), actor(live, "perla")
    async with browser(live) as web:
        assert (await read(web, sent)).status_code == 200
        given = with_another_telephone(known)
        changed = live.house.recipients.change(quill, known.id, given, known.version)
        assert changed.standing == "unverified"
        assert (await web.get(sent.path("/items"))).status_code == 404
        assert (await prove(web, sent)).status_code == 422
    assert sent.parcel().state == "available"
    otto = await browse("otto")
    page = await otto.get(f"/requests/{sent.reference}")
    assert "Nobody can open the link now" in page.text
    assert "stopped the link" in page.text

    async def told() -> bool:
        written = [m for m in live.mail() if sent.reference in str(m["Subject"])]
        return any("Your secure link was stopped" in str(m["Subject"]) for m in written)

    await until(told)
    with pytest.raises(CaseError, match="own_change"):
        await live.house.suspension.lift(quill, sent.reference)
    adviser = await browse("perla")
    home = f"/tasks/cases/{sent.reference}"
    lifted = await submit(adviser, home, {}, to=f"{home}/resume")
    assert "looked at the recipient again" in lifted.text
    assert sent.parcel().suspended_at is None
    with pytest.raises(CaseError, match="not_suspended"):
        await live.house.suspension.lift(perla, sent.reference)
    async with browser(live) as web:
        assert (await read(web, sent)).status_code == 200


@pytest.mark.usefixtures("osierbed")
async def test_another_role_stops_nothing_and_needs_no_new_check(live: Live) -> None:
    sent, known = await sent_to_somebody_listed(live)
    given = GivenEntry(
        known.name, "Another role", known.organisation, known.email, known.phone
    )
    changed = live.house.recipients.change(
        actor(live, "quill"), known.id, given, known.version
    )
    assert changed.contact.verified_at == known.verified_at
    assert sent.parcel().suspended_at is None


@pytest.mark.usefixtures("osierbed")
async def test_a_stopped_link_can_still_be_closed_for_good(
    live: Live, browse: Browse
) -> None:
    sent, known = await sent_to_somebody_listed(live)
    given = with_another_telephone(known)
    live.house.recipients.change(actor(live, "quill"), known.id, given, known.version)
    otto = await browse("otto")
    page = f"/requests/{sent.reference}/revoke"
    await submit(otto, page, {"reason": "They have moved."})
    assert sent.parcel().state == "revoked"
