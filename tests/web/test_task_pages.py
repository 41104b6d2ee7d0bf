"""Advisers: what waits, who has it, and a decision from first look to last page."""

from datetime import timedelta

import pytest
from starlette.requests import Request

from adapters.clock import now
from casework.desk import Receipt
from tests.live import Live
from tests.web.conftest import Browse
from tests.web.desk_work import (
    Fields,
    actor,
    hidden,
    make_due,
    play,
    send,
    task_of,
    unsure_case,
    urgent_share,
)
from web.task_pages import landed

WHY = "Children’s services need it to decide whether to visit."
ALL_YES: Fields = dict.fromkeys(("Q4", "K1", "K2", "K3", "K4"), "yes")


async def test_the_inbox_is_grouped_by_how_soon_a_task_is_due(
    live: Live, browse: Browse
) -> None:
    late, soon = await play(live, "unsure"), await play(live, "unsure")
    make_due(live, late, now() - timedelta(minutes=50))
    make_due(live, soon, now() + timedelta(days=2))
    ada = await browse("ada")
    everything = (await ada.get("/tasks")).text
    assert everything.index("Overdue (") < everything.index(late)
    assert everything.index("Later (") < everything.index(soon)
    overdue = (await ada.get("/tasks?due=overdue")).text
    assert late in overdue
    assert soon not in overdue
    assert "Overdue by 5" in overdue


async def test_a_filter_nobody_knows_is_named_and_not_used(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    ada = await browse("ada")
    shown = await ada.get("/tasks?view=everyone")
    assert shown.status_code == 200
    assert "We do not know the filter in this address (view)" in shown.text
    assert reference in shown.text


async def test_of_two_who_take_a_task_the_second_is_told_who_has_it(
    live: Live, browse: Browse
) -> None:
    task = task_of(live, await play(live, "unsure"))
    ada, ben = await browse("ada"), await browse("ben")
    taken = await send(ada, f"/tasks/{task}", {}, f"/tasks/{task}/claim")
    assert "You have had this task since" in taken.text
    lost = await send(ben, f"/tasks/{task}", {}, f"/tasks/{task}/claim")
    assert lost.status_code == 409
    assert "Ada Obi has had it since " in lost.text
    assert f'href="/tasks/{task}"' in lost.text


async def test_a_task_that_is_put_back_is_nobodys(live: Live, browse: Browse) -> None:
    task = task_of(live, await play(live, "unsure"))
    ada, ben = await browse("ada"), await browse("ben")
    await send(ada, f"/tasks/{task}", {}, f"/tasks/{task}/claim")
    await send(ada, f"/tasks/{task}", {}, f"/tasks/{task}/put-back")
    assert "Nobody has this task" in (await ben.get(f"/tasks/{task}")).text


async def test_the_names_are_below_the_bar_and_only_initials_are_in_it(
    live: Live,
    browse: Browse,
) -> None:
    reference = await play(live, "unsure")
    page = (await (await browse("ada")).get(f"/tasks/{task_of(live, reference)}")).text
    bar, _, body = page.partition("<main")
    assert "About " in bar
    with live.house.storehouse.reading() as store:
        case = store.cases(actor(live, "ada")).get(reference)
        name = store.cases(actor(live, "ada")).content(case).individuals[0].name
    assert name not in bar
    assert name in body


async def test_the_second_page_needs_a_choice(live: Live, browse: Browse) -> None:
    task = task_of(live, await play(live, "unsure"))
    ada = await browse("ada")
    nothing = await send(ada, f"/tasks/{task}", {})
    assert nothing.status_code == 422
    assert "Select what you have decided" in nothing.text
    chosen = await send(ada, f"/tasks/{task}", {"choice": "approve"})
    assert chosen.url.path == f"/tasks/{task}/decision"


async def test_an_approval_is_shared_and_leaves_the_inbox_at_once(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    task = task_of(live, reference)
    ada = await browse("ada")
    page = f"/tasks/{task}/decision"
    done = await send(ada, f"{page}?choice=approve", {**ALL_YES, "reason": WHY}, page)
    assert done.url.path == f"/tasks/{task}/done"
    assert "You approved the sharing" in done.text
    assert task not in (await ada.get("/tasks")).text
    assert (await ada.get(f"/tasks/{task}/done")).status_code == 200


async def test_an_open_question_without_an_answer_keeps_what_was_typed(
    live: Live,
    browse: Browse,
) -> None:
    task = task_of(live, await play(live, "unsure"))
    ada = await browse("ada")
    page = f"/tasks/{task}/decision"
    back = await send(ada, f"{page}?choice=approve", {"K1": "no", "reason": WHY}, page)
    assert back.status_code == 422
    assert "Answer the question: Is there a lawful reason" in back.text
    assert WHY in back.text
    assert "<title>Error: Share this information" in back.text


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("unsure", "With these answers it cannot be shared."),
        ("no", "The answers lead to not sharing."),
    ],
)
async def test_an_approval_against_the_answers_is_refused_at_the_question(
    live: Live, browse: Browse, answer: str, told: str
) -> None:
    task = task_of(live, await unsure_case(live, "pat"))
    ada = await browse("ada")
    page = f"/tasks/{task}/decision"
    fields = {**ALL_YES, "Q4": answer, "reason": WHY}
    back = await send(ada, f"{page}?choice=approve", fields, page)
    assert back.status_code == 422
    assert told in back.text
    assert 'href="#Q4"' in back.text
    assert WHY in back.text


