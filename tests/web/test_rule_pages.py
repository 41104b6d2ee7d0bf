"""The rules on pages: to read, to try, to check; administrators choose."""

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import httpx2
import pytest

from adapters.rulebook import Rulebook
from domain.people import Role
from storage.accounts import Organisation
from tests.live import Live, submit
from tests.web.conftest import Browse

BOOK = Rulebook()


def own_rules(**changes: object) -> dict[str, Any]:
    """A sound rule set of somebody's own."""
    return {**BOOK.data("HMG-2018"), "id": "MILL-1", "title": "Mill rules", **changes}


@pytest.fixture
def mill(live: Live) -> Iterator[None]:
    """A workplace of its own, with an administrator, and nothing chosen yet."""
    place = Organisation("mill", "Mill Club", "", "HMG-2018", "when_unsure")
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    if "kit" not in live.logins:
        live.newcomer("kit", Role.ADMINISTRATOR, "mill")
    yield
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)


async def test_anybody_signed_in_reads_the_rules_and_their_sources(
    browse: Browse,
) -> None:
    pat = await browse("pat")
    listed = (await pat.get("/rules")).text
    assert "Provisional" in listed
    assert "Used by default" in listed
    assert "Save for new requests" not in listed
    page = (await pat.get("/rules/ENG-2026")).text
    assert "they are not settled law" in page
    for part in ("Is there a lawful basis other than consent?", "section 16LA"):
        assert part in page
    assert "/rules" in (await pat.get("/help")).text


async def test_the_picture_is_a_picture(browse: Browse) -> None:
    drawn = await (await browse("ola")).get("/rules/DFE-2024/picture.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert ElementTree.fromstring(drawn.text).tag.endswith("svg")  # noqa: S314


@pytest.mark.parametrize("page", ["", "/picture.svg", "/try"])
async def test_rules_nobody_has_are_not_found(browse: Browse, page: str) -> None:
    assert (
        await (await browse("pat")).get(f"/rules/HMG-1066{page}")
    ).status_code == 404


async def tried(web: httpx2.AsyncClient, **answers: str) -> httpx2.Response:
    fields = {f"answer-{id}": value for id, value in answers.items()}
    return await submit(web, "/rules/HMG-2018/try", fields)


async def test_answers_can_be_tried_and_nothing_is_kept(browse: Browse) -> None:
    pat = await browse("pat")
    page = (await tried(pat, U0="no", H0="no", Q1="no")).text
    assert "It comes to: Do not share" in page
    assert "There is no clear and legitimate purpose" in page
    assert "/rules/HMG-2018/picture.svg?U0=no&amp;H0=no&amp;Q1=no" in page
    fresh = (await pat.get("/rules/HMG-2018/try")).text
    assert "It comes to" not in fresh


async def test_not_sure_ends_the_trial_where_an_adviser_decides(browse: Browse) -> None:
    page = (await tried(await browse("pat"), U0="unsure")).text
    assert "It comes to: An adviser decides" in page
    assert 'name="answer-U1"' not in page


async def test_each_answer_brings_the_next_question(browse: Browse) -> None:
    page = (await tried(await browse("pat"), U0="no")).text
    assert 'name="answer-H0"' in page
    assert 'name="answer-Q1"' not in page


async def test_no_answer_or_one_that_is_none_asks_again(browse: Browse) -> None:
    pat = await browse("pat")
    for answers in ({}, {"U0": "maybe"}):
        page = await tried(pat, **answers)
        assert page.status_code == 422
        assert "Choose an answer" in page.text


async def test_every_fault_of_a_pasted_file_is_shown_with_its_place(
    browse: Browse,
) -> None:
    file = json.dumps(own_rules(version="soon", start="Q9"))
    page = await submit(await browse("pat"), "/rules/check", {"rules": file})
    assert page.status_code == 422
    for part in ("version", "must be a date", "start", "there is no question Q9"):
        assert part in page.text
    assert "MILL-1" in page.text  # what was pasted is still there


async def test_a_file_can_be_chosen_instead_of_pasting(browse: Browse) -> None:
    pat = await browse("pat")
    shown = await submit(pat, "/rules/check", {"rules": ""})
    assert shown.status_code == 422
    assert "Paste the rules, or choose a file" in shown.text
    csrf = shown.text.split('name="csrf" value="')[1].split('"')[0]
    page = await pat.post(
        "/rules/check",
        data={"csrf": csrf, "once": "1", "rules": ""},
        files={"file": ("own.json", json.dumps(own_rules()).encode())},
    )
    assert "No faults" in page.text
    assert "Add these rules" not in page.text


@pytest.mark.usefixtures("mill")
async def test_an_administrator_adds_rules_and_has_new_requests_follow_them(
    browse: Browse,
) -> None:
    kit, pat = await browse("kit"), await browse("pat")
    file = json.dumps(own_rules())
    assert (
        "Add these rules" in (await submit(kit, "/rules/check", {"rules": file})).text
    )
    added = await submit(kit, "/rules/check", {"rules": file, "choice": "add"})
    assert added.url.path == "/rules/MILL-1"
    settled = await submit(kit, "/rules", {"default": "MILL-1", "guards_off": "G1"})
    assert "Switched off at Mill Club: G1" in settled.text
    assert (await pat.get("/rules/MILL-1")).status_code == 404
    again = json.dumps(own_rules(title="Other words"))
    refused = await submit(kit, "/rules/check", {"rules": again, "choice": "add"})
    assert refused.status_code == 422
    assert "is there already with other content" in refused.text
    assert "Mill rules" in (await kit.get("/rules/MILL-1")).text


@pytest.mark.usefixtures("mill")
async def test_what_cannot_be_chosen_is_said_and_changes_nothing(
    browse: Browse,
) -> None:
    kit = await browse("kit")
    for fields in (
        {"default": "HMG-1066"},
        {"default": "ENG-2026", "guards_off": "G2"},
        {},
    ):
        page = await submit(kit, "/rules", fields)
        assert page.status_code == 422
        assert "There is a problem" in page.text
    assert "ENG-2026 is now" not in (await kit.get("/rules")).text


async def test_only_an_administrator_adds_or_chooses(browse: Browse) -> None:
    ada = await browse("ada")
    sent = {"rules": json.dumps(own_rules()), "choice": "add"}
    assert (await submit(ada, "/rules/check", sent)).status_code == 403
    refused = await submit(ada, "/rules/check", {"default": "DFE-2024"}, to="/rules")
    assert refused.status_code == 403
