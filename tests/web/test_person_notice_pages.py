"""What one person is told: chosen, read, approved as it stands, and done."""

import re
from io import BytesIO

import pikepdf

from domain.informing import Method
from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import Fields, actor, send, task_of
from tests.web.tellings import (
    CODE,
    DIGEST,
    approved,
    at_the_text,
    mail_to,
    shared_about,
    to_be_written,
)
from tests.web.walking import Walker

ON_THE_DAY = {"told_on-day": "5", "told_on-month": "1", "told_on-year": "2026"}


async def opened(live: Live, browse: Browse, reference: str) -> Walker:
    web = await browse("pat")
    return Walker(web, await web.get(f"/requests/{reference}"))


async def test_an_email_brings_a_code_and_no_names(live: Live, browse: Browse) -> None:
    reference, email = await shared_about(live)
    walker = await opened(live, browse, reference)
    await walker.open("/people/person-1/tell/decide")
    await walker.send(
        {"decision": "yes", "method": "email", "reason": "She asked me to."}
    )
    assert walker.path == "/people/person-1/notice"
    await walker.send({"version": "plain", "named": "no"})
    assert "Dear Orla Fennimore" in walker.text
    assert "Casper" not in walker.text
    assert "children’s services" not in walker.text.casefold()
    await approved(walker)
    assert walker.path == ""
    message = await mail_to(live, email)
    body = str(message.get_payload())
    assert CODE.search(body)
    for word in ("Orla", "Fennimore", "Larkhill", "safeguarding", "shared", reference):
        assert word not in f"{message['Subject']} {body}"


async def test_only_what_was_shown_is_approved(live: Live, browse: Browse) -> None:
    reference, email = await shared_about(live)
    await to_be_written(live, reference)
    walker = await at_the_text(live, browse, reference)
    await walker.send({"text": "Dear Orla, this is other than what I read."})
    assert walker.page.status_code == 422
    assert "You changed the text" in walker.text
    assert "this is other than what I read" in walker.text
    assert not [each for each in live.mail() if each["To"] == email]
    digest = DIGEST.findall(walker.page.text)[0]
    again = "Dear Orla, this is other than what I read."
    await walker.send({"text": again, "digest": digest})
    assert walker.path == ""
    await mail_to(live, email)


async def test_what_is_of_somebody_else_is_sent_back_with_all_that_was_typed(
    live: Live, browse: Browse
) -> None:
    reference, _ = await shared_about(live)
    await to_be_written(live, reference)
    walker = await at_the_text(live, browse, reference)
    await approved(walker, "Dear Orla, Casper told us about you.")
    assert walker.page.status_code == 422
    assert "the name of somebody else" in walker.text
    assert "Casper told us about you." in walker.text
    await approved(walker, " ")
    assert "Enter what this person is to be told" in walker.text


async def test_a_short_word_is_no_secret(live: Live, browse: Browse) -> None:
    reference, _ = await shared_about(live)
    await to_be_written(live, reference)
    walker = await at_the_text(live, browse, reference)
    await approved(walker, "Dear Orla.", word="ab")
    assert "a word of 4 letters or more" in walker.text


