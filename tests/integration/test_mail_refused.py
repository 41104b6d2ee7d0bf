"""A mail server says never: it is not asked again, and whoever has to know is told."""

from dataclasses import replace
from itertools import count

from sqlmodel import select

from adapters.clock import now
from cli.demo import Player
from domain import after_sending
from domain.acts import Inform
from domain.informing import Method, Told
from domain.notices import Notice
from storage.mail_tables import MailRow
from storage.refused_mail import RefusedMail
from tests.integration.rig import Rig
from tests.integration.test_the_release import announced, has_trouble, letters, troubles
from tests.live import until

_numbers = count(77_000)


async def approved(rig: Rig) -> tuple[Player, str]:
    player = rig.player(next(_numbers))
    reference = await player.play("unsure")
    await player._approve(reference)
    return player, reference


def refused(rig: Rig, reference: str) -> list[RefusedMail]:
    with rig.storehouse.reading() as store:
        return store.refused_mail.of(reference)


def news(rig: Rig, reference: str) -> list[str]:
    """Whom it is said to that a message did not arrive."""
    wanted = select(MailRow.user).where(
        MailRow.reference == reference, MailRow.kind == Notice.NOT_DELIVERED.value
    )
    with rig.storehouse.reading() as store:
        return list(store.session.exec(wanted))


async def is_refused(rig: Rig, reference: str) -> bool:
    return bool(refused(rig, reference))


async def test_an_address_that_is_refused_for_good_is_said_and_not_asked_again(
    rig: Rig,
) -> None:
    rig.mailbox.never_for = "@estuary.example"
    try:
        async with rig.worker():
            _, reference = await approved(rig)
            await until(lambda: has_trouble(rig, reference, "announce"), within=30)
            (trouble,) = troubles(rig, reference)
            assert trouble.kind == "Refused550"
            rig.mailbox.never_for = ""  # it would take it now, and is not asked
            await until(lambda: tried_again(rig, reference), within=30)
    finally:
        rig.mailbox.never_for = ""
    (mail,) = refused(rig, reference)
    assert (mail.kind, mail.to_recipient, mail.came_back) == ("Refused550", True, False)
    assert letters(rig, reference) == []
    assert news(rig, reference) == [rig.pat().id]
    seen = rig.house.access_log.of_case(rig.pat(), reference)
    assert seen is not None
    assert "did not arrive" in seen.lines[0].sentence
    undelivered = rig.house.views.case(rig.pat(), reference).after_sending.undelivered
    assert undelivered == mail


async def tried_again(rig: Rig, reference: str) -> bool:
    return troubles(rig, reference)[0].attempts > 1


async def test_what_is_sent_again_and_arrives_makes_up_for_it(rig: Rig) -> None:
    rig.mailbox.never_for = "@estuary.example"
    try:
        async with rig.worker():
            _, reference = await approved(rig)
            await until(lambda: is_refused(rig, reference), within=30)
            rig.mailbox.never_for = ""
            pat = rig.pat()
            await rig.house.desk.do(
                pat, reference, lambda id, at, case: after_sending.Resend(id, pat, at)
            )
            await until(lambda: is_made_up_for(rig, reference), within=30)
    finally:
        rig.mailbox.never_for = ""
    assert len(letters(rig, reference)) == 1
    view = rig.house.views.case(rig.pat(), reference)
    assert view.after_sending.undelivered is None


async def is_made_up_for(rig: Rig, reference: str) -> bool:
    return not refused(rig, reference) and troubles(rig, reference) == []


async def test_operations_let_the_same_message_go_once_the_server_is_right(
    rig: Rig,
) -> None:
    rig.mailbox.never_for = "@estuary.example"
    try:
        async with rig.worker():
            _, reference = await approved(rig)
            await until(lambda: is_refused(rig, reference), within=30)
            rig.mailbox.never_for = ""
            with rig.storehouse.writing() as store:
                owed = refused(rig, reference)[0].message_id
                store.notices.try_again(reference, now())
            await announced(rig, reference)
    finally:
        rig.mailbox.never_for = ""
    assert letters(rig, reference) == [owed]


async def test_somebody_whose_email_is_refused_does_not_count_as_told(
    rig: Rig,
) -> None:
    async with rig.worker():
        _, reference = await a_case_with_a_safe_address(rig)
        await announced(rig, reference)
        rig.mailbox.never_for = "quay-77"
        try:
            pat = rig.pat()
            await rig.house.desk.do(
                pat,
                reference,
                lambda id, at, case: Inform(
                    id, pat, at, "person-1", Told.YES, Method.EMAIL
                ),
                words={"reason": "It is safe to tell them."},
            )
            await until(lambda: has_trouble(rig, reference, "tell_individual"))
        finally:
            rig.mailbox.never_for = ""
    (mail,) = refused(rig, reference)
    assert mail.individual == "person-1"
    assert rig.case(reference).to_be_told() == ("person-1",)
    assert news(rig, reference) == [pat.id]
    (line,) = rig.house.person_notices.standing(pat, reference)
    assert line.is_failing
    view = rig.house.views.case(pat, reference)
    assert view.after_sending.undelivered is None, "the recipient has theirs"


async def a_case_with_a_safe_address(rig: Rig) -> tuple[Player, str]:
    player = rig.player(next(_numbers))
    content = player._content()
    person = replace(content.individuals[0], safe_email="quay-77@nook.example")
    told = replace(content, individuals=(person,))
    reference = (await rig.house.desk.open(rig.pat(), told)).reference
    await player._be_unsure(reference)
    await player._approve(reference)
    return player, reference
