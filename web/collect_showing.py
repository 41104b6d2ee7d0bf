"""How a page of the recipient is shown: its form's tokens, its cookie, its limits."""

import secrets

from starlette.responses import HTMLResponse, Response

from casework.collection import Cover
from web import rendering
from web.account_pages import drop_cookie, set_cookie
from web.asking import see_other
from web.visits import Here, cookie_name


def show(page: str, here: Here, status: int = 200, **context: object) -> HTMLResponse:
    settings = here.house.settings
    answer = rendering.page(
        f"collect/{page}.html",
        status=status,
        path=here.path,
        csrf=here.visit.csrf,
        once=secrets.token_urlsafe(16),
        idle_minutes=settings.collect_idle_minutes,
        longest_minutes=settings.collect_minutes,
        **context,
    )
    if here.is_new:
        set_cookie(answer, here.house, cookie_name(here.house), here.visit.cookie)
    return answer


def around(cover: Cover) -> dict[str, object]:
    """Who sends it, as every page inside says."""
    return {
        "parcel": cover.parcel,
        "organisation": cover.organisation,
        "help_telephone": cover.telephone,
    }


def cleared(here: Here, page: str) -> Response:
    """Go to a page that nothing is needed for, with nothing kept in the browser."""
    answer = see_other(here.path(page))
    drop_cookie(answer, here.house, cookie_name(here.house))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
