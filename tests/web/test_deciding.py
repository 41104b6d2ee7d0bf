"""Deciding: conditions, two approvals, passing on, conflicts and earlier cases."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace

import httpx2
import pytest

from activities.calling import called
from adapters.clock import now
from casework.views import CaseView
from domain import acts
from domain.acts import Choice
from domain.answering import Given
from domain.content import Content, Individual
from domain.cover import day_of
from domain.deadlines import Whom
from domain.errors import CaseError, Why
from domain.rules import AnswerValue
from storage.cases import stored_case
from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import (
    Fields,
    actor,
    answer,
    hidden,
    play,
    send,
    task_of,
    unsure_case,
)

WHY = "Children’s services need it to decide whether to visit."
ALL_YES: Fields = dict.fromkeys(("Q4", "K1", "K2", "K3", "K4"), "yes")
APPROVAL: Fields = {**ALL_YES, "reason": WHY}


async def approve(
    web: httpx2.AsyncClient, task: str, choice: str = "approve", **more: str
) -> httpx2.Response:
    page = f"/tasks/{task}/decision"
    shown = await web.get(f"{page}?choice={choice}")
    open_ = {name: "yes" for name in ALL_YES if f'name="{name}"' in shown.text}
    fields = {**hidden(shown.text), **open_, "reason": WHY, **more}
    return await web.post(page, data=fields)


def seen_by(live: Live, user: str, reference: str) -> CaseView:
    return live.house.views.case(actor(live, user), reference)


async def released(live: Live, reference: str) -> Content:
    """What left, as its recipient has it."""

    async def is_made() -> bool:
        return seen_by(live, "pat", reference).release is not None

    await until(is_made)
    with live.house.storehouse.reading() as store:
        parcel = store.releases.of(reference)
        assert parcel is not None
        return store.releases.content(parcel)


async def describe_people(
    live: Live, by: str, reference: str, *people: Individual
) -> None:
    await live.house.desk.describe(
        actor(live, by),
        reference,
        lambda content: content.with_individuals(people),
    )


async def begun_about(live: Live, by: str, *people: Individual) -> str:
    """A case about these people that waits for an adviser."""
    reference = await play(live, "begun")
    await describe_people(live, by, reference, *people)
    before = {"Q1": "yes", "Q2": "no", "Q3": "yes", "Q4": "unsure"}
    await answer(live, by, reference, before)
    return reference


async def test_words_for_the_recipient_are_seen_before_and_travel_with_it(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    task, ada = task_of(live, reference), await browse("ada")
    words = "Ring us before you visit."
    looked = await approve(ada, task, handling=words, look="yes")
    assert looked.status_code == 200
    assert "Nothing is decided yet" in looked.text
    assert looked.text.count(words) == 2
    assert seen_by(live, "ada", reference).case.stage == "with_adviser"
    done = await approve(ada, task, handling=words)
    assert "You approved the sharing" in done.text
    assert (await released(live, reference)).handling == words
    assert f"because: {WHY}" in seen_by(live, "pat", reference).timeline[1].sentence


async def test_too_many_words_for_the_recipient_are_refused_and_kept(
    live: Live, browse: Browse
) -> None:
    task, ada = task_of(live, await play(live, "unsure")), await browse("ada")
    back = await approve(ada, task, handling="x" * 1001)
    assert back.status_code == 422
    assert "What you ask of the recipient must be 1,000 characters" in back.text
    assert "x" * 1001 in back.text


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
async def test_a_reason_is_needed_and_has_an_end(
    live: Live, browse: Browse, reason: str
) -> None:
    task, ada = task_of(live, await play(live, "unsure")), await browse("ada")
    back = await approve(ada, task, reason=reason)
    assert back.status_code == 422
    assert "reason" in back.text.partition("There is a problem")[2][:400]


async def test_the_second_adviser_decides_without_knowing_what_the_first_wrote(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    task, ada, ben = task_of(live, reference), await browse("ada"), await browse("ben")
    await approve(ada, task, "approve_some", left_out="item-2", second="yes")
    second = task_of(live, reference)
    for address in (f"/tasks/{second}", f"/tasks/cases/{reference}"):
        shown = (await ben.get(address)).text
        assert "1 of 2 approvals given." in shown
        assert "An adviser has given their decision." in shown
        for hidden_part in (WHY, "Ada Obi (adviser) approved", "Left out"):
            assert hidden_part not in shown
    mine = (await ada.get(f"/tasks/cases/{reference}")).text
    assert WHY in mine
    pat = await browse("pat")
    theirs = (await pat.get(f"/requests/{reference}")).text
    assert "1 of 2 approvals given." in theirs
    assert WHY not in theirs
    done = await approve(ben, second, reason="I see it the same way.")
    assert WHY in done.text
    assert [item.id for item in (await released(live, reference)).items] == ["item-1"]


async def test_until_they_decide_a_second_adviser_reads_no_verdict_elsewhere(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    task, ada, ben = task_of(live, reference), await browse("ada"), await browse("ben")
    remark = {"comment": "Has anybody rung the school?", "readers": "advisers"}
    await send(ada, f"/tasks/{task}", remark, to=f"/tasks/{task}/comments")
    await approve(ada, task, second="yes")
    second = task_of(live, reference)
    telling = {"comment": "I approved all of it.", "readers": "advisers"}
    await send(ada, f"/tasks/{second}", telling, to=f"/tasks/{second}/comments")
    colleague = {"to": actor(live, "ben").id, "reason": "Please approve it too."}
    await send(ada, f"/tasks/{second}/reassign", colleague)
    for address in (f"/tasks/{second}", f"/tasks/cases/{reference}"):
        shown = (await ben.get(address)).text
        assert "Has anybody rung the school?" in shown
        assert "gave the adviser task to Ben" in shown
        assert "is shown once another adviser has decided" in shown
        assert "I approved all of it." not in shown
        assert "Please approve it too." not in shown
    async with live.api("ben") as api:
        said = await api.get(f"/tasks/{second}/comments")
        assert "I approved all of it." not in said.text
    await approve(ben, second)
    after = (await ben.get(f"/tasks/cases/{reference}")).text
    assert "I approved all of it." in after
    assert "Please approve it too." in after


async def test_leaving_out_exactly_the_rest_tells_nothing_before_it_is_decided(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    task, ada, ben = task_of(live, reference), await browse("ada"), await browse("ben")
    await approve(ada, task, "approve_some", left_out="item-2", second="yes")
    second = task_of(live, reference)
    both = await approve(ben, second, "approve_some", left_out="item-1")
    assert both.status_code == 200
    view = seen_by(live, "ben", reference)
    assert (view.case.stage, view.approvals.given) == ("with_adviser", 0)
    assert "together leave nothing to share" in view.timeline[0].sentence
    shown = (await ben.get(f"/tasks/{task_of(live, reference)}")).text
    assert "None of them counts any more" in shown
    assert "Ada Obi (adviser) approved the sharing" in shown
    await approve(ada, task_of(live, reference))
    await approve(ben, task_of(live, reference), reason="We have talked.")
    assert len((await released(live, reference)).items) == 2


async def test_one_adviser_cannot_give_both_approvals(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    ada = await browse("ada")
    await approve(ada, task_of(live, reference), second="yes")
    with pytest.raises(CaseError) as refused:
        await decide(live, "ada", reference)
    assert refused.value.why is Why.SAME_ADVISER


async def decide(live: Live, by: str, reference: str) -> None:
    who = actor(live, by)
    await live.house.desk.do(
        who,
        reference,
        lambda id, at, case: acts.Decide(
            id, who, at, Choice.APPROVE, case.content.digest
        ),
    )


async def test_changing_what_was_approved_voids_the_approval_and_says_so(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    ada, ben = await browse("ada"), await browse("ben")
    await approve(ada, task_of(live, reference), second="yes")
    task = task_of(live, reference)
    await send(ben, f"/tasks/{task}/ask", {"question": "Is the date right?"})
    await live.house.desk.describe(
        actor(live, "pat"), reference, lambda now: replace(now, purpose="To help.")
    )
    shown = (await (await browse("pat")).get(f"/requests/{reference}")).text
    assert "That approval no longer counts" in shown
    assert seen_by(live, "ada", reference).approvals.given == 0


async def test_a_task_is_passed_on_with_a_reason(live: Live, browse: Browse) -> None:
    reference = await play(live, "unsure")
    task, ada = task_of(live, reference), await browse("ada")
    page = f"/tasks/{task}/pass"
    chosen = await send(ada, f"/tasks/{task}", {"choice": "pass"})
    assert chosen.url.path == page
    empty = await send(ada, page, {"to": "legal", "reason": " "})
    assert (empty.status_code, "Enter your reason" in empty.text) == (422, True)
    nowhere = await send(ada, page, {"to": "the moon", "reason": "A point of law."})
    assert nowhere.status_code == 422
    assert "Select who should have it" in nowhere.text
    assert "A point of law." in nowhere.text
    done = await send(ada, page, {"to": "legal", "reason": "A point of law."})
    assert "You passed it on" in done.text
    assert "because: A point of law." in done.text
    assert seen_by(live, "ada", reference).case.passed_to == "legal"


async def test_who_is_named_in_a_request_may_not_decide_on_it(
    live: Live, browse: Browse
) -> None:
    named = Individual("person-1", "Robin Alder", other_names="Ada Obi")
    reference = await begun_about(live, "pat", named)
    task, ada = task_of(live, reference), await browse("ada")
    refused = await ada.get(f"/tasks/{task}")
    assert refused.status_code == 404
    assert "named" not in refused.text
    taken = await ada.post(
        f"/tasks/{task}/claim", data=hidden((await ada.get("/account/conflicts")).text)
    )
    assert taken.status_code == 404
    newest = seen_by(live, "pat", reference).timeline[0].sentence
    assert newest.startswith("Ada Obi (adviser) would have taken the")
    assert (
        actor(live, "ada").id in seen_by(live, "pat", reference).case.content.conflicted
    )
    ben = await browse("ben")
    assert (await ben.get(f"/tasks/{task}")).status_code == 200


async def test_who_declares_a_conflict_leaves_the_candidates_of_what_waits(
    live: Live,
) -> None:
    child = Individual("c", "Odwin Farrow")
    reference = await begun_about(live, "pat", child)
    ada = actor(live, "ada")
    assert ada.id in could_take(live, reference)
    made = live.house.conflicts.declare(ada, "Odwin Farrow", "odwin")
    assert ada.id not in could_take(live, reference)
    assert ada.id not in written_to(live, reference)
    with live.house.storehouse.writing() as store:
        store.routing.renew("larkhill", now())
    assert ada.id not in could_take(live, reference)
    later = await begun_about(live, "pat", child)
    assert ada.id not in could_take(live, later)
    live.house.conflicts.remove(ada, made.id)
    assert ada.id in could_take(live, reference)


def could_take(live: Live, reference: str) -> set[str]:
    """Who is a candidate for the task of a case, as it is kept."""
    task = task_of(live, reference)
    with live.house.storehouse.reading() as store:
        return {each.user for each in store.routing.candidates(task, day_of(now()))}


def written_to(live: Live, reference: str) -> set[str]:
    """Who is written to at the first step of the chain."""
    with live.house.storehouse.reading() as store:
        case = stored_case(store.session, reference)
        task = store.tasks.live(reference)
        assert case is not None
        assert task is not None
        return {a.actor.id for a in called(store, case, task, Whom.TEAM, now())}


async def test_a_conflict_declared_later_stops_a_decision_and_is_on_the_timeline(
    live: Live, browse: Browse
) -> None:
    kin = Individual("person-1", "Wren Obi-Marsh", "2015-03-09")
    reference = await begun_about(live, "pat", kin)
    task, ada = task_of(live, reference), await browse("ada")
    early = await ada.get(f"/tasks/{task}/decision?choice=decline")
    page = "/account/conflicts"
    nobody = await send(ada, page, {"name": " "})
    assert "Enter their name" in nobody.text
    added = await send(ada, page, {"name": "Wren Obi-Marsh"})
    assert "Wren Obi-Marsh" in added.text
    refused = await ada.post(
        f"/tasks/{task}/decision", data={**hidden(early.text), "reason": "No."}
    )
    assert refused.status_code == 404
    for kept in (f"/tasks/{task}", f"/tasks/cases/{reference}"):
        assert (await ada.get(kept)).status_code == 404
    assert reference not in (await ada.get("/tasks")).text
    with pytest.raises(CaseError):
        await decide(live, "ada", reference)
    tried = seen_by(live, "pat", reference).timeline[0].sentence
    assert tried.startswith("Ada Obi (adviser) would have approved")
    [mine] = live.house.conflicts.mine(actor(live, "ada"))
    await send(ada, page, {}, f"{page}/{mine.id}/remove")
    assert (await ada.get(f"/tasks/{task}")).status_code == 200


async def test_declared_names_are_sealed_and_nobody_elses(
    live: Live, browse: Browse
) -> None:
    declared = live.house.conflicts.declare(actor(live, "ben"), "Tam Quill", "tam")
    ada = await browse("ada")
    assert "Tam Quill" not in (await ada.get("/account/conflicts")).text
    removed = await send(
        ada, "/account/conflicts", {}, f"/account/conflicts/{declared.id}/remove"
    )
    assert removed.status_code == 404
    live.house.conflicts.remove(actor(live, "ben"), declared.id)
    pat = await browse("pat")
    assert (await pat.get("/account/conflicts")).status_code == 403


async def test_an_adviser_sees_that_there_were_cases_about_the_same_person(
    live: Live, browse: Browse
) -> None:
    kim = Individual("person-1", "Kim  Harrow", "2014-02-01")
    again = Individual("person-9", "kim harrow", "2014-02-01")
    other = Individual("person-1", "Kim Harrow", "2009-12-24")
    first = await begun_about(live, "pat", kim)
    namesake = await begun_about(live, "pat", other)
    later = await begun_about(live, "pat", again)
    ada = await browse("ada")
    shown = (await ada.get(f"/tasks/{task_of(live, later)}")).text
    assert f'href="/tasks/cases/{first}"' in shown
    assert namesake not in shown
    assert seen_by(live, "pat", later).related.same_person == ()


async def test_looking_at_every_link_in_a_mail_changes_nothing(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    task = task_of(live, reference)
    before = seen_by(live, "pat", reference)
    ada = await browse("ada")
    for page in ("", "/decision?choice=approve", "/decision?choice=decline", "/pass"):
        for look in (ada.get, ada.head):
            await look(f"/tasks/{task}{page}")
    after = seen_by(live, "pat", reference)
    assert (after.case, after.timeline) == (before.case, before.timeline)


async def tried(doing: Awaitable[object]) -> Why | None:
    """Why it was refused; None if it was done."""
    try:
        await doing
    except CaseError as no:
        return no.why
    return None


async def test_of_an_approval_and_a_withdrawal_at_once_only_one_comes_true(
    live: Live,
) -> None:
    reference = await unsure_case(live, "pat")
    ada, pat = actor(live, "ada"), actor(live, "pat")
    yes = tuple(Given(node, AnswerValue.YES) for node in ALL_YES)
    approved = live.house.desk.do(
        ada,
        reference,
        lambda id, at, case: acts.Decide(
            id, ada, at, Choice.APPROVE, case.content.digest, yes
        ),
    )
    withdrawn = live.house.desk.do(
        pat, reference, lambda id, at, case: acts.Withdraw(id, pat, at)
    )
    late, too_late = await asyncio.gather(tried(approved), tried(withdrawn))
    if too_late is not None:  # the practitioner is told that it has left
        assert (late, too_late) == (None, Why.ALREADY_SHARED)
        assert (await released(live, reference)).items
        return
    view = seen_by(live, "pat", reference)
    assert view.case.ending == "withdrawn"
    assert late in (None, Why.ALREADY_CLOSED)
    assert view.release is None or not view.release.is_live


async def test_of_two_who_decide_at_once_one_is_told_that_it_is_decided(
    live: Live,
) -> None:
    reference = await unsure_case(live, "pat")

    def declined(user: str) -> Awaitable[object]:
        who = actor(live, user)
        return live.house.desk.do(
            who,
            reference,
            lambda id, at, case: acts.Decide(
                id, who, at, Choice.DECLINE, case.content.digest
            ),
        )

    both = await asyncio.gather(tried(declined("ada")), tried(declined("ben")))
    assert both.count(None) == 1
    assert {*both} <= {None, Why.ALREADY_DECIDED, Why.HELD_BY_ANOTHER}


async def test_a_decision_on_what_has_changed_since_is_refused_and_keeps_its_words(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    task, ada = task_of(live, reference), await browse("ada")
    back = await approve(ada, task, digest="0" * 64)
    assert back.status_code == 409
    assert "What would be shared has changed since you looked" in back.text
    assert WHY in back.text
    assert seen_by(live, "pat", reference).case.stage == "with_adviser"
