"""Saying about whom, what, to whom and why: what is bad is refused where it stands."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from adapters.clock import now
from tests.web.conftest import Browse
from tests.web.walking import ITEM, PERSON, PURPOSE, RECIPIENT, begin

TOMORROW = (now() + timedelta(days=2)).date()
AHEAD = {
    "day": str(TOMORROW.day),
    "month": str(TOMORROW.month),
    "year": str(TOMORROW.year),
}
BORN_AHEAD = {f"date_of_birth-{part}": value for part, value in AHEAD.items()}
SEEN_AHEAD = {f"observed_on-{part}": value for part, value in AHEAD.items()}
RANG = {**RECIPIENT, "verified_how": "rang", "verified_by": "Pat Reed"}
RANG_AHEAD = {f"verified_on-{part}": value for part, value in AHEAD.items()}
RANG_THEN = {f"verified_on-{part}": "1" for part in ("day", "month")}
RANG_THEN["verified_on-year"] = "2026"
LONG = "x" * 201

REFUSED: tuple[tuple[str, Mapping[str, str], str], ...] = (
    ("people/new", {**PERSON, "name": ""}, "Enter the person’s name"),
    ("people/new", {**PERSON, "unknown": "yes"}, "Describe the person"),
    ("people/new", {**PERSON, **BORN_AHEAD}, "Date of birth must be in the past"),
    ("people/new", {**PERSON, "age": "eight"}, "Rough age must be a whole number"),
    ("people/new", {**PERSON, "age": "200"}, "Rough age must be a whole number"),
    ("people/new", {**PERSON, "other_names": LONG}, "Other names must be 200"),
    ("people/new", {**PERSON, "nhs_number": "999"}, "NHS number must have 10 digits"),
    ("people/new", {**PERSON, "nhs_number": "9990000019"}, "not an NHS number"),
    ("people/new", {"name": LONG}, "Full name must be 200 characters or fewer"),
    ("never", {}, "Enter their name, an email address of theirs, or both"),
    ("never", {"name": LONG}, "Full name must be 200 characters or fewer"),
    ("never", {"name": "Sam", "email": "sam at home"}, "only one email address"),
    ("people/new", {**PERSON, "safe_email": "a@b.example, c@d.example"}, "only one"),
    ("items/new", {**ITEM, "text": ""}, "Enter what you want to share"),
    ("items/new", {**ITEM, "text": "x" * 2001}, "2,000 characters or fewer"),
    ("items/new", {**ITEM, "kind": "gossip"}, "Select fact, reported"),
    ("items/new", {**ITEM, "source": ""}, "Enter who saw it, who said it"),
    ("items/new", {**ITEM, **SEEN_AHEAD}, "The date must be today or in the past"),
    ("items/new", {**ITEM, "source": LONG}, "This must be 200 characters or fewer"),
    ("items/new", {**ITEM, "about": "p-gone"}, "Select people who are on this"),
    ("recipient/new", {**RECIPIENT, "verified_how": ""}, "Select how it was checked"),
    ("recipient/new", {**RECIPIENT, "verified_how": "directory"}, "Select how it was"),
    ("recipient/new", RANG, "Enter when it was checked"),
    ("recipient/new", RANG | RANG_AHEAD, "The date must be today or in the past"),
    ("recipient/new", RANG | RANG_THEN | {"verified_by": ""}, "Enter who checked it"),
    ("recipient/new", {**RECIPIENT, "email": "rae@gmail.com"}, "work email address"),
    ("recipient/new", {**RECIPIENT, "email": "r@a.example r@b.example"}, "only one"),
    ("recipient/new", {**RECIPIENT, "email": "rae"}, "in the correct format"),
    ("recipient/new", {**RECIPIENT, "phone": "ask"}, "Enter a telephone number"),
    ("recipient/new", {**RECIPIENT, "name": ""}, "Enter the name of the person"),
    ("recipient", {"contact": "nobody"}, "Select who it is for"),
    ("purpose", {**PURPOSE, "purpose": ""}, "Enter what they will be able to do"),
    ("purpose", {"purpose": "To help."}, "Select whether somebody asked you"),
)


async def test_what_is_refused_keeps_everything_typed(browse: Browse) -> None:
    walker = await begin(browse)
    for page, fields, sentence in REFUSED:
        await walker.open(f"/{page}")
        await walker.send(fields)
        assert walker.page.status_code == 422, (page, sentence)
        assert "There is a problem" in walker.text
        assert sentence in walker.text, (page, sentence)
        assert _kept(walker.page.text, fields), (page, sentence)


def _kept(html: str, fields: Mapping[str, str]) -> bool:
    free = ("name", "relationship", "source", "role", "phone", "age")
    typed = [fields[name] for name in free if fields.get(name)]
    return all(f'value="{value}"' in html for value in typed)


async def test_a_person_without_a_name_is_described(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/people/new")
    said = {"unknown": "yes", "description": "A boy in a red coat", "age": "8"}
    await walker.send(said)
    await walker.open("/people")
    assert "Name not known: A boy in a red coat" in walker.text
    assert f"Born about {now().year - 8}" in walker.text


async def test_a_person_is_changed_and_shown_as_before(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/people/new")
    born = dict(zip(("day", "month", "year"), ("4", "mar", "2016"), strict=True))
    dated = {f"date_of_birth-{part}": value for part, value in born.items()}
    known = {"protected": "yes", "other_names": "Robin Birch", "accused": "yes"}
    known["nhs_number"] = "9990000018"
    await walker.send({**PERSON, **dated, **known})
    await walker.open("/people")
    assert "NHS number 999 000 0018" in walker.text
    person = _first_link(walker.page.text, f"{walker.home}/people/p-")
    await walker.open(person.removeprefix(walker.home))
    assert 'value="2016"' in walker.page.text
    assert 'value="999 000 0018"' in walker.page.text
    assert 'value="Robin Birch"' in walker.page.text
    assert walker.page.text.count(" checked") == 2
    await walker.send({"name": "Robin A. Alder"})
    assert "Robin A. Alder" in walker.text
    assert "Address must be kept secret" not in walker.text


async def test_a_person_is_removed_after_being_asked(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/people/new")
    await walker.send(PERSON)
    await walker.open("/people")
    person = _first_link(walker.page.text, f"{walker.home}/people/p-")
    await walker.open(person.removeprefix(walker.home) + "/remove")
    assert "Remove this person?" in walker.text
    await walker.send()
    assert "No one added yet" in walker.text


async def test_what_was_removed_meanwhile_keeps_what_was_typed(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/items/new")
    await walker.send(ITEM)
    await walker.open("/items")
    item = _first_link(walker.page.text, f"{walker.home}/items/i-")
    here = item.removeprefix(walker.home)
    await walker.open(here)
    form = walker.page
    await walker.open(f"{here}/remove")
    await walker.send()
    walker.page = form
    await walker.send({**ITEM, "text": "Seen again on Monday."})
    assert walker.page.status_code == 409
    assert "Seen again on Monday." in walker.text


async def test_somebody_from_the_directory_comes_with_how_they_were_checked(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    await walker.open("/recipient?from=check")
    await walker.send({"contact": "d-larkhill-0"})
    assert walker.path == "/check"
    assert "rae.lindqvist@estuary.example" in walker.text
    assert "Rang the switchboard number" in walker.text
    assert "They are in our directory, on " in walker.text


async def test_who_checked_an_address_and_when_is_shown_before_it_goes(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    await walker.open("/recipient/new")
    assert 'value="Pat Reed"' in walker.page.text
    await walker.send(RANG | RANG_THEN)
    await walker.open("/check")
    assert "another source, on 1 January 2026, by Pat Reed" in walker.text


async def test_nobody_has_checked_what_is_not_checked_yet(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/recipient/new")
    await walker.send({**RECIPIENT, "verified_by": "Pat Reed"})
    await walker.open("/check")
    assert "Nobody has checked yet" in walker.text
    assert "by Pat Reed" not in walker.text


@pytest.mark.parametrize(
    ("page", "fields"), [("people/new", PERSON), ("items/new", ITEM)]
)
async def test_another_can_follow_at_once_or_what_comes_next(
    browse: Browse, page: str, fields: Mapping[str, str]
) -> None:
    walker = await begin(browse)
    await walker.open(f"/{page}")
    await walker.send({**fields, "then": "another"})
    assert walker.path == f"/{page}"
    await walker.send(fields)
    assert walker.path == "/questions/U0"


async def test_what_people_write_is_never_mark_up(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/people/new")
    await walker.send({"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in walker.page.text
    await walker.open("/check")
    assert "<script>alert" not in walker.page.text


@pytest.mark.parametrize("page", ["people/p-none", "items/i-none/remove"])
async def test_a_part_that_is_not_there_is_not_found(browse: Browse, page: str) -> None:
    walker = await begin(browse)
    assert (await walker.open(f"/{page}")).page.status_code == 404


def _first_link(html: str, start: str) -> str:
    return start + html.split(f'href="{start}', 1)[1].split('"', 1)[0]