async def test_an_answer_that_leads_elsewhere_brings_the_questions_there(
    live: Live,
    browse: Browse,
) -> None:
    task = task_of(live, await unsure_case(live, "pat", "U0"))
    ada = await browse("ada")
    page = f"/tasks/{task}/decision"
    first = await ada.get(f"{page}?choice=approve")
    assert 'name="U1"' in first.text
    fields: Fields = {"U0": "no", "U1": "yes", "reason": WHY}
    back = await send(ada, f"{page}?choice=approve", fields, page)
    assert back.status_code == 422
    assert 'name="U1"' not in back.text
    assert "Answer the question: Is there a clear, legitimate purpose" in back.text


async def test_what_is_left_out_is_not_shared(live: Live, browse: Browse) -> None:
    reference = await play(live, "unsure")
    task = task_of(live, reference)
    ada = await browse("ada")
    page, fields = f"/tasks/{task}/decision", {**ALL_YES, "reason": WHY}
    none = await send(ada, f"{page}?choice=approve_some", fields, page)
    assert "Select what to leave out" in none.text
    everything = {**fields, "left_out": ["item-1", "item-2"]}
    back = await send(ada, f"{page}?choice=approve_some", everything, page)
    assert "That would leave nothing to share" in back.text
    await send(
        ada, f"{page}?choice=approve_some", {**fields, "left_out": "item-2"}, page
    )
    with live.house.storehouse.reading() as store:
        case = store.cases(actor(live, "ada")).get(reference)
    assert case.valid_approvals[0].left_out == ("item-2",)


async def test_a_decision_not_to_share_ends_the_case_with_its_reason(
    live: Live,
    browse: Browse,
) -> None:
    reference = await play(live, "unsure")
    task = task_of(live, reference)
    ada = await browse("ada")
    page = f"/tasks/{task}/decision"
    empty = await send(ada, f"{page}?choice=decline", {"reason": " "}, page)
    assert "Enter your reason" in empty.text
    done = await send(ada, f"{page}?choice=decline", {"reason": "Early help."}, page)
    assert "You decided not to share" in done.text
    case = (await ada.get(f"/tasks/cases/{reference}")).text
    assert "Not shared, on" in case
    assert "because: Early help." in case


async def test_advice_answers_what_is_open_and_gives_the_request_back(
    live: Live,
    browse: Browse,
) -> None:
    reference = await play(live, "unsure")
    task = task_of(live, reference)
    ada = await browse("ada")
    page = f"/tasks/{task}/decision"
    nothing = await send(ada, f"{page}?choice=advise", {"reason": WHY}, page)
    assert "Answer at least one open question" in nothing.text
    fields: Fields = {"Q4": "yes", "reason": WHY}
    done = await send(ada, f"{page}?choice=advise", fields, page)
    assert "You gave your advice" in done.text
    assert "It is with the practitioner now" in done.text


