"""Telling people through the JSON interface: drafted, approved, looked at, listed."""

from typing import Any

import httpx2
import pytest

from domain.people import Role
from domain.person_notices import digest_of
from tests.api.journey import (
    Client,
    People,
    Shown,
    after,
    answered,
    decided_to_tell,
    faults,
    opened,
    read,
    shared,
)
from tests.live import Live, until

JO = "Jo Alder"


async def standing(client: Client, reference: str, number: int = 1) -> Shown:
    answer = await client.get(f"/requests/{reference}/notices")
    assert answer.status_code == 200, answer.text
    line: Shown = answer.json()["items"][number]
    return line


async def drafted(people: People, reference: str, **more: Any) -> Shown:
    at = f"/requests/{reference}/notices/person-2/draft"
    answer = await people.pat.get(at, params={"version": "easy"} | more)
    assert answer.status_code == 200, answer.text
    shown: Shown = answer.json()
    return shown


async def approve(
    people: People, reference: str, draft: Shown, **more: Any
) -> httpx2.Response:
    kept = {name: draft[name] for name in ("individual", "version", "text", "digest")}
    return await people.pat.post(f"/requests/{reference}/notices", json=kept | more)


async def test_a_text_is_drafted_approved_and_printed(people: People) -> None:
    reference = await shared(people)
    await decided_to_tell(people.pat, reference, JO, "yes", method="letter")
    assert (await standing(people.pat, reference))["needs_text"]
    draft = await drafted(people, reference)
    assert "Hello Jo Alder." in draft["text"]
    assert "Robin" not in draft["text"]
    assert draft["second_look"] is False
    letter = f"/requests/{reference}/notices/person-2/letter"
    early = await people.pat.get(letter)
    assert early.json()["type"].endswith(":no_letter_yet")
    await after(people.pat, await approve(people, reference, draft))
    document = await people.pat.get(letter)
    assert document.headers["content-type"] == "application/pdf"
    assert document.content.startswith(b"%PDF-")
    told = {"individual": JO, "told_on": "2026-01-05", "by": "Pat", "said": "Posted."}
    sent = await people.pat.post(f"/requests/{reference}/told", json=told)
    await after(people.pat, sent)
    line = await standing(people.pat, reference)
    assert (line["told_on"], line["said"]) == ("2026-01-05", "Posted.")


async def test_an_email_with_a_text_waits_for_it_and_for_a_word(people: People) -> None:
    reference = await shared(people)
    sent = {"method": "email", "with_notice": True}
    await decided_to_tell(people.pat, reference, JO, "yes", **sent)
    draft = await drafted(people, reference)
    assert faults(await approve(people, reference, draft)) == {"word"}
    assert faults(await approve(people, reference, draft, word="abc")) == {"word"}
    answer = await approve(people, reference, draft, word="harvest mouse")
    await after(people.pat, answer)
    line = await standing(people.pat, reference)
    assert line["digest"] == draft["digest"]
    assert not line["needs_text"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Robin Alder told us.", "notice_names_somebody"),
        ("Rae Lindqvist has it.", "notice_names_somebody"),
    ],
)
async def test_a_text_that_names_somebody_else_is_refused(
    people: People, text: str, why: str
) -> None:
    reference = await shared(people)
    await decided_to_tell(people.pat, reference, JO, "yes", method="letter")
    draft = {**await drafted(people, reference), "text": text}
    answer = await approve(people, reference, draft | {"digest": digest_of(text)})
    assert faults(answer) == {"text"}
    assert answer.json()["type"].endswith(f":{why}")


async def test_only_the_text_that_was_seen_is_approved(people: People) -> None:
    reference = await shared(people)
    await decided_to_tell(people.pat, reference, JO, "yes", method="letter")
    draft = {**await drafted(people, reference), "text": "Another text."}
    answer = await approve(people, reference, draft)
    assert answer.status_code == 409
    assert answer.json()["type"].endswith(":notice_changed")


async def test_an_adviser_looks_at_a_text_first_where_somebody_is_hidden(
    people: People,
) -> None:
    hidden = {"name": "Fen Okoro", "protected_address": True}
    told = {"name": "Bly Okoro"}
    reference = await opened(people.pat, individuals=[hidden, told])
    await answered(people.pat, reference, {"U0": "yes", "U1": "yes"})
    confirmed = await people.pat.post(f"/requests/{reference}/confirm")
    await after(people.pat, confirmed)
    await _is_shared(people, reference)
    await decided_to_tell(people.pat, reference, "Bly Okoro", "yes", method="letter")
    draft = await drafted(people, reference)
    assert draft["second_look"] is True
    await after(people.pat, await approve(people, reference, draft))
    assert (await standing(people.pat, reference))["waits_for_adviser"]
    task = await _telling_task(people, reference)
    look = {"individual": "Bly Okoro", "agreed": True, "reason": "It is careful."}
    other = await people.ada.post(
        f"/tasks/{task}/notice", json=look | {"digest": "0" * 64}
    )
    assert other.json()["type"].endswith(":notice_changed")
    look["digest"] = draft["digest"]
    done = await people.ada.post(f"/tasks/{task}/notice", json=look)
    await after(people.ada, done)
    assert not (await standing(people.pat, reference))["waits_for_adviser"]


