"""What people ask about what is kept of them, and each step with it."""

from fastapi import APIRouter, Response

from api.answering import ACTING, READING, Documented
from api.asking import Acting, Asking, Call
from api.matching import marked
from api.rights_models import (
    GivenAcknowledgement,
    GivenCase,
    GivenCaseReason,
    GivenCorrection,
    GivenIdentity,
    GivenOutcome,
    GivenTold,
    NewRightsRequest,
    RightsCase,
    RightsLine,
    RightsList,
    RightsNumber,
    RightsPastRecipient,
    RightsPerson,
    RightsReason,
    RightsRequestShown,
    RightsStep,
)
from casework.corrections import Correction
from casework.rights import New
from domain.rights import Asked

router = APIRouter(tags=["rights"], responses=READING)

ALL, ONE = "/rights", "/rights/{id}"
LISTING: Documented = {403: ACTING[403]}
DOING: Documented = {403: ACTING[403], 409: ACTING[409], 413: ACTING[413]}


@router.get(ALL, summary="List requests about rights", responses=LISTING)
def list_rights(call: Asking, after: str = "", *, finished: bool = False) -> RightsList:
    """For advisers and auditors: what is due first comes first."""
    page = call.house.rights.all(call.actor, after, closed=finished)
    items = [RightsLine.model_validate(each) for each in page.items]
    return RightsList(items=items, next=page.next)


@router.post(ALL, summary="Write a request down", status_code=201, responses=DOING)
def open_rights(sent: NewRightsRequest, call: Acting) -> RightsNumber:
    """The law says by when it is answered, from the day on which it came."""
    asked = Asked(
        sent.name,
        sent.born.isoformat() if sent.born else "",
        sent.nhs_number,
        sent.reach,
        sent.asked,
        sent.identity_how,
    )
    new = New(sent.kind, sent.received_on, sent.identity, asked)
    return RightsNumber(id=call.house.rights.open(call.actor, new, call.once or ""))


@router.get(ONE, summary="Read a request about rights", responses=LISTING)
def read_rights(id: str, call: Asking, answer: Response) -> RightsRequestShown:
    return _shown(call, id, answer)


@router.put(f"{ONE}/identity", summary="Say how they were recognised", responses=DOING)
def give_identity(
    id: str, sent: GivenIdentity, call: Acting, answer: Response
) -> RightsRequestShown:
    call.house.rights.check_identity(
        call.actor, id, sent.identity, sent.identity_how, call.once or ""
    )
    return _shown(call, id, answer)


@router.post(
    f"{ONE}/acknowledgement",
    summary="Say that they were told their complaint came",
    responses=DOING,
)
def acknowledge_complaint(
    id: str, sent: GivenAcknowledgement, call: Acting, answer: Response
) -> RightsRequestShown:
    call.house.rights.acknowledge(call.actor, id, sent.on, call.once or "")
    return _shown(call, id, answer)


@router.post(f"{ONE}/extension", summary="Take two months more", responses=DOING)
def take_more_time(
    id: str, sent: RightsReason, call: Acting, answer: Response
) -> RightsRequestShown:
    """Once, and before the first month is over."""
    call.house.rights.extend(call.actor, id, sent.reason, call.once or "")
    return _shown(call, id, answer)


@router.post(f"{ONE}/cases", summary="Link a case", responses=DOING)
def link_case(
    id: str, sent: GivenCase, call: Acting, answer: Response
) -> RightsRequestShown:
    call.house.rights.link(call.actor, id, sent.reference, call.once or "")
    return _shown(call, id, answer)


@router.post(f"{ONE}/corrections", summary="Put a note beside a case", responses=DOING)
def note_correction(
    id: str, sent: GivenCorrection, call: Acting, answer: Response
) -> RightsRequestShown:
    """What was written there stays as it is."""
    made = Correction(sent.reference, sent.wrong, sent.decided)
    call.house.corrections.note(call.actor, id, made, call.once or "")
    return _shown(call, id, answer)


@router.get(
    f"{ONE}/recipients", summary="List whom linked cases went to", responses=LISTING
)
def list_past_recipients(id: str, call: Asking) -> list[RightsPastRecipient]:
    found = call.house.corrections.recipients(call.actor, id)
    return [RightsPastRecipient.model_validate(each) for each in found]


@router.post(f"{ONE}/told", summary="Say that a recipient was told", responses=DOING)
def tell_recipient(
    id: str, sent: GivenTold, call: Acting, answer: Response
) -> RightsRequestShown:
    call.house.corrections.told(
        call.actor, id, sent.reference, sent.how, call.once or ""
    )
    return _shown(call, id, answer)


@router.post(f"{ONE}/restrict", summary="Restrict a case", responses=DOING)
def restrict_case(
    id: str, sent: GivenCaseReason, call: Acting, answer: Response
) -> RightsRequestShown:
    """It is read with a reason on record only, and nothing is shared from it."""
    call.house.restrictions.place(
        call.actor, id, sent.reference, sent.reason, call.once or ""
    )
    return _shown(call, id, answer)


@router.post(f"{ONE}/lift", summary="Lift the restriction of a case", responses=DOING)
def lift_restriction(
    id: str, sent: GivenCaseReason, call: Acting, answer: Response
) -> RightsRequestShown:
    call.house.restrictions.lift(
        call.actor, id, sent.reference, sent.reason, call.once or ""
    )
    return _shown(call, id, answer)


@router.post(f"{ONE}/close", summary="End a request about rights", responses=DOING)
def close_rights(
    id: str, sent: GivenOutcome, call: Acting, answer: Response
) -> RightsRequestShown:
    call.house.rights.close(call.actor, id, sent.outcome, sent.reasons, call.once or "")
    return _shown(call, id, answer)


@router.post(
    f"{ONE}/destruction", summary="Destroy what was written in it", responses=DOING
)
def destroy_rights(id: str, call: Acting, answer: Response) -> RightsRequestShown:
    """For ever. That there was a request, and what was done, stays."""
    call.house.rights.destroy(call.actor, id, call.once or "")
    return _shown(call, id, answer)


@router.post(
    "/requests/{reference}/restricted-reading",
    summary="Say why you read a restricted case",
    status_code=204,
    responses=DOING,
)
def say_why_restricted(reference: str, sent: RightsReason, call: Acting) -> None:
    """You can read it for an hour. What you write is put on record."""
    call.house.restrictions.say_why(call.actor, reference, sent.reason, call.once or "")


def _shown(call: Call, id: str, answer: Response) -> RightsRequestShown:
    view = call.house.rights_views.of(call.actor, id)
    marked(answer, view.mark)
    asked = RightsPerson.model_validate(view.asked) if view.asked else None
    return RightsRequestShown(
        request=RightsLine.model_validate(view.request),
        asked=asked,
        cases=[RightsCase.model_validate(each) for each in view.cases],
        log=[RightsStep.model_validate(each) for each in view.log],
        is_late=view.is_late,
        letter=view.letter,
        copy_is_there=view.copy_is_there,
        may=sorted(view.may),
    )
