"""The urgent lane when things go wrong, and the reminder of what it leaves to do."""

from activities.notices import NoticeActivities
from activities.workplace import Workplace
from adapters.clock import now
from adapters.mail import Postman
from adapters.rulebook import Rulebook
from casework.outbox import Outbox
from casework.urgent import Urgent, UrgentLane
from domain import acts
from domain.answering import Given
from domain.content import Content, Recipient
from domain.rules import AnswerValue
from tests.builders import fresh
from tests.integration.rig import Rig
from tests.live import deliver_held

SAID = "Robin is alone at the bus station."
TOM = Recipient(
    "Tom Achebe", "Sergeant", "Estuary Police", "tom@estuary.example", "01632 960301"
)
YES = (Given("U0", AnswerValue.YES), Given("U1", AnswerValue.YES))


async def in_danger(rig: Rig) -> str:
    pat = rig.pat()
    opened = await rig.house.desk.open(pat, Content())
    await rig.house.desk.do(
        pat, opened.reference, lambda id, at, case: acts.GiveAnswers(id, pat, at, YES)
    )
    return opened.reference


async def shares(rig: Rig, reference: str, once: str, *, by_telephone: bool) -> str:
    """The id of the act that shares it, typed as the page has it."""
    typed = Urgent("Robin", SAID, TOM, "Pat Reed", "2026-11-22", once)
    view = rig.house.views.case(rig.pat(), reference)
    lane = UrgentLane(rig.house.desk, rig.pat(), view, once)
    at = now()
    receipt = await lane.share(
        (lambda content: typed.as_told(content, at))
        if by_telephone
        else typed.to_share,
        by_telephone=by_telephone,
    )
    return receipt.act


async def test_what_is_shared_while_temporal_is_away_is_shared_once_later(
    rig: Rig,
) -> None:
    reference = await in_danger(rig)
    await rig.temporal_down()
    once = fresh("once")
    first = await shares(rig, reference, once, by_telephone=False)
    again = await shares(rig, reference, once, by_telephone=False)
    assert first == again
    await rig.temporal_up()
    async with rig.worker(), rig.relay():
        await rig.settled(first)
        await rig.reaches(reference, "following_up")
    whats = rig.whats(reference)
    assert whats.count("confirmed") == whats.count("released") == 1
    content = rig.house.views.case(rig.pat(), reference).content
    assert [item.text for item in content.going] == [SAID]


async def test_whoever_owes_the_rest_is_reminded_without_a_word_about_anybody(
    rig: Rig,
) -> None:
    reference = await in_danger(rig)
    async with rig.worker(), rig.relay():
        act = await shares(rig, reference, fresh("once"), by_telephone=True)
        await rig.settled(act)
        await rig.reaches(reference, "following_up")
    postman = Postman(rig.settings)
    workplace = Workplace(rig.settings, rig.storehouse, postman, Rulebook())
    await NoticeActivities(workplace).remind(rig.case(reference))
    outbox = Outbox(rig.storehouse, postman, rig.settings)
    await outbox.round()
    deliver_held(rig.storehouse)  # a reminder does not go at night
    await outbox.round()
    letter = rig.mailbox.to("pat@larkhill.example")[-1]
    text = str(letter.get_payload(decode=True))
    assert letter["Subject"] == f"Reminder: complete the record - reference {reference}"
    assert f"/requests/{reference}/complete" in text
    for private in ("Robin", "Achebe", "bus station", "Estuary"):
        assert private not in text
    assert not rig.mailbox.to("tom@estuary.example")[1:]
