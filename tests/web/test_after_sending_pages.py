"""What its sender does about a release after it has left, and what comes back of it."""

from datetime import timedelta

from adapters.clock import now
from casework.desk import Desk
from casework.filing import Filing
from casework.terms import Binding
from domain import acts, after_sending
from domain.informing import Told
from domain.release import RecipientProblem
from domain.terms import Timings
from tests.live import Live, submit, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor
from tests.web.recipients import (
    WRONG,
    Shared,
    browser,
    confirm,
    give_address,
    give_words,
    read,
    share,
    shared,
)
from tests.web.test_kept_acts import PostAway


def page(sent: Shared, name: str) -> str:
    return f"/releases/{sent.reference}/{name}"


def letters(live: Live, sent: Shared) -> list[str]:
    """The ids of the messages to its recipient."""
    found = [m for m in live.mail() if sent.number in str(m["Subject"])]
    return [str(m["Message-ID"]) for m in found]


async def seen(live: Live, sent: Shared, wanted: str) -> None:
    """Wait until its sender's page says so."""

    async def told() -> bool:
        view = live.house.views.case(actor(live, "pat"), sent.reference)
        return any(wanted in line.sentence for line in view.timeline)

    await until(told)


async def lock(live: Live, sent: Shared) -> None:
    """So many wrong words that nobody gets in any more."""
    while sent.parcel().locked_at is None:
        async with browser(live) as web:
            await give_address(web, sent)
            for _ in range(4):
                await give_words(web, sent, WRONG)


async def test_the_sender_gives_more_time(live: Live, browse: Browse) -> None:
    sent = await share(live)
    web = await browse("pat")
    shown = await submit(
        web, page(sent, "extend"), {"days": "25", "reason": "They are on leave."}
    )
    assert "for 25 days more, because: They are on leave." in shown.text
    assert sent.parcel().expires_at > now() + timedelta(days=24)


async def test_days_out_of_bounds_and_no_reason_are_said_beside_the_field(
    live: Live, browse: Browse
) -> None:
    sent = await share(live)
    web = await browse("pat")
    for days in ("", "0", "31", "many"):
        refused = await submit(web, page(sent, "extend"), {"days": days, "reason": "R"})
        assert refused.status_code == 422
        assert 'href="#days"' in refused.text
    refused = await submit(web, page(sent, "extend"), {"days": "20", "reason": " "})
    assert 'href="#reason"' in refused.text
    assert 'value="20"' in refused.text
    shorter = await submit(web, page(sent, "extend"), {"days": "2", "reason": "Why"})
    assert shorter.status_code == 422
    assert "already works for longer" in shorter.text


async def test_the_email_goes_again_under_a_name_of_its_own(
    live: Live, browse: Browse
) -> None:
    sent = await share(live)
    web = await browse("pat")

    async def came(times: int) -> bool:
        return len(set(letters(live, sent))) == times

    await until(lambda: came(1))
    assert (await submit(web, page(sent, "resend"), {})).status_code == 200
    await until(lambda: came(2))


async def test_a_problem_waits_for_the_sender_until_it_is_dealt_with(
    live: Live, browse: Browse
) -> None:
    sent = await share(live)
    async with browser(live) as theirs:
        await read(theirs, sent)
        await submit(theirs, sent.path("/problem"), {"fault": "cannot_open"})
    await seen(live, sent, "said that there is a problem (They cannot open")
    web = await browse("pat")
    shown = await web.get(f"/requests/{sent.reference}")
    assert "The recipient has a problem." in shown.text
    empty = await submit(web, page(sent, "solve"), {"reason": ""})
    assert empty.status_code == 422
    solved = await submit(web, page(sent, "solve"), {"reason": "I read it to them."})
    assert "about the problem: I read it to them." in solved.text
    assert "The recipient has a problem." not in solved.text


async def test_who_asks_for_more_time_is_given_it_by_the_sender(
    live: Live, browse: Browse
) -> None:
    sent = await share(live)
    async with browser(live) as theirs:
        await read(theirs, sent)
        await submit(theirs, sent.path("/problem"), {}, to=sent.path("/more-time"))
    await seen(live, sent, "They need more time")
    web = await browse("pat")
    fields = {"days": "30", "reason": "They asked."}
    shown = await submit(web, page(sent, "extend"), fields)
    assert "The recipient has a problem." not in shown.text


async def test_the_recipient_says_what_came_of_it_also_after_the_seal(
    live: Live, browse: Browse
) -> None:
    sent = await share(live)
    await decide_to_tell_nobody(live, sent)
    async with browser(live) as theirs:
        await read(theirs, sent)
        early = await theirs.get(sent.path("/feedback"))
        assert early.url.path.endswith("/receipt")
        await confirm(theirs, sent)
        await seen(live, sent, "sealed the record")
        nothing = await submit(theirs, sent.path("/feedback"), {"said": "Words kept"})
        assert nothing.status_code == 422
        assert "Words kept" in nothing.text
        fields = {"feedback": "referral", "said": "A visit is planned."}
        told = await submit(theirs, sent.path("/feedback"), fields)
        assert told.status_code in (200, 202)
    await seen(live, sent, "(Accepted as a referral): A visit is planned.")
    web = await browse("pat")
    record = await web.get(f"/records/{sent.reference}")
    assert "Written down beside the seal" in record.text
    assert "A visit is planned." in record.text
    assert live.house.views.faults(actor(live, "pat"), sent.reference) == []


