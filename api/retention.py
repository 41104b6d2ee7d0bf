"""For how long things are kept: the periods, what is due, what is decided."""

from fastapi import APIRouter, Response

from api.answering import ACTING, READING, Documented
from api.asking import Acting, Asking, Call
from api.matching import IfMatch, marked
from api.retention_models import (
    Certificate,
    ChangedPeriod,
    DueRecord,
    DueRecords,
    GivenClass,
    GivenDay,
    GivenReason,
    KindOfRecord,
    NewKind,
    Retention,
    RetentionNote,
)
from casework.retention import Given
from casework.retention_classes import NewClass, mark_of_class
from casework.retention_view import RetentionView
from domain.errors import CaseNotFound

router = APIRouter(tags=["retention"], responses=READING)

KINDS = "/organisation/retention"
CASE = "/requests/{reference}/retention"
STILL_OPEN: Documented = {409: ACTING[409]}
DECIDING: Documented = {403: ACTING[403], 409: ACTING[409], 413: ACTING[413]}


@router.get(KINDS, summary="Read for how long each kind of record is kept")
def list_kinds(call: Asking) -> list[KindOfRecord]:
    found = call.house.retention_classes.all(call.actor)
    return [KindOfRecord.model_validate(each) for each in found]


@router.post(KINDS, summary="Add a kind of record", responses=DECIDING)
def add_kind(sent: NewKind, call: Acting) -> KindOfRecord:
    """For administrators."""
    new = NewClass(sent.label, sent.years, sent.runs, sent.source)
    made = call.house.retention_classes.add(call.actor, new, call.once or sent.label)
    return KindOfRecord.model_validate(made)


@router.put(
    f"{KINDS}/{{code}}", summary="Keep a kind of record longer", responses=DECIDING
)
def lengthen_kind(
    code: str,
    sent: ChangedPeriod,
    call: Asking,
    answer: Response,
    if_match: IfMatch = "",
) -> KindOfRecord:
    """It holds for records that are kept already, too. It cannot be made shorter."""
    call.house.retention_classes.lengthen(
        call.actor, code, sent.years, if_match, sent.reason
    )
    found = call.house.retention_classes.get(call.actor, code)
    marked(answer, mark_of_class(found))
    return KindOfRecord.model_validate(found)


@router.get(
    "/tasks/retention",
    summary="List the finished requests whose time is up",
    responses={403: ACTING[403]},
)
def list_due(call: Asking, after: str = "") -> DueRecords:
    """For advisers. Nothing is destroyed before somebody has decided so."""
    page = call.house.retention.due(call.actor, after)
    items = [
        DueRecord(
            reference=line.kept.reference,
            code=line.kept.code,
            label=line.label,
            kept_until=line.kept.day,
            on_hold=bool(line.kept.held_by),
            decided=bool(line.kept.approved_by),
        )
        for line in page.items
    ]
    return DueRecords(items=items, next=page.next)


@router.get(CASE, summary="Read for how long it is kept", responses=STILL_OPEN)
def read_retention(reference: str, call: Asking, answer: Response) -> Retention:
    """Once it is finished. The `ETag` changes with what is decided."""
    return _shown(call, reference, answer)


@router.put(f"{CASE}/class", summary="Change the kind of record", responses=DECIDING)
def change_class(
    reference: str,
    sent: GivenClass,
    call: Acting,
    answer: Response,
    if_match: IfMatch = "",
) -> Retention:
    given = _given(call, sent, if_match)
    call.house.retention.change_class(call.actor, reference, sent.code, given)
    return _shown(call, reference, answer)


@router.post(f"{CASE}/hold", summary="Place a legal hold", responses=DECIDING)
def place_hold(
    reference: str, sent: GivenReason, call: Acting, answer: Response
) -> Retention:
    """While there is one, nothing of it can be destroyed."""
    call.house.retention.place_hold(call.actor, reference, _given(call, sent))
    return _shown(call, reference, answer)


@router.post(f"{CASE}/lift", summary="Lift the legal hold", responses=DECIDING)
def lift_hold(
    reference: str, sent: GivenReason, call: Acting, answer: Response
) -> Retention:
    call.house.retention.lift_hold(call.actor, reference, _given(call, sent))
    return _shown(call, reference, answer)


@router.post(f"{CASE}/keep", summary="Keep it longer", responses=DECIDING)
def keep_longer(
    reference: str,
    sent: GivenDay,
    call: Acting,
    answer: Response,
    if_match: IfMatch = "",
) -> Retention:
    given = _given(call, sent, if_match)
    call.house.retention.keep_longer(call.actor, reference, sent.until, given)
    return _shown(call, reference, answer)


@router.post(
    f"{CASE}/disposal", summary="Decide that it is destroyed", responses=DECIDING
)
def decide_disposal(
    reference: str, call: Acting, answer: Response, if_match: IfMatch = ""
) -> Retention:
    """It is destroyed for ever by the next `sharewell retention run`."""
    given = Given(seen=if_match, once=call.once or "")
    call.house.retention.dispose(call.actor, reference, given)
    return _shown(call, reference, answer)


@router.get(
    "/requests/{reference}/certificate",
    summary="Read the certificate of destruction",
    responses=STILL_OPEN,
)
def read_certificate(reference: str, call: Asking) -> Certificate:
    view = call.house.retention.view(call.actor, reference)
    if view.certificate is None:
        raise CaseNotFound
    return Certificate.model_validate(view.certificate)


def _given(call: Call, sent: GivenReason, seen: str = "") -> Given:
    return Given(sent.reason, seen, call.once or "")


def _shown(call: Call, reference: str, answer: Response) -> Retention:
    view: RetentionView = call.house.retention.view(call.actor, reference)
    marked(answer, view.mark)
    kept = view.kept
    return Retention(
        reference=reference,
        kind=KindOfRecord.model_validate(view.class_),
        kept_until=kept.day,
        is_due=view.is_due,
        on_hold=bool(kept.held_by),
        held_by=view.held_by,
        decided_by=view.decided_by,
        destroyed=kept.disposed,
        notes=[RetentionNote.model_validate(each) for each in view.notes],
        may=sorted(view.may),
    )
