"""An e-mail came back: by page, call and command; who sent it is told, once."""

import subprocess

import httpx2
import pytest
from sqlmodel import select

from domain.notices import Notice
from storage.mail_tables import MailRow
from tests.cli.commands import sharewell
from tests.live import Live, submit, until
from tests.web.conftest import Browse
from tests.web.recipients import Shared, share
from tests.web.tellings import sent_code

CALL = "/operations/mail/bounces"
PAGE = "/operations/mail/bounced"


def mails(live: Live, reference: str, kind: str) -> list[MailRow]:
    wanted = select(MailRow).where(MailRow.reference == reference, MailRow.kind == kind)
    with live.house.storehouse.reading() as store:
        return list(store.session.exec(wanted))


async def sent(live: Live) -> tuple[Shared, str]:
    """Something shared, and the Message-ID of what its recipient was written."""
    shared = await share(live)

    async def has_gone() -> bool:
        found = mails(live, shared.reference, "release")
        return bool(found) and found[0].sent_at is not None

    await until(has_gone)
    (mail,) = mails(live, shared.reference, "release")
    return shared, mail.message_id


async def bounce(live: Live, message_id: str, **more: str) -> httpx2.Response:
    async with live.api("ola") as ola:
        return await ola.post(CALL, json={"message_id": message_id, **more})


async def test_the_sender_reads_what_came_back_and_what_to_do(
    live: Live, browse: Browse
) -> None:
    shared, message_id = await sent(live)
    pat = await browse("pat")
    before = (await pat.get(f"/requests/{shared.reference}")).text
    assert "did not reach the recipient" not in before
    for _ in range(2):
        answer = await bounce(live, message_id, why="5.1.1")
        assert answer.status_code == 200
        assert answer.json() == {"reference": shared.reference}
    page = (await pat.get(f"/requests/{shared.reference}")).text
    assert "Our email did not reach the recipient" in page
    assert "It came back on" in page
    assert "Ring them" in page
    assert f"/releases/{shared.reference}/resend" in page
    (owed,) = mails(live, shared.reference, Notice.NOT_DELIVERED.value)
    async with live.api("pat") as api:
        request = (await api.get(f"/requests/{shared.reference}")).json()
        line = (await api.get(f"/releases/{request['release']['id']}/log")).json()
    assert request["not_delivered"]
    assert "Bounced5.1.1" in str(line)
    assert page.count("The email with the link did not arrive") == 1
    assert owed.user


async def test_operations_see_that_it_came_back_until_another_one_arrives(
    live: Live, browse: Browse
) -> None:
    shared, message_id = await sent(live)
    await bounce(live, message_id)
    ola, pat = await browse("ola"), await browse("pat")
    case = f"/operations/cases/{shared.reference}"
    shown = (await ola.get(case)).text
    assert "An email to somebody outside came back" in shown
    assert "Whoever sent it has been told" in shown
    assert shared.email not in shown
    again = f"/releases/{shared.reference}/resend"
    await submit(pat, again, {"reason": "They looked, and it was full."})

    async def is_over() -> bool:
        return "No step of this case is failing" in (await ola.get(case)).text

    await until(is_over)
    page = (await pat.get(f"/requests/{shared.reference}")).text
    assert "did not reach the recipient" not in page


async def test_operations_say_it_on_a_page(live: Live, browse: Browse) -> None:
    shared, message_id = await sent(live)
    ola = await browse("ola")
    assert PAGE in (await ola.get("/operations")).text
    wrong = await submit(ola, PAGE, {"message_id": message_id, "why": "gone away"})
    assert wrong.status_code == 422
    assert "There is a problem" in wrong.text
    assert "Enter the status as three numbers" in wrong.text
    assert message_id.strip("<>") in wrong.text
    none = await submit(ola, PAGE, {"message_id": "<nothing@like.it>"})
    assert none.status_code == 422
    assert "We have not sent an email with this Message-ID" in none.text
    empty = await submit(ola, PAGE, {"message_id": " "})
    assert "Enter the Message-ID" in empty.text
    done = await submit(ola, PAGE, {"message_id": message_id.strip("<>")})
    assert done.url.path == f"/operations/cases/{shared.reference}"
    assert "An email to somebody outside came back" in done.text


async def test_an_unknown_message_changes_nothing_and_is_answered_kindly(
    live: Live,
) -> None:
    answer = await bounce(live, "<nothing@like.it>")
    assert answer.status_code == 404
    assert answer.json()["detail"].endswith("Nothing was changed.")
    wrong = await bounce(live, "<nothing@like.it>", why="rae@clinic.example")
    assert wrong.status_code == 422
    assert wrong.json()["field"] == "why"
    missing = await bounce(live, "")
    assert missing.status_code == 422


@pytest.mark.parametrize("user", ["pat", "ada", "ines"])
async def test_only_operations_may_say_so(
    live: Live, browse: Browse, user: str
) -> None:
    _, message_id = await sent(live)
    async with live.api(user) as api:
        answer = await api.post(CALL, json={"message_id": message_id})
    assert answer.status_code == 403
    web = await browse(user)
    assert (await web.get(PAGE)).status_code == 403


async def test_another_organisations_message_is_not_known(live: Live) -> None:
    _, message_id = await sent(live)
    async with live.api("noor") as noor:
        answer = await noor.post(CALL, json={"message_id": message_id})
    assert answer.status_code == 404


async def test_what_came_back_to_somebody_who_works_here_waits_for_operations(
    live: Live, browse: Browse
) -> None:
    shared, message_id = await sent(live)
    await bounce(live, message_id)

    async def has_gone() -> bool:
        live.mail()
        found = mails(live, shared.reference, Notice.NOT_DELIVERED.value)
        return bool(found) and found[0].sent_at is not None

    await until(has_gone)
    (owed,) = mails(live, shared.reference, Notice.NOT_DELIVERED.value)
    answer = await bounce(live, f"<{owed.message_id}@sharewell.invalid>")
    assert answer.json() == {"reference": shared.reference}
    case = f"/operations/cases/{shared.reference}"
    ola = await browse("ola")
    assert "Writing to somebody who works here" in (await ola.get(case)).text
    await submit(ola, case, {}, to=f"{case}/write-again")
    await until(has_gone)
    assert "Writing to somebody who works here" not in (await ola.get(case)).text


async def test_the_command_says_it_too(live: Live) -> None:
    shared, message_id = await sent(live)
    for _ in range(2):
        said = command(live, message_id, "--why", "5.2.2")
        assert said.returncode == 0, said.stderr
        assert shared.reference in said.stdout
    assert len(mails(live, shared.reference, Notice.NOT_DELIVERED.value)) == 1
    unknown = command(live, "<nothing@like.it>")
    assert unknown.returncode == 2
    assert "Nothing was changed" in unknown.stderr
    wrong = command(live, message_id, "--why", "gone away")
    assert wrong.returncode == 2
    assert "three numbers" in wrong.stderr


def command(live: Live, *given: str) -> subprocess.CompletedProcess[str]:
    return sharewell("mail", "bounced", *given, "--data-dir", str(live.folder), env={})


async def test_what_came_back_from_somebody_who_was_told_stands_beside_their_name(
    live: Live, browse: Browse
) -> None:
    reference, _ = await sent_code(live)
    pat = await browse("pat")
    assert "does not get through" not in (await pat.get(f"/requests/{reference}")).text
    (told,) = mails(live, reference, "told")
    await bounce(live, told.message_id, why="5.1.1")
    page = (await pat.get(f"/requests/{reference}")).text
    assert "Our email to them does not get through" in page
    assert "another way" in page
    assert "did not reach the recipient" not in page
