"""What went to the wrong person: closed at once, and worked through by advisers."""

from datetime import timedelta

import httpx2
from sqlmodel import select

from adapters.clock import now
from casework.release_watch import ReleaseWatch
from domain.breach import STEPS, BreachStep
from domain.case_filter import Counted
from domain.notices import Notice
from storage.mail_tables import MailRow
from storage.release_tables import BreachRow
from tests.live import Live, submit, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor
from tests.web.recipients import Shared, browser, is_gone, read, share


def step(sent: Shared, name: BreachStep) -> str:
    return f"/breaches/{sent.reference}/steps/{name.value}"


async def begin(live: Live, browse: Browse) -> tuple[Shared, httpx2.Response]:
    sent = await share(live)
    web = await browse("pat")
    fields = {"reason": "I picked the wrong Rowan."}
    shown = await submit(web, f"/releases/{sent.reference}/wrong-person", fields)
    return sent, shown


def subjects(live: Live, sent: Shared) -> list[tuple[str, str]]:
    found = [m for m in live.mail() if sent.reference in str(m["Subject"])]
    return [(str(m["To"]), str(m["Subject"])) for m in found]


async def test_its_sender_says_so_and_the_link_is_closed_at_once(
    live: Live, browse: Browse
) -> None:
    sent = await share(live)
    web = await browse("pat")
    page = f"/releases/{sent.reference}/wrong-person"
    empty = await submit(web, page, {"reason": ""})
    assert empty.status_code == 422
    assert sent.parcel().state == "available"
    async with browser(live) as theirs:
        await read(theirs, sent)
        shown = await submit(web, page, {"reason": "I picked the wrong Rowan."})
        await is_gone(theirs, sent)
    assert "If it has to be reported, report it by" in shown.text
    assert "I picked the wrong Rowan." in shown.text
    assert "The information was on the screen" in shown.text
    assert "Write it down" not in shown.text  # that is for another adviser
    again = await web.get(page)
    assert again.url.path == f"/breaches/{sent.reference}"


async def test_who_says_it_was_not_meant_for_them_begins_it_as_well(
    live: Live, browse: Browse
) -> None:
    sent = await share(live)
    async with browser(live) as theirs:
        await submit(theirs, sent.path("/not-me"), {})
    ada = await browse("ada")
    shown = await ada.get(f"/breaches/{sent.reference}")
    assert "said that it was not meant for them" in shown.text

    async def told() -> bool:
        written = [subject for _, subject in subjects(live, sent)]
        return any("Your secure link was closed" in each for each in written) and any(
            "may have gone to the wrong person" in each for each in written
        )

    await until(told)


async def test_advisers_work_through_every_step_and_it_is_on_record(
    live: Live, browse: Browse
) -> None:
    sent, _ = await begin(live, browse)
    ada = await browse("ada")
    listed = await ada.get("/breaches")
    assert sent.reference in listed.text
    today = live.house.today_board.today(actor(live, "ola"))
    assert today.numbers[Counted.BREACH] >= 1
    unsaid = await submit(ada, step(sent, BreachStep.REPORT), {"words": "Not likely"})
    assert unsaid.status_code == 422
    assert "Not likely" in unsaid.text
    undone = {"done": "no", "words": "No time"}
    assert (await submit(ada, step(sent, BreachStep.RISK), undone)).status_code == 422
    for name, asked in STEPS.items():
        done = "no" if asked.optional else "yes"
        fields = {"done": done, "words": f"Words about {name.value}."}
        shown = await submit(ada, step(sent, name), fields)
        assert f"Words about {name.value}." in shown.text
    assert "Every step was settled" in shown.text
    case = await ada.get(f"/tasks/cases/{sent.reference}")
    assert "Stop it spreading" in case.text
    assert "finished the checklist for the wrong person" in case.text


async def test_a_step_is_settled_once_and_by_nobody_who_sent_it(
    live: Live, browse: Browse
) -> None:
    sent, _ = await begin(live, browse)
    ada, ben = await browse("ada"), await browse("ben")
    fields = {"done": "yes", "words": "I rang them."}
    page = step(sent, BreachStep.CONTAIN)
    await submit(ada, page, fields)
    home = f"/breaches/{sent.reference}"
    late = await submit(ben, step(sent, BreachStep.LEAD), fields, to=page)
    assert late.status_code == 409
    assert "Ada Obi" in late.text
    pat = await browse("pat")
    assert (await pat.get(step(sent, BreachStep.LEAD))).url.path == home
    own = await submit(pat, "/requests/new", fields, to=step(sent, BreachStep.LEAD))
    assert own.status_code == 403
    nowhere = await ada.get(f"{home}/steps/nothing")
    assert nowhere.status_code == 404


async def test_advisers_are_written_to_after_24_48_and_66_hours_until_it_is_settled(
    live: Live, browse: Browse
) -> None:
    sent, _ = await begin(live, browse)
    watch = ReleaseWatch(live.house.storehouse)

    def reminders() -> int:
        with live.house.storehouse.reading() as store:
            rows = store.session.exec(
                select(MailRow.name).where(
                    MailRow.reference == sent.reference,
                    MailRow.kind == Notice.BREACH_CLOCK.value,
                )
            ).all()
        return len([name for name in rows if name.endswith(actor(live, "ada").id)])

    for hours, times in ((1, 0), (25, 1), (26, 1), (49, 2), (67, 3), (90, 3)):
        with live.house.storehouse.writing() as store:
            row = store.session.get_one(BreachRow, sent.reference)
            row.since = now() - timedelta(hours=hours)
            store.session.add(row)
        watch.round()
        assert reminders() == times
    ada = await browse("ada")
    shown = await ada.get(f"/breaches/{sent.reference}")
    assert "The 72 hours are over since" in shown.text
