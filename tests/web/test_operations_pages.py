"""Operations: what is stuck and since when, and never what a case is about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.clock import now
from cli.demo import Player
from tests.live import Live
from tests.web.conftest import Browse
from tests.web.desk_work import NUMBERS, actor, answer, make_due, play, staff, task_of

CANARY = "CANARY-in-the-content"


async def a_case_with_a_canary(live: Live) -> str:
    """A case whose every word would give it away."""
    content = Player(live.house, staff(live), next(NUMBERS) + 1)._content()
    assert content.recipient is not None
    told = replace(
        content,
        purpose=CANARY,
        individuals=(replace(content.individuals[0], name=CANARY),),
        recipient=replace(content.recipient, role=CANARY),
        items=(replace(content.items[0], text=CANARY),),
    )
    receipt = await live.house.desk.open(actor(live, "pat"), told)
    before = {"U0": "no", "H0": "no", "Q1": "yes", "Q2": "no", "Q3": "yes"}
    await answer(live, "pat", receipt.reference, {**before, "Q4": "unsure"})
    return receipt.reference


async def test_operations_see_how_a_case_runs_and_nothing_it_is_about(
    live: Live,
    browse: Browse,
) -> None:
    reference = await a_case_with_a_canary(live)
    ola, ada = await browse("ola"), await browse("ada")
    assert CANARY in (await ada.get(f"/tasks/cases/{reference}")).text
    shown = await ola.get(f"/operations/cases/{reference}")
    assert "With an adviser" in shown.text
    for address in ("/operations", "/operations/cases", shown.url.path):
        page = (await ola.get(address)).text
        assert CANARY not in page
        assert "Pat Reed" not in page
        assert "Is there a lawful reason" not in page


async def test_each_number_leads_to_the_cases_it_counts(
    live: Live, browse: Browse
) -> None:
    ola = await browse("ola")
    page = (await ola.get("/operations")).text
    for which in ("stuck", "overdue", "unopened", "unapplied", "orphan", "breach"):
        assert f'href="/operations/cases?only={which}"' in page
    assert 'href="/operations/cases"' in page
    assert "The worker is running" in page


async def test_a_failing_step_is_shown_until_it_succeeds(
    live: Live, browse: Browse
) -> None:
    reference, other = await play(live, "unsure"), await play(live, "unsure")
    with live.house.storehouse.writing() as store:
        store.troubles.note(reference, "announce", "SMTPConnectError", now())
    ola = await browse("ola")
    failing = (await ola.get("/operations/cases?only=failing")).text
    assert "Sending the recipient their email" in failing
    assert "Tried 1 time since" in failing
    assert reference in failing
    assert other not in failing
    case = (await ola.get(f"/operations/cases/{reference}")).text
    assert "SMTPConnectError" in case
    with live.house.storehouse.writing() as store:
        store.troubles.clear(reference, "announce")
    after = (await ola.get(f"/operations/cases/{reference}")).text
    assert "No step of this case is failing" in after


async def test_an_overdue_task_is_counted_and_found(live: Live, browse: Browse) -> None:
    reference = await play(live, "unsure")
    ola = await browse("ola")
    assert reference not in (await ola.get("/operations/cases?only=overdue")).text
    make_due(live, reference, now() - timedelta(hours=1))
    assert reference in (await ola.get("/operations/cases?only=overdue")).text


async def test_a_filter_nobody_knows_is_named_and_not_used(
    live: Live, browse: Browse
) -> None:
    ola = await browse("ola")
    lost = "stage=lost&age=old&rules=HMG-1066&step=dance&version=0&organisation=nowhere"
    shown = await ola.get(f"/operations/cases?{lost}&only=failing&after=nowhere")
    assert shown.status_code == 200
    for said in ("Stage: <", "lost", "HMG-1066", "dance", "nowhere"):
        assert said in shown.text
    assert "Which cases: <strong>Cases with a step that is failing" in shown.text


async def test_operations_may_not_read_a_task_a_request_or_a_record(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure")
    ola = await browse("ola")
    for address in (
        f"/tasks/{task_of(live, reference)}",
        f"/tasks/cases/{reference}",
        f"/requests/{reference}",
        f"/records/{reference}",
    ):
        assert (await ola.get(address)).status_code == 404, address


@pytest.mark.parametrize("user", ["pat", "ada", "ines"])
async def test_operations_pages_are_for_operations_only(
    live: Live, browse: Browse, user: str
) -> None:
    reference = await play(live, "unsure")
    someone = await browse(user)
    for address in ("/operations", "/operations/cases"):
        assert (await someone.get(address)).status_code == 403
    refused = await someone.get(f"/operations/cases/{reference}")
    assert refused.status_code in (403, 404)
    assert "With an adviser" not in refused.text


async def test_a_case_of_another_organisation_is_not_there(
    live: Live, browse: Browse
) -> None:
    reference = await play(live, "unsure", "tidewater")
    ola = await browse("ola")
    assert (await ola.get(f"/operations/cases/{reference}")).status_code == 404
    assert reference not in (await ola.get("/operations/cases?stage=with_adviser")).text
