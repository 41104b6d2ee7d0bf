"""Asking an adviser first, without names: from the question to what comes of it."""

import httpx2

from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import Fields, actor, send, task_of

ASK = "/requests/ask-first"
QUESTION = "A child of about 8 comes to school hungry. Can I ask the nurse about it?"
ADVICE = "Yes. Say why you ask, and write down the answer."


async def asked(web: httpx2.AsyncClient) -> str:
    sent = await send(web, ASK, {"question": QUESTION})
    assert sent.url.path.endswith("/sent"), sent.text
    return sent.url.path.split("/")[2]


async def guided(live: Live, browse: Browse) -> str:
    """A question of Pat's that Ada has answered."""
    reference = await asked(await browse("pat"))
    task = task_of(live, reference)
    ada = await browse("ada")
    sent = await send(
        ada, f"/tasks/{task}", {"guidance": ADVICE}, f"/tasks/{task}/guide"
    )
    assert "You answered the question" in sent.text
    return reference


async def test_the_way_to_it_is_on_the_list_and_before_a_request(
    browse: Browse,
) -> None:
    pat = await browse("pat")
    for page in ("/requests", "/requests/new"):
        assert f'href="{ASK}"' in (await pat.get(page)).text


async def test_the_question_goes_to_an_adviser_and_says_by_when(browse: Browse) -> None:
    pat = await browse("pat")
    sent = await send(pat, ASK, {"question": QUESTION})
    assert "Your question is with an adviser" in sent.text
    assert "You have an answer by" in sent.text
    own = await pat.get(sent.url.path.removesuffix("/sent"))
    assert QUESTION in own.text


async def test_an_adviser_finds_it_in_the_inbox_takes_it_and_answers(
    live: Live, browse: Browse
) -> None:
    reference, ada = await asked(await browse("pat")), await browse("ada")
    inbox = (await ada.get("/tasks")).text
    assert "Question that names nobody" in inbox
    page = f"/tasks/{task_of(live, reference)}"
    assert QUESTION in (await ada.get(page)).text
    taken = await send(ada, page, {}, f"{page}/claim")
    assert "You have had this task since" in taken.text
    empty = await send(ada, page, {"guidance": " "}, f"{page}/guide")
    assert empty.status_code == 422
    assert "Enter your advice" in empty.text
    long = await send(ada, page, {"guidance": "Wait. " * 400}, f"{page}/guide")
    assert long.status_code == 422
    assert "Wait. Wait." in long.text
    done = await send(ada, page, {"guidance": ADVICE}, f"{page}/guide")
    assert done.url.path == f"{page}/done"
    assert "You answered the question" in done.text


async def test_a_question_another_adviser_has_is_left_to_them(
    live: Live, browse: Browse
) -> None:
    reference = await asked(await browse("pat"))
    page = f"/tasks/{task_of(live, reference)}"
    ada, ben = await browse("ada"), await browse("ben")
    await send(ada, page, {}, f"{page}/claim")
    refused = await send(ben, page, {"guidance": ADVICE}, f"{page}/guide")
    assert refused.status_code == 409
    assert "Another adviser is working on this." in refused.text
    assert ADVICE in refused.text


async def test_the_advice_is_read_and_was_all_that_was_needed(
    live: Live, browse: Browse
) -> None:
    reference, pat = await guided(live, browse), await browse("pat")
    assert "Read the advice" in (await pat.get("/requests")).text
    home = f"/requests/{reference}"
    page = (await pat.get(home)).text
    assert "Ada Obi advises you" in page
    assert ADVICE in page
    ended = await send(pat, home, {}, f"{home}/settle")
    assert "Advice given, nothing shared" in ended.text
    assert ADVICE in ended.text

    async def in_the_record() -> bool:
        return ADVICE in (await pat.get(f"/records/{reference}")).text

    await until(in_the_record)
    assert "What do you want to do now?" not in ended.text


