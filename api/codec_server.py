"""A process of its own for Temporal's pages and command line: it deciphers, no more.

It is off unless somebody starts it, and answers nobody without a token of an adviser.
"""

from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import FastAPI, Header, Request
from pydantic import BaseModel, Field, field_validator
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from adapters.codec import DoesNotOpen, Sealed
from adapters.settings import Settings
from adapters.temporal import connect
from adapters.tracing import NOT_BY_ITSELF
from api.asking import Asking, the_house
from api.problems import BadInput, add_problems, problem
from casework.deciphering import Deciphering
from casework.house import build_house

LARGEST = 4 * 1024 * 1024
MOST = 1000
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
ASKED_WITH = ["Authorization", "Content-Type", "X-Namespace"]


def _bytes(value: str) -> bytes:
    """What stands there in base64.

    Raises:
        ValueError: it is none.
    """
    return b64decode(value, validate=True)


class PayloadText(BaseModel):
    """A payload as JSON writes it: every value of bytes in base64."""

    metadata: dict[str, str] = {}
    data: str = ""

    @field_validator("metadata", "data")
    @classmethod
    def is_base64(cls, value: dict[str, str] | str) -> dict[str, str] | str:
        """Refuse what cannot be read."""
        for each in value.values() if isinstance(value, dict) else [value]:
            _bytes(each)
        return value

    def read(self) -> Sealed:
        named = {name: _bytes(value) for name, value in self.metadata.items()}
        return Sealed(named, _bytes(self.data))


class PayloadTexts(BaseModel):
    """What Temporal's pages send, and what they get back."""

    payloads: list[PayloadText] = Field(max_length=MOST)


def _written(payload: Sealed) -> PayloadText:
    named = {name: b64encode(v).decode() for name, v in payload.metadata.items()}
    return PayloadText(metadata=named, data=b64encode(payload.data).decode())


async def create_codec_server(settings: Settings) -> FastAPI:
    """The whole process, built from settings."""
    house = build_house(settings, await connect(settings, patient=False))
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=NOT_BY_ITSELF,
        lifespan=_closing,
    )
    app.state.house = house
    app.state.deciphering = Deciphering(house.storehouse, settings)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=[settings.codec_origin],
        allow_methods=["POST"],
        allow_headers=ASKED_WITH,
    )
    app.add_middleware(BaseHTTPMiddleware, dispatch=_guard)
    add_problems(app)
    app.add_exception_handler(DoesNotOpen, _does_not_open)
    app.post("/decode")(decode)
    return app


async def decode(
    request: Request,
    asked: Asking,
    given: PayloadTexts,
    namespace: Annotated[str, Header(alias="X-Namespace")] = "",
) -> PayloadTexts:
    """What these payloads hold, if they are of cases that the caller may read."""
    if namespace not in ("", the_house(request).settings.temporal_namespace):
        raise BadInput("X-Namespace", "This is not the namespace of these cases.")
    deciphering: Deciphering = request.app.state.deciphering
    sealed = [each.read() for each in given.payloads]
    clear = await deciphering.clear(asked.actor, sealed)
    return PayloadTexts(payloads=[_written(each) for each in clear])


async def _does_not_open(request: Request, error: Exception) -> Response:
    return problem(422, "does_not_open", "One of these cannot be deciphered.")


async def _guard(request: Request, call_next: RequestResponseEndpoint) -> Response:
    answer = await call_next(request)
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    return answer


@asynccontextmanager
async def _closing(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.house.storehouse.database.close()