async def _is_shared(people: People, reference: str) -> None:
    async def shared_now() -> bool:
        return bool((await read(people.pat, reference))["stage"] == "following_up")

    await until(shared_now)


async def _telling_task(people: People, reference: str) -> str:
    inbox = (await people.ada.get("/tasks")).json()["items"]
    mine = [t for t in inbox if (t["reference"], t["kind"]) == (reference, "telling")]
    assert len(mine) == 1
    task: str = mine[0]["id"]
    return task


async def test_a_doubt_is_a_task_and_its_advice_comes_back(people: People) -> None:
    reference = await shared(people)
    sent = {"answers": {"I1": "unsure"}, "about": JO}
    answer = await people.pat.put(f"/requests/{reference}/answers", json=sent)
    await after(people.pat, answer)
    assert (await standing(people.pat, reference))["asks_adviser"]
    task = await _telling_task(people, reference)
    advice = {"individual": JO, "decision": "no", "advice": "He reads her mail."}
    own = await people.pat.post(f"/tasks/{task}/telling", json=advice)
    assert own.status_code in (403, 404)
    done = await people.ada.post(f"/tasks/{task}/telling", json=advice)
    await after(people.ada, done)
    line = await standing(people.pat, reference)
    assert (line["advice"], line["advice_words"]) == ("no", "He reads her mail.")
    assert line["decision"] is None


async def test_advisers_list_who_is_not_told_and_when_to_think_again(
    people: People,
) -> None:
    reference = await shared(people)
    await decided_to_tell(people.pat, reference, JO, "no", review_on="2050-02-03")
    items = (await people.ada.get("/tasks/withheld")).json()["items"]
    mine = [each for each in items if each["reference"] == reference]
    assert [(m["decision"], m["review_on"], m["is_due"]) for m in mine] == [
        ("no", "2050-02-03", False)
    ]
    assert (await people.pat.get("/tasks/withheld")).status_code == 403
    theirs = (await people.mina.get("/tasks/withheld")).json()["items"]
    assert not [each for each in theirs if each["reference"] == reference]


async def test_nobody_else_drafts_approves_or_reads(people: People) -> None:
    reference = await shared(people)
    await decided_to_tell(people.pat, reference, JO, "yes", method="letter")
    at = f"/requests/{reference}/notices"
    draft = f"{at}/person-2/draft?version=plain"
    assert (await people.ada.get(draft)).status_code == 403
    for client in (people.sam, people.mina):
        assert (await client.get(draft)).status_code == 404
        assert (await client.get(at)).status_code == 404
        assert (await client.get(f"{at}/person-2/letter")).status_code == 404


async def test_bad_input_names_its_field(people: People) -> None:
    reference = await shared(people)
    at = f"/requests/{reference}/notices"
    rhyme = await people.pat.get(f"{at}/person-2/draft", params={"version": "rhyme"})
    assert faults(rhyme) == {"version"}
    stranger = await people.pat.get(f"{at}/stranger/draft", params={"version": "plain"})
    assert faults(stranger) == {"individual"}
    nobody = await people.pat.post(
        f"/tellings/{reference}/answered", json={"individual": JO}
    )
    assert nobody.json()["type"].endswith(":nothing_asked")
    ahead = {"individual": JO, "told_on": "2099-01-01"}
    told = await people.pat.post(f"/requests/{reference}/told", json=ahead)
    assert faults(told) == {"told_on"}


async def test_an_administrator_settles_the_texts_and_restores_them(live: Live) -> None:
    live.newcomer("isolde", Role.ADMINISTRATOR, "mossgate")
    own = "{organisation} {telephone} {what} {recipient} {why} ico.org.uk"
    async with live.api("isolde") as isolde, live.api("gus") as gus:
        at = "/organisation/notices"
        refused = await isolde.put(f"{at}/plain", json={"text": "Hello {child}"})
        assert faults(refused) == {"text"}
        seen = await isolde.post(f"{at}/preview", json={"text": own})
        assert "Example Services" in seen.json()
        kept = await isolde.put(f"{at}/plain", json={"text": own})
        assert (kept.json()["text"], kept.json()["is_own"]) == (own, True)
        assert (await gus.get(at)).json()["items"][0]["is_own"]
        back = await isolde.delete(f"{at}/plain")
        assert not back.json()["is_own"]


async def test_only_an_administrator_settles_a_text(people: People) -> None:
    own = "{organisation} {telephone} {what} {recipient} {why} ico.org.uk"
    answer = await people.pat.put("/organisation/notices/plain", json={"text": own})
    assert answer.status_code == 403
    assert (await people.pat.delete("/organisation/notices/plain")).status_code == 403
