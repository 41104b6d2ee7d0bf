"""Builds the application: the JSON interface, the pages, and what guards both."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import Response
from starlette.routing import Route

from adapters.catcher import start_catcher
from adapters.clock import now
from adapters.settings import Settings
from adapters.temporal import connect
from adapters.tracing import NOT_BY_ITSELF
from api import health
from api.body_limit import BodyLimit
from api.interface import PREFIX, create_interface
from api.measured import Measured
from api.problems import add_problems, plain_problem
from casework.house import House, build_house
from web.doors import Hosts
from web.pages import create_pages

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
RECIPIENT_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


A_YEAR = "max-age=31536000"


async def create_app(settings: Settings) -> FastAPI:
    """The whole web side, built from settings."""
    client = await connect(settings, patient=False)
    house = build_house(settings, client)
    app = FastAPI(
        title="Sharewell",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        telemetry=NOT_BY_ITSELF,
        lifespan=_lifespan(house),
    )
    app.state.house = house
    app.add_middleware(BodyLimit, file_mib=settings.file_mib)
    app.add_middleware(Hosts, settings=settings)
    app.add_middleware(BaseHTTPMiddleware, dispatch=_guard(settings))
    app.add_middleware(Measured)
    app.include_router(health.router)
    add_problems(app)
    app.mount(PREFIX, create_interface(house))
    for path in ("/api", "/api/{rest:path}"):  # no page lives there
        app.router.routes.append(Route(path, plain_problem(404)))
    app.mount("/", create_pages(house))
    return app


Next = Callable[[Request], Awaitable[Response]]


def _guard(settings: Settings) -> Callable[[Request, Next], Awaitable[Response]]:
    insist = f"{A_YEAR}; includeSubDomains" if settings.hsts_subdomains else A_YEAR

    async def guard(request: Request, call_next: Next) -> Response:
        answer = await call_next(request)
        path = request.url.path
        if answer.status_code == 413 and path.startswith("/api/"):
            answer = plain_problem(413)  # it is refused before anybody reads it
        csp = RECIPIENT_CSP if path.startswith("/c/") else CSP
        answer.headers.setdefault("Content-Security-Policy", csp)  # a file has its own
        answer.headers.setdefault("Cache-Control", "no-store")
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if settings.secure_cookies:
            answer.headers["Strict-Transport-Security"] = insist
        return answer

    return guard


def _lifespan(
    house: House,
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        server = None
        if house.settings.is_embedded:
            server = await start_catcher(_keeper(house), house.settings.catcher_port)
        yield
        if server is not None:
            server.close()
            await asyncio.sleep(0)
        await house.codes.settle()
        house.storehouse.database.close()

    return lifespan


def _keeper(house: House) -> Callable[[str], None]:
    def keep(text: str) -> None:
        house.lists.catch_mail(text, now())

    return keep
