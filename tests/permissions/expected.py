"""What a person expects, cell by cell, written down without looking at the table.

A column of WHEN is a case that has come so far; a column of WHO is somebody.
"""

from domain.errors import Why
from domain.permissions import Deed

MAY = None

CODES: dict[str, Why | None] = {
    "+": MAY,
    ".": Why.NOT_FOUND,
    "r": Why.NOT_YOUR_ROLE,
    "m": Why.NOT_YOUR_CASE,
    "o": Why.OWN_REQUEST,
    "e": Why.ALREADY_CLOSED,
    "s": Why.ALREADY_SHARED,
    "n": Why.NOT_AT_THIS_STAGE,
    "d": Why.ALREADY_DECIDED,
    "u": Why.NOTHING_SHARED,
    "g": Why.NO_LONGER_AVAILABLE,
    "k": Why.ALREADY_ACKNOWLEDGED,
    "b": Why.ALREADY_BEGUN,
    "f": Why.REPLY_FIRST,
    "q": Why.NO_QUESTION,
    "x": Why.NOTHING_TO_COMPLETE,
    "h": Why.NOTHING_TO_HAND_OVER,
    "a": Why.NOT_REFUSED,
    "p": Why.STILL_OPEN,
    "v": Why.RECEIVE_FIRST,
}

PEOPLE = (
    "owner", "owner who advises", "another practitioner", "adviser",
    "adviser and practitioner", "first approver", "adviser named in it",
    "adviser with a declared conflict", "operations", "auditor", "administrator",
    "operations and auditor", "nobody in particular", "recipient",
    "adviser elsewhere", "recipient of another",
)  # fmt: skip

# The order of PEOPLE:
#   owner, owner who advises, another practitioner
#   | adviser, adviser and practitioner, first approver, named, declared
#   | operations, auditor, administrator, operations and auditor, nobody
#   | recipient, adviser elsewhere, recipient of another
WHO = {
    "those who see it": "++. +++.. ..... ...",
    "those who close it": "++. +++++ ..... ...",
    "operations": "... ..... +..+. ...",
    "those who read records": "++. +++.. .+.+. ...",
    "its practitioner": "++. mmm.. ..... ...",
    "another adviser": "oo. +++.. ..... ...",
    "an adviser at the inbox": ".o. +++.. ..... ...",
    "any adviser at the inbox": ".+. +++++ ..... ...",
    "another adviser or auditor": "oo. +++.. .+.+. ...",
    "another adviser, and auditors know of it": "oo. +++.. .r.r. ...",
    "auditors, and whoever sees it knows of it": "rr. rrr.. .+.+. ...",
    "its recipient": "rrr rrrrr rrrrr +..",
}

SCENES = (
    "nothing said yet", "answering", "an adviser asked something",
    "advice was given on a first question",
    "a first question waits", "advice is due",
    "confirmation is due", "approval is due", "a second approval is due",
    "being shared", "being shared urgently", "to be handed over",
    "released", "received", "revoked", "expired", "not for them",
    "shared urgently",
    "told by telephone", "an adviser is asked about telling", "handed over",
    "closed: shared", "closed: shared, then revoked", "closed: anonymised",
    "closed: declined", "closed: refused", "closed: withdrawn",
    "closed: withdrawn while being shared", "closed: lapsed", "closed: advised",
    "closed: signposted",
)  # fmt: skip