async def test_a_request_starts_from_it_and_the_advice_stays_in_sight(
    live: Live, browse: Browse
) -> None:
    reference, pat = await guided(live, browse), await browse("pat")
    home = f"/requests/{reference}"
    assert f'href="{home}/next"' in (await pat.get(home)).text
    assert (await pat.get(f"{home}/next")).url.path == f"{home}/questions/U0"
    await send(pat, f"{home}/questions/U0", {"answer": "no"})
    page = (await pat.get(home)).text
    assert QUESTION in page
    assert ADVICE in page


async def test_an_adviser_asks_back_and_the_question_stays_a_question(
    live: Live, browse: Browse
) -> None:
    pat, ada = await browse("pat"), await browse("ada")
    reference = await asked(pat)
    page = f"/tasks/{task_of(live, reference)}/ask"
    await send(ada, page, {"question": "For how long?"})
    own = (await pat.get(f"/requests/{reference}")).text
    assert "For how long?" in own
    assert "change your answers" not in own
    await send(pat, f"/requests/{reference}/reply", {"reply": "About a month."})
    again = (await ada.get(f"/tasks/{task_of(live, reference)}")).text
    assert "About a month." in again
    assert "Send your advice" in again


async def test_what_could_show_who_it_is_is_named_and_nothing_typed_is_lost(
    browse: Browse,
) -> None:
    said = "What about the boy at 12 Mill Lane, ZZ1 2ZZ?"
    refused = await send(await browse("pat"), ASK, {"question": said})
    assert refused.status_code == 422
    assert "a postcode (ZZ1 2ZZ), a street address (12 Mill Lane)" in refused.text
    assert said in refused.text


async def test_a_date_may_stay_once_somebody_has_thought_about_it(
    browse: Browse,
) -> None:
    pat = await browse("pat")
    said: Fields = {"question": "He was hurt on 3 May. Whom do I tell?"}
    warned = await send(pat, ASK, said)
    assert warned.status_code == 422
    assert "There is a date in it (3 May)" in warned.text
    sent = await send(pat, ASK, {**said, "dates_may_stay": "yes"})
    assert sent.url.path.endswith("/sent")


async def test_a_question_is_needed_and_is_not_endless(browse: Browse) -> None:
    pat = await browse("pat")
    empty = await send(pat, ASK, {"question": " "})
    assert empty.status_code == 422
    assert "Enter your question" in empty.text
    long = await send(pat, ASK, {"question": "Why? " * 500})
    assert long.status_code == 422
    assert "Your question must be 2,000 characters or fewer" in long.text


async def test_asking_twice_with_one_form_is_one_question(browse: Browse) -> None:
    pat = await browse("pat")
    fields: Fields = {"question": QUESTION, "once": "one form of a question"}
    first, second = [await send(pat, ASK, fields) for _ in range(2)]
    assert first.url == second.url


async def test_nobody_answers_their_own_question(live: Live, browse: Browse) -> None:
    ben = await browse("ben")
    reference = await asked(ben)
    task = task_of(live, reference)
    forced = await send(ben, ASK, {"guidance": ADVICE}, f"/tasks/{task}/guide")
    assert forced.status_code == 403
    view = live.house.views.case(actor(live, "ben"), reference)
    assert view.case.asks_first


async def test_another_organisation_knows_nothing_of_it(
    live: Live, browse: Browse
) -> None:
    reference = await asked(await browse("pat"))
    task = task_of(live, reference)
    sam, mina = await browse("sam"), await browse("mina")
    assert (await sam.get(f"/requests/{reference}")).status_code == 404
    assert (await mina.get(f"/tasks/{task}")).status_code == 404
    forced = await send(mina, "/tasks", {"guidance": ADVICE}, f"/tasks/{task}/guide")
    assert forced.status_code in (403, 404)


async def test_a_question_can_be_withdrawn(live: Live, browse: Browse) -> None:
    pat = await browse("pat")
    reference = await asked(pat)
    path = f"/requests/{reference}/withdraw"
    await send(pat, path, {"reason": "The parents have rung."})
    view = live.house.views.case(actor(live, "pat"), reference)
    assert view.case.ending == "withdrawn"


async def test_only_a_practitioner_asks(browse: Browse) -> None:
    assert (await (await browse("ola")).get(ASK)).status_code == 403
