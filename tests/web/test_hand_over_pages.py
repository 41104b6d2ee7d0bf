"""Pages for what a sender hands over themselves, and for the key of a partner."""

from collections.abc import Mapping
from itertools import count

import httpx2
import pyrage
import pytest

from cli.demo import Player
from domain.content import Content, Recipient
from tests.live import Live, submit, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor, staff

NUMBERS = count(927_000, 3)
THEIRS = pyrage.x25519.Identity.generate()
NEWCOMER = {
    "name": "Perpetua Lund",
    "role": "Family worker",
    "organisation": "Millrace Trust",
    "email": "perpetua.lund@millrace.example",
    "phone": "01632 960488",
}
GIVEN = {
    "name": "Rae Lindqvist",
    "role": "Duty social worker",
    "checked": "I know her voice.",
    "exactly": "yes",
}


async def a_ready_case(live: Live) -> str:
    """A case of Pat's that only has to be confirmed."""
    return await Player(live.house, staff(live), next(NUMBERS)).play("ready")


async def choose(web: httpx2.AsyncClient, reference: str, way: str) -> httpx2.Response:
    page = f"/requests/{reference}"
    fields = {"way": way, "recipient_domain": "estuary.example"}
    return await submit(web, f"{page}/check", fields, to=f"{page}/confirm")


async def is_ready(live: Live, reference: str) -> None:
    async def may_be_given() -> bool:
        return "hand_over" in live.house.views.case(actor(live, "pat"), reference).may

    await until(may_be_given)


async def given(
    live: Live, web: httpx2.AsyncClient, reference: str, fields: Mapping[str, str]
) -> httpx2.Response:
    """The form as the page shows it, with these fields."""
    ready = live.house.handing_over.ready(actor(live, "pat"), reference)
    at = ready.since.astimezone()
    when = {
        "given_on-day": str(at.day),
        "given_on-month": str(at.month),
        "given_on-year": str(at.year),
    }
    page = f"/requests/{reference}/hand-over"
    shown = (await web.get(page)).text
    found = shown.split('name="given_at"')[1].split('value="')[1].split('"')[0]
    sent = {"digest": ready.digest, "given_at": found, **when, **GIVEN, **fields}
    return await submit(web, page, sent)


async def test_it_is_shown_as_it_was_approved_and_then_put_on_record(
    live: Live, browse: Browse
) -> None:
    pat = await browse("pat")
    reference = await a_ready_case(live)
    sent = await choose(pat, reference, "telephone")
    assert "It is being made ready" in sent.text or "on record" in sent.text
    await is_ready(live, reference)
    page = (await pat.get(f"/requests/{reference}")).text
    assert "See what to give them" in page
    shown = (await pat.get(f"/requests/{reference}/hand-over")).text
    view = live.house.views.case(actor(live, "pat"), reference)
    assert all(item.text in shown for item in view.content.items)
    assert "Download" not in shown  # nothing can be sent by telephone
    blank = await given(live, pat, reference, {"checked": "", "exactly": ""})
    assert blank.status_code == 422
    assert "Enter how you made sure that it was them" in blank.text
    done = await given(live, pat, reference, {})
    assert done.status_code in (200, 202)

    async def told() -> bool:
        return (
            "Handed over by the sender"
            in (await pat.get(f"/requests/{reference}")).text
        )

    await until(told)
    after = (await pat.get(f"/requests/{reference}")).text
    assert "I know her voice." in after
    assert "by telephone" in after


async def test_an_old_page_a_wrong_time_and_no_choice_are_refused(
    live: Live, browse: Browse
) -> None:
    pat = await browse("pat")
    reference = await a_ready_case(live)
    wrong = await choose(pat, reference, "pigeon")
    assert (wrong.status_code, "Select how it reaches them" in wrong.text) == (
        422,
        True,
    )
    sealed = await choose(pat, reference, "sealed_file")
    assert (sealed.status_code, "no checked key" in sealed.text) == (422, True)
    await choose(pat, reference, "in_person")
    await is_ready(live, reference)
    early = await given(live, pat, reference, {"given_on-year": "2025"})
    assert early.status_code == 422
    assert "after it was ready here" in early.text
    stale = await given(live, pat, reference, {"digest": "0" * 64})
    assert stale.status_code == 409
    assert "I know her voice." in stale.text  # nothing typed is lost


async def test_its_file_is_downloaded_by_a_form_and_is_logged(
    live: Live, browse: Browse
) -> None:
    pat = await browse("pat")
    reference = await a_ready_case(live)
    await choose(pat, reference, "post")
    await is_ready(live, reference)
    who = actor(live, "pat")
    file = live.house.handing_over.ready(who, reference).files[0]
    page = f"/requests/{reference}/hand-over"
    assert (await pat.get(f"{page}/files/{file.id}")).status_code == 405
    taken = await submit(pat, page, {}, to=f"{page}/files/{file.id}")
    assert taken.content.startswith(b"%PDF")
    assert taken.headers["content-disposition"].startswith("attachment")
    log = live.house.access_log.of_case(who, reference)
    assert log is not None
    assert "downloaded a file to hand over, by Pat Reed" in log.lines[0].sentence


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (str(THEIRS), "This is their private key. We did not keep it."),
        ("age1nothing", "This is not a key that we can use."),
    ],
    ids=["private", "none"],
)
async def test_a_key_that_cannot_be_used_is_refused_kindly(
    browse: Browse, key: str, said: str
) -> None:
    pat = await browse("pat")
    answer = await submit(pat, "/directory/new", {**NEWCOMER, "partner_key": key})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert NEWCOMER["name"] in answer.text
    assert str(THEIRS) not in answer.text


async def test_a_private_key_is_never_shown_again_even_beside_other_errors(
    browse: Browse,
) -> None:
    pat = await browse("pat")
    fields = {**NEWCOMER, "phone": "", "partner_key": f"my key {THEIRS}"}
    answer = await submit(pat, "/directory/new", fields)
    assert answer.status_code == 422
    assert "AGE-SECRET" not in answer.text
    assert "Enter a telephone number" in answer.text


async def test_a_private_key_is_not_on_the_page_of_a_refusal_either(
    live: Live, browse: Browse
) -> None:
    pat = await browse("pat")
    entry = live.house.recipients.all(actor(live, "pat"))[0].contact
    at = f"/directory/{entry.id}/change"
    sent = {**NEWCOMER, "partner_key": str(THEIRS), "revision": "999"}
    answer = await submit(pat, at, sent)
    assert answer.status_code == 409
    assert "AGE-SECRET" not in answer.text


async def test_sealed_files_are_switched_on_by_an_administrator(
    live: Live, browse: Browse
) -> None:
    una = await browse("una")
    at = "/organisation/recipients"
    await submit(una, at, {"second_eyes": "yes", "sealed_files": "yes"})
    assert live.house.recipients.seals_files(actor(live, "una"))
    content = live.house.handing_over.ways(
        actor(live, "una"), _addressed_to(NEWCOMER["email"])
    )
    assert "sealed_file" not in content  # nobody has a key there yet


def _addressed_to(email: str) -> Content:
    to = Recipient("Perpetua Lund", "Family worker", "Millrace Trust", email, "")
    return Content(recipient=to)
