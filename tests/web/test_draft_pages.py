"""What is typed is not lost: drafts, and forms that came after a session ended."""

from datetime import timedelta

import httpx2
import pytest
from sqlmodel import col, update

from adapters.clock import now
from domain.people import Role
from storage.tables import SessionRow
from tests.live import TOKEN, Live
from tests.web.conftest import Browse
from tests.web.desk_work import (
    actor,
    hidden,
    send,
    task_of,
    unsure_case,
    urgent_share,
)
from tests.web.walking import Walker, begin

HALF = "He told me that"
KEPT = "We kept what you typed at"


async def save(walker: Walker, page: str, **fields: str) -> httpx2.Response:
    """What the script of a page posts while somebody types."""
    hidden = dict(TOKEN.findall(walker.page.text))
    data = {**hidden, **fields}
    return await walker.web.post(f"{walker.home}/drafts/{page}", data=data)


def end_session_of(live: Live, user: str) -> None:
    """As if everybody called so had not touched a page for a day."""
    mine = col(SessionRow.user) == actor(live, user).id
    long_ago = now() - timedelta(days=1)
    with live.house.storehouse.writing() as store:
        store.session.exec(update(SessionRow).where(mine).values(seen_at=long_ago))


async def test_a_page_shows_what_was_typed_and_not_sent(browse: Browse) -> None:
    walker = await begin(browse)
    assert f'data-autosave="{walker.home}/drafts/questions/U0"' in walker.page.text
    saved = await save(walker, "questions/U0", answer="unsure", note=HALF)
    assert saved.status_code == 204
    await walker.open("/questions/U0")
    assert KEPT in walker.text
    assert HALF in walker.text
    assert 'value="unsure" checked' in walker.page.text
    await walker.open("/check")
    assert HALF not in walker.text  # it is no answer yet


async def test_what_is_sent_leaves_no_draft(browse: Browse) -> None:
    walker = await begin(browse)
    form = Walker(walker.web, walker.page)
    await save(walker, "questions/U0", note=HALF)
    await walker.send({"answer": "no", "note": "All is calm."})
    await walker.open("/questions/U0")
    assert KEPT not in walker.text
    assert "All is calm." in walker.text
    late = await save(form, "questions/U0", note=HALF)  # under way as it was sent
    assert late.status_code == 204
    await walker.open("/questions/U0")
    assert KEPT not in walker.text


async def test_a_refused_form_keeps_its_draft(browse: Browse) -> None:
    walker = await begin(browse)
    await save(walker, "questions/U0", note=HALF)
    await walker.send({"note": HALF})
    assert walker.page.status_code == 422
    await walker.open("/questions/U0")
    assert KEPT in walker.text


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("items/new", {"text": HALF, "kind": "reported", "observed_on-day": "5"}),
        ("purpose", {"purpose": HALF}),
        ("people/new", {"name": HALF}),
        ("withdraw", {"reason": HALF}),
    ],
)
async def test_every_page_with_something_to_write_keeps_it(
    browse: Browse, page: str, fields: dict[str, str]
) -> None:
    walker = await begin(browse)
    await walker.open(f"/{page}")
    assert f'data-autosave="{walker.home}/drafts/{page}"' in walker.page.text
    assert "data-autosave-status" in walker.page.text
    assert (await save(walker, page, **fields)).status_code == 204
    await walker.open(f"/{page}")
    assert KEPT in walker.text
    assert HALF in walker.page.text


async def test_a_draft_is_for_its_writer_only(browse: Browse) -> None:
    walker = await begin(browse)
    await save(walker, "questions/U0", note=HALF)
    sam = Walker(await browse("sam"), walker.page)
    assert (await save(sam, "questions/U0", note="mine")).status_code == 404
    await walker.open("/questions/U0")
    assert HALF in walker.text


@pytest.mark.parametrize("page", ["a/b/c/d/e", "questions/<b>", "questions/%2e%2e"])
async def test_a_page_that_there_cannot_be_has_no_draft(
    browse: Browse, page: str
) -> None:
    walker = await begin(browse)
    assert (await save(walker, page, note=HALF)).status_code == 404


async def test_more_than_any_page_has_room_for_is_refused(browse: Browse) -> None:
    walker = await begin(browse)
    refused = await save(walker, "questions/U0", note="x" * 60_000)
    assert refused.status_code == 413


async def test_a_forged_draft_is_refused(browse: Browse) -> None:
    walker = await begin(browse)
    refused = await save(walker, "questions/U0", note=HALF, csrf="forged")
    assert refused.status_code == 403


async def test_after_a_time_out_what_was_sent_is_there_again(
    live: Live, browse: Browse
) -> None:
    live.newcomer("lark", next(iter(actor(live, "pat").roles)))
    walker = await begin(browse, "lark")
    end_session_of(live, "lark")
    await walker.send({"answer": "unsure", "note": HALF})
    assert walker.page.status_code == 401
    assert "So is what you typed on this page." in walker.text
    assert HALF not in walker.page.text  # a shared screen gives nothing away
    back = f"{walker.home}/questions/U0"
    assert f'href="/account/sign-in?next={back}"' in walker.page.text
    web = await browse("lark")
    again = Walker(web, await web.get(back))
    assert KEPT in again.text
    assert HALF in again.text