# The order of SCENES, by stage:
#   gathering 4 | with an adviser 2 | awaiting approval 3 | sharing 3
#   | following up 9: released, received, revoked, expired, not for them, urgent, told,
#     asked about telling, handed over
#   | closed 10: shared, revoked, anonymised, declined, refused, withdrawn,
#     withdrawn while being shared, lapsed, advised, signposted
ALWAYS = "++++ ++ +++ +++ +++++++++ ++++++++++"
AT_THE_INBOX = "nnnn ++ n++ n+n nnnnn+++n eeeeeeeeee"
WHILE_LIVE = "uuuu uu uuu uuu ++ggg+g+g +g+uuuuuuu"
WHILE_IT_RUNS = "++++ ++ +++ +++ +++++++++ eeeeeeeeee"
WHEN_FINISHED = "pppp pp ppp ppp ppppppppp ++++++++++"
WHEN: dict[Deed, tuple[str, str]] = {
    Deed.SEE: ("those who see it", ALWAYS),
    Deed.SEE_RUNNING: ("operations", ALWAYS),
    Deed.READ_RECORD: ("those who read records", ALWAYS),
    Deed.READ_IN_EMERGENCY: (
        "auditors, and whoever sees it knows of it",
        WHILE_IT_RUNS,
    ),
    Deed.REVIEW_READING: ("another adviser or auditor", ALWAYS),
    Deed.ANSWER: ("its practitioner", "++++ nn +nn sss sssssssss eeeeeeeeee"),
    Deed.ANSWER_ABOUT: ("its practitioner", "++++ ++ +++ +++ +++++++++ eeeeeeeeee"),
    Deed.ASK_FIRST: ("its practitioner", "+bbb nn bnn sss sssssssss eeeeeeeeee"),
    Deed.SETTLE: ("its practitioner", "nnn+ nn nnn sss sssssssss eeeeeeeeee"),
    Deed.SIGNPOST: ("its practitioner", "++++ nn +nn sss sssssssss eeeeeeeeee"),
    Deed.CONFIRM: ("its practitioner", "++f+ nn +nn sss sssssssss eeeeeeeeee"),
    Deed.REPLY: ("its practitioner", "qq+q nn qnn sss sssssssss eeeeeeeeee"),
    Deed.WITHDRAW: ("its practitioner", "++++ ++ +++ +++ sssssssss eeeeeeeeee"),
    Deed.WORSEN: ("its practitioner", "++++ ++ +++ sss sssssssss eeeeeeeeee"),
    Deed.COMPLETE: ("its practitioner", "xxxx xx xxx xxx xxxxx++xx eeeeeeeeee"),
    Deed.HAND_OVER: ("its practitioner", "hhhh hh hhh hh+ hhhhhhhhh eeeeeeeeee"),
    Deed.INFORM: ("its practitioner", "uuuu uu uuu uuu +++++++++ eeeeeeeeee"),
    Deed.RECONSIDER: ("its practitioner", "aaaa aa aaa aaa aaaaaaaaa aaa+++++aa"),
    Deed.REVOKE: ("those who close it", WHILE_LIVE),
    Deed.EXTEND: ("those who close it", "uuuu uu uuu uuu ++ggg+g+g egeuuuuuuu"),
    Deed.RESEND: ("those who close it", "uuuu uu uuu uuu +kggg+g+g egeuuuuuuu"),
    Deed.SOLVE: ("those who close it", "uuuu uu uuu uuu ++ggg+g+g egeuuuuuuu"),
    Deed.UNLOCK_LINK: ("those who close it", WHILE_LIVE),
    Deed.PASS_ON_FEEDBACK: (
        "its practitioner",
        "uuuu uu uuu uuu +++++++++ +++uuuuuuu",
    ),
    Deed.ASK: ("another adviser", "nnnn ++ n++ ddd ddddddddd dddddedeee"),
    Deed.PASS_ON: ("another adviser", "nnnn ++ n++ ddd ddddddddd dddddedeee"),
    Deed.GUIDE: ("another adviser", "nnnn +n nnn ddd ddddddddd dddddedeee"),
    Deed.DECIDE: ("another adviser", "nnnn n+ n++ ddd ddddddddd dddddedeee"),
    Deed.REVIEW: ("another adviser", "nnnn nn nnn n+n nnnnn++nn eeeeeeeeee"),
    Deed.LOOK_AT_TELLING: ("another adviser", "nnnn nn nnn nnn nnnnnnn+n eeeeeeeeee"),
    Deed.ACKNOWLEDGE: ("its recipient", "uuuu uu uuu uuu +kggg+g+g kgkuuuuuuu"),
    Deed.REFUSE_RELEASE: ("its recipient", WHILE_LIVE),
    Deed.REPORT_PROBLEM: ("its recipient", WHILE_LIVE),
    Deed.GIVE_FEEDBACK: ("its recipient", "uuuu uu uuu uuu v+gggvgvg +g+uuuuuuu"),
    Deed.TAKE_TASK: ("another adviser", ALWAYS),
    Deed.CLAIM: ("an adviser at the inbox", AT_THE_INBOX),
    Deed.TAKE_OVER: ("an adviser at the inbox", AT_THE_INBOX),
    Deed.REASSIGN: ("an adviser at the inbox", AT_THE_INBOX),
    Deed.DELEGATE: ("an adviser at the inbox", AT_THE_INBOX),
    Deed.CALL_BACK: ("an adviser at the inbox", AT_THE_INBOX),
    Deed.PUT_OFF: ("an adviser at the inbox", AT_THE_INBOX),
    Deed.BRING_BACK: (
        "an adviser at the inbox",
        AT_THE_INBOX,
    ),
    Deed.PUT_BACK: ("any adviser at the inbox", ALWAYS),
    Deed.COMMENT: ("an adviser at the inbox", ALWAYS),
    Deed.PROPOSE: ("an adviser at the inbox", ALWAYS),
    Deed.MARK: ("an adviser at the inbox", ALWAYS),
    Deed.HOLD: ("another adviser or auditor", WHEN_FINISHED),
    Deed.RETAIN: ("another adviser, and auditors know of it", WHEN_FINISHED),
    Deed.ANSWER_RIGHTS: ("another adviser or auditor", ALWAYS),
    Deed.REPAIR: ("operations", ALWAYS),
    Deed.GIVE_TIME: ("operations", "nnnn ++ n++ sss sssssssss eeeeeeeeee"),
    Deed.GIVE_TASK: ("operations", AT_THE_INBOX),
    Deed.CANCEL: ("operations", "++++ ++ +++ +++ sssssssss eeeeeeeeee"),
}

NOT_TWICE = (Deed.DECIDE, "first approver", "a second approval is due")
"""Two approvals come from two people."""


def expected(deed: Deed, person: str, scene: str) -> Why | None:
    """What this person is told who wants to do this to that case; None: they may."""
    if (deed, person, scene) == NOT_TWICE:
        return Why.SAME_ADVISER
    who, when = WHEN[deed]
    told = CODES[_cells(WHO[who], PEOPLE)[person]]
    return told or CODES[_cells(when, SCENES)[scene]]


def _cells(row: str, columns: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(columns, row.replace(" ", ""), strict=True))
