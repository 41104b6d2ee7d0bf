"""The proof of a record, to take away."""

import json

from fastapi import APIRouter
from starlette.responses import Response

from web.asking import AskedHouse, Who

router = APIRouter()


@router.get("/records/{reference}/proof.json")
def proof(house: AskedHouse, who: Who, reference: str) -> Response:
    """With it a stranger can check that nothing in the record was changed."""
    found = house.proofs.of(who.actor, reference)
    return Response(
        json.dumps(found, indent=2, ensure_ascii=False),
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{reference}-proof.json"',
            "Cache-Control": "no-store",
        },
    )
