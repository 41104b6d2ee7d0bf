"""After sending: replies, withdrawals, worse news, closing, and telling people."""

import re

from domain.informing import Told
from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor, play
from tests.web.walking import CALM, CHECKS, CLEAR, Walker, begin, begin_clear


async def opened(browse: Browse, reference: str) -> Walker:
    web = await browse("pat")
    return Walker(web, await web.get(f"/requests/{reference}"))


async def test_an_advisers_question_is_read_and_answered(
    live: Live, browse: Browse
) -> None:
    walker = await opened(browse, await play(live, "asked"))
    assert "Who else has seen this, and when?" in walker.text
    await walker.open("/next")
    assert walker.path == "/reply"
    await walker.send({"reply": ""})
    assert walker.page.status_code == 422
    await walker.send({"reply": "Her class teacher, on Monday."})
    assert walker.path == "/sent"
    await walker.open("")
    assert "Her class teacher, on Monday." in walker.text
    assert "An adviser’s answer" in walker.text


async def test_a_reply_that_came_too_late_is_not_lost(
    live: Live, browse: Browse
) -> None:
    walker = await opened(browse, await play(live, "asked"))
    await walker.open("/reply")
    form = walker.page
    await walker.send({"reply": "The first reply."})
    walker.page = form
    await walker.send({"reply": "Another reply.", "once": "another"})
    assert walker.page.status_code == 409
    assert "Another reply." in walker.text
    assert f'href="{walker.home}"' in walker.page.text


async def test_a_request_is_withdrawn_with_its_reason(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/withdraw")
    await walker.send({"reason": " "})
    assert "Enter the reason" in walker.text
    await walker.send({"reason": "The family has asked for help."})
    assert walker.path == ""
    assert "Withdrawn" in walker.text
    assert "The family has asked for help." in walker.text
    assert (await walker.open("/withdraw")).path == ""


async def test_when_things_get_worse_the_urgent_lane_opens(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.answer(CALM)
    await walker.describe()
    await walker.answer(CLEAR | {"Q4": "unsure"} | CHECKS)
    await walker.send(to="/confirm")
    assert "Things got worse" in walker.text
    await walker.open("/worse")
    assert "999" in walker.text
    await walker.send()
    assert walker.path == "/questions/U1"
    await walker.answer({"U1": "yes"})
    assert walker.path == "/urgent"
    assert "Has come to school without a coat." in walker.text
    await walker.send()
    assert walker.path == "/sent"


async def test_a_shared_request_offers_no_worse_news_and_no_questions(
    live: Live, browse: Browse
) -> None:
    walker = await opened(browse, await play(live, "shared"))
    assert "/worse" not in walker.page.text
    for page in ("/worse", "/check", "/questions/Q1", "/people", "/withdraw"):
        assert (await walker.open(page)).path == ""


async def test_a_release_is_closed_and_the_page_says_what_was_read(
    live: Live, browse: Browse
) -> None:
    walker = await opened(browse, await play(live, "shared"))
    await walker.open("/revoke")
    assert "It has not been opened yet" in walker.text
    await walker.send({"reason": "It was the wrong person."})
    assert "Closed by the sender" in walker.text
    assert "four words" not in walker.text


async def test_the_words_are_read_out_by_nobody_but_the_practitioner(
    live: Live, browse: Browse
) -> None:
    walker = await opened(browse, await play(live, "shared"))
    assert "read out these four words" in walker.text
    words = re.findall(r'govuk-heading-l app-words">([^<]+)<', walker.page.text)[0]
    ada = await browse("ada")
    assert words not in (await ada.get(walker.home)).text


async def to_be_decided(live: Live, browse: Browse) -> Walker:
    walker = await opened(browse, await play(live, "shared"))
    return await walker.open("/people/person-1/tell")


async def test_a_person_is_told_as_the_guidance_suggests(
    live: Live, browse: Browse
) -> None:
    walker = await to_be_decided(live, browse)
    assert walker.path == "/people/person-1/tell/I1"
    for value in ("no", "no", "yes"):
        await walker.send({"answer": value})
    assert walker.path == "/people/person-1/tell/decide"
    assert "The guidance says: tell them." in walker.text
    reason = {"reason": "She has asked me to."}
    await walker.send({"decision": "yes", "method": "in_person", **reason})
    assert "I will tell them myself" in walker.text
    await walker.open("/people/person-1/told")
    done = {"by": "Pat", "said": "What went where, and her rights."}
    day = {"told_on-day": "2", "told_on-month": "6", "told_on-year": "2026"}
    await walker.send({**done, **day})
    assert "Told on 2 June 2026" in walker.text


async def test_a_person_who_would_be_put_at_risk_is_not_told(
    live: Live, browse: Browse
) -> None:
    walker = await to_be_decided(live, browse)
    await walker.send({"answer": "yes"})
    assert "The guidance says: do not tell them." in walker.text
    await walker.send({"decision": "no", "reason": "He would harm her."})
    assert walker.path == ""
    assert "Do not tell them" in walker.text


async def test_telling_is_put_off_only_with_a_date(live: Live, browse: Browse) -> None:
    walker = await to_be_decided(live, browse)
    await walker.send({"answer": "unsure"})
    assert "The guidance says: tell them later." in walker.text
    later = {"decision": "delay", "reason": "I wait for the police."}
    await walker.send(later)
    assert walker.page.status_code == 422
    assert "Enter the date on which to think again" in walker.text
    assert "I wait for the police." in walker.text
    await walker.send({**later, **_on("2020")})
    assert "The date must be today or later" in walker.text
    await walker.send({**later, **_on("2031")})
    assert "Think again on 1 May 2031" in walker.text
    view = live.house.views.case(actor(live, "pat"), walker.reference)
    decision = view.people[0].decision
    assert decision is not None
    assert decision.decision is Told.DELAY


def _on(year: str) -> dict[str, str]:
    return {"review_on-day": "1", "review_on-month": "May", "review_on-year": year}


async def test_nobody_is_written_to_without_a_safe_address(
    live: Live, browse: Browse
) -> None:
    walker = await to_be_decided(live, browse)
    await walker.open("/people/person-1/tell/decide")
    assert "We send a code" not in walker.text
    await walker.send({"decision": "yes", "method": "email", "reason": "Safe."})
    assert "There is no safe email address for them" in walker.text


async def test_telling_needs_something_that_was_shared(browse: Browse) -> None:
    walker = await begin_clear(browse)
    assert (await walker.open("/people/person-1/tell/decide")).path == ""


async def test_questions_about_a_person_come_in_their_order(
    live: Live, browse: Browse
) -> None:
    walker = await to_be_decided(live, browse)
    for page in ("/people/person-1/tell/I3", "/people/nobody/tell"):
        assert (await walker.open(page)).page.status_code == 404


async def test_a_finished_request_leads_to_its_record(
    live: Live, browse: Browse
) -> None:
    walker = await opened(browse, await play(live, "told"))

    async def finished() -> bool:
        await walker.open("")
        return f"/records/{walker.reference}" in walker.page.text

    await until(finished)
    await walker.open("/sent")
    assert "nothing is left to do" in walker.text
