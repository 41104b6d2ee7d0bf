"""Help and the plain statements; anybody may read them, signed in or not."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.settings import Settings
from web.asking import AskedHouse, SignInNeeded, show, signed_in

router = APIRouter()


@router.get("/help")
def help_page(request: Request, house: AskedHouse) -> Response:
    _recognise(request, house)
    return show("help/help.html", request)


@router.get("/accessibility")
def accessibility(request: Request, house: AskedHouse) -> Response:
    _recognise(request, house)
    return show("help/accessibility.html", request)


@router.get("/privacy")
def privacy(request: Request, house: AskedHouse) -> Response:
    _recognise(request, house)
    return show("help/privacy.html", request)


@router.get("/cookies")
def cookies(request: Request, house: AskedHouse) -> Response:
    _recognise(request, house)
    return show("help/cookies.html", request, 200, **_lasts(house.settings))


def _recognise(request: Request, house: AskedHouse) -> None:
    """Show their menu and telephone to whoever is signed in."""
    try:
        signed_in(request, house)
    except SignInNeeded:
        return


def _lasts(settings: Settings) -> dict[str, object]:
    secure = "__Host-" if settings.secure_cookies else ""
    return {
        "prefix": secure,
        "idle_minutes": settings.session_idle_minutes,
        "hours": settings.session_hours,
        "recipient_idle": settings.collect_idle_minutes,
        "recipient_longest": settings.collect_minutes,
        "message_idle": settings.notice_idle_minutes,
        "message_longest": settings.notice_minutes,
    }
