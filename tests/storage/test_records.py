"""What is sealed: valid for every ending, kept from harm by no later change."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from activities.account import SCHEMA, account_of
from activities.identity_account import both
from activities.record_check import RecordInvalid, check_record
from adapters.rulebook import Rulebook
from domain.attachments import Attachment
from domain.case import Case
from domain.content import Individual, Item, Recipient
from domain.happenings import What
from domain.people import Role
from domain.stages import Ending, Stage
from domain.timeline import own_entry
from storage.accounts import Account, Profile
from storage.coding import dump
from storage.reading import names_of, story
from storage.store import Store
from storage.tables import UserRow
from tests import builders
from tests.builders import ADA, NOON, PAT
from tests.storage.shelf import Shelf, new_release, terms_of

SCHEMA_TEXT = files("activities").joinpath("record.schema.json").read_text()
WHOLE: dict[str, Any] = json.loads(SCHEMA_TEXT)


def sealed_text(shelf: Shelf, case: Case) -> str:
    with shelf.storehouse.reading() as store:
        return account_of(store, case, Rulebook())


def ended(shelf: Shelf, ending: Ending) -> Case:
    """A case that ended like that."""
    case = shelf.take(shelf.case(), builders.an_answer(builders.DOUBTFUL, send=True))
    case = shelf.take(case, builders.a_question(), question="Since when?")
    case = shelf.take(case, builders.a_reply(), reply="Since May")
    if ending in (Ending.SHARED, Ending.SHARED_ANONYMISED):
        case = released(shelf, case)
    later = replace(case, revision=case.revision + 1)
    case = later.closed(ending, NOON + timedelta(days=1))
    shelf.save(case)
    return case


def released(shelf: Shelf, case: Case) -> Case:
    case = shelf.take(case, builders.an_approval(answers=builders.SURE))
    if case.stage is not Stage.SHARING:
        digest = case.content.digest
        case = shelf.take(case, builders.a_confirmation(digest=digest))
    with shelf.storehouse.writing() as store:
        release = store.releases.make(
            case.reference, builders.HERE, builders.content(), new_release()
        )
    case = case.released(release, terms_of(case))
    shelf.save(case)
    return shelf.take(case, builders.telling(), reason="It is not safe")


@pytest.mark.parametrize("ending", Ending)
def test_a_record_of_every_ending_is_as_its_schema_has_it(
    shelf: Shelf, ending: Ending
) -> None:
    body = sealed_text(shelf, ended(shelf, ending))
    check_record(body)
    record = json.loads(body)
    assert (record["schema"], record["ending"]) == (SCHEMA, ending.value)
    assert record["questions"][0]["reply"]["text"] == "Since May"


def test_the_same_case_gives_the_same_text(shelf: Shelf) -> None:
    case = ended(shelf, Ending.SHARED)
    assert sealed_text(shelf, case) == sealed_text(shelf, case)


def test_the_schema_is_one_that_holds() -> None:
    Draft202012Validator(WHOLE)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Individual, "person"),
        (Recipient, "recipient"),
        (Item, "item"),
        (Attachment, "attachment"),
    ],
)
def test_whatever_is_kept_of_a_thing_has_its_place_in_the_schema(
    kind: type[Any], name: str
) -> None:
    known = {each.name for each in fields(kind)}
    assert known <= WHOLE["$defs"][name]["properties"].keys()


def spoilt(body: str, **changes: object) -> str:
    return json.dumps({**json.loads(body), **changes})


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"nation": "atlantis"}, "nation (enum)"),
        ({"closed_at": None}, "closed_at (type)"),
        ({"told": [{"by": "Kim Lowe"}]}, "told/0 (required)"),
        ({"note": "Kim Lowe"}, "record (additionalProperties)"),
    ],
)
def test_a_record_that_is_not_valid_names_the_place_and_not_the_words(
    shelf: Shelf, changes: Mapping[str, object], place: str
) -> None:
    body = sealed_text(shelf, ended(shelf, Ending.WITHDRAWN))
    with pytest.raises(RecordInvalid) as refused:
        check_record(spoilt(body, **changes))
    assert refused.value.kind == f"RecordInvalid {place}"
    assert "Kim" not in str(refused.value)


def rename(store: Store, id: str, name: str) -> None:
    """As an administrator of the database would; the pages cannot."""
    row = store.session.get_one(UserRow, id)
    told = dump(Profile(name, f"{id}@northgate.example"))
    row.profile_sealed = store.keys.people().seal(f"user:{id}", told)


def test_names_stay_as_they_were_when_it_was_sealed(shelf: Shelf) -> None:
    case = ended(shelf, Ending.NOT_SHARED)
    with shelf.storehouse.writing() as store:
        for actor, name in ((PAT, "Pat Reed"), (ADA, "Ada Obi")):
            profile = Profile(name, f"{actor.id}@northgate.example")
            store.accounts.add(Account(actor, profile, "hash"), NOON)
        rename(store, ADA.id, "Ada Obi")
    body = sealed_text(shelf, case)
    with shelf.storehouse.writing() as store:
        store.records.seal(case.reference, body, NOON)
        rename(store, ADA.id, "Ada Lane")
        store.accounts.disable(PAT.id, NOON)
    with shelf.storehouse.reading() as store:
        assert store.accounts.names(case.organisation)[ADA.id] == "Ada Lane"
        assert names_of(store, case)[ADA.id] == "Ada Obi"
        kept = store.records.get(case.reference)
        wording = Rulebook().get("HMG-2018")[1]
        lines = [text for _, text, _ in story(store, case, wording)]
    assert kept is not None
    assert kept.body == body
    assert any("Ada Obi (adviser) asked" in line for line in lines)
    assert any("Pat Reed (practitioner)" in line for line in lines)


def test_a_line_that_is_between_advisers_is_marked_as_one(shelf: Shelf) -> None:
    case = shelf.in_doubt()
    with shelf.storehouse.writing() as store:
        entry = own_entry(What.TASK_REASSIGNED, NOON)
        entry = replace(entry, by=ADA.id, role=Role.ADVISER)
        store.timeline.add(case.reference, f"{case.reference}:handed", entry)
    record = json.loads(sealed_text(shelf, case))
    marked = {line["what"]: line["internal"] for line in record["timeline"]}
    assert marked == {"opened": False, "answered": False, "task_reassigned": True}


@pytest.mark.parametrize(
    ("utc", "london"),
    [
        ("2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+01:00"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25T01:30:00+00:00"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29T02:00:00+01:00"),
    ],
)
def test_both_clocks_are_right_around_a_change_of_clocks(utc: str, london: str) -> None:
    at = datetime.fromisoformat(utc).astimezone(UTC)
    assert both(at) == {"utc": utc, "london": london}
