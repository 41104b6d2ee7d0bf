"""Who is written to when an adviser is silent; administrators settle it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from casework.house import House
from domain.deadlines import CHAINS, Chain
from domain.errors import CaseNotFound, NotAccepted, RuleBroken
from domain.graph import Priority
from domain.organisation import Manner, Matter, Topic
from domain.organisation_words import FIELD_LABELS, WHOM, say_chain
from domain.people import Role
from domain.refusals import SENTENCES
from domain.teams import check_can_arrange, written
from domain.working_times import TimesRefused
from web.asking import AskedHouse, Who, posted, see_other, show, text, the_house
from web.forms import Errors
from web.organisation_chain_forms import boxes, chain_as_typed, read_chain
from web.organisation_forms import read_manner
from web.own_request import typed

router = APIRouter()

PAGE = "/organisation/chains"
WHOM_CHOICES = [
    (whom.value, f"{words[:1].upper()}{words[1:]}") for whom, words in WHOM.items()
]


async def form_of(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


Form = Annotated[FormData, Depends(form_of)]


@router.get(PAGE)
def chains(request: Request, house: AskedHouse, who: Who) -> Response:
    usual = dict(CHAINS)
    return show(
        "organisation/chains.html",
        request,
        chains=[
            (
                each.value,
                FIELD_LABELS[each.value],
                say_chain(chain),
                chain != usual[each],
            )
            for each, chain in house.calendars.chains(who.actor).items()
        ],
        plans=house.governance.planned(who.actor, Matter.CHAINS),
        written=written,
        settles=who.actor.has(Role.ADMINISTRATOR),
        saved=request.query_params.get("saved", ""),
    )


@router.get(f"{PAGE}/{{code}}")
def chain(request: Request, house: AskedHouse, who: Who, code: str) -> Response:
    priority = _priority(code)
    check_can_arrange(who.actor)
    now = house.calendars.chains(who.actor)[priority]
    return _page(request, who, priority, chain_as_typed(now))


@router.post(f"{PAGE}/{{code}}")
def settle(
    request: Request, house: AskedHouse, who: Who, code: str, form: Form
) -> Response:
    priority = _priority(code)
    check_can_arrange(who.actor)
    request.state.latest_url = PAGE
    manner, wrong = read_manner(form)
    wanted, errors = (None, {}) if text(form, "usual") else read_chain(form)
    errors = {**errors, **wrong}
    errors = errors or _settled(house, who, (priority, wanted), manner)
    if errors:
        return _page(request, who, priority, typed(form), errors)
    return see_other(f"{PAGE}?saved={'later' if manner.begins_on else 'now'}")


def _settled(
    house: House, who: Who, wanted: tuple[Priority, Chain | None], manner: Manner
) -> Errors:
    """What keeps it from being settled; nothing if it is."""
    try:
        house.calendars.settle_chain(who.actor, *wanted, manner)
    except TimesRefused as refused:
        return {"after-1": f"{refused.faults[0].fault}"}
    except (NotAccepted, RuleBroken) as no:
        return {no.about or "": SENTENCES[no.why]}
    return {}


def _page(
    request: Request,
    who: Who,
    priority: Priority,
    values: Mapping[str, object],
    errors: Errors | None = None,
) -> Response:
    house = the_house(request)
    now, label = (
        house.calendars.chains(who.actor)[priority],
        FIELD_LABELS[priority.value],
    )
    topic = Topic(Matter.CHAINS, priority.value)
    return show(
        "organisation/chain.html",
        request,
        422 if errors else 200,
        title=label,
        steps=boxes(values),
        whom=WHOM_CHOICES,
        is_own=now != dict(CHAINS)[priority],
        revision=house.calendars.mark_of_chain(who.actor, priority),
        changed=[(label, say_chain(now))] if "" in (errors or {}) else [],
        plans=house.planned.of(who.actor, topic),
        written=written,
        values=values,
        errors=errors or {},
    )


def _priority(code: str) -> Priority:
    try:
        return Priority(code)
    except ValueError:
        raise CaseNotFound from None
