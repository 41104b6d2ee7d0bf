"""Not shared, asked again, and shared without names: what its practitioner sees."""

from dataclasses import replace
from itertools import count
from typing import Any

from cli.demo import Player
from domain.content import Content, Trigger
from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import Fields, actor, answer, play, send, staff, task_of
from tests.web.recipients import has_left
from tests.web.walking import DOMAIN

TYPED: Fields = {"recipient_domain": DOMAIN}

NUMBERS = count(640_000, 3)
ANONYMOUS = {"U0": "no", "H0": "no", "Q1": "yes", "Q2": "no", "Q3": "no"}
NEW = "The nurse has seen the child again today."


async def opened(live: Live, **changes: Any) -> str:
    """A request of Pat's about Robin Alder, with two items."""
    return (
        await live.house.desk.open(actor(live, "pat"), content(live, changes))
    ).reference


def content(live: Live, changes: dict[str, Any]) -> Content:
    made = Player(live.house, staff(live), next(NUMBERS) + 1)._content()
    person = replace(made.individuals[0], name="Robin Alder")
    return replace(made, individuals=(person,), **changes)


async def named(live: Live) -> str:
    """Like that, with a name and a date in its second item, for sharing unnamed."""
    first, second = content(live, {}).items
    items = (first, replace(second, text="Robin was away on 3 May."))
    reference = await opened(live, items=items)
    await answer(live, "pat", reference, ANONYMOUS)
    return reference


async def test_the_check_page_asks_whether_anybody_could_still_be_recognised(
    live: Live, browse: Browse
) -> None:
    reference, pat = await named(live), await browse("pat")
    page = (await pat.get(f"/requests/{reference}/check")).text
    assert "could anybody still be recognised?" in page
    assert "This has to go before it can be shared" in page
    assert "a date: “<span" in page
    assert "point to one person?" in page
    assert f"/requests/{reference}/items/item-2?from=check" in page


async def test_with_a_name_in_it_the_page_refuses_to_confirm(
    live: Live, browse: Browse
) -> None:
    reference, pat = await named(live), await browse("pat")
    home = f"/requests/{reference}"
    refused = await send(pat, f"{home}/check", TYPED, f"{home}/confirm")
    assert refused.status_code == 422
    assert "Item 2 (Reported) names somebody (Robin)" in refused.text
    assert 'href="#part-item-2"' in refused.text
    assert 'id="part-item-2"' in refused.text
    assert live.house.views.case(actor(live, "pat"), reference).case.confirmed is None


async def test_without_a_name_it_is_shared_and_the_recipient_sees_no_names(
    live: Live, browse: Browse
) -> None:
    reference, pat = await opened(live), await browse("pat")
    await answer(live, "pat", reference, ANONYMOUS)
    home = f"/requests/{reference}"
    sent = await send(pat, f"{home}/check", TYPED, f"{home}/confirm")
    assert sent.url.path == f"{home}/sent"

    async def released() -> bool:
        with live.house.storehouse.reading() as store:
            return has_left(store, reference)

    await until(released)
    with live.house.storehouse.reading() as store:
        parcel = store.releases.of(reference)
        assert parcel is not None
        left = store.releases.content(parcel)
    assert left.individuals == ()
    assert "Robin" not in repr(left)


async def test_a_request_that_names_people_shows_no_such_prompts(
    live: Live, browse: Browse
) -> None:
    reference, pat = await opened(live), await browse("pat")
    page = (await pat.get(f"/requests/{reference}/check")).text
    assert "could anybody still be recognised" not in page


async def test_a_refusal_is_kind_says_why_and_leads_to_the_letter(
    live: Live, browse: Browse
) -> None:
    reference, pat = await play(live, "refused"), await browse("pat")
    page = (await pat.get(f"/requests/{reference}")).text
    assert "It was decided not to share this" in page
    assert "There is no clear and legitimate purpose for sharing this." in page
    assert "See what you can tell whoever asked" in page
    letter = (await pat.get(f"/requests/{reference}/letter")).text
    assert "we could not see a clear purpose" in letter
    assert "01632 960101" in letter


