"""The recipients' directory: proposed by anybody, verified by somebody else."""

from fastapi import APIRouter, Response

from api.answering import ACTING, READING, Documented
from api.asking import Acting, Asking, Call
from api.directory_models import (
    ChangedContact,
    DirectoryEntry,
    GivenApp,
    GivenCheck,
    GivenContact,
    GivenRecipientRules,
    RecipientRules,
    SeenVersion,
)
from api.matching import IfMatch, marked
from api.models import Page
from casework.enrolment import Proof

KEEPING: Documented = {each: ACTING[each] for each in (403, 409, 413)}

router = APIRouter(tags=["directory"], responses=READING)


@router.get("/directory", summary="List the recipients whom your organisation knows")
def list_directory(call: Asking) -> Page[DirectoryEntry]:
    """Those that are not in use any more come last."""
    found = call.house.recipients.all(call.actor)
    return Page(items=[DirectoryEntry.of(each) for each in found])


@router.post(
    "/directory", summary="Propose a recipient", status_code=201, responses=KEEPING
)
def propose(sent: GivenContact, call: Acting) -> DirectoryEntry:
    """They count as verified once somebody else has checked them."""
    added = call.house.recipients.add(call.actor, sent.entry(), once=call.once)
    return DirectoryEntry.of(added)


@router.get("/directory/{entry}", summary="Read one entry")
def read_entry(entry: str, call: Asking) -> DirectoryEntry:
    return DirectoryEntry.of(call.house.recipients.get(call.actor, entry))


@router.put("/directory/{entry}", summary="Change an entry", responses=KEEPING)
def change_entry(entry: str, sent: ChangedContact, call: Asking) -> DirectoryEntry:
    """Another person, address or number has to be verified anew.

    What is on its way to the address is stopped until an adviser has looked at it.
    """
    changed = call.house.recipients.change(
        call.actor, entry, sent.entry(), sent.version
    )
    return DirectoryEntry.of(changed)


@router.post(
    "/directory/{entry}/verify", summary="Record a verification", responses=KEEPING
)
def verify(entry: str, sent: GivenCheck, call: Asking) -> DirectoryEntry:
    """For advisers, and for administrators who did not write the entry."""
    verified = call.house.recipients.verify(
        call.actor, entry, sent.check(), sent.version
    )
    return DirectoryEntry.of(verified)


@router.post(
    "/directory/{entry}/retire", summary="Take it out of use", responses=KEEPING
)
def retire(entry: str, sent: SeenVersion, call: Asking) -> DirectoryEntry:
    gone = call.house.recipients.retire(call.actor, entry, sent.version)
    return DirectoryEntry.of(gone)


@router.post(
    "/directory/{entry}/authenticator",
    summary="Set up an authenticator app with them",
    responses=KEEPING,
)
def set_up_app(entry: str, sent: GivenApp, call: Asking) -> DirectoryEntry:
    """For advisers and administrators. They have to be verified anew.

    What is on its way to them is stopped until an adviser has looked at it.
    """
    proof = Proof(sent.secret, sent.code)
    call.house.enrolment.set_up(call.actor, entry, proof, sent.version)
    return DirectoryEntry.of(call.house.recipients.get(call.actor, entry))


@router.post(
    "/directory/{entry}/authenticator/remove",
    summary="Stop using their authenticator app",
    responses=KEEPING,
)
def take_app_away(entry: str, sent: SeenVersion, call: Asking) -> DirectoryEntry:
    call.house.enrolment.take_away(call.actor, entry, sent.version)
    return DirectoryEntry.of(call.house.recipients.get(call.actor, entry))


@router.get("/organisation/recipients", summary="Read who looks at new recipients")
def read_rules(call: Asking, answer: Response) -> RecipientRules:
    """Its `ETag` changes with it, and with what is to begin."""
    marked(answer, call.house.recipients.mark(call.actor))
    return _rules(call)


@router.put(
    "/organisation/recipients",
    summary="Settle who looks at new recipients",
    responses=KEEPING,
)
def settle_rules(
    sent: GivenRecipientRules, call: Asking, if_match: IfMatch = ""
) -> RecipientRules:
    """It holds for new requests; open ones keep what they began with.

    With `begins_on` it holds from that day on.
    """
    call.house.recipients.settle(
        call.actor,
        second_eyes=sent.second_eyes,
        sealed_files=sent.sealed_files,
        manner=sent.manner(if_match),
    )
    return _rules(call)


def _rules(call: Call) -> RecipientRules:
    wanted = call.house.recipients.wants_second_eyes(call.actor)
    sealing = call.house.recipients.seals_files(call.actor)
    return RecipientRules(second_eyes=wanted, sealed_files=sealing)
