"""The life of a request as data: stages, legal moves, labels, owners."""

from enum import StrEnum


class Stage(StrEnum):
    GATHERING = "gathering"
    WITH_ADVISER = "with_adviser"
    AWAITING_APPROVAL = "awaiting_approval"
    SHARING = "sharing"
    FOLLOWING_UP = "following_up"
    CLOSED = "closed"


NEXT_STAGES: dict[Stage, frozenset[Stage]] = {
    Stage.GATHERING: frozenset(
        {Stage.WITH_ADVISER, Stage.AWAITING_APPROVAL, Stage.SHARING, Stage.CLOSED}
    ),
    Stage.WITH_ADVISER: frozenset(
        {Stage.GATHERING, Stage.AWAITING_APPROVAL, Stage.SHARING, Stage.CLOSED}
    ),
    Stage.AWAITING_APPROVAL: frozenset(
        {Stage.GATHERING, Stage.WITH_ADVISER, Stage.SHARING, Stage.CLOSED}
    ),
    Stage.SHARING: frozenset({Stage.WITH_ADVISER, Stage.FOLLOWING_UP, Stage.CLOSED}),
    Stage.FOLLOWING_UP: frozenset({Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
}

STAGE_LABELS: dict[Stage, str] = {
    Stage.GATHERING: "Gathering answers",
    Stage.WITH_ADVISER: "With an adviser",
    Stage.AWAITING_APPROVAL: "Waiting for approval",
    Stage.SHARING: "Being shared",
    Stage.FOLLOWING_UP: "Following up",
    Stage.CLOSED: "Finished",
}


class WaitingOn(StrEnum):
    """Whose turn it is."""

    PRACTITIONER = "practitioner"
    ADVISER = "adviser"
    RECIPIENT = "recipient"
    SHAREWELL = "sharewell"
    NOBODY = "nobody"


WAITING_LABELS: dict[WaitingOn, str] = {
    WaitingOn.PRACTITIONER: "the practitioner",
    WaitingOn.ADVISER: "an adviser",
    WaitingOn.RECIPIENT: "the recipient to confirm that they have it",
    WaitingOn.SHAREWELL: "nobody: it is being shared",
    WaitingOn.NOBODY: "nobody",
}


class Ending(StrEnum):
    """How a case ended."""

    SHARED = "shared"
    SHARED_ANONYMISED = "shared_anonymised"
    NOT_SHARED = "not_shared"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ADVISED = "advised"
    SIGNPOSTED = "signposted"


ENDING_LABELS: dict[Ending, str] = {
    Ending.SHARED: "Shared",
    Ending.SHARED_ANONYMISED: "Shared without identifying anyone",
    Ending.NOT_SHARED: "Not shared",
    Ending.WITHDRAWN: "Withdrawn",
    Ending.LAPSED: "Left unfinished",
    Ending.ADVISED: "Advice given, nothing shared",
    Ending.SIGNPOSTED: "Shown the right way for it",
}


class Signpost(StrEnum):
    """What looks like a sharing request and goes another way.

    A court order is not among them: it is a lawful basis, and the sharing runs here.
    """

    SUBJECT_ACCESS = "subject_access"
    FREEDOM_OF_INFORMATION = "freedom_of_information"
    MEDIA = "media"
    COMPLAINT = "complaint"
    DATA_BREACH = "data_breach"
