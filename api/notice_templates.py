"""The texts that people are told with: read by everybody, settled by administrators."""

from fastapi import APIRouter, Response

from api.answering import ACTING, READING, Documented
from api.asking import Asking
from api.matching import IfMatch, marked
from api.notice_models import GivenTemplate, SettledTemplate, Template, Templates
from api.problems import BadInput
from casework.notice_templates import TemplateRefused
from domain.person_notices import FILLED_IN, Version

router = APIRouter(
    prefix="/organisation/notices", tags=["organisation"], responses=READING
)

SETTING: Documented = {403: ACTING[403], 413: ACTING[413]}
MATCHING: Documented = {**SETTING, 409: ACTING[409]}


@router.get("", summary="Read the texts that people are told with")
def read_templates(call: Asking) -> Templates:
    found = call.house.notice_templates.all(call.actor)
    return Templates(
        items=[Template.model_validate(each) for each in found], filled_in=FILLED_IN
    )


@router.get("/{version}", summary="Read one of these texts")
def read_template(version: Version, call: Asking, answer: Response) -> Template:
    """Its `ETag` changes with it, and with what is to begin."""
    marked(answer, call.house.notice_templates.mark(call.actor, version))
    return Template.model_validate(call.house.notice_templates.of(call.actor, version))


@router.post("/preview", summary="See how a text would read; nothing is kept")
def preview_template(sent: GivenTemplate, call: Asking) -> str:
    try:
        return call.house.notice_templates.preview(call.actor, sent.text)
    except TemplateRefused as refused:
        raise BadInput("text", " ".join(refused.faults)) from refused


@router.put("/{version}", summary="Use this text from now on", responses=MATCHING)
def settle_template(
    version: Version, sent: SettledTemplate, call: Asking, if_match: IfMatch = ""
) -> Template:
    """With `begins_on` it is used from that day on."""
    templates = call.house.notice_templates
    try:
        templates.settle(call.actor, version, sent.text, sent.manner(if_match))
    except TemplateRefused as refused:
        raise BadInput("text", " ".join(refused.faults)) from refused
    return Template.model_validate(templates.of(call.actor, version))


@router.delete("/{version}", summary="Go back to the usual text", responses=SETTING)
def restore_template(version: Version, call: Asking) -> Template:
    call.house.notice_templates.restore(call.actor, version)
    return Template.model_validate(call.house.notice_templates.of(call.actor, version))
