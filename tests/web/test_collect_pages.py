"""The recipient's pages: what they see, and what everybody else sees."""

import re
from datetime import timedelta

import pytest

from adapters.clock import now
from adapters.passwords import new_locator
from domain import acts
from domain.answering import Given
from domain.content import Content, Individual, Item, Kind, Recipient
from domain.people import Role
from domain.release import ReleaseState
from domain.rules import AnswerValue
from storage.release_tables import ReleaseRow
from tests.live import Live, submit, until
from tests.web.recipients import (
    Shared,
    accept,
    browser,
    confirm,
    give_address,
    give_words,
    has_left,
    is_gone,
    prove,
    read,
    share,
    shared,
    staff,
    without_tokens,
)


async def test_a_recipient_reads_and_confirms_without_any_script(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        pages = [await web.get(sent.path()), await give_address(web, sent)]
        spoken = "  " + sent.words.upper().replace(" ", "   ")
        pages += [await give_words(web, sent, spoken)]
        pages += [await accept(web, sent)]
        pages += [await confirm(web, sent)]
    assert [page.status_code for page in pages] == [200] * 5
    assert [page.url.path.rpartition("/")[2] for page in pages[1:]] == [
        "code", "terms", "items", "receipt",
    ]  # fmt: skip
    assert all("<script" not in page.text for page in pages)
    assert all("15 minutes without use" in page.text for page in pages)
    assert sent.parcel().state is ReleaseState.ACKNOWLEDGED


async def test_the_door_says_nothing_about_the_case(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        page = await web.get(sent.path())
    assert page.status_code == 200
    for secret in (sent.number, sent.reference, sent.email, "Larkhill"):
        assert secret not in page.text


async def test_the_information_is_complete_and_comes_after_the_rules(
    live: Live,
) -> None:
    sent = await share(live)
    async with browser(live) as web:
        rules = await prove(web, sent)
        assert (await web.get(sent.path("/items"))).url == rules.url
        refused = await submit(web, sent.path("/terms"), {})
        assert refused.status_code == 422
        assert sent.parcel().opened_at is None
        page = await accept(web, sent)
    for said in ("Larkhill Vale School", "So that they can decide", "Do not tell"):
        assert said in rules.text
    assert "Who it is about" not in rules.text
    for shown in ("So that they can decide", "Fact", "Reported", "born", "until"):
        assert shown in page.text
    assert page.text.index("Do not tell") < page.text.index("Who it is about")
    assert sent.parcel().opened_at is not None


async def test_nothing_can_be_confirmed_before_the_rules_are_accepted(
    live: Live,
) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await prove(web, sent)
        answer = await submit(
            web, sent.path("/terms"), {"received": "yes"}, to=sent.path("/acknowledge")
        )
    assert answer.url.path == sent.path("/terms")
    assert sent.parcel().state is ReleaseState.AVAILABLE


async def test_confirming_needs_the_tick(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await read(web, sent)
        page = await submit(web, sent.path("/items"), {}, to=sent.path("/acknowledge"))
    assert page.status_code == 422
    assert "Tick the box" in page.text
    assert "Who it is about" in page.text


async def test_confirming_twice_shows_the_first_time(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        page = await read(web, sent)
        first = await confirm(web, sent)
        noted = sent.parcel().acknowledged_at
        token = re.search(r'name="csrf" value="([^"]*)"', page.text)
        assert token is not None
        again = await web.post(
            sent.path("/acknowledge"),
            data={"csrf": token[1], "once": "another", "received": "yes"},
        )
    assert without_tokens(first.text) == without_tokens(again.text)
    assert sent.number in first.text
    assert sent.parcel().acknowledged_at == noted
    assert "Who it is about" not in first.text


@pytest.mark.parametrize("typed", ["", "rae", "rae@", "r" * 250 + "@a.example"])
async def test_what_is_no_address_is_asked_for_again(live: Live, typed: str) -> None:
    door = f"/c/{new_locator()}"
    async with browser(live) as web:
        page = await submit(web, door, {"email": typed}, to=f"{door}/start")
    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert f'value="{typed}"' in page.text or not typed


async def test_whoever_holds_the_link_can_stop_it_without_any_words(
    live: Live,
) -> None:
    sent = await share(live)
    async with browser(live) as web, browser(live) as stranger:
        await read(web, sent)
        page = await submit(stranger, sent.path("/not-me"), {})
        assert page.status_code == 200
        assert "Nobody can read anything through this link now" in page.text
        await is_gone(web, sent)
    await until(lambda: _knows(sent, ReleaseState.NOT_FOR_ME))


async def test_opening_the_page_to_stop_a_link_does_not_stop_it(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        assert "Stop this link" in (await web.get(sent.path("/not-me"))).text
        assert (await web.get(sent.path("/stopped"))).status_code == 200
    assert sent.parcel().state is ReleaseState.AVAILABLE


async def test_a_release_closed_by_its_sender_is_gone_at_once(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await read(web, sent)
        await _revoke(live, sent)
        await is_gone(web, sent)


async def test_an_expired_release_is_gone_for_those_inside_too(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        page = await read(web, sent)
        _expire(live, sent)
        token = re.search(r'name="csrf" value="([^"]*)"', page.text)
        assert token is not None
        fields = {"csrf": token[1], "received": "yes"}
        late = await web.post(sent.path("/acknowledge"), data=fields)
        assert late.status_code == 404
        await is_gone(web, sent)
    async with browser(live) as web:
        assert (await prove(web, sent)).status_code == 422


async def test_unknown_closed_and_expired_links_cannot_be_told_apart(
    live: Live,
) -> None:
    revoked, expired = await share(live), await share(live)
    await _revoke(live, revoked)
    _expire(live, expired)
    unknown = Shared(
        live.house, "SR-0000-0000", new_locator(), "", revoked.email, revoked.words
    )
    first, *others = [await _story(live, x) for x in (unknown, revoked, expired)]
    assert [status for status, _, _ in first] == [200, 200, 422, 200, 200, 200, 200]
    for other in others:
        assert other == first


async def test_what_could_be_no_link_is_gone_like_any_other(live: Live) -> None:
    async with browser(live) as web:
        for locator in ("UPPER", "a" * 65, "%00", "a%0d%0aX-Evil:1", "a%2fb"):
            page = await web.get(f"/c/{locator}")
            assert page.status_code == 404
            assert "sharewell-collect" not in web.cookies


async def test_what_identifies_nobody_leaves_without_names(live: Live) -> None:
    sent = await _share_anonymised(live)
    async with browser(live) as web:
        page = await read(web, sent)
    assert "Six children were late" in page.text
    assert "Wren" not in page.text
    assert "Who it is about" not in page.text


async def test_what_people_wrote_arrives_as_text(live: Live) -> None:
    sent = await _share_anonymised(live, text="<script>alert(1)</script> {{ 7*7 }}")
    async with browser(live) as web:
        page = await read(web, sent)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page.text


async def _story(live: Live, sent: Shared) -> list[tuple[int, str, list[str]]]:
    """Everything somebody with the right address and words is answered."""
    async with browser(live) as web:
        answers = [
            await web.get(sent.path()),
            await give_address(web, sent),
            await give_words(web, sent),
            await web.get(sent.path("/terms")),
            await web.get(sent.path("/items")),
            await web.get(sent.path("/not-me")),
            await submit(web, sent.path("/not-me"), {}),
        ]
    return [
        (
            answer.status_code,
            without_tokens(answer.text).replace(sent.words, "WORDS"),
            sorted(answer.headers),
        )
        for answer in answers
    ]


async def _knows(sent: Shared, state: ReleaseState) -> bool:
    """Whether the case itself has taken it in."""
    pat = next(a for a in staff(sent.house) if a.roles == (Role.PRACTITIONER,))
    release = sent.house.views.case(pat, sent.reference).case.release
    return release is not None and release.state is state


async def _revoke(live: Live, sent: Shared) -> None:
    ada = next(a for a in staff(live.house) if a.roles == (Role.ADVISER,))
    await live.house.desk.do(
        ada, sent.reference, lambda id, at, case: acts.Revoke(id, ada, at)
    )


def _expire(live: Live, sent: Shared) -> None:
    with live.house.storehouse.writing() as store:
        row = store.session.get_one(ReleaseRow, sent.parcel().id)
        row.expires_at = now() - timedelta(seconds=1)


async def _share_anonymised(live: Live, text: str = "Six children were late") -> Shared:
    """The practitioner says that what they share identifies nobody."""
    desk = live.house.desk
    pat = next(a for a in staff(live.house) if a.roles == (Role.PRACTITIONER,))
    content = Content(
        purpose="So that the bus can be moved.",
        individuals=(Individual("person-1", "Wren Marsh"),),
        recipient=Recipient(
            "Jo Marsh", "Nurse", "Estuary", "jo.marsh@estuary.example", "01632 960302"
        ),
        items=(Item("item-1", text, Kind.FACT, "Register", "2026-11-02"),),
    )
    reference = (await desk.open(pat, content)).reference
    answers = {"U0": "no", "H0": "no", "Q1": "yes", "Q2": "no", "Q3": "no"}
    given = tuple(Given(n, AnswerValue(v)) for n, v in answers.items())
    await desk.do(
        pat,
        reference,
        lambda id, at, case: acts.GiveAnswers(id, pat, at, given, True),
    )
    await desk.do(
        pat,
        reference,
        lambda id, at, case: acts.Confirm(id, pat, at, case.content.digest),
    )
    await until(lambda: _is_released(live, reference))
    return shared(live.house, reference)


async def _is_released(live: Live, reference: str) -> bool:
    with live.house.storehouse.reading() as store:
        return has_left(store, reference)