async def test_the_practitioner_sees_what_an_adviser_asks(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    task = task_of(live, reference)
    ada, pat = await browse("ada"), await browse("pat")
    asked = await send(ada, f"/tasks/{task}/ask", {"question": "Who saw it?"})
    assert "You asked the practitioner a question" in asked.text
    assert "Who saw it?" in (await pat.get(f"/tasks/cases/{reference}")).text


async def test_the_second_to_decide_is_told_who_was_first_and_loses_no_words(
    live: Live,
    browse: Browse,
) -> None:
    task = task_of(live, await play(live, "unsure"))
    ada, ben = await browse("ada"), await browse("ben")
    page = f"/tasks/{task}/decision"
    late = await ben.get(f"{page}?choice=decline")
    await send(ada, f"{page}?choice=decline", {"reason": "Early help."}, page)
    fields = {"reason": "I think so too.", **hidden(late.text)}
    lost = await ben.post(page, data=fields)
    assert lost.status_code == 409
    assert "This has already been decided. It was Ada Obi, on" in lost.text
    assert "I think so too." in lost.text
    assert f'href="/tasks/{task}"' in lost.text


async def test_nobody_decides_on_their_own_request(live: Live, browse: Browse) -> None:
    reference = await unsure_case(live, "ben")
    task = task_of(live, reference)
    ben = await browse("ben")
    inbox = (await ben.get("/tasks")).text
    assert reference in inbox
    assert f'href="/tasks/{task}"' not in inbox
    refused = await ben.get(f"/tasks/{task}")
    assert refused.status_code == 403
    assert "Nobody can decide on their own request" in refused.text
    tried = {**hidden(inbox), "choice": "decline", "reason": "Mine."}
    sent = await ben.post(f"/tasks/{task}/decision", data=tried)
    assert sent.status_code == 403


async def test_an_urgent_share_is_reviewed_by_somebody_else(
    live: Live, browse: Browse
) -> None:
    reference = await urgent_share(live)
    task = task_of(live, reference)
    ada = await browse("ada")
    shown = (await ada.get(f"/tasks/{task}")).text
    assert "Was this urgent share right?" in shown
    page = f"/tasks/{task}/review"
    fields: Fields = {"needed": "yes", "enough": "no"}
    back = await send(ada, page, fields)
    assert "Select yes if it went to the right person" in back.text
    fields |= {"right_recipient": "yes", "lessons": "Ring them first."}
    done = await send(ada, page, fields)
    assert "You reviewed this urgent share" in done.text
    assert "Ring them first." in done.text


async def test_an_adviser_closes_a_release_with_a_reason(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "shared")
    ada = await browse("ada")
    page = f"/tasks/cases/{reference}/revoke"
    assert "Enter your reason" in (await send(ada, page, {})).text
    closed = await send(ada, page, {"reason": "It named the wrong family."})
    assert closed.url.path == f"/tasks/cases/{reference}"
    assert "Closed by the sender" in closed.text
    assert "Close this release" not in closed.text


@pytest.mark.parametrize("user", ["mina", "noor", "ola", "ines"])
async def test_a_task_is_not_there_for_those_it_is_not_for(
    live: Live, browse: Browse, user: str
) -> None:
    reference = await play(live, "unsure")
    task = task_of(live, reference)
    stranger = await browse(user)
    for address in (
        f"/tasks/{task}",
        f"/tasks/{task}/decision?choice=approve",
        f"/tasks/{task}/done",
        f"/tasks/cases/{reference}",
    ):
        shown = await stranger.get(address)
        assert shown.status_code == 404, address
        assert reference not in shown.text


def test_what_is_not_applied_yet_is_only_said_to_be_safe() -> None:
    sent = Request(
        {"type": "http", "method": "POST", "path": "/tasks/T-1/ask", "headers": []}
    )
    receipt = Receipt("SR-7K3M-9QXD", "act", False, now())
    answer = landed(sent, receipt, "/tasks/T-1/done", "your decision")
    page = bytes(answer.body).decode()
    assert answer.status_code == 202
    assert "We have your decision about SR-7K3M-9QXD. It is safe." in page
    assert 'href="/tasks/cases/SR-7K3M-9QXD"' in page
