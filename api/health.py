"""Whether the service is alive and can keep what people send; and its metrics."""

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.responses import JSONResponse, Response

from adapters.metrics import TEXT, Everything
from api.asking import the_house
from casework.house import House
from domain.errors import CaseNotFound
from domain.health import State

router = APIRouter(tags=["health"])

AskedHouse = Annotated[House, Depends(the_house)]
Token = Annotated[
    HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))
]


@router.get("/healthz")
def alive() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
async def ready(house: AskedHouse) -> JSONResponse:
    """200 while acts can be stored, even if a worker is away: nothing is lost then.

    A stranger learns no more. Operations see why, in `/operations/health`.
    """
    state = await house.health.standing()
    return JSONResponse({"status": state.value}, 503 if state is State.DOWN else 200)


@router.get("/metrics")
def metrics(house: AskedHouse, token: Token) -> Response:
    """For Prometheus, with the token of the settings. Without one there is nothing."""
    wanted = house.settings.metrics_token
    secret = wanted.get_secret_value() if wanted else ""
    given = token.credentials if token else ""
    if not secret or not hmac.compare_digest(secret.encode(), given.encode()):
        raise CaseNotFound
    return Response(Everything(house.numbers).text(), media_type=TEXT)
