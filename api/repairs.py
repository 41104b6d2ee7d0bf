"""What is stuck, and what operations do about it, one case at a time or many."""

from collections import Counter
from collections.abc import Mapping

from fastapi import APIRouter, status
from starlette.responses import Response

from adapters.passwords import new_secret
from api.answering import ACTING, READING, shown
from api.asking import Acting, Asking, Call
from api.models import Received
from api.repair_models import (
    AskedBulk,
    Batch,
    BulkLine,
    BulkLines,
    GivenBulk,
    GivenHands,
    GivenRepair,
    GivenTime,
    Repairing,
    RepairLine,
    RepairPreview,
    StuckItem,
    StuckItems,
)
from api.running_models import StuckLine
from casework.bulk_repairs import Batch as KeptBatch
from casework.bulk_repairs import BulkWish
from casework.repair_checks import Detail
from casework.repairs import RepairLine as KeptLine
from casework.repairs import Wanted
from domain.repairs import REPAIR_WORDS, Repair, cures_of
from domain.stuck import STUCK_WORDS, StuckCase

router = APIRouter(
    prefix="/operations", tags=["operations"], responses={**READING, 403: ACTING[403]}
)

CASE = "/cases/{reference}"


@router.get("/stuck", summary="List what is stuck, longest first")
def read_stuck(call: Asking) -> StuckItems:
    found = call.house.stuck.all(call.actor)
    return StuckItems(
        items=[_item(each) for each in found],
        number=Counter(each.kind for each in found),
    )


@router.get(f"{CASE}/repairs", summary="Read what can be done about a case")
def read_repairs(reference: str, call: Asking) -> Repairing:
    return Repairing.model_validate(call.house.repairs.of(call.actor, reference))


@router.get(
    f"{CASE}/repairs/{{repair}}",
    summary="Look at what a repair would do",
    responses=ACTING,
)
def preview_repair(
    reference: str, repair: Repair, call: Asking, hours: int = 0
) -> RepairPreview:
    """Nothing is changed. 409 says why there is nothing to be done."""
    found = call.house.repairs.preview(call.actor, reference, repair, hours)
    return RepairPreview.model_validate(
        {**_plain(found), "will": REPAIR_WORDS[repair].will}
    )


def _path(repair: Repair) -> str:
    return f"{CASE}/{repair.value}"


@router.post(
    _path(Repair.TRY_NOW), summary="Try a failing step now",
    response_model=RepairLine, responses=ACTING,
)  # fmt: skip
async def retry(reference: str, sent: GivenRepair, call: Acting) -> Response:
    return await _ask(call, reference, Repair.TRY_NOW, sent)


@router.post(
    _path(Repair.WRITE_AGAIN), summary="Send an e-mail again that was refused",
    response_model=RepairLine, responses=ACTING,
)  # fmt: skip
async def write_once_more(reference: str, sent: GivenRepair, call: Acting) -> Response:
    """To the same address as before, and to nobody else."""
    return await _ask(call, reference, Repair.WRITE_AGAIN, sent)


@router.post(
    _path(Repair.SEND_AGAIN), summary="Send again what was received",
    response_model=RepairLine, responses=ACTING,
)  # fmt: skip
async def send_again(reference: str, sent: GivenRepair, call: Acting) -> Response:
    return await _ask(call, reference, Repair.SEND_AGAIN, sent)


@router.post(
    _path(Repair.RESTART), summary="Start a case again from its record",
    response_model=RepairLine, responses=ACTING,
)  # fmt: skip
async def restart(reference: str, sent: GivenRepair, call: Acting) -> Response:
    """What was shared or sent already is not shared or sent again."""
    return await _ask(call, reference, Repair.RESTART, sent)


@router.post(
    _path(Repair.EXTEND), summary="Give the adviser more time",
    response_model=RepairLine, responses=ACTING,
)  # fmt: skip
async def give_time(reference: str, sent: GivenTime, call: Acting) -> Response:
    return await _ask(call, reference, Repair.EXTEND, sent, hours=sent.hours)


@router.post(
    _path(Repair.REASSIGN), summary="Give the task to another adviser",
    response_model=RepairLine, responses=ACTING,
)  # fmt: skip
async def give_task(reference: str, sent: GivenHands, call: Acting) -> Response:
    return await _ask(call, reference, Repair.REASSIGN, sent, to=sent.to)


