"""Where exactly a case stands: its stage, taken apart by what it waits for."""

from enum import StrEnum

from domain.case import Case
from domain.release import ReleaseState
from domain.stages import Ending, Stage, WaitingOn


class Standing(StrEnum):
    """One of these is where a case stands; those below the line can hold beside it."""

    BLANK = "blank"
    ANSWERING = "answering"
    QUESTION_ASKED = "question_asked"
    FIRST_QUESTION = "first_question"
    ADVICE_DUE = "advice_due"
    CONFIRMATION_DUE = "confirmation_due"
    APPROVAL_DUE = "approval_due"
    SECOND_APPROVAL_DUE = "second_approval_due"
    SHARING = "sharing"
    FOLLOWING_UP = "following_up"
    SHARED = "shared"
    SHARED_ANONYMISED = "shared_anonymised"
    NOT_SHARED = "not_shared"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ADVISED = "advised"
    SIGNPOSTED = "signposted"
    # -- beside it
    GUIDED = "guided"
    DECIDED = "decided"
    TO_HAND_OVER = "to_hand_over"
    RELEASED = "released"
    ACKNOWLEDGED = "acknowledged"
    RELEASE_OVER = "release_over"
    INFORMING_OWED = "informing_owed"
    REVIEW_OWED = "review_owed"
    TELLING_OWED = "telling_owed"
    COMPLETION_OWED = "completion_owed"


def standings_of(case: Case) -> frozenset[Standing]:
    """Where a case stands, and what else is so of it."""
    return frozenset({_place(case), *_release(case), *_beside(case)})


def _place(case: Case) -> Standing:
    if case.stage is Stage.GATHERING:
        return _gathering(case)
    if case.stage is Stage.WITH_ADVISER:
        return Standing.FIRST_QUESTION if case.asks_first else Standing.ADVICE_DUE
    if case.stage is Stage.AWAITING_APPROVAL:
        return _awaiting(case)
    if case.stage is Stage.CLOSED:
        return Standing((case.ending or Ending.SHARED).value)
    return Standing(case.stage.value)


def _gathering(case: Case) -> Standing:
    if case.asked_by is not None:
        return Standing.QUESTION_ASKED
    begun = case.answers or case.content.items or case.content.individuals
    return Standing.ANSWERING if begun or case.guided else Standing.BLANK


def _awaiting(case: Case) -> Standing:
    if not case.is_confirmed:
        return Standing.CONFIRMATION_DUE
    once = bool(case.valid_approvals)
    return Standing.SECOND_APPROVAL_DUE if once else Standing.APPROVAL_DUE


def _release(case: Case) -> set[Standing]:
    if case.release is None:
        return set()
    known = {
        ReleaseState.TO_HAND_OVER: Standing.TO_HAND_OVER,
        ReleaseState.AVAILABLE: Standing.RELEASED,
        ReleaseState.ACKNOWLEDGED: Standing.ACKNOWLEDGED,
    }
    return {known.get(case.release.state, Standing.RELEASE_OVER)}


def _beside(case: Case) -> set[Standing]:
    follows = case.stage is Stage.FOLLOWING_UP
    holds = {
        Standing.GUIDED: case.guided and _practitioners_turn(case),
        Standing.DECIDED: case.decision is not None,
        Standing.INFORMING_OWED: follows and _owes_informing(case),
        Standing.TELLING_OWED: case.is_open and case.telling_owed,
        Standing.REVIEW_OWED: case.is_open and case.review_owed,
        Standing.COMPLETION_OWED: follows and case.completion_owed,
    }
    return {standing for standing, so in holds.items() if so}


def _practitioners_turn(case: Case) -> bool:
    before = (Stage.GATHERING, Stage.AWAITING_APPROVAL)
    return case.stage in before and case.waiting_on is WaitingOn.PRACTITIONER


def _owes_informing(case: Case) -> bool:
    untold = any(not each.settled for each in case.latest_informs())
    return untold or bool(case.undecided_informs())