async def test_a_letter_is_printed_and_its_posting_recorded(
    live: Live, browse: Browse
) -> None:
    reference, _ = await shared_about(live)
    await to_be_written(live, reference, Method.LETTER)
    walker = await opened(live, browse, reference)
    assert "Get the letter" not in walker.text
    assert (await walker.open("/people/person-1/letter")).page.status_code == 409
    walker = await approved(await at_the_text(live, browse, reference))
    assert "Get the letter to print" in walker.text
    await walker.open("/people/person-1/letter")
    assert walker.page.headers["content-type"] == "application/pdf"
    with pikepdf.open(BytesIO(walker.page.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
    await walker.open("/people/person-1/told")
    await walker.send({"said": ""})
    assert "Enter the day" in walker.text
    ahead = ON_THE_DAY | {"told_on-year": "2099"}
    await walker.send({**ahead, "by": "Pat", "said": "Handed over."})
    assert "today or in the past" in walker.text
    assert "Handed over." in walker.text
    await walker.send({**ON_THE_DAY, "by": "Pat", "said": "Handed over."})
    assert "Told on 5 January 2026" in walker.text
    lines = live.house.person_notices.standing(actor(live, "pat"), reference)
    assert lines[0].said == "Handed over."


async def test_an_adviser_looks_first_where_somebody_must_not_be_found(
    live: Live, browse: Browse
) -> None:
    reference, email = await shared_about(live, secret=True)
    await to_be_written(live, reference)
    walker = await at_the_text(live, browse, reference)
    assert "an adviser looks at it before it goes" in walker.text
    await approved(walker)
    assert "An adviser looks at your text" in walker.text
    assert not [each for each in live.mail() if each["To"] == email]
    ada = await browse("ada")
    task = task_of(live, reference)
    assert "Look at the text for" in (await ada.get(f"/tasks/{task}")).text
    page = f"/tasks/{task}/telling/person-1"
    nothing = await send(ada, page, {}, f"{page}/look")
    assert nothing.status_code == 422
    assert "Select whether the text may go" in nothing.text
    no: Fields = {"agreed": "no", "reason": "It hints at where Casper is."}
    assert "You sent the text back" in (await send(ada, page, no, f"{page}/look")).text
    await walker.open("/people/person-1/notice")
    assert "It hints at where Casper is." in walker.text
    await approved(await at_the_text(live, browse, reference))
    page = f"/tasks/{task_of(live, reference)}/telling/person-1"
    yes: Fields = {"agreed": "yes", "reason": "It is careful."}
    assert "You agreed to the text" in (await send(ada, page, yes, f"{page}/look")).text
    await mail_to(live, email)


async def test_an_adviser_says_what_they_think_of_a_doubt(
    live: Live, browse: Browse
) -> None:
    reference, _ = await shared_about(live)
    walker = await opened(live, browse, reference)
    await walker.open("/people/person-1/tell/I1")
    await walker.send({"answer": "unsure"})
    await walker.open("")
    assert "An adviser looks at it. Do not tell them yet." in walker.text
    ada = await browse("ada")
    page = f"/tasks/{task_of(live, reference)}/telling/person-1"
    assert (await send(ada, page, {}, f"{page}/advice")).status_code == 422
    said: Fields = {"decision": "delay", "advice": "Wait for the police."}
    await send(ada, page, said, f"{page}/advice")
    await walker.open("/people/person-1/tell/decide")
    assert "Wait for the police." in walker.text
    assert "What an adviser says" in walker.text


async def test_what_was_put_off_comes_back_with_the_reason_given_then(
    live: Live, browse: Browse
) -> None:
    reference, _ = await shared_about(live)
    walker = await opened(live, browse, reference)
    await walker.open("/people/person-1/tell/decide")
    day = {"review_on-day": "3", "review_on-month": "4", "review_on-year": "2051"}
    later = {"decision": "delay", "reason": "Until the hearing is over."}
    await walker.send({**later, **day})
    await walker.open("/people/person-1/tell/decide")
    assert "What you decided before" in walker.text
    assert "Until the hearing is over." in walker.text
    ada = await browse("ada")
    shown = (await ada.get("/tasks/withheld")).text
    assert reference in shown
    assert "3 April 2051" in shown
    assert (await walker.web.get("/tasks/withheld")).status_code == 403


async def test_a_mail_that_fails_is_seen_and_another_way_is_offered(
    live: Live, browse: Browse
) -> None:
    reference, _ = await shared_about(live, email="nowhere")
    await to_be_written(live, reference)
    await approved(await at_the_text(live, browse, reference))
    walker = await opened(live, browse, reference)

    async def is_seen() -> bool:
        await walker.open("")
        return "does not get through" in walker.text

    await until(is_seen)
    assert "What you shared is not affected" in walker.text
    view = live.house.views.case(actor(live, "pat"), reference)
    assert view.release is not None
    assert view.release.is_live
    await walker.open("/people/person-1/tell/decide")
    other = {"decision": "yes", "method": "in_person", "reason": "The mail failed."}
    await walker.send(other)
    assert "does not get through" not in walker.text


async def test_nobody_else_writes_or_reads_what_somebody_is_told(
    live: Live, browse: Browse
) -> None:
    reference, _ = await shared_about(live)
    await to_be_written(live, reference, Method.LETTER)
    await approved(await at_the_text(live, browse, reference))
    for user in ("ada", "sam"):
        web = await browse(user)
        for page in ("notice", "notice/plain", "letter", "told"):
            at = f"/requests/{reference}/people/person-1/{page}"
            assert (await web.get(at)).status_code in (403, 404), (user, page)


async def test_a_text_is_wanted_only_for_who_is_told_by_letter_or_email(
    live: Live, browse: Browse
) -> None:
    reference, _ = await shared_about(live)
    walker = await opened(live, browse, reference)
    await walker.open("/people/person-2/notice")
    assert walker.path.startswith("/people/person-2/tell")
    await to_be_written(live, reference)
    assert (await walker.open("/people/person-1/notice/secret")).page.status_code == 404
    await walker.open("/people/person-1/notice")
    await walker.send({"version": "plain"})
    assert walker.page.status_code == 422
    assert "Select whether they may know" in walker.text


async def test_an_administrator_edits_a_text_and_restores_the_usual_one(
    live: Live, browse: Browse
) -> None:
    web = await browse("gus")
    page = "/organisation/notices/easy"
    usual = (await web.get(page)).text
    assert "Sam Example" in usual
    refused = await send(web, page, {"text": "Hello {person}, {child}"})
    assert refused.status_code == 422
    assert "{child} is nothing that we can fill in" in refused.text
    own = (
        "# Hello\n\n{person}, {organisation} told somebody {what} {why} {recipient} "
        "{telephone} ico.org.uk"
    )
    looked = await send(web, page, {"text": own, "look": "yes"})
    assert "told somebody" in looked.text
    assert "Sam Example" in (await web.get(page)).text
    await send(web, page, {"text": own})
    assert "Hello" in (await web.get(page)).text
    shown = await web.get("/organisation/notices")
    assert "(your own text)" in shown.text
    await send(web, page, {}, f"{page}/restore")
    assert "(your own text)" not in (await web.get("/organisation/notices")).text


async def test_only_an_administrator_edits_a_text(live: Live, browse: Browse) -> None:
    pat = await browse("pat")
    page = "/organisation/notices/plain"
    shown = await pat.get(page)
    assert shown.status_code == 200
    assert "Use this text" not in shown.text
    csrf = re.findall(r'name="csrf" value="([^"]*)"', shown.text)[0]
    data = {"csrf": csrf, "text": "{organisation}"}
    assert (await pat.post(f"{page}/restore", data=data)).status_code == 403


async def test_the_account_says_what_was_approved_and_by_whom(
    live: Live, browse: Browse
) -> None:
    reference, email = await shared_about(live)
    await to_be_written(live, reference)
    walker = await at_the_text(live, browse, reference)
    await approved(walker, word="juniper lantern")
    await mail_to(live, email)

    async def told() -> bool:
        await walker.open("")
        return "told Orla Fennimore about the sharing" in walker.text

    await until(told)
    assert "approved the text for Orla Fennimore." in walker.text
    for hidden in ("juniper lantern", "What the law says"):
        assert hidden not in walker.text