@router.post(
    _path(Repair.CANCEL), summary="Propose to cancel a case",
    response_model=RepairLine, responses=ACTING,
)  # fmt: skip
async def propose_cancel(reference: str, sent: GivenRepair, call: Acting) -> Response:
    """Nothing is cancelled until a second person in operations agrees."""
    return await _ask(call, reference, Repair.CANCEL, sent)


@router.post(
    f"{_path(Repair.CANCEL)}/agree", summary="Cancel a case as a colleague proposed",
    response_model=RepairLine, responses=ACTING,
)  # fmt: skip
async def agree_to_cancel(reference: str, call: Acting) -> Response:
    once = call.once or new_secret()
    line = await call.house.repairs.agree(call.actor, reference, once)
    return shown(RepairLine.model_validate(line), status.HTTP_200_OK)


@router.post(
    f"{_path(Repair.CANCEL)}/decline", summary="Do not cancel a case",
    response_model=RepairLine, responses=ACTING,
)  # fmt: skip
async def decline_to_cancel(reference: str, call: Acting) -> Response:
    line = await call.house.repairs.decline(call.actor, reference)
    return shown(RepairLine.model_validate(line), status.HTTP_200_OK)


# Many at once


@router.post("/repairs/preview", summary="Look at a repair of many cases")
def preview_many(sent: AskedBulk, call: Asking) -> BulkLines:
    """Nothing is changed. Each line says why nothing would be done to it."""
    wish = BulkWish(sent.repair, tuple(sent.references), hours=sent.hours)
    found = call.house.bulk_repairs.preview(call.actor, wish)
    return BulkLines(items=[BulkLine.model_validate(each) for each in found])


@router.post(
    "/repairs", summary="Begin a repair of many cases",
    status_code=status.HTTP_202_ACCEPTED, responses=ACTING,
)  # fmt: skip
def begin_many(sent: GivenBulk, call: Acting) -> Batch:
    """They are done one after the other; read the batch to see how far it is."""
    wish = BulkWish(sent.repair, tuple(sent.references), sent.reason, sent.hours)
    bulk = call.house.bulk_repairs
    batch = bulk.start(call.actor, wish, call.once or new_secret())
    return _batch(bulk.batch(call.actor, batch))


@router.get("/repairs/{batch}", summary="Read how far a repair of many cases is")
def read_batch(batch: str, call: Asking) -> Batch:
    return _batch(call.house.bulk_repairs.batch(call.actor, batch))


@router.post("/repairs/{batch}/stop", summary="Do nothing more of it", responses=ACTING)
def stop_batch(batch: str, call: Asking) -> Batch:
    """What is done stays done."""
    call.house.bulk_repairs.stop(call.actor, batch)
    return _batch(call.house.bulk_repairs.batch(call.actor, batch))


async def _ask(
    call: Call,
    reference: str,
    repair: Repair,
    sent: GivenRepair,
    **more: int | str,
) -> Response:
    detail = Detail(int(more.get("hours", 0)), str(more.get("to", "")), sent.seen)
    wanted = Wanted(reference, repair, sent.reason, detail)
    once = call.once or new_secret()
    line = await call.house.repairs.ask(call.actor, wanted, once)
    if line.result is None and repair is not Repair.CANCEL:
        return shown(_received(line), status.HTTP_202_ACCEPTED)
    return shown(RepairLine.model_validate(line), status.HTTP_200_OK)


def _received(line: KeptLine) -> Received:
    return Received.model_validate(
        {"reference": line.reference, "applied": False, "received_at": line.at}
    )


def _item(stuck: StuckCase) -> StuckItem:
    words = STUCK_WORDS[stuck.kind]
    return StuckItem(
        **dict(StuckLine.model_validate(stuck)),
        title=words.title,
        means=f"{words.see} {words.means}",
        what_to_do=words.do,
        repairs=list(cures_of(stuck.kind)),
    )


def _batch(batch: KeptBatch) -> Batch:
    return Batch.model_validate(batch)


def _plain(value: object) -> Mapping[str, object]:
    return dict(vars(value))
