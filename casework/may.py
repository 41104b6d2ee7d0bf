"""What somebody may do with a case now, by name: for buttons, and for the interface."""

from collections.abc import Callable

from domain import after_sending, handing_over, policies
from domain.case import Case
from domain.people import Actor

CHECKS: dict[str, Callable[[Actor, Case], None]] = {
    "answer": policies.check_can_answer,
    "confirm": policies.check_can_confirm,
    "reply": policies.check_can_reply,
    "withdraw": policies.check_can_withdraw,
    "worsen": policies.check_can_open_urgent_lane,
    "claim": policies.check_can_claim,
    "ask": policies.check_can_ask,
    "decide": policies.check_can_decide,
    "review": policies.check_can_review,
    "ask_first": policies.check_can_ask_first,
    "guide": policies.check_can_guide,
    "pass_on": policies.check_can_pass_on,
    "settle": policies.check_can_settle,
    "signpost": policies.check_can_signpost,
    "complete": policies.check_can_complete,
    "reconsider": policies.check_can_reconsider,
    "hand_over": handing_over.check_can_hand_over,
    "revoke": policies.check_can_revoke,
    "look_at_telling": policies.check_can_look_at_telling,
    "extend": after_sending.check_can_extend,
    "resend": after_sending.check_can_resend,
    "solve": after_sending.check_can_solve,
    "unlock": after_sending.check_can_unlock,
    "give_feedback": after_sending.check_can_give_feedback,
}


def may(actor: Actor, case: Case, *, locked: bool) -> frozenset[str]:
    """What the actor can do now, by name. Whether it is locked, only its row knows."""
    allowed = frozenset(
        n for n, check in CHECKS.items() if policies.allows(check, actor, case)
    )
    return allowed if locked else allowed - {"unlock"}
