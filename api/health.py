"""Whether the service is alive, and whether it can keep what people send it."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse

from api.asking import the_house
from casework.house import House

router = APIRouter(tags=["health"])

LATE = timedelta(seconds=30)


@router.get("/healthz")
def alive() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
def ready(house: Annotated[House, Depends(the_house)]) -> JSONResponse:
    """200 while acts can be stored, even if a worker is away: nothing is lost then."""
    parts: dict[str, Any] = house.lists.readiness(LATE)
    status = 200 if parts["database"] == "ok" else 503
    return JSONResponse(parts, status_code=status)
