"""Operations see how cases run, and never what they are about."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.api.journey import Client, People, a_request, opened, sent_to_adviser


async def test_operations_see_a_case_without_its_content(people: People) -> None:
    reference, _ = await sent_to_adviser(people)
    answer = await people.ola.get(f"/operations/cases/{reference}")
    shown = answer.json()
    assert (shown["stage"], shown["waiting_on"]) == ("with_adviser", "adviser")
    assert (shown["trouble"], shown["troubles"]) == (None, [])
    sent = a_request()
    for words in (sent["purpose"], "Robin", "coat", "Lindqvist"):
        assert words not in answer.text
    assert (await people.ola.get(f"/requests/{reference}")).status_code == 404


async def test_the_list_of_cases_can_be_narrowed_to_a_stage(people: People) -> None:
    reference = await opened(people.pat)
    answer = await people.ola.get("/operations/cases", params={"stage": "gathering"})
    assert {line["stage"] for line in answer.json()["items"]} == {"gathering"}
    waiting = await people.ola.get(
        "/operations/cases", params={"stage": "with_adviser"}
    )
    assert reference not in waiting.text


async def every_case(ola: Client, **which: str) -> AsyncIterator[dict[str, Any]]:
    """Page after page."""
    while True:
        page = (await ola.get("/operations/cases", params=which)).json()
        for line in page["items"]:
            yield line
        if page["next"] is None:
            return
        which["cursor"] = page["next"]


async def test_what_a_number_counts_has_a_name_of_its_own(people: People) -> None:
    answer = await people.ola.get("/operations/cases", params={"only": "lost"})
    assert (answer.status_code, answer.json()["field"]) == (422, "only")


async def test_the_summary_counts_every_stage_and_says_when_it_was_made(
    people: People,
) -> None:
    await opened(people.pat)
    shown = (await people.ola.get("/operations/summary")).json()
    assert shown["by_stage"]["gathering"] > 0
    failing = [line async for line in every_case(people.ola, only="failing")]
    assert all(line["trouble"] for line in failing)
    assert shown["failing"] == len(failing)
    waiting = (await people.ada.get("/tasks", params={"due": "overdue"})).json()
    assert shown["overdue"] == len({task["reference"] for task in waiting["items"]})
    assert shown["worker_seen_at"] <= shown["as_of"]


async def test_a_stage_that_does_not_exist_is_named(people: People) -> None:
    answer = await people.ola.get("/operations/cases", params={"stage": "lost"})
    assert (answer.status_code, answer.json()["field"]) == (422, "stage")


@pytest.mark.parametrize("path", ["summary", "cases", "cases/SR-0000-0000"])
async def test_operations_is_not_for_practitioners_or_advisers(
    people: People, path: str
) -> None:
    for client in (people.pat, people.ada, people.ines):
        answer = await client.get(f"/operations/{path}")
        assert answer.status_code == 403


async def test_another_organisations_case_does_not_exist(people: People) -> None:
    reference = await opened(people.sam)
    answer = await people.ola.get(f"/operations/cases/{reference}")
    assert answer.status_code == 404


async def test_a_case_shows_its_run_and_what_it_waits_for(people: People) -> None:
    reference, _ = await sent_to_adviser(people)
    shown = (await people.ola.get(f"/operations/cases/{reference}")).json()
    assert (shown["told"], shown["workflow_id"]) == ("run", reference)
    assert {step["name"] for step in shown["run"]["steps"]} >= {"record"}
    assert shown["waking"]["why"] == "reminds"
    assert [stay["stage"] for stay in shown["stays"]] == ["gathering", "with_adviser"]
    assert shown["stuck"] == []
    assert shown["worker_version"]


async def test_every_number_of_the_summary_is_that_of_its_list(people: People) -> None:
    await sent_to_adviser(people)
    shown = (await people.ola.get("/operations/summary")).json()
    stages = {wait["code"]: wait["number"] for wait in shown["stages"]}
    assert stages == shown["by_stage"]
    assert len(shown["days"]) == 14
    assert sum(shown["ages"].values()) == sum(stages.values())
    for which in ("orphan", "breach", "stuck"):
        page = await people.ola.get("/operations/cases", params={"only": which})
        assert page.json()["number"] == shown["numbers"][which]


async def test_filters_go_together(people: People) -> None:
    reference, _ = await sent_to_adviser(people)
    which = {"waiting": "adviser", "age": "day", "text": reference, "rules": "HMG-2018"}
    page = (await people.ola.get("/operations/cases", params=which)).json()
    assert [line["reference"] for line in page["items"]] == [reference]
    assert page["number"] == 1
    other = await people.ola.get("/operations/cases", params=which | {"age": "week"})
    assert other.json()["items"] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("age", "old"), ("rules", "HMG-1066"), ("version", "0"), ("step", "dance")],
)
async def test_a_filter_that_does_not_exist_is_named(
    people: People, name: str, value: str
) -> None:
    answer = await people.ola.get("/operations/cases", params={name: value})
    assert (answer.status_code, answer.json()["field"]) == (422, name)


async def test_a_view_of_the_cases_is_kept_changed_and_deleted(people: People) -> None:
    new = {"name": "Red ones", "filter": {"priority": "emergency"}, "shared": True}
    kept = (await people.ola.post("/operations/views", json=new)).json()
    assert kept["query"] == "priority=emergency"
    place = f"/operations/views/{kept['id']}"
    named = {"name": "Urgent ones", "shared": False}
    assert (await people.ola.put(place, json=named)).json()["name"] == "Urgent ones"
    listed = (await people.ola.get("/operations/views")).json()["items"]
    assert kept["id"] in [view["id"] for view in listed]
    assert (await people.ada.get("/operations/views")).status_code == 403
    assert (await people.ada.delete(f"/views/{kept['id']}")).status_code == 404
    assert (await people.ola.delete(place)).status_code == 204
    wrong = {"name": "Lost", "filter": {"priority": "purple"}}
    refused = await people.ola.post("/operations/views", json=wrong)
    assert (refused.status_code, refused.json()["field"]) == (422, "priority")
