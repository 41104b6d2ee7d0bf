"""The proof of a record through the JSON interface."""

from fastapi import APIRouter
from pydantic import Field

from api.answering import ACTING, READING
from api.asking import Asking
from api.models import Shown

router = APIRouter(prefix="/requests", tags=["requests"], responses=READING)


class ProvenEntry(Shown):
    """An entry of the account as its hash covers it, or, if internal, its hash only."""

    said: str | None = None
    hash: str | None = None


class ProvenLeaf(Shown):
    """How the case stood when the log was signed, and its number in that log."""

    number: int
    said: str


class ProvenHead(Shown):
    """The signed head of the log: base64 of an Ed25519 signature over `said`."""

    said: str
    signature: str
    public: str


class RecordProof(Shown):
    """A record with what a stranger needs to check it: docs/verify_record.py does.

    The record is to the letter as it was sealed. To whose request it was it is null if
    something in it is between advisers.
    """

    format: str = Field(alias="schema")
    reference: str
    record: str | None
    chain: list[ProvenEntry]
    leaf: ProvenLeaf
    path: list[str]
    tree_head: ProvenHead


@router.get(
    "/{reference}/proof",
    summary="Read the proof of the sealed record",
    response_model_exclude_unset=True,
    responses={409: ACTING[409]},
)
def read_proof(reference: str, call: Asking) -> RecordProof:
    return RecordProof.model_validate(call.house.proofs.of(call.actor, reference))