async def test_where_nobody_asked_the_letter_is_only_a_link(
    live: Live, browse: Browse
) -> None:
    reference = await opened(live, trigger=Trigger.OWN_INITIATIVE)
    await answer(live, "pat", reference, {"U0": "no", "H0": "no", "Q1": "no"})
    pat, home = await browse("pat"), f"/requests/{reference}"
    await send(pat, f"{home}/check", {}, f"{home}/confirm")
    page = (await pat.get(home)).text
    assert "What you can tell somebody who asks for it" in page
    assert "See what you can tell whoever asked" not in page


async def test_there_is_no_letter_before_the_decision_and_none_for_others(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "begun")
    pat, sam = await browse("pat"), await browse("sam")
    early = await pat.get(f"/requests/{reference}/letter")
    assert early.status_code == 409
    assert "only when it was decided not to share" in early.text
    assert (await sam.get(f"/requests/{reference}/letter")).status_code == 404


async def test_asking_again_says_what_is_new_and_both_requests_lead_to_each_other(
    live: Live, browse: Browse
) -> None:
    old, pat = await play(live, "refused"), await browse("pat")
    begun = await send(pat, f"/requests/{old}/reconsider", {"new": NEW})
    new = begun.url.path.split("/")[2]
    assert begun.url.path.startswith(f"/requests/{new}/questions/")
    assert new != old
    page = (await pat.get(f"/requests/{new}")).text
    assert f'href="/requests/{old}"' in page
    assert NEW in page
    assert f'href="/requests/{new}"' in (await pat.get(f"/requests/{old}")).text


async def test_the_adviser_sees_what_is_new_and_how_the_earlier_one_ended(
    live: Live, browse: Browse
) -> None:
    old, pat, ada = (
        await play(live, "refused"),
        await browse("pat"),
        await browse("ada"),
    )
    begun = await send(pat, f"/requests/{old}/reconsider", {"new": NEW})
    new = begun.url.path.split("/")[2]
    unsure = {"U0": "no", "H0": "no", "Q1": "unsure"}
    await answer(live, "pat", new, unsure)
    page = (await ada.get(f"/tasks/{task_of(live, new)}")).text
    assert "Pat Reed asks again" in page
    assert NEW in page
    assert "How it ended: Not shared." in page


async def test_what_is_new_has_to_be_said_and_what_is_typed_stays(
    live: Live, browse: Browse
) -> None:
    old, pat = await play(live, "refused"), await browse("pat")
    path = f"/requests/{old}/reconsider"
    empty = await send(pat, path, {"new": " "})
    assert empty.status_code == 422
    assert "Enter what is new" in empty.text
    long = await send(pat, path, {"new": "Again. " * 300})
    assert long.status_code == 422
    assert "must be 2,000 characters or fewer" in long.text
    assert "Again. Again." in long.text


async def test_a_request_that_did_not_end_so_is_not_asked_again(
    live: Live, browse: Browse
) -> None:
    reference, pat = await play(live, "begun"), await browse("pat")
    shown = await pat.get(f"/requests/{reference}/reconsider")
    assert shown.url.path == f"/requests/{reference}"
    forced = await send(
        pat, "/requests/new", {"new": NEW}, f"/requests/{reference}/reconsider"
    )
    assert forced.status_code == 409
    assert NEW in forced.text


async def test_a_fixable_no_of_an_adviser_can_be_put_right_by_its_practitioner(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    task, ada, pat = task_of(live, reference), await browse("ada"), await browse("pat")
    fields = {"Q4": "yes", "K1": "no", "reason": "There is too much in it."}
    page = f"/tasks/{task}/decision?choice=advise"
    sent = await send(
        ada, page, {**fields, "choice": "advise"}, f"/tasks/{task}/decision"
    )
    assert sent.url.path == f"/tasks/{task}/done", sent.text
    check = (await pat.get(f"/requests/{reference}/check")).text
    assert "Put this right" in check
    await send(pat, f"/requests/{reference}/questions/K1", {"answer": "yes"})
    view = live.house.views.case(actor(live, "pat"), reference)
    assert not view.evaluation.remediable
