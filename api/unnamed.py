"""Where a name or a hint stands, in the fields that a client knows."""

import asyncio

from api.asking import Call
from api.models import CouldIdentify
from casework.identifying import PURPOSE, could_identify
from casework.views import CaseView
from domain.attachments import is_file
from domain.content import Content
from domain.errors import NotAccepted, Why
from domain.rules import Verdict


def hints_in(view: CaseView) -> list[CouldIdentify]:
    """What could tell who somebody is, if it would be shared without names."""
    if view.evaluation.outcome is not Verdict.SHARE_ANONYMISED:
        return []
    return [
        CouldIdentify(
            field=_field(view.content, found.place),
            what=found.what,
            text=found.text,
            stops=found.stops,
        )
        for found in could_identify(view.content)
    ]


async def in_its_field(call: Call, reference: str, no: NotAccepted) -> NotAccepted:
    """A refusal about a name, with the field that the name stands in."""
    stops = (Why.NAMES_SOMEBODY, Why.FILE_CANNOT_BE_UNNAMED)
    if no.why not in stops or no.about is None:
        return no
    view = await asyncio.to_thread(call.house.views.case, call.actor, reference)
    return NotAccepted(no.why, about=_field(view.content, no.about))


def _field(content: Content, place: str) -> str:
    if place == PURPOSE:
        return place
    if is_file(place):
        return f"attachments.{[file.id for file in content.attachments].index(place)}"
    places = [item.id for item in content.items]
    return f"items.{places.index(place)}.text" if place in places else "items"
