"""Whatever cannot be used is refused with the name of the field, and kept nowhere."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.clock import now
from tests.api.journey import (
    People,
    a_request,
    an_approval,
    an_item,
    faults,
    opened,
    sent_to_adviser,
)

TO_COME = (now() + timedelta(days=2)).date().isoformat()


def a_person(**changes: Any) -> dict[str, Any]:
    return {"individuals": [{"name": "Robin Alder"} | changes]}


def a_recipient(**changes: Any) -> dict[str, Any]:
    return {"recipient": a_request()["recipient"] | changes}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": "x" * 4001}, "purpose"),
        ({"trigger": "because"}, "trigger"),
        ({"ruleset": "HMG-1999"}, "ruleset"),
        ({"individuals": []}, "individuals"),
        ({"urgency": "high"}, "urgency"),
        (a_person(name=" "), "individuals.0.name"),
        (a_person(name="x" * 201), "individuals.0.name"),
        (a_person(name="Robin\nBcc: all"), "individuals.0.name"),
        (a_person(date_of_birth=TO_COME), "individuals.0.date_of_birth"),
        (a_person(date_of_birth="31/12/2015"), "individuals.0.date_of_birth"),
        (a_person(protected_address="no"), "individuals.0.protected_address"),
        (a_person(safe_email="not an address"), "individuals.0.safe_email"),
        (a_person(id="person-9"), "individuals.0.id"),
        ({"recipient": {"directory_id": "d-none"}}, "recipient.directory_id"),
        ({"recipient": {"directory_id": 7}}, "recipient.directory_id"),
        (a_recipient(email="rae@estuary"), "recipient.email"),
        (a_recipient(email="rae@estuary.example\nBcc: a@b.example"), "recipient.email"),
        (a_recipient(email="a@b.example, c@d.example"), "recipient.email"),
        (a_recipient(phone=""), "recipient.phone"),
        ({"items": []}, "items"),
        ({"items": [an_item(text="x" * 4001)]}, "items.0.text"),
        ({"items": [an_item(text="a\x00b")]}, "items.0.text"),
        ({"items": [an_item(), an_item(kind="rumour")]}, "items.1.kind"),
        ({"items": [an_item(observed_on=TO_COME)]}, "items.0.observed_on"),
        ({"items": [an_item(observed_on=20260116)]}, "items.0.observed_on"),
        ({"items": [an_item(source="")]}, "items.0.source"),
        ({"items": [an_item()] * 101}, "items"),
    ],
)
async def test_a_new_request_names_each_field_that_cannot_be_used(
    people: People, changes: dict[str, Any], field: str
) -> None:
    answer = await people.pat.post("/requests", json=a_request(**changes))
    assert faults(answer) == {field}
    assert answer.json()["field"] == field


async def test_every_missing_field_is_named_at_once(people: People) -> None:
    answer = await people.pat.post("/requests", json={"individuals": [{}]})
    named = {"purpose", "trigger", "individuals.0.name", "recipient", "items"}
    assert faults(answer) == named
    assert "This is needed." in answer.text


async def test_what_was_sent_is_never_repeated_in_a_refusal(people: People) -> None:
    secret = "Morgan Elm\nwas seen"
    answer = await people.pat.post("/requests", json=a_request(**a_person(name=secret)))
    assert "Morgan" not in answer.text


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "answers"),
        ({"answers": {}}, "answers"),
        ({"answers": {"U0": "perhaps"}}, "answers.U0"),
        ({"answers": {"ZZ": "no"}}, "ZZ"),
        ({"answers": {"K4": "no"}}, "K4"),
        ({"answers": {"U0": "no"}, "notes": {"Q4": "Why?"}}, "notes.Q4"),
        ({"answers": {"I1": "no"}, "about": "A stranger"}, "about"),
    ],
)
async def test_an_answer_that_cannot_be_used_names_its_question(
    people: People, sent: dict[str, Any], field: str
) -> None:
    reference = await opened(people.pat)
    answer = await people.pat.put(f"/requests/{reference}/answers", json=sent)
    assert faults(answer) == {field}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decision": "perhaps"}, "decision"),
        ({"reason": ""}, "reason"),
        ({"answers": {"Q4": 1}}, "answers.Q4"),
        ({"answers": {"ZZ": "yes"}}, "ZZ"),
        ({"conditions": {"leave_out": ["item-9"]}}, "item-9"),
        ({"conditions": {"leave_out": ["item-1", "item-2"]}}, "leave_out"),
        ({"conditions": {"expires_days": 0}}, "conditions.expires_days"),
        ({"decision": "decline", "conditions": {"expires_days": 1}}, "conditions"),
        ({"decision": "advise", "answers": {}}, "answers"),
    ],
)
async def test_a_decision_that_cannot_be_used_names_the_field(
    people: People, changes: dict[str, Any], field: str
) -> None:
    _, task = await sent_to_adviser(people)
    sent = an_approval(**changes)
    answer = await people.ada.post(f"/tasks/{task}/decision", json=sent)
    assert faults(answer) == {field}


@pytest.mark.parametrize("act", ["withdraw", "reply", "inform", "told"])
async def test_an_act_without_its_words_is_not_accepted(
    people: People, act: str
) -> None:
    reference = await opened(people.pat)
    answer = await people.pat.post(f"/requests/{reference}/{act}", json={})
    assert faults(answer)


async def test_a_key_that_is_too_long_is_not_accepted(people: People) -> None:
    key = {"Idempotency-Key": "k" * 201}
    answer = await people.pat.post("/requests", json=a_request(), headers=key)
    assert faults(answer) == {"Idempotency-Key"}


async def test_what_is_no_json_is_not_accepted(people: People) -> None:
    answer = await people.pat.post("/requests", content=b'{"purpose":')
    assert answer.status_code == 422
    assert answer.json()["type"].endswith(":bad_input")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"items": []}, "Give at least one."),
        ({"purpose": "x" * 2001}, "Write 2000 characters or fewer."),
        (
            {"items": [an_item(kind="rumour")]},
            "This must be 'fact', 'reported' or 'opinion'.",
        ),
    ],
)
async def test_what_is_wrong_is_said_in_plain_words(
    people: People, changes: dict[str, Any], fault: str
) -> None:
    answer = await people.pat.post("/requests", json=a_request(**changes))
    assert answer.json()["errors"][0]["fault"] == fault
