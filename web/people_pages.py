"""The people: whom it is about, and who must never receive it."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from casework.recipients import stopped_by
from domain.content import Barred, Content
from domain.errors import Why
from web.describing import (
    after_saving,
    part_id,
    part_of,
    today,
    with_part,
)
from web.forms import Errors, read
from web.own_request import Answering, OwnForm, OwnRequest, typed
from web.people_forms import NeverForm, PersonForm, about_person

router = APIRouter(prefix="/requests/{reference}")

IS_RECIPIENT = "This is who it would go to. First choose somebody else to send it to"


# Whom it is about


@router.get("/people")
def people(own: Answering) -> Response:
    return own.show("people")


@router.get("/people/{id}")
def person(id: str, own: Answering) -> Response:
    found = part_of(own.view.content.individuals, id)
    return own.show(
        "person", id=id, values=about_person(found, today()) if found else {}
    )


@router.post("/people/{id}")
async def keep_person(id: str, own: Answering, form: OwnForm) -> Response:
    said, errors = read(PersonForm, form, today=today())
    if said is None:
        return own.show("person", 422, id=id, values=typed(form), errors=errors)
    person = said.individual(part_id(id, "p", form), today())

    def change(content: Content) -> Content:
        why = Why.UNKNOWN_INDIVIDUAL
        return content.with_individuals(with_part(content.individuals, person, id, why))

    alone = replace(own.view.content, individuals=(person,), never=())
    if stopped_by(alone):
        errors = {"accused" if alone.barred else "name": IS_RECIPIENT}
        return own.show("person", 422, id=id, values=typed(form), errors=errors)
    await own.describe(change, form)
    return after_saving(own, "people", id, form)


@router.get("/people/{id}/remove")
def remove_person(id: str, own: Answering) -> Response:
    person = part_of(own.view.content.individuals, id)
    if person is None:
        return own.go("people")
    return own.show("remove-person", person=person)


@router.post("/people/{id}/remove")
async def person_removed(id: str, own: Answering, form: OwnForm) -> Response:
    def change(content: Content) -> Content:
        kept = tuple(each for each in content.individuals if each.id != id)
        return content.with_individuals(kept)

    await own.describe(change, form)
    return own.go_back("people")


# Who must never receive it


@router.get("/never")
def never(own: Answering) -> Response:
    return own.show("never", values={})


@router.post("/never")
async def bar(own: Answering, form: OwnForm) -> Response:
    said, errors = read(NeverForm, form)
    if said is None:
        return own.show("never", 422, values=typed(form), errors=errors)
    barred = said.barred(part_id("new", "b", form))
    errors = _barring_recipient(own, barred)
    if errors:
        return own.show("never", 422, values=typed(form), errors=errors)

    def change(content: Content) -> Content:
        kept = with_part(content.never, barred, "new", Why.UNKNOWN_INDIVIDUAL)
        return replace(content, never=kept)

    await own.describe(change, form)
    return own.go(f"never{own.query}")


@router.get("/never/{id}/remove")
def barred_are_on_the_list(id: str, own: Answering) -> Response:
    return own.go("never")


@router.post("/never/{id}/remove")
async def unbar(id: str, own: Answering, form: OwnForm) -> Response:
    def change(content: Content) -> Content:
        kept = tuple(each for each in content.never if each.id != id)
        return replace(content, never=kept)

    await own.describe(change, form)
    return own.go(f"never{own.query}")


def _barring_recipient(own: OwnRequest, barred: Barred) -> Errors:
    """What is wrong if the recipient goes on the list, at the field that says so."""
    alone = replace(own.view.content, individuals=())
    if not replace(alone, never=(barred,)).barred:
        return {}
    by_name = replace(alone, never=(replace(barred, email=""),)).barred
    return {"name" if by_name else "email": IS_RECIPIENT}
