"""What operations can do about a stuck case, and when each of it makes sense.

None of it decides anything about what is shared: nothing is approved, nobody is told
anything new, and no e-mail goes to another address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import RuleBroken, Why
from domain.permissions import Deed
from domain.stuck import Stuck


class Repair(StrEnum):
    """One thing to do; the code is a part of its address as well."""

    TRY_NOW = "retry"
    WRITE_AGAIN = "resend"
    SEND_AGAIN = "send-again"
    RESTART = "restart"
    EXTEND = "extend"
    REASSIGN = "reassign"
    CANCEL = "cancel"


DEEDS: Mapping[Repair, Deed] = {
    Repair.TRY_NOW: Deed.REPAIR,
    Repair.WRITE_AGAIN: Deed.REPAIR,
    Repair.SEND_AGAIN: Deed.REPAIR,
    Repair.RESTART: Deed.REPAIR,
    Repair.EXTEND: Deed.GIVE_TIME,
    Repair.REASSIGN: Deed.GIVE_TASK,
    Repair.CANCEL: Deed.CANCEL,
}

IN_BULK = (
    Repair.TRY_NOW, Repair.WRITE_AGAIN, Repair.SEND_AGAIN, Repair.RESTART,
    Repair.EXTEND,
)  # fmt: skip
"""What can be done to many cases at once. Cancelling is looked at one by one."""

MOST_AT_ONCE = 500
MOST_HOURS = 24

CURES: Mapping[Repair, tuple[Stuck, ...]] = {
    Repair.TRY_NOW: (Stuck.STEP_FAILING, Stuck.FILE_MISSING),
    Repair.WRITE_AGAIN: (Stuck.MAIL_GIVEN_UP,),
    Repair.SEND_AGAIN: (Stuck.NOT_APPLIED,),
    Repair.RESTART: (
        Stuck.TASK_FAILING, Stuck.NO_WORKFLOW, Stuck.OUT_OF_STEP, Stuck.TIMER_PAST,
        Stuck.NOT_SEALED, Stuck.NOT_APPLIED,
    ),
}  # fmt: skip
"""What each of them is for. The rest does not ask whether anything is stuck."""

NOT_NEEDED: Mapping[Repair, Why] = {
    Repair.TRY_NOW: Why.NOTHING_FAILS,
    Repair.WRITE_AGAIN: Why.NO_MAIL_REFUSED,
    Repair.SEND_AGAIN: Why.NOTHING_WAITS,
    Repair.RESTART: Why.RUNS_WELL,
}


@dataclass(frozen=True)
class RepairWords:
    """A repair as its button says it, and what will happen."""

    button: str
    will: str


REPAIR_WORDS: Mapping[Repair, RepairWords] = {
    Repair.TRY_NOW: RepairWords(
        "Try now",
        "The step is tried now and does not wait for its next turn. If it fails "
        "again, Sharewell goes on trying by itself. Nothing happens twice.",
    ),
    Repair.WRITE_AGAIN: RepairWords(
        "Send the email again",
        "The email goes once more, to the same address as before. Nobody else gets it.",
    ),
    Repair.SEND_AGAIN: RepairWords(
        "Send again what was received",
        "What was received is sent to the case once more, in order. What was applied "
        "already is not applied a second time.",
    ),
    Repair.RESTART: RepairWords(
        "Start again from its record",
        "What runs of the case is ended. It runs on from its record, exactly where it "
        "stood. Whatever was shared or sent already is not shared or sent again.",
    ),
    Repair.EXTEND: RepairWords(
        "Give the adviser more time",
        "The reply is due later. Who asked and the advisers can see that. Nothing is "
        "decided by it.",
    ),
    Repair.REASSIGN: RepairWords(
        "Give the task to another adviser",
        "The adviser you choose has the task. They are told, and so is whoever had "
        "it. You do not see what it is about.",
    ),
    Repair.CANCEL: RepairWords(
        "Cancel the case",
        "Nothing is cancelled yet: a second person in operations has to agree. Then "
        "the case ends and nothing is shared. Whoever asked is told, and can ask "
        "again.",
    ),
}


def check_needed(repair: Repair, stuck: frozenset[Stuck]) -> None:
    """Whether a case is stuck in a way that this is for.

    Raises:
        RuleBroken: not any more, or it never was.
    """
    if repair in CURES and not stuck & set(CURES[repair]):
        raise RuleBroken(NOT_NEEDED[repair])


def cures_of(stuck: Stuck) -> tuple[Repair, ...]:
    """What can be done about being stuck in this way."""
    return tuple(repair for repair, kinds in CURES.items() if stuck in kinds)
