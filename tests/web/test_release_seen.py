"""What was seen by whom: for the sender and their advisers, and for nobody else."""

from itertools import count

from tests.live import Live, submit, until
from tests.web.conftest import Browse
from tests.web.recipients import (
    WRONG,
    Shared,
    browser,
    confirm,
    give_address,
    give_words,
    read,
    share,
)

_hosts = count(10)


async def all_of_it(live: Live) -> Shared:
    """Opened, missed, read and confirmed, by somebody who says who they are."""
    sent = await share(live)
    agent = {"User-Agent": "Mozilla/5.0 Gecko/20100101 Firefox/140.0"}
    async with browser(live, f"203.0.113.{next(_hosts)}") as web:
        web.headers.update(agent)
        for _ in range(3):
            await web.get(sent.path())
        await give_address(web, sent)
        await give_words(web, sent, WRONG)
        await read(web, sent)
        await web.get(sent.path("/items"))
        fields = {"received": "yes", "own_reference": "DUTY-118"}
        to = sent.path("/acknowledge")
        await submit(web, sent.path("/items"), fields, to=to)
    return sent


async def test_every_step_is_in_the_log_once(live: Live) -> None:
    sent = await all_of_it(live)

    async def told() -> bool:
        return "notified" in await whats(live, sent)

    await until(told)
    whole = await whats(live, sent)
    assert sorted(whole) == [
        "acknowledged", "code_right", "code_wrong", "notified", "opened", "read",
        "released", "terms_accepted",
    ]  # fmt: skip


async def whats(live: Live, sent: Shared) -> list[str]:
    async with live.api("pat") as pat:
        answer = await pat.get(f"/releases/{sent.parcel().id}/log")
    assert answer.status_code == 200
    return [line["what"] for line in answer.json()["lines"]]


async def test_the_log_says_from_where_and_what_they_wrote(live: Live) -> None:
    sent = await all_of_it(live)
    async with live.api("ada") as ada:
        log = (await ada.get(f"/releases/{sent.parcel().id}/log")).json()
    lines = {line["what"]: line for line in log["lines"]}
    accepted, received = lines["terms_accepted"], lines["acknowledged"]
    assert (accepted["words"], received["words"]) == ("Duty social worker", "DUTY-118")
    assert (accepted["network"], accepted["browser"]) == ("203.0.113.0/24", "Firefox")
    assert len(accepted["codes"]["version"]) == len(log["fingerprint"]) == 12
    assert lines["released"]["role"] == "system"
    assert sent.locator not in str(log)
    assert log["files"][0]["used"] == 0
    with live.house.storehouse.reading() as store:
        assert list(store.release_log.faults(sent.parcel().id)) == []


async def test_ss_19_nobody_else_finds_the_log(live: Live) -> None:
    sent = await share(live)
    for user in ("gus", "mara"):
        async with live.api(user) as other:
            answer = await other.get(f"/releases/{sent.parcel().id}/log")
        assert answer.status_code == 404
    async with live.api("pat") as pat:
        assert (await pat.get("/releases/release-none/log")).status_code == 404


async def test_the_sender_reads_it_on_their_request(live: Live, browse: Browse) -> None:
    sent = await all_of_it(live)
    pat = await browse("pat")
    page = await pat.get(f"/requests/{sent.reference}")
    for said in (
        "What was seen, and by whom",
        "Everything in one document: downloaded 0 of 5 times",
        "The rules were accepted. “",
        "Duty social worker",
        "DUTY-118",
        "network 203.0.113.0/24, Firefox",
    ):
        assert said in page.text


async def test_a_problem_or_a_wish_for_more_time_reaches_the_sender(
    live: Live, browse: Browse
) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await read(web, sent)
        none = await submit(web, sent.path("/problem"), {})
        assert (none.status_code, "Choose what is wrong" in none.text) == (422, True)
        told = await submit(web, sent.path("/problem"), {"fault": "cannot_open"})
        assert "The sender is told" in told.text
        more = await submit(web, sent.path("/items"), {}, to=sent.path("/more-time"))
        assert "The sender is told" in more.text
        wrong = await submit(web, sent.path("/problem"), {"fault": "wrong_person"})
        assert wrong.url.path == sent.path("/not-me")
    seen = await whats(live, sent)
    assert {"problem", "more_time"} <= set(seen)

    async def written() -> bool:
        subjects = [str(mail["Subject"]) for mail in live.mail()]
        ours = [each for each in subjects if sent.reference in each]
        return any("problem" in each for each in ours)

    await until(written)
    page = await (await browse("pat")).get(f"/requests/{sent.reference}")
    assert "I cannot open a file" in page.text


async def test_a_receipt_says_what_when_and_who_and_outlives_the_copy(
    live: Live,
) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await read(web, sent)
        await confirm(web, sent)
        with live.house.storehouse.writing() as store:
            assert store.packing.note_purged(sent.parcel().id, sent.parcel().made_at)
        receipt = await web.get(sent.path("/receipt"))
        assert receipt.status_code == 200
        for said in (sent.number, "Larkhill Vale School", "1 file", "statement"):
            assert said in receipt.text
        assert "Read the information again" not in receipt.text
        assert (await web.get(sent.path("/items"))).status_code == 404


async def test_a_role_is_asked_for_and_what_was_typed_is_kept(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await give_address(web, sent)
        await give_words(web, sent)
        for fields, fault in (
            ({"accept": "yes"}, "Enter your role"),
            ({"role": "Nurse"}, "Tick the box"),
            ({"role": "n" * 101, "accept": "yes"}, "at most 100"),
        ):
            page = await submit(web, sent.path("/terms"), fields)
            assert page.status_code == 422
            assert fault in page.text
        assert 'value="nnnn' in page.text
        await submit(web, sent.path("/terms"), {"role": "Nurse", "accept": "yes"})
        long = {"received": "yes", "own_reference": "7" * 61}
        page = await submit(
            web, sent.path("/items"), long, to=sent.path("/acknowledge")
        )
        assert (page.status_code, "at most 60" in page.text) == (422, True)
