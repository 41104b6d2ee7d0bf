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

REFUSED = (
    ("people/new", {**PERSON, "name": ""}, "Enter the person’s name"),
    ("people/new", {**PERSON, "unknown": "yes"}, "Describe the person"),
    ("people/new", {**PERSON, **BORN_AHEAD}, "Date of birth must be in the past"),
    ("people/new", {**PERSON, "age": "eight"}, "Rough age must be a whole number"),
    ("people/new", {**PERSON, "safe_email": "a@b.example, c@d.example"}, "only one"),
    ("items/new", {**ITEM, "text": ""}, "Enter what you want to share"),
    ("items/new", {**ITEM, "text": "x" * 2001}, "2,000 characters or fewer"),
    ("items/new", {**ITEM, "kind": "gossip"}, "Select fact, reported"),
    ("items/new", {**ITEM, "source": ""}, "Enter who saw or said it"),
    ("items/new", {**ITEM, **SEEN_AHEAD}, "The date must be today or in the past"),
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
    assert "Name not known: A boy in a red coat" in walker.text
    assert f"Born about {now().year - 8}" in walker.text


async def test_a_person_is_changed_and_shown_as_before(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/people/new")
    born = dict(zip(("day", "month", "year"), ("4", "mar", "2016"), strict=True))
    dated = {f"date_of_birth-{part}": value for part, value in born.items()}
    await walker.send({**PERSON, **dated, "protected": "yes"})
    person = _first_link(walker.page.text, f"{walker.home}/people/p-")
    await walker.open(person.removeprefix(walker.home))
    assert 'value="2016"' in walker.page.text
    assert "checked" in walker.page.text
    await walker.send({"name": "Robin A. Alder"})
    assert "Robin A. Alder" in walker.text
    assert "Address must be kept secret" not in walker.text


async def test_a_person_is_removed_after_being_asked(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/people/new")
    await walker.send(PERSON)
    person = _first_link(walker.page.text, f"{walker.home}/people/p-")
    await walker.open(person.removeprefix(walker.home) + "/remove")
    assert "Remove this person?" in walker.text
    await walker.send()
    assert "No one added yet" in walker.text


async def test_what_was_removed_meanwhile_keeps_what_was_typed(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/items/new")
    await walker.send(ITEM)
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