async def test_a_late_form_that_is_not_theirs_is_kept_nowhere(
    live: Live, browse: Browse
) -> None:
    live.newcomer("wade", next(iter(actor(live, "pat").roles)))
    walker = await begin(browse, "wade")
    end_session_of(live, "wade")
    for token in ("forged", ""):
        late = await walker.web.post(
            f"{walker.home}/questions/U0", data={"csrf": token, "note": HALF}
        )
        assert late.status_code == 401
        assert HALF in late.text  # for whoever sent it to copy
    web = await browse("wade")
    assert KEPT not in (await web.get(f"{walker.home}/questions/U0")).text


async def test_saving_after_a_time_out_keeps_the_draft_too(
    live: Live, browse: Browse
) -> None:
    live.newcomer("finlay", next(iter(actor(live, "pat").roles)))
    walker = await begin(browse, "finlay")
    end_session_of(live, "finlay")
    assert (await save(walker, "questions/U0", note=HALF)).status_code == 401
    web = await browse("finlay")
    assert HALF in (await web.get(f"{walker.home}/questions/U0")).text


async def test_a_review_and_the_closing_of_a_release_are_kept_while_written(
    live: Live, browse: Browse
) -> None:
    reference = await urgent_share(live)
    task, ada = f"/tasks/{task_of(live, reference)}", await browse("ada")
    case = f"/tasks/cases/{reference}"
    for page, kept_at, field in (
        (f"{task}/review", f"{task}/drafts/review", "lessons"),
        (f"{case}/revoke", f"{case}/drafts/revoke", "reason"),
    ):
        shown = await ada.get(page)
        assert f'data-autosave="{kept_at}"' in shown.text
        data = {**hidden(shown.text), field: HALF}
        assert (await ada.post(kept_at, data=data)).status_code == 204
        assert HALF in (await ada.get(page)).text
    yes = dict.fromkeys(("needed", "enough", "right_recipient"), "yes")
    await send(ada, f"{task}/review", yes)
    await send(ada, f"{case}/revoke", {"reason": "The wrong ward."})
    for page in ("review", "revoke"):
        assert live.house.drafts.get(actor(live, "ada"), reference, page) is None
    sam = await browse("sam")
    data = {**hidden((await sam.get("/account")).text), "reason": HALF}
    assert (await sam.post(f"{case}/drafts/revoke", data=data)).status_code == 404


async def test_what_an_adviser_is_writing_is_kept_for_them(
    live: Live, browse: Browse
) -> None:
    reference = await unsure_case(live, by="pat")
    task = f"/tasks/{task_of(live, reference)}"
    ada = await browse("ada")
    for page, draft, field in (
        (f"{task}/decision?choice=decline", "decision/decline", "reason"),
        (f"{task}/ask", "ask", "question"),
    ):
        shown = await ada.get(page)
        assert f'data-autosave="{task}/drafts/{draft}"' in shown.text
        data = {**hidden(shown.text), field: HALF}
        saved = await ada.post(f"{task}/drafts/{draft}", data=data)
        assert saved.status_code == 204
        assert HALF in (await ada.get(page)).text
    other = await ada.get(f"{task}/decision?choice=approve")
    assert HALF not in other.text
    ben = await browse("ben")
    assert HALF not in (await ben.get(f"{task}/ask")).text
    await send(ada, f"{task}/ask", {"question": "Who saw it?"})
    mine = actor(live, "ada")
    assert live.house.drafts.get(mine, reference, "ask") is None
    sam = await browse("sam")
    data = {**hidden((await sam.get("/account")).text), "question": HALF}
    assert (await sam.post(f"{task}/drafts/ask", data=data)).status_code == 404


async def test_what_an_adviser_sends_too_late_is_there_again_in_the_same_place(
    live: Live, browse: Browse
) -> None:
    live.newcomer("heron", Role.ADVISER)
    task = f"/tasks/{task_of(live, await unsure_case(live, 'pat'))}"
    for page, field, back in (
        ("ask", "question", "ask"),
        ("pass", "reason", "pass"),
        ("decision?choice=decline", "reason", "decision%3Fchoice%3Ddecline"),
    ):
        web = await browse("heron")
        shown = hidden((await web.get(f"{task}/{page}")).text)
        end_session_of(live, "heron")
        late = await web.post(
            f"{task}/{page.partition('?')[0]}",
            data={**shown, field: HALF, "choice": "decline"},
        )
        assert late.status_code == 401
        assert f'href="/account/sign-in?next={task}/{back}"' in late.text
        again = await browse("heron")
        assert HALF in (await again.get(f"{task}/{page}")).text, page


async def test_after_a_time_out_one_returns_to_any_page_that_there_is(
    live: Live, browse: Browse
) -> None:
    web = await browse("pat")
    web.cookies.clear()
    for path, back in (
        ("/account/password", "/account/password"),
        ("/directory/new", "/directory/new"),
        ("/account/sign-out", "/"),
        ("/account/sessions/s-1/end", "/"),
    ):
        late = await web.post(path, data={"reason": HALF})
        assert late.status_code == 401
        assert f'next={back}"' in late.text, path
