"""Which lines of an account are for whoever asked, and which are for advisers only.

A practitioner reads what was done to their request, by whom and why. How advisers share
out their work, and what they propose to each other before one of them decides, is
between them and whoever audits it. So are a legal hold and what somebody asked about
their rights: either may concern the practitioner.
"""

from collections.abc import Mapping
from typing import Any

from domain.happenings import What

VISIBLE: frozenset[What] = frozenset((
    What.OPENED, What.DESCRIBED, What.ANSWERED, What.REPLIED, What.CONFIRMED,
    What.WITHDREW, What.WORSENED, What.ASKED, What.APPROVED, What.DECLINED,
    What.ADVISED, What.REVIEWED, What.DECIDED_TO_TELL, What.TOLD, What.WROTE_NOTICE,
    What.AGREED_NOTICE, What.SENT_BACK_NOTICE, What.ADVISED_TELLING, What.READ_NOTICE,
    What.ASKED_ABOUT_NOTICE, What.ANSWERED_ABOUT_NOTICE, What.NOT_SAFE_TO_TELL,
    What.ACKNOWLEDGED, What.REFUSED_RELEASE, What.REVOKED, What.RELEASED,
    What.RELEASE_STOPPED, What.MADE_READY, What.HANDED_OVER, What.REMINDED, What.LAPSED,
    What.EXPIRED, What.FINISHED, What.SEALED, What.PASSED_ON, What.ASKED_FIRST,
    What.GUIDED, What.SETTLED, What.SIGNPOSTED, What.COMPLETED, What.TASK_CLAIMED,
    What.SUSPENDED, What.RESUMED, What.DESTROYED, What.EXTENDED, What.RESENT,
    What.PROBLEM_REPORTED, What.PROBLEM_SOLVED, What.UNLOCKED, What.NEW_WORDS,
    What.FEEDBACK_GIVEN, What.CHASED, What.BREACH_BEGUN, What.BREACH_STEP,
    What.BREACH_ENDED, What.CLASS_CHANGED, What.KEPT_LONGER, What.DISPOSAL_DECIDED,
    What.DESTROYED_AGAIN, What.CORRECTION_NOTED, What.CORRECTION_SENT,
    What.RESTRICTED, What.RESTRICTION_LIFTED, What.GAVE_TIME, What.CANCELLED,
    What.BROUGHT_BACK, What.READ_IN_EMERGENCY,
))  # fmt: skip
"""For the practitioner whose request it is, for advisers and for auditors."""

INTERNAL: frozenset[What] = frozenset((
    What.TASK_PUT_BACK, What.TASK_TAKEN_OVER, What.TASK_RETURNED, What.TASK_REASSIGNED,
    What.TASK_DELEGATED, What.TASK_CALLED_BACK, What.TASK_PUT_OFF,
    What.TASK_BROUGHT_BACK, What.PROPOSED, What.HOLD_PLACED, What.HOLD_LIFTED,
    What.RIGHTS_LINKED, What.READ_RESTRICTED, What.RIGHTS_DECIDED,
    What.REPAIRED,
))  # fmt: skip
"""For advisers and auditors only."""

Account = Mapping[str, Any]
"""A record as it was sealed, read back from its JSON."""


def is_internal(what: What) -> bool:
    """Whether a line is kept from whoever asked; one of no known kind is."""
    return what not in VISIBLE


def for_requester(account: Account, internal: frozenset[int]) -> Account:
    """A record without what is between advisers: lines, hands it went to, comments.

    `internal` are the numbers of the lines that are left out.
    """
    kept = [line for line in account["timeline"] if line["number"] not in internal]
    said = [each for each in account.get("comments", []) if not _aside(each)]
    hands = [
        each for each in account.get("hands", []) if not is_internal(What(each["what"]))
    ]
    shown = {"timeline": kept, "comments": said, "hands": hands}
    known = {name: each for name, each in shown.items() if name in account}
    return {**account, **known}


def _aside(comment: Mapping[str, Any]) -> bool:
    return bool(comment["advisers_only"] or comment["proposal"])
