"""Who must never receive it: a list, and a hard stop for everybody on it."""

import re

import pytest

from tests.web.conftest import Browse
from tests.web.walking import PERSON, RECIPIENT, Walker, begin

ON_THE_LIST = "This person is on your list of people who must never receive this"
IS_RECIPIENT = "This is who it would go to"


def error_at(walker: Walker, field: str) -> bool:
    """Whether the summary leads to this field, which says what is wrong."""
    html = walker.page.text
    return f'href="#{field}"' in html and f'id="{field}-error"' in html


async def bar(walker: Walker, **who: str) -> Walker:
    await walker.open("/never")
    return await walker.send(who)


async def test_somebody_is_put_on_the_list_and_taken_off_it(browse: Browse) -> None:
    walker = await begin(browse)
    await bar(walker, name="Sandy Thorn", email="sandy@example.org")
    await bar(walker, email="thorn@example.org")
    assert walker.path == "/never"
    await walker.open("/check")
    assert "Sandy Thorn, sandy@example.org" in walker.text
    await walker.open("/never")
    first = re.findall(r"/never/(b-[0-9a-f]+)/remove", walker.page.text)[0]
    await walker.send(to=f"/never/{first}/remove")
    assert "Sandy Thorn" not in walker.text
    assert "thorn@example.org" in walker.text


async def test_who_may_have_caused_the_harm_is_on_it_by_themselves(
    browse: Browse,
) -> None:
    walker = await begin(browse)
    await walker.open("/people/new")
    await walker.send({**PERSON, "accused": "yes"})
    await walker.open("/never")
    listed = walker.text.split("On the list now")[1].split("Add somebody")[0]
    assert "Robin Alder" in listed
    assert "may have caused the harm" in listed
    assert "Remove" not in listed


@pytest.mark.parametrize(
    ("barred", "field"),
    [
        ({"name": "rae LINDQVIST"}, "name"),
        ({"email": "Rae.Lindqvist@estuary.example"}, "email"),
    ],
)
async def test_nobody_on_the_list_can_be_entered_as_the_recipient(
    browse: Browse, barred: dict[str, str], field: str
) -> None:
    walker = await begin(browse)
    await bar(walker, **barred)
    await walker.open("/recipient/new")
    await walker.send(RECIPIENT)
    assert walker.page.status_code == 422
    assert ON_THE_LIST in walker.text
    assert error_at(walker, field)
    assert f'value="{RECIPIENT["role"]}"' in walker.page.text
    await walker.open("/check")
    assert RECIPIENT["phone"] not in walker.text


async def test_nor_be_chosen_from_the_directory(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/people/new")
    await walker.send({"name": "Dr Rae Lindqvist", "accused": "yes"})
    await walker.open("/recipient")
    await walker.send({"contact": "d-larkhill-0"})
    assert walker.page.status_code == 422
    assert error_at(walker, "contact")


@pytest.mark.parametrize(
    ("barred", "field"),
    [({"name": "Lindqvist, Rae"}, "name"), ({"email": RECIPIENT["email"]}, "email")],
)
async def test_who_it_would_go_to_cannot_be_put_on_the_list(
    browse: Browse, barred: dict[str, str], field: str
) -> None:
    walker = await begin(browse)
    await walker.open("/recipient/new")
    await walker.send(RECIPIENT)
    await bar(walker, **barred)
    assert walker.page.status_code == 422
    assert IS_RECIPIENT in walker.text
    assert error_at(walker, field)


async def test_nor_be_said_to_have_caused_the_harm(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/recipient/new")
    await walker.send(RECIPIENT)
    await walker.open("/people/new")
    await walker.send(
        {"name": "R. L.", "other_names": "Rae Lindqvist", "accused": "yes"}
    )
    assert walker.page.status_code == 422
    assert error_at(walker, "accused")
    assert 'value="R. L."' in walker.page.text
