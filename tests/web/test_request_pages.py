"""A practitioner's way from the first question to the receipt, without JavaScript."""

import asyncio

import pytest

from domain import acts
from domain.acts import Choice
from domain.answering import Given
from domain.people import Role
from domain.rules import AnswerValue
from tests.live import TOKEN, Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor, unsure_case
from tests.web.walking import (
    CALM,
    CHECKS,
    CLEAR,
    DOMAIN,
    IN_A_HURRY,
    Walker,
    begin,
    begin_clear,
)


async def test_an_unsure_practitioner_sends_the_request_to_an_adviser(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    await walker.answer(CALM)
    await walker.describe()
    await walker.answer(CLEAR | {"Q4": "unsure"} | CHECKS)
    assert walker.path == "/check"
    assert "You asked for help with 1 answer" in walker.text
    assert "Nothing is shared yet" in walker.text
    await walker.send(to="/confirm")
    assert walker.path == "/sent"
    assert "Your request is with an adviser" in walker.text
    assert "You hear from them by" in walker.text
    again = await walker.open("/sent")
    assert again.reference in again.text


async def test_whoever_may_face_an_emergency_is_told_to_ring(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.answer({"U0": "unsure", "U1": "unsure"})
    await walker.describe()
    await walker.send(to="/confirm")
    assert walker.path == "/sent"
    assert "Ring an adviser now" in walker.text


async def test_a_clear_yes_is_confirmed_and_shared(browse: Browse) -> None:
    walker = await begin_clear(browse)
    assert "Confirm and share" in walker.text
    assert "There is a lawful reason to share without consent." in walker.text
    await walker.send(to="/confirm")
    assert walker.path == "/sent"

    async def shared() -> bool:
        await walker.open("")
        return "read out these four words" in walker.text

    await until(shared)
    assert "Not opened yet" in walker.text


async def test_the_urgent_lane_takes_two_answers_and_one_confirmation(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    await walker.send({"answer": "yes"})
    assert walker.path == "/ring-999"
    assert "Ring 999 first" in walker.text
    assert "01632 960101" in walker.text
    await walker.open("/next")
    await walker.answer({"U1": "yes"})
    assert walker.path == "/urgent"
    await walker.send(IN_A_HURRY)
    assert walker.path == "/sent"


async def test_a_refusal_says_why_and_ends_the_request(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.answer(CALM)
    await walker.describe()
    await walker.answer({"Q1": "no"})
    assert walker.path == "/check"
    assert "There is no clear and legitimate purpose" in walker.text
    await walker.send(to="/confirm")
    assert "Nothing was shared" in walker.text
    await walker.open("")
    assert f"/records/{walker.reference}" in walker.page.text


async def test_a_check_that_can_be_put_right_leads_to_it_and_has_no_button(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    await walker.answer(CALM)
    await walker.describe()
    await walker.answer(CLEAR | {"K1": "no"})
    assert walker.path == "/check"
    assert "Put this right" in walker.text
    assert f'action="{walker.home}/confirm"' not in walker.page.text
    await walker.open("/questions/K1?from=check")
    await walker.answer({"K1": "yes"})
    assert walker.path == "/questions/K2"


async def test_where_a_colleague_always_approves_the_button_says_so(
    browse: Browse,
) -> None:
    walker = await begin_clear(browse, "sam")
    assert "Send request to an adviser" in walker.text
    assert "Confirm and share" not in walker.text


async def test_starting_twice_with_one_form_is_one_request(browse: Browse) -> None:
    web = await browse("pat")
    hidden = dict(TOKEN.findall((await web.get("/requests/new")).text))
    both = [web.post("/requests/new", data=hidden) for _ in range(2)]
    first, second = await asyncio.gather(*both)
    assert first.url == second.url


async def test_saving_twice_with_one_form_adds_one_person(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/people/new")
    fields = {**dict(TOKEN.findall(walker.page.text)), "name": "Robin Alder"}
    for _ in range(2):
        await walker.web.post(f"{walker.home}/people/new", data=fields)
    await walker.open("/people")
    assert "You have added 1 person" in walker.text


async def test_confirming_twice_is_one_confirmation(browse: Browse) -> None:
    walker = await begin_clear(browse)
    tokens = dict(TOKEN.findall(walker.page.text))
    fields = {**tokens, "recipient_domain": DOMAIN}
    for _ in range(2):
        sent = await walker.web.post(f"{walker.home}/confirm", data=fields)
        assert sent.url.path == f"{walker.home}/sent"


async def test_somebody_elses_request_and_none_at_all_look_the_same(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    sam = await browse("sam")
    for page in ("", "/next", "/questions/U0", "/people", "/check", "/sent", "/worse"):
        theirs = await sam.get(f"{walker.home}{page}")
        nothing = await sam.get(f"/requests/SR-0000-0000{page}")
        assert theirs.status_code == nothing.status_code == 404
        assert _plain(theirs.text) == _plain(nothing.text)


def _plain(html: str) -> str:
    """A page without what differs each time."""
    return TOKEN.sub("", html)


async def test_an_adviser_follows_a_request_and_answers_none_of_it(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    ada = await browse("ada")
    followed = await ada.get(walker.home)
    assert followed.status_code == 200
    assert "/withdraw" not in followed.text
    for page in ("/questions/U0", "/people", "/check", "/reply"):
        assert (await ada.get(f"{walker.home}{page}")).status_code == 404
    assert (await ada.get("/requests")).status_code == 403


async def test_what_was_changed_since_it_was_read_is_not_shared(browse: Browse) -> None:
    walker = await begin_clear(browse)
    other = Walker(walker.web, walker.page)
    await other.open("/purpose")
    await other.send({"purpose": "Something else.", "trigger": "asked"})
    fields = {**dict(TOKEN.findall(walker.page.text)), "aside": "typed with care"}
    refused = await walker.web.post(f"{walker.home}/confirm", data=fields)
    assert refused.status_code == 409
    assert "has changed since you looked" in refused.text
    assert "typed with care" in refused.text


async def test_an_answer_changed_in_another_tab_is_not_confirmed_unread(
    browse: Browse,
) -> None:
    walker = await begin_clear(browse)
    other = Walker(walker.web, walker.page)
    await other.open("/questions/K4")
    await other.send({"answer": "unsure"})
    refused = await walker.send(to="/confirm")
    assert refused.page.status_code == 409


async def test_a_question_that_is_not_reached_is_not_there(browse: Browse) -> None:
    walker = await begin(browse)
    for code in ("K1", "I1", "U9", "new"):
        await walker.open(f"/questions/{code}")
        assert walker.page.status_code == 404


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("Q4", "The answers so far do not lead to that question."),
        ("Q4/evidence", "The answers so far do not lead to that question."),
        ("U9", "There is no such question"),
    ],
)
async def test_what_was_typed_beside_a_question_that_is_gone_is_shown_again(
    browse: Browse, code: str, says: str
) -> None:
    walker = await begin(browse)
    typed = {"answer": "yes", "note": "The mother agreed."}
    refused = await walker.send(typed, to=f"/questions/{code}")
    assert refused.page.status_code == 422
    assert says in refused.text
    assert "The mother agreed." in refused.text


async def test_an_answer_is_shown_again_with_its_note(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.send({"answer": "no", "note": "All is calm today."})
    await walker.open("/questions/U0?from=check")
    assert "All is calm today." in walker.text
    assert f'href="{walker.home}/check"' in walker.page.text
    assert "checked" in walker.page.text


async def test_a_question_without_an_answer_keeps_the_note(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.send({"note": "I would ask the school nurse."})
    assert walker.page.status_code == 422
    assert "<title>Error: " in walker.page.text
    assert "Select yes, no, or that you are not sure" in walker.text
    assert "I would ask the school nurse." in walker.text


async def test_the_list_says_what_to_do_with_each_request(browse: Browse) -> None:
    walker = await begin(browse)
    shown = await walker.web.get("/requests")
    assert "Start a request" in shown.text
    assert f'href="{walker.home}/next"' in shown.text


async def test_what_is_to_be_confirmed_is_not_said_to_wait_for_approval(
    browse: Browse,
) -> None:
    walker = await begin_clear(browse)
    shown = await walker.web.get("/requests")
    row = shown.text.split(f"{walker.home}/check")[1].split("</tr>")[0]
    assert "Ready to confirm" in row
    assert "Waiting for approval" not in row


async def test_a_list_without_requests_says_so(live: Live, browse: Browse) -> None:
    live.newcomer("nia", Role.PRACTITIONER)
    nia = await browse("nia")
    shown = await nia.get("/requests")
    assert "You have no requests yet" in shown.text


async def test_an_advisers_answer_is_shown_and_cannot_be_changed(
    live: Live, browse: Browse
) -> None:
    reference = await unsure_case(live, by="pat")
    await advise(live, reference, "Q4")
    web = await browse("pat")
    walker = Walker(web, await web.get(f"/requests/{reference}/questions/Q4"))
    assert "Ada Obi answered this: Yes" in walker.text
    await walker.send({"answer": "no", "note": "I have thought again."})
    assert walker.page.status_code == 409
    assert "An adviser has answered this question meanwhile." in walker.text
    assert "I have thought again." in walker.text
    await walker.open("/next")
    assert walker.path == "/prefilled"
    await walker.open("/check")
    assert "Answered by Ada Obi" in walker.text
    assert f"{walker.home}/questions/Q4" not in walker.page.text


async def advise(live: Live, reference: str, code: str) -> None:
    ada = actor(live, "ada")
    given = (Given(code, AnswerValue.YES),)
    await live.house.desk.do(
        ada,
        reference,
        lambda id, at, case: acts.Decide(
            id, ada, at, Choice.ADVISE, case.content.digest, given
        ),
        words={"reason": "The law allows it."},
    )


async def test_a_form_from_elsewhere_does_nothing(browse: Browse) -> None:
    walker = await begin(browse)
    refused = await walker.web.post(
        f"{walker.home}/questions/U0", data={"answer": "no", "csrf": "forged"}
    )
    assert refused.status_code == 403
    assert (await walker.open("/next")).path == "/questions/U0"
