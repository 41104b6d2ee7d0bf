"""The one table of who may do what to a case, when.

For each act: who knows of the case at all, who may act, who never may, and when. Who
is named by none of the rows may not. `domain.policies` asks it; docs/permissions.md is
written from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Why
from domain.people import Role
from domain.relations import Hold, Party, Relation
from domain.standings import Standing as At


class Deed(StrEnum):
    """What somebody may want to do to a case, to its task, or with what it holds."""

    SEE = "see"
    SEE_RUNNING = "see_running"
    READ_RECORD = "read_record"
    READ_IN_EMERGENCY = "read_in_emergency"
    REVIEW_READING = "review_reading"

    ANSWER = "answer"
    ANSWER_ABOUT = "answer_about"
    ASK_FIRST = "ask_first"
    SETTLE = "settle"
    SIGNPOST = "signpost"
    CONFIRM = "confirm"
    REPLY = "reply"
    WITHDRAW = "withdraw"
    WORSEN = "worsen"
    COMPLETE = "complete"
    HAND_OVER = "hand_over"
    INFORM = "inform"
    RECONSIDER = "reconsider"
    REVOKE = "revoke"
    EXTEND = "extend"
    RESEND = "resend"
    SOLVE = "solve"
    UNLOCK_LINK = "unlock_link"
    PASS_ON_FEEDBACK = "pass_on_feedback"  # noqa: S105 - no password, an act

    ASK = "ask"
    PASS_ON = "pass_on"  # noqa: S105 - no password, an act
    GUIDE = "guide"
    DECIDE = "decide"
    REVIEW = "review"
    LOOK_AT_TELLING = "look_at_telling"

    ACKNOWLEDGE = "acknowledge"
    REFUSE_RELEASE = "refuse_release"
    REPORT_PROBLEM = "report_problem"
    GIVE_FEEDBACK = "give_feedback"

    TAKE_TASK = "take_task"
    CLAIM = "claim"
    TAKE_OVER = "take_over"
    REASSIGN = "reassign"
    PUT_BACK = "put_back"
    DELEGATE = "delegate"
    CALL_BACK = "call_back"
    PUT_OFF = "put_off"
    BRING_BACK = "bring_back"
    COMMENT = "comment"
    PROPOSE = "propose"
    MARK = "mark"

    HOLD = "hold"
    RETAIN = "retain"
    ANSWER_RIGHTS = "answer_rights"

    REPAIR = "repair"
    GIVE_TIME = "give_time"
    GIVE_TASK = "give_task"
    CANCEL = "cancel"


Standings = frozenset[At]
Refusals = tuple[tuple[Standings, Why], ...]
"""What is answered at the wrong time: the first that fits."""


@dataclass(frozen=True)
class Rule:
    """Who may do one thing, and when.

    Attributes:
        seen_by: who knows of the case; to everybody else there is none.
        by: who of them may.
        else_why: what the rest of them is told.
        kept_from: to whom, unless it is their own, there is no such case either.
        never: what nobody may be to the case, with what they are told.
        when: any of these standings is enough; none means always.
        unless: what stands in the way even so.
        hold: who has to have its task; a stand-in counts as whom they stand in for.
        not_twice: whoever has approved it leaves it to a second person.
    """

    seen_by: tuple[Party, ...]
    by: tuple[Party, ...]
    else_why: Why = Why.NOT_YOUR_ROLE
    kept_from: tuple[Relation, ...] = (Relation.CONFLICTED,)
    never: tuple[tuple[Relation, Why], ...] = ()
    when: Standings = frozenset()
    wrong_time: Refusals = ()
    unless: Refusals = ()
    hold: Hold = Hold.ANYBODY
    not_twice: bool = False


# Who

THE_OWNER = Party(None, Relation.OWNER)
AN_ADVISER = Party(Role.ADVISER, Relation.COLLEAGUE)
AN_AUDITOR = Party(Role.AUDITOR, Relation.COLLEAGUE)
OPERATIONS = Party(Role.OPERATIONS, Relation.COLLEAGUE)
THE_RECIPIENT = Party(Role.RECIPIENT, Relation.COLLEAGUE)
ANYBODY_HERE = Party(None, Relation.COLLEAGUE)

SEEING = (THE_OWNER, AN_ADVISER)
DISINTERESTED = ((Relation.OWNER, Why.OWN_REQUEST),)
"""Nobody has a part in deciding on their own request."""

# When

GATHERING: Standings = frozenset({At.BLANK, At.ANSWERING, At.QUESTION_ASKED})
TO_ANSWER: Standings = GATHERING | {At.CONFIRMATION_DUE}
WITH_ADVISER: Standings = frozenset({At.FIRST_QUESTION, At.ADVICE_DUE})
APPROVING: Standings = frozenset({At.APPROVAL_DUE, At.SECOND_APPROVAL_DUE})
ADVISING: Standings = WITH_ADVISER | APPROVING
BEFORE_SHARING: Standings = TO_ANSWER | ADVISING
SENT: Standings = frozenset({At.SHARING, At.FOLLOWING_UP})
OPEN: Standings = BEFORE_SHARING | SENT
ASKABLE_AGAIN: Standings = frozenset({At.NOT_SHARED, At.WITHDRAWN, At.LAPSED})
CLOSED: Standings = ASKABLE_AGAIN | {
    At.SHARED, At.SHARED_ANONYMISED, At.ADVISED, At.SIGNPOSTED,
}  # fmt: skip
EVERYWHERE: Standings = OPEN | CLOSED

ENDED = (CLOSED, Why.ALREADY_CLOSED)
GONE = (SENT, Why.ALREADY_SHARED)
NOT_NOW = (EVERYWHERE, Why.NOT_AT_THIS_STAGE)
UNDECIDED = (
    (frozenset({At.DECIDED}), Why.ALREADY_DECIDED), ENDED, NOT_NOW,
)  # fmt: skip
NOT_LIVE = (
    (frozenset({At.RELEASE_OVER}), Why.NO_LONGER_AVAILABLE),
    (EVERYWHERE, Why.NOTHING_SHARED),
)
LIVE: Standings = frozenset({At.RELEASED, At.ACKNOWLEDGED})


def _owners(when: Standings, *wrong_time: tuple[Standings, Why]) -> Rule:
    owner, why = (THE_OWNER,), Why.NOT_YOUR_CASE
    return Rule(SEEING, owner, why, when=when, wrong_time=wrong_time)


def _advisers(when: Standings, *wrong_time: tuple[Standings, Why]) -> Rule:
    by, hold = (AN_ADVISER,), Hold.NO_OTHER
    return Rule(
        SEEING, by, never=DISINTERESTED, when=when, wrong_time=wrong_time, hold=hold
    )


def _inbox(hold: Hold) -> Rule:
    only = (AN_ADVISER,)
    when, refused = ADVISING | {At.REVIEW_OWED, At.TELLING_OWED}, (ENDED, NOT_NOW)
    return Rule(
        only, only, never=DISINTERESTED, when=when, wrong_time=refused, hold=hold
    )


def _afterwards(*parties: Party) -> Rule:
    """What is done with a case that is finished, by whoever did not ask for it."""
    return Rule(
        (THE_OWNER, AN_ADVISER, AN_AUDITOR), parties, never=DISINTERESTED, when=CLOSED,
        wrong_time=((OPEN, Why.STILL_OPEN),),
    )  # fmt: skip


def _beside_it(hold: Hold = Hold.ANYBODY) -> Rule:
    only = (AN_ADVISER,)
    return Rule(only, only, never=DISINTERESTED, hold=hold)


def _readers(*parties: Party) -> Rule:
    return Rule(parties, parties)


def _after_sending(when: Standings = LIVE, *unless: tuple[Standings, Why]) -> Rule:
    """What the desk keeps from whoever may not see the case, and the case itself not.

    A case that runs comes out the same when it is played again, and these were once
    done by colleagues with a part in it.
    """
    return Rule(
        SEEING, SEEING, kept_from=(), when=when, wrong_time=NOT_LIVE, unless=unless
    )


def _recipients(when: Standings, *wrong_time: tuple[Standings, Why]) -> Rule:
    everybody, only = (ANYBODY_HERE,), (THE_RECIPIENT,)
    return Rule(everybody, only, kept_from=(), when=when, wrong_time=wrong_time)


def _operators(when: Standings, *wrong_time: tuple[Standings, Why]) -> Rule:
    only = (OPERATIONS,)
    return Rule(only, only, never=DISINTERESTED, when=when, wrong_time=wrong_time)


PERMISSIONS: Mapping[Deed, Rule] = {
    Deed.SEE: _readers(*SEEING),
    Deed.SEE_RUNNING: Rule((OPERATIONS,), (OPERATIONS,), kept_from=()),
    Deed.READ_RECORD: _readers(*SEEING, AN_AUDITOR),
    Deed.READ_IN_EMERGENCY: Rule(
        (*SEEING, AN_AUDITOR), (AN_AUDITOR,), when=OPEN, wrong_time=(ENDED,)
    ),
    Deed.REVIEW_READING: Rule(
        (*SEEING, AN_AUDITOR), (AN_ADVISER, AN_AUDITOR), never=DISINTERESTED
    ),
    # what its practitioner does
    Deed.ANSWER: _owners(TO_ANSWER, ENDED, GONE, NOT_NOW),
    Deed.ANSWER_ABOUT: _owners(OPEN, ENDED),
    Deed.ASK_FIRST: _owners(
        frozenset({At.BLANK}), ENDED, GONE, (ADVISING, Why.NOT_AT_THIS_STAGE),
        (EVERYWHERE, Why.ALREADY_BEGUN),
    ),
    Deed.SETTLE: _owners(frozenset({At.GUIDED}), ENDED, GONE, NOT_NOW),
    Deed.SIGNPOST: _owners(TO_ANSWER, ENDED, GONE, NOT_NOW),
    Deed.CONFIRM: _owners(
        TO_ANSWER - {At.QUESTION_ASKED}, ENDED, GONE,
        (frozenset({At.QUESTION_ASKED}), Why.REPLY_FIRST), NOT_NOW,
    ),
    Deed.REPLY: _owners(
        frozenset({At.QUESTION_ASKED}), ENDED, GONE,
        (ADVISING, Why.NOT_AT_THIS_STAGE), (EVERYWHERE, Why.NO_QUESTION),
    ),
    Deed.WITHDRAW: _owners(BEFORE_SHARING | {At.SHARING}, ENDED, GONE),
    Deed.WORSEN: _owners(BEFORE_SHARING, ENDED, GONE),
    Deed.COMPLETE: _owners(
        frozenset({At.COMPLETION_OWED}), ENDED, (EVERYWHERE, Why.NOTHING_TO_COMPLETE)
    ),
    Deed.HAND_OVER: _owners(
        frozenset({At.TO_HAND_OVER}), ENDED, (EVERYWHERE, Why.NOTHING_TO_HAND_OVER)
    ),
    Deed.INFORM: _owners(
        frozenset({At.FOLLOWING_UP}), ENDED, (EVERYWHERE, Why.NOTHING_SHARED)
    ),
    Deed.RECONSIDER: _owners(ASKABLE_AGAIN, (EVERYWHERE, Why.NOT_REFUSED)),
    Deed.REVOKE: _after_sending(),
    Deed.EXTEND: _after_sending(LIVE, ENDED),
    Deed.RESEND: _after_sending(
        LIVE, ENDED, (frozenset({At.ACKNOWLEDGED}), Why.ALREADY_ACKNOWLEDGED)
    ),
    Deed.SOLVE: _after_sending(LIVE, ENDED),
    Deed.UNLOCK_LINK: _after_sending(),
    Deed.PASS_ON_FEEDBACK: _owners(
        LIVE | {At.RELEASE_OVER}, (EVERYWHERE, Why.NOTHING_SHARED)
    ),
    # what another adviser does
    Deed.ASK: _advisers(ADVISING, *UNDECIDED),
    Deed.PASS_ON: _advisers(ADVISING, *UNDECIDED),
    Deed.GUIDE: _advisers(frozenset({At.FIRST_QUESTION}), *UNDECIDED),
    Deed.DECIDE: Rule(
        SEEING, (AN_ADVISER,), never=DISINTERESTED, when=APPROVING | {At.ADVICE_DUE},
        wrong_time=UNDECIDED, not_twice=True, hold=Hold.NO_OTHER,
    ),
    Deed.REVIEW: _advisers(frozenset({At.REVIEW_OWED}), ENDED, NOT_NOW),
    Deed.LOOK_AT_TELLING: _advisers(frozenset({At.TELLING_OWED}), ENDED, NOT_NOW),
    # what the recipient does
    Deed.ACKNOWLEDGE: _recipients(
        frozenset({At.RELEASED}),
        (frozenset({At.ACKNOWLEDGED}), Why.ALREADY_ACKNOWLEDGED), *NOT_LIVE,
    ),
    Deed.REFUSE_RELEASE: _recipients(LIVE, *NOT_LIVE),
    Deed.REPORT_PROBLEM: _recipients(LIVE, *NOT_LIVE),
    Deed.GIVE_FEEDBACK: _recipients(
        frozenset({At.ACKNOWLEDGED}),
        (frozenset({At.RELEASED}), Why.RECEIVE_FIRST), *NOT_LIVE,
    ),
    # what is done in the inbox
    Deed.TAKE_TASK: Rule(SEEING, (AN_ADVISER,), never=DISINTERESTED),
    Deed.CLAIM: _inbox(Hold.NO_OTHER),
    Deed.TAKE_OVER: _inbox(Hold.SOMEBODY_ELSE),
    Deed.REASSIGN: _inbox(Hold.ANYBODY),
    Deed.PUT_BACK: Rule(
        (AN_ADVISER,), (AN_ADVISER,), kept_from=(), hold=Hold.ONESELF
    ),
    Deed.DELEGATE: _inbox(Hold.ONESELF),
    Deed.CALL_BACK: _inbox(Hold.ONESELF),
    Deed.PUT_OFF: _inbox(Hold.ONESELF),
    Deed.BRING_BACK: _inbox(Hold.ONESELF),
    Deed.COMMENT: _beside_it(),
    Deed.PROPOSE: _beside_it(Hold.LENT),
    Deed.MARK: _beside_it(),
    # what is done with what is kept of it
    Deed.HOLD: _afterwards(AN_ADVISER, AN_AUDITOR),
    Deed.RETAIN: _afterwards(AN_ADVISER),
    Deed.ANSWER_RIGHTS: Rule(
        (THE_OWNER, AN_ADVISER, AN_AUDITOR), (AN_ADVISER, AN_AUDITOR),
        never=DISINTERESTED,
    ),
    # what operations do, who see no content
    Deed.REPAIR: Rule((OPERATIONS,), (OPERATIONS,), kept_from=()),
    Deed.GIVE_TIME: _operators(ADVISING, ENDED, GONE, NOT_NOW),
    Deed.GIVE_TASK: _operators(
        ADVISING | {At.REVIEW_OWED, At.TELLING_OWED}, ENDED, NOT_NOW
    ),
    Deed.CANCEL: _operators(BEFORE_SHARING | {At.SHARING}, ENDED, GONE),
}  # fmt: skip
