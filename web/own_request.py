"""One's own request: who asks about it, how it stands, and what may be done to it."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adapters.clock import now
from casework.desk import Receipt
from casework.filing import Change, Make
from casework.house import House
from casework.views import CaseView
from domain.errors import CaseNotFound
from domain.people import Actor
from domain.stages import Stage
from web import rendering
from web.asking import AskedHouse, Elsewhere, Who, around, once, posted, see_other, show
from web.case_words import say_day
from web.presence_pages import open_case

FROM_CHECK = "check"


@dataclass(frozen=True)
class OwnRequest:
    """A request and its practitioner, who has a page of it open."""

    request: Request
    house: House
    actor: Actor
    view: CaseView

    def at(self, page: str = "") -> str:
        """The address of one of its pages; of the request itself without one."""
        home = f"/requests/{self.view.reference}"
        return f"{home}/{page}" if page else home

    def go(self, page: str = "") -> RedirectResponse:
        return see_other(self.at(page))

    def go_back(self, page: str) -> RedirectResponse:
        """To the check page if that is where they came from, otherwise to `page`."""
        return self.go("check" if self.is_from_check else page)

    @property
    def is_from_check(self) -> bool:
        return self.request.query_params.get("from") == FROM_CHECK

    @property
    def query(self) -> str:
        """What keeps the way back to the check page open."""
        return f"?from={FROM_CHECK}" if self.is_from_check else ""

    def show(self, name: str, status: int = 200, **context: object) -> HTMLResponse:
        context.setdefault("back_to", self.at("check") if self.is_from_check else "")
        context |= self._draft(context)
        return show(
            f"requests/{name}.html", self.request, status=status,
            view=self.view, home=self.at(), say_day=say_day, now=now(),
            on_now=partial(self.house.advisers.on_now, self.actor), **context,
        )  # fmt: skip

    @property
    def page(self) -> str:
        """The page that is open, as it is named after the request's own address."""
        return self.request.url.path.removeprefix(self.at()).strip("/")

    def _draft(self, context: Mapping[str, object]) -> dict[str, object]:
        """For a page with a form: where it saves itself, and what was kept of it."""
        if "values" not in context:
            return {}
        place: dict[str, object] = {
            "autosave": self.at(f"drafts/{self.page}"),
            "open_page": open_case(self.request, self.view),
        }
        if self.request.method != "GET":
            return place
        kept = self.house.drafts.get(self.actor, self.view.reference, self.page)
        if kept is None:
            return place
        return {**place, "values": shown_again(kept.fields), "draft_at": kept.saved_at}

    async def do(
        self, make: Make, form: FormData, words: Mapping[str, str] | None = None
    ) -> Receipt:
        receipt = await self.house.desk.do(
            self.actor, self.view.reference, make, words=words, once=once(form)
        )
        await self.sent()
        return receipt

    async def describe(self, change: Change, form: FormData) -> Receipt:
        receipt = await self.house.desk.describe(
            self.actor, self.view.reference, change, once=once(form)
        )
        await self.sent()
        return receipt

    async def sent(self) -> None:
        """The page is kept as an act now, so its draft may go."""
        await asyncio.to_thread(
            self.house.drafts.drop, self.actor, self.view.reference, self.page
        )

    def after(self, receipt: Receipt, page: str = "") -> Response:
        """On to a page; or, while the act is only kept, the page that says so."""
        return self.go(page) if receipt.applied else not_applied(self.request, receipt)


def not_applied(request: Request, receipt: Receipt) -> Response:
    """The page for an act that is safe and has not happened yet."""
    return rendering.page(
        "errors/202.html", status=202, received_at=receipt.received_at,
        next_url=f"/requests/{receipt.reference}", reference=receipt.reference,
        **around(request, request.state.who),
    )  # fmt: skip


def own_request(
    reference: str, request: Request, house: AskedHouse, who: Who
) -> OwnRequest:
    """The request of whoever asks.

    Raises:
        CaseNotFound: there is none, or it is somebody else's.
    """
    view = house.views.case(who.actor, reference)
    if not view.is_mine:
        raise CaseNotFound
    return OwnRequest(request, house, who.actor, view)


Own = Annotated[OwnRequest, Depends(own_request)]


class Allowing:
    """A request to which this may be done now; its page is not shown otherwise.

    What is posted is not looked at here: the desk refuses it, and keeps the words.
    """

    def __init__(self, act: str) -> None:
        self._act = act

    def __call__(self, own: Own) -> OwnRequest:
        if own.request.method == "GET" and self._act not in own.view.may:
            raise Elsewhere(own.at())
        return own


def sharing_done(own: Own) -> OwnRequest:
    """A request that was shared: now it is decided who is told."""
    if own.request.method == "GET" and own.view.case.stage is not Stage.FOLLOWING_UP:
        raise Elsewhere(own.at())
    return own


Answering = Annotated[OwnRequest, Depends(Allowing("answer"))]
Telling = Annotated[OwnRequest, Depends(sharing_done)]


async def own_form(request: Request, who: Who) -> FormData:
    return await posted(request, who.csrf)


OwnForm = Annotated[FormData, Depends(own_form)]


def typed(form: FormData) -> dict[str, Any]:
    """What was typed, to be shown again beside what is wrong with it."""
    return shown_again([(k, v) for k, v in form.multi_items() if isinstance(v, str)])


def shown_again(fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Fields as a form shows them: what was given more than once is a list."""
    found: dict[str, list[str]] = {}
    for name, text in fields:
        found.setdefault(name, []).append(text)
    return {
        name: texts if len(texts) > 1 else texts[0] for name, texts in found.items()
    }
