"""Telling the individuals: decided for each of them, with a reason."""

from typing import Any

import httpx2
import pytest

from tests.api.journey import (
    People,
    after,
    decided_to_tell,
    faults,
    opened,
    read,
    shared,
)


@pytest.fixture(scope="session")
async def reference(people: People) -> str:
    """A shared request whose individuals are still to be told. Nobody is in these."""
    return await shared(people)


async def _try(people: People, reference: str, **sent: Any) -> httpx2.Response:
    body = {"individual": "person-1", "decision": "yes", "reason": "It is safe."}
    return await people.pat.post(f"/requests/{reference}/inform", json=body | sent)


async def test_to_tell_somebody_later_needs_a_date_that_is_to_come(
    people: People, reference: str
) -> None:
    undated = await _try(people, reference, decision="delay")
    assert faults(undated) == {"review_on"}
    past = await _try(people, reference, decision="delay", review_on="2026-01-01")
    assert faults(past) == {"review_on"}
    assert past.json()["type"].endswith(":date_past")


async def test_nobody_is_written_to_without_an_address_that_is_safe(
    people: People, reference: str
) -> None:
    answer = await _try(people, reference, method="email")
    assert faults(answer) == {"method"}


async def test_a_decision_is_about_somebody_on_the_request(
    people: People, reference: str
) -> None:
    assert faults(await _try(people, reference, individual="A stranger")) == {
        "individual"
    }


async def test_a_decision_to_tell_needs_its_reason(
    people: People, reference: str
) -> None:
    assert faults(await _try(people, reference, reason=" ")) == {"reason"}


async def test_two_of_one_name_are_told_apart_by_their_ids(people: People) -> None:
    same = [{"name": "Sky Dale"}, {"name": "Sky Dale", "relationship": "Mother"}]
    reference = await opened(people.pat, individuals=same)
    named = await _try(people, reference, individual="Sky Dale")
    assert faults(named) == {"individual"}
    assert "id" in named.json()["errors"][0]["fault"]


async def test_nobody_is_told_before_anything_is_shared(people: People) -> None:
    reference = await opened(people.pat)
    answer = await _try(people, reference)
    assert answer.status_code == 409
    assert answer.json()["type"].endswith(":nothing_shared")


async def test_to_say_yes_is_to_tell_them_in_person_and_say_when_it_is_done(
    people: People,
) -> None:
    reference = await shared(people)
    early = await people.pat.post(
        f"/requests/{reference}/told", json={"individual": "Robin Alder"}
    )
    assert early.json()["type"].endswith(":not_to_be_told")
    shown = await decided_to_tell(people.pat, reference, "Robin Alder", "yes")
    robin, jo = shown["inform"]
    assert (robin["method"], robin["told_at"]) == ("in_person", None)
    assert jo["decision"] is None
    told = await people.pat.post(
        f"/requests/{reference}/told", json={"individual": "Robin Alder"}
    )
    assert (await after(people.pat, told))["inform"][0]["told_at"] is not None


async def test_a_delay_is_kept_with_its_date(people: People) -> None:
    reference = await shared(people)
    shown = await decided_to_tell(
        people.pat, reference, "person-2", "delay", review_on="2050-01-31"
    )
    jo = shown["inform"][1]
    assert (jo["decision"], jo["review_on"]) == ("delay", "2050-01-31")


async def test_each_persons_own_answers_lead_to_a_suggestion(people: People) -> None:
    reference = await shared(people)
    before = (await read(people.pat, reference))["inform"][0]
    assert before["next_question"] == "I1"
    sent = {"answers": {"I1": "yes"}, "about": "Robin Alder"}
    answer = await people.pat.put(f"/requests/{reference}/answers", json=sent)
    robin, jo = (await after(people.pat, answer))["inform"]
    assert (robin["suggestion"], robin["next_question"]) == ("no", None)
    assert jo["next_question"] == "I1"


async def test_only_the_last_questions_are_about_one_person(
    people: People,
) -> None:
    reference = await opened(people.pat)
    sent = {"answers": {"U0": "no"}, "about": "person-1"}
    answer = await people.pat.put(f"/requests/{reference}/answers", json=sent)
    assert faults(answer) == {"answers.U0"}
