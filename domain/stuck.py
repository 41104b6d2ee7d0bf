"""In which ways a case can be stuck: what is seen of it, what it means, what to do.

The pages of operations, the JSON interface, the runbook and the alerts use these words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stuck(StrEnum):
    """What keeps a case from going on by itself."""

    STEP_FAILING = "step_failing"
    TASK_FAILING = "task_failing"
    NOT_APPLIED = "not_applied"
    NO_WORKFLOW = "no_workflow"
    OUT_OF_STEP = "out_of_step"
    NOT_SEALED = "not_sealed"
    TIMER_PAST = "timer_past"
    MAIL_GIVEN_UP = "mail_given_up"
    FILE_MISSING = "file_missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class StuckCase:
    """One way in which one case is stuck. Codes and dates only.

    Attributes:
        step: the step that fails, where it is one.
        attempts: how often it was tried; 0 where nothing is tried.
        code: the class of error or a code of why, for whoever repairs it.
    """

    kind: Stuck
    reference: str
    since: datetime
    step: str = ""
    attempts: int = 0
    code: str = ""


@dataclass(frozen=True)
class StuckWords:
    """How one kind of it is said: as a heading, and in three plain sentences."""

    title: str
    see: str
    means: str
    do: str


STUCK_WORDS: Mapping[Stuck, StuckWords] = {
    Stuck.STEP_FAILING: StuckWords(
        "A step is failing",
        "A step of the case was tried, and did not work.",
        "Something that it needs is away or refuses. The case waits and takes no "
        "harm. Sharewell keeps trying, with longer and longer pauses.",
        "Put right what the step needs. Then try it now, so that it does not wait "
        "for its next turn.",
    ),
    Stuck.TASK_FAILING: StuckWords(
        "The case cannot go on",
        "The case was woken up several times, and stopped each time before it did "
        "anything.",
        "What Temporal keeps of the case does not fit this version of Sharewell, or "
        "cannot be read. What people did is safe in the record.",
        "If Sharewell was just upgraded, ask whoever did it first. Then start the "
        "case again from its record.",
    ),
    Stuck.NOT_APPLIED: StuckWords(
        "Something was received and not applied",
        "Somebody did something, was told that it is safe, and it has not happened "
        "for more than a minute.",
        "Either no worker runs, or it did not reach the case.",
        "Look whether a worker runs. If one does, send it again.",
    ),
    Stuck.NO_WORKFLOW: StuckWords(
        "Nothing drives the case",
        "The case is open on record, and Temporal does not know it.",
        "Temporal lost it, or it was ended there by hand. The record has everything.",
        "Sharewell starts it again from its record by itself after a few minutes. "
        "You can do it now.",
    ),
    Stuck.OUT_OF_STEP: StuckWords(
        "The record and Temporal disagree",
        "Temporal and the record are at different places in the case.",
        "One of the two was restored from a backup. The record decides, so nothing "
        "is overwritten.",
        "Sharewell starts it again from its record by itself. If this stays for ten "
        "minutes, start it again from its record.",
    ),
    Stuck.NOT_SEALED: StuckWords(
        "The case is over and has no sealed record",
        "The case is closed for some minutes, and its record was not sealed.",
        "The last step was lost or keeps failing. Nothing more is shared.",
        "Put right what fails, if something does. Then have the record sealed.",
    ),
    Stuck.TIMER_PAST: StuckWords(
        "A reminder or an ending did not come",
        "Something was due at a set time, and it is long past.",
        "The timer was lost, or its worker was away when it went off.",
        "Look whether a worker runs. If one does, start the case again from its "
        "record. Its timers are set anew.",
    ),
    Stuck.MAIL_GIVEN_UP: StuckWords(
        "An email did not arrive",
        "The mail server refused an email for good, or sent it back.",
        "Somebody was not told. Sharewell does not send it to anybody else.",
        "If the address or the mail server is right now, send it again. If not, ask "
        "whoever sent it to ring them.",
    ),
    Stuck.FILE_MISSING: StuckWords(
        "A file of the case is missing",
        "A file is on record, and it is not where files are kept.",
        "It was removed, or the place for files was restored from an older backup.",
        "Put it back from a backup. Until then the case cannot be packed and shared. "
        "Then try it now.",
    ),
    Stuck.UNREADABLE: StuckWords(
        "Something of the case cannot be read",
        "A row of the case in the database is not as Sharewell wrote it.",
        "Somebody or something changed it there, or a key is missing. Other cases run "
        "on.",
        "Run sharewell verify, and treat it as an incident. When the row is restored, "
        "this goes by itself.",
    ),
}
