"""A code by text message or from an app: who gets in with it, when, and how often."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from adapters.clock import now
from domain.access import Access
from storage.code_tables import CodeRow
from storage.release_tables import ReleaseRow
from tests.live import Live, submit, until
from tests.web.conftest import Browse
from tests.web.recipients import (
    WRONG,
    Shared,
    browser,
    give_address,
    give_words,
    is_gone,
    share,
    without_tokens,
)
from tests.web.second_channels import (
    codes_to,
    next_code,
    sent_from,
    shown,
    with_apps,
    with_texts,
    with_words,
)


async def test_a_code_comes_by_text_message_and_opens_the_link(live: Live) -> None:
    place = with_texts(live)
    sent = await sent_from(live, place)
    async with browser(live) as web:
        asked = await give_address(web, sent)
        assert "Enter your security code" in asked.text
        code = await next_code(live, place)
        assert len(code) == 6
        page = await give_words(web, sent, f" {code[:3]} {code[3:]} ")
    assert page.url.path == sent.path("/terms")
    texts = [m.get_payload() for m in live.mail() if m["To"] == place.number]
    assert texts == [f"{code} is your security code\n"]
    lines = logged(live, sent, Access.CODE_SENT)
    assert lines == [{"channel": "text", "number": place.mobile[-2:]}]


async def test_the_right_words_do_not_open_what_a_text_message_opens(
    live: Live,
) -> None:
    sent = await sent_from(live, with_texts(live))
    async with browser(live) as web:
        await give_address(web, sent)
        assert (await give_words(web, sent)).status_code == 422


async def test_a_code_works_once_ss_07(live: Live) -> None:
    place = with_texts(live)
    sent = await sent_from(live, place)
    async with browser(live) as web, browser(live) as again:
        await give_address(web, sent)
        code = await next_code(live, place)
        await give_words(web, sent, code)
        await give_address(again, sent)
        page = await give_words(again, sent, code)
        assert page.status_code == 422
        assert "That code is not right" in page.text
        assert (await again.get(sent.path("/terms"))).url.path == sent.path("/code")


async def test_a_code_dies_after_ten_minutes_of_our_own_clock_ss_09(
    live: Live,
) -> None:
    place = with_texts(live)
    sent = await sent_from(live, place)
    async with browser(live) as web:
        await give_address(web, sent)
        code = await next_code(live, place)
        with live.house.storehouse.writing() as store:
            row = store.session.exec(code_rows(sent)).one()
            assert row.expires_at - row.sent_at == timedelta(minutes=10)
            row.expires_at = now() - timedelta(seconds=1)
            store.session.add(row)
        web.headers["Date"] = "Fri, 01 Jan 2021 00:00:00 GMT"
        assert (await give_words(web, sent, code)).status_code == 422


async def test_a_code_that_another_browser_asked_for_opens_nothing(
    live: Live,
) -> None:
    place = with_texts(live)
    sent = await sent_from(live, place)
    async with browser(live) as web, browser(live) as other:
        await give_address(web, sent)
        first = await next_code(live, place)
        await give_address(other, sent)
        second = await next_code(live, place, before=1)
        if first != second:
            assert (await give_words(other, sent, first)).status_code == 422
            assert (await give_words(web, sent, second)).status_code == 422


async def test_a_new_code_ends_the_old_and_after_three_there_is_silence(
    live: Live,
) -> None:
    place = with_texts(live)
    sent = await sent_from(live, place)
    async with browser(live) as web:
        await give_address(web, sent)
        codes = [await next_code(live, place)]
        pages = []
        for before in (1, 2):
            pages.append(await submit(web, sent.path("/new-code"), {}))
            codes.append(await next_code(live, place, before))
        pages.append(await submit(web, sent.path("/new-code"), {}))
        assert {without_tokens(page.text) for page in pages} == {
            without_tokens(pages[0].text)
        }
        if codes[0] != codes[2]:
            assert (await give_words(web, sent, codes[0])).status_code == 422
        page = await give_words(web, sent, codes[2])
    assert page.url.path == sent.path("/terms")
    assert len(codes_to(live, place)) == 3


async def test_a_wrong_address_is_sent_nothing_and_looks_the_same_ss_41(
    live: Live,
) -> None:
    place = with_texts(live)
    sent = await sent_from(live, place)
    plain = await share(live)
    shown_pages = []
    for link, email in (
        (sent, "somebody@estuary.example"),
        (sent, "rae.lindqvist@estuary.example.example"),
        (plain, "somebody@estuary.example"),
        (sent, sent.email.upper()),
    ):
        async with browser(live) as web:
            asked = await give_address(web, link, email)
            again = await submit(web, link.path("/new-code"), {})
            shown_pages.append((asked, again))
    first = shown_pages[0]
    for pages in shown_pages[1:]:
        for one, other in zip(first, pages, strict=True):
            assert one.status_code == other.status_code
            assert without_tokens(one.text) == without_tokens(other.text)
            assert sorted(one.headers) == sorted(other.headers)
    await next_code(live, place, before=1)  # only the last address was right
    assert len(codes_to(live, place)) == 2


async def test_the_number_is_the_one_that_was_approved_ss_24(live: Live) -> None:
    place = with_texts(live)
    sent = await sent_from(live, place)
    with live.house.storehouse.writing() as store:
        for known in store.directory.with_address(place.id, sent.email):
            store.directory.keep(replace(known, mobile="07700 900999"))
    async with browser(live) as web:
        await give_address(web, sent)
        await next_code(live, place)
    assert not [m for m in live.mail() if str(m["To"]).endswith("900999")]


async def test_an_app_opens_the_link_and_each_code_works_once(live: Live) -> None:
    place = with_apps(live)
    sent = await sent_from(live, place)
    async with browser(live) as web, browser(live) as again:
        await give_address(web, sent)
        code = shown(place)
        assert (await give_words(web, sent, code)).url.path == sent.path("/terms")
        await give_address(again, sent)
        assert (await give_words(again, sent, code)).status_code == 422
        assert (await again.get(sent.path("/terms"))).url.path == sent.path("/code")
    assert not [m for m in live.mail() if code in str(m.get_payload())]


async def test_its_sender_goes_back_to_spoken_words(live: Live, browse: Browse) -> None:
    place = with_apps(live)
    sent = await sent_from(live, place)
    pia = await browse(place.sender)
    page = await pia.get(f"/requests/{sent.reference}")
    assert "authenticator app on their phone" in page.text
    assert "give them four words instead" in page.text
    words = f"/releases/{sent.reference}/words"
    async with browser(live) as web:
        await give_address(web, sent)
        await give_words(web, sent, shown(place))
        told = await submit(pia, words, {})
        assert "read out these four words" in told.text
        assert "made new words for the recipient" in told.text
        await is_gone(web, sent)
    with live.house.storehouse.reading() as store:
        phrase = store.releases.phrase(sent.parcel())
    assert phrase != sent.words
    async with browser(live) as web:
        await give_address(web, sent)
        assert (await give_words(web, sent, phrase)).url.path == sent.path("/terms")


async def test_nobody_but_its_sender_makes_new_words(
    live: Live, browse: Browse
) -> None:
    place = with_apps(live)
    sent = await sent_from(live, place)
    words = f"/releases/{sent.reference}/words"
    abe = await browse(place.adviser)
    assert (await abe.get(words)).url.path != words
    page = await submit(abe, "/account", {}, to=words)
    assert page.status_code == 403
    pat = await browse("pat")
    assert (await pat.get(words)).status_code == 404
    async with live.api("pat") as api:
        release = sent.parcel().id
        assert (await api.post(f"/releases/{release}/words")).status_code == 404
    assert sent.parcel().channel == "app"


async def test_new_words_are_made_over_the_interface_once_for_each_key(
    live: Live,
) -> None:
    place = with_apps(live)
    sent = await sent_from(live, place)
    async with live.api(place.sender) as api:
        where, key = f"/releases/{sent.parcel().id}/words", {"Idempotency-Key": "w1"}
        first = await api.post(where, headers=key)
        again = await api.post(where, headers=key)
        other = await api.post(where, headers={"Idempotency-Key": "w2"})
    assert first.status_code == 200
    release = first.json()["release"]
    assert (release["channel"], len(release["phrase"].split())) == ("phrase", 4)
    assert again.json()["release"]["phrase"] == release["phrase"]
    assert other.json()["release"]["phrase"] != release["phrase"]


async def test_a_locked_link_is_unlocked_with_new_words_ss_06(
    live: Live, browse: Browse
) -> None:
    place = with_words(live)
    sent = await sent_from(live, place)
    for _ in range(5):
        async with browser(live) as stranger:
            await give_address(stranger, sent)
            await give_words(stranger, sent, WRONG)
            await give_words(stranger, sent, WRONG)
    assert sent.parcel().locked_at is not None

    async def told() -> bool:
        written = [m for m in live.mail() if sent.reference in str(m["Subject"])]
        return any("Your secure link is locked" in str(m["Subject"]) for m in written)

    await until(told, within=30)
    pia = await browse(place.sender)
    reason = {"reason": "It was not them."}
    await submit(pia, f"/releases/{sent.reference}/unlock", reason)
    assert sent.parcel().locked_at is None
    with live.house.storehouse.reading() as store:
        phrase = store.releases.phrase(sent.parcel())
    async with browser(live) as web:
        await give_address(web, sent)
        assert (await give_words(web, sent)).status_code == 422
        assert (await give_words(web, sent, phrase)).url.path == sent.path("/terms")


async def test_a_number_that_nobody_has_checked_gets_no_codes(live: Live) -> None:
    place = with_texts(live)
    with live.house.storehouse.writing() as store:
        for known in store.directory.in_use(place.id):
            store.directory.keep(replace(known, verified_at=None))
    sent = await sent_from(live, place)
    assert sent.parcel().channel == "phrase"


async def test_a_link_that_is_over_gets_no_new_words(
    live: Live, browse: Browse
) -> None:
    place = with_texts(live)
    sent = await sent_from(live, place)
    with live.house.storehouse.writing() as store:
        row = store.session.get_one(ReleaseRow, sent.parcel().id)
        row.expires_at = now() - timedelta(seconds=1)
    async with live.api(place.sender) as api:
        answer = await api.post(f"/releases/{sent.parcel().id}/words")
    assert answer.status_code == 409
    pia = await browse(place.sender)
    words = f"/releases/{sent.reference}/words"
    assert (await pia.get(words)).url.path != words


def logged(live: Live, sent: Shared, what: Access) -> list[dict[str, str | int]]:
    with live.house.storehouse.reading() as store:
        lines = store.release_log.of(sent.parcel().id)
    return [each.line.codes for each in lines if each.line.what is what]


def code_rows(sent: Shared) -> SelectOfScalar[CodeRow]:
    return select(CodeRow).where(CodeRow.release == sent.parcel().id)