async def decide_to_tell_nobody(live: Live, sent: Shared) -> None:
    who = actor(live, "pat")
    await live.house.desk.do(
        who,
        sent.reference,
        lambda id, at, case: acts.Inform(id, who, at, "person-1", Told.NO),
        words={"reason": "It is not safe."},
    )


async def test_the_sender_writes_in_what_they_were_told(
    live: Live, browse: Browse
) -> None:
    sent = await share(live)
    web = await browse("pat")
    none = await submit(web, page(sent, "feedback"), {"said": "By telephone"})
    assert none.status_code == 422
    fields = {"feedback": "passed_on", "said": "To early help."}
    shown = await submit(web, page(sent, "feedback"), fields)
    assert "Passed on to another service" in shown.text
    assert "as the recipient said" in shown.text


async def test_a_locked_link_is_unlocked_and_the_counts_begin_again_ss_06(
    live: Live, browse: Browse
) -> None:
    sent = await share(live)
    web = await browse("pat")
    not_locked = await web.get(page(sent, "unlock"))
    assert not_locked.url.path == f"/requests/{sent.reference}"
    await lock(live, sent)

    async def written() -> bool:
        found = [m for m in live.mail() if sent.reference in str(m["Subject"])]
        return any("locked" in str(m["Subject"]) for m in found)

    await until(written)
    fields = {"reason": "It was them: they misheard."}
    shown = await submit(web, page(sent, "unlock"), fields)
    assert "try again after too many wrong tries, because: It was them" in shown.text
    assert sent.parcel().locked_at is None
    afresh = shared(live.house, sent.reference)
    assert afresh.words != sent.words  # the old ones were guessed at
    async with browser(live) as theirs:
        assert (await read(theirs, afresh)).status_code == 200
    again = await submit(
        web, f"/requests/{sent.reference}", fields, to=page(sent, "unlock")
    )
    assert again.status_code == 409


async def test_closing_it_says_first_what_was_read(live: Live, browse: Browse) -> None:
    sent = await share(live)
    async with browser(live) as theirs:
        await read(theirs, sent)
    web = await browse("pat")
    shown = await web.get(f"/requests/{sent.reference}/revoke")
    assert "What was seen already" in shown.text
    assert "The information was on the screen" in shown.text
    assert page(sent, "wrong-person") in shown.text


async def test_a_link_closed_while_temporal_is_away_is_closed_at_the_next_request_ss_23(
    live: Live,
) -> None:
    sent = await share(live)
    house, pat = live.house, actor(live, "pat")
    filing = Filing(house.storehouse, Binding(house.rulebooks, Timings()))
    away = Desk(house.storehouse, filing, PostAway(), patience=0)
    async with browser(live) as theirs:
        assert (await read(theirs, sent)).status_code == 200
        receipt = await away.do(
            pat,
            sent.reference,
            lambda id, at, case: acts.Revoke(id, pat, at),
            words={"reason": "They are the wrong person."},
        )
        assert not receipt.applied
        assert (await theirs.get(sent.path("/items"))).status_code == 404


async def test_what_is_done_while_temporal_is_away_is_applied_later_once(
    live: Live,
) -> None:
    sent = await share(live)
    house, pat = live.house, actor(live, "pat")
    filing = Filing(house.storehouse, Binding(house.rulebooks, Timings()))
    away = Desk(house.storehouse, filing, PostAway(), patience=0)
    await lock(live, sent)
    receipt = await away.do(
        pat,
        sent.reference,
        lambda id, at, case: after_sending.Unlock(id, pat, at),
        words={"reason": "They misheard."},
    )
    assert not receipt.applied
    assert sent.parcel().locked_at is None
    for _ in range(2):
        await away.do(
            pat,
            sent.reference,
            lambda id, at, case: after_sending.Extend(id, pat, at, 30),
            words={"reason": "They are away."},
            once="the same form twice",
        )
    await seen(live, sent, "for 30 days more")
    view = house.views.case(pat, sent.reference)
    told = [line for line in view.timeline if "30 days more" in line.sentence]
    assert len(told) == 1
    assert view.case.problem is not RecipientProblem.MORE_TIME


async def test_nobody_else_does_anything_about_it(live: Live, browse: Browse) -> None:
    sent = await share(live)
    web = await browse("ines")
    for name in ("extend", "resend", "feedback", "unlock", "wrong-person", "solve"):
        assert (await web.get(page(sent, name))).status_code == 404
    assert (await web.get(f"/breaches/{sent.reference}")).status_code == 404
