"""Readings that are unusual: for auditors, who say what they think of each."""

from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from casework.alerts import AlertLine
from domain.unusual import SIGN_LABELS, VERDICT_LABELS, Verdict
from web.asking import AskedHouse, Who, see_other, show, the_house
from web.forms import Errors, PageForm, Sentences, read
from web.own_request import OwnForm, typed

router = APIRouter()

WORDS_MOST = 2000


class ReviewForm(PageForm):
    """What somebody thinks of it, and why."""

    verdict: Verdict | Literal[""] = ""
    words: Annotated[str, Field(max_length=WORDS_MOST)] = ""

    sentences: ClassVar[Sentences] = {
        ("verdict", "*"): "Choose what you think of it",
        ("words", "*"): f"Write {WORDS_MOST:,} characters or fewer",
    }


@router.get("/records/alerts")
def alerts(request: Request, house: AskedHouse, who: Who) -> Response:
    query = request.query_params
    reviewed = query.get("reviewed") == "yes"
    page = house.alerts.page(who.actor, query.get("after"), reviewed=reviewed)
    return show(
        "records/alerts.html",
        request,
        page=page,
        reviewed=reviewed,
        signs=SIGN_LABELS,
        verdicts=VERDICT_LABELS,
    )


@router.get("/records/alerts/{id}")
def alert(request: Request, house: AskedHouse, who: Who, id: str) -> Response:
    return _page(request, house.alerts.of(who.actor, id), {}, {})


@router.post("/records/alerts/{id}")
def review(request: Request, who: Who, form: OwnForm, id: str) -> Response:
    house = the_house(request)
    line = house.alerts.of(who.actor, id)
    said, errors = read(ReviewForm, form)
    errors = errors or _missing(said)
    if said is None or errors or not said.verdict:
        return _page(request, line, typed(form), errors)
    house.alerts.review(who.actor, id, said.verdict, said.words)
    return see_other("/records/alerts")


def _missing(said: ReviewForm | None) -> Errors:
    errors: Errors = {}
    if said is not None and not said.verdict:
        errors["verdict"] = "Choose what you think of it"
    if said is not None and not said.words:
        errors["words"] = "Write down why"
    return errors


def _page(
    request: Request, line: AlertLine, values: dict[str, object], errors: Errors
) -> Response:
    return show(
        "records/alert.html",
        request,
        422 if errors else 200,
        line=line,
        values=values,
        errors=errors,
        signs=SIGN_LABELS,
        verdicts=[(each.value, label) for each, label in VERDICT_LABELS.items()],
        labels=VERDICT_LABELS,
    )
