"""Writes docs/permissions.md: python -m tests.architecture.permissions."""

from pathlib import Path
from textwrap import fill

from domain.offices import OFFICES, Office
from domain.people import Role
from domain.permissions import (
    ADVISING,
    BEFORE_SHARING,
    CLOSED,
    EVERYWHERE,
    LIVE,
    OPERATIONS,
    PERMISSIONS,
    TO_ANSWER,
    Deed,
    Rule,
)
from domain.relations import Hold, Party, Relation
from domain.standings import Standing
from tests.permissions.expected import PEOPLE, SCENES

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"

DEEDS: dict[Deed, str] = {
    Deed.SEE: "read what it is about, its story and what was said about it, and see "
    "who has a page of it open",
    Deed.SEE_RUNNING: "see its stage, its dates and what is failing, never content",
    Deed.READ_RECORD: "read its sealed record, and take its proof",
    Deed.READ_IN_EMERGENCY: "open it in an emergency: for a while, with a reason, and "
    "everybody concerned is told",
    Deed.REVIEW_READING: "say whether somebody else was right to open it like that",
    Deed.ANSWER: "answer questions, or change what would be shared",
    Deed.ANSWER_ABOUT: "answer the questions about telling one person",
    Deed.ASK_FIRST: "ask an adviser first, without names",
    Deed.SETTLE: "say that the advice was enough",
    Deed.SIGNPOST: "say that it goes another way",
    Deed.CONFIRM: "confirm what the answers come to",
    Deed.REPLY: "reply to an adviser's question",
    Deed.WITHDRAW: "withdraw it",
    Deed.WORSEN: "say that things got worse: the urgent lane",
    Deed.COMPLETE: "complete the record of an urgent share",
    Deed.HAND_OVER: "hand it over themselves, and record that",
    Deed.INFORM: "decide whether somebody is told, or say that they were",
    Deed.RECONSIDER: "ask again, with something new",
    Deed.REVOKE: "close what has been shared",
    Deed.EXTEND: "let the link work for longer",
    Deed.RESEND: "write to the recipient again",
    Deed.SOLVE: "say what was done about a problem of the recipient's, if there is one",
    Deed.UNLOCK_LINK: "let the recipient try again, if the link is locked",
    Deed.PASS_ON_FEEDBACK: "write down what the recipient said came of it",
    Deed.ASK: "ask the practitioner something",
    Deed.PASS_ON: "pass it on to another team",
    Deed.GUIDE: "answer a first question",
    Deed.DECIDE: "approve, decline or only advise",
    Deed.REVIEW: "review an urgent share",
    Deed.LOOK_AT_TELLING: "advise on telling somebody, or look at the text for them",
    Deed.ACKNOWLEDGE: "confirm receipt",
    Deed.REFUSE_RELEASE: "say that it was not meant for them",
    Deed.REPORT_PROBLEM: "say what keeps them from using it",
    Deed.GIVE_FEEDBACK: "say what came of it",
    Deed.TAKE_TASK: "have its task, and read it as its adviser",
    Deed.CLAIM: "take its task",
    Deed.TAKE_OVER: "take its task from a colleague",
    Deed.REASSIGN: "give its task to a colleague",
    Deed.PUT_BACK: "give its task back to the team",
    Deed.DELEGATE: "let a colleague prepare it",
    Deed.CALL_BACK: "end that early",
    Deed.PUT_OFF: "put it off to a later day",
    Deed.BRING_BACK: "bring it back now",
    Deed.COMMENT: "comment on it, or leave a note for other advisers",
    Deed.PROPOSE: "propose a decision",
    Deed.MARK: "mark its task as read or unread",
    Deed.HOLD: "place or lift a legal hold on what is kept of it",
    Deed.RETAIN: "decide how long it is kept, and that it is destroyed",
    Deed.ANSWER_RIGHTS: "do what somebody asks about what it says of them",
    Deed.REPAIR: "have a failing step tried again, or run it on from its record",
    Deed.GIVE_TIME: "let an adviser's reply be due later",
    Deed.GIVE_TASK: "give its task to another adviser, who can have it",
    Deed.CANCEL: "propose to cancel it, or agree to what another person proposed",
}

PARTS: dict[str, tuple[Deed, ...]] = {
    "Reading": (
        Deed.SEE, Deed.SEE_RUNNING, Deed.READ_RECORD, Deed.READ_IN_EMERGENCY,
        Deed.REVIEW_READING,
    ),
    "What its practitioner does": (
        Deed.ANSWER, Deed.ASK_FIRST, Deed.SETTLE, Deed.SIGNPOST, Deed.REPLY,
        Deed.CONFIRM, Deed.WORSEN, Deed.WITHDRAW, Deed.HAND_OVER, Deed.INFORM,
        Deed.ANSWER_ABOUT,
        Deed.COMPLETE, Deed.RECONSIDER,
    ),
    "What is done after it was sent": (
        Deed.REVOKE, Deed.EXTEND, Deed.RESEND, Deed.SOLVE, Deed.UNLOCK_LINK,
        Deed.PASS_ON_FEEDBACK,
    ),
    "What another adviser does": (
        Deed.ASK, Deed.PASS_ON, Deed.GUIDE, Deed.DECIDE, Deed.REVIEW,
        Deed.LOOK_AT_TELLING,
    ),
    "What is done in the inbox": (
        Deed.TAKE_TASK, Deed.CLAIM, Deed.TAKE_OVER, Deed.REASSIGN, Deed.PUT_BACK,
        Deed.DELEGATE, Deed.CALL_BACK, Deed.PUT_OFF, Deed.BRING_BACK, Deed.COMMENT,
        Deed.PROPOSE, Deed.MARK,
    ),
    "What is done when it is finished": (Deed.HOLD, Deed.RETAIN),
    "What is done when somebody asks about their rights": (Deed.ANSWER_RIGHTS,),
    "What operations do, who see no content": (
        Deed.REPAIR, Deed.GIVE_TIME, Deed.GIVE_TASK, Deed.CANCEL,
    ),
    "What the recipient does": (
        Deed.ACKNOWLEDGE, Deed.REFUSE_RELEASE, Deed.REPORT_PROBLEM, Deed.GIVE_FEEDBACK,
    ),
}  # fmt: skip

OFFICE_WORDS: dict[Office, str] = {
    Office.OPEN: "open a request",
    Office.WORK_IN_INBOX: "see the inbox, save views of it, declare a conflict",
    Office.WATCH: "see all running requests of their organisation, in numbers",
    Office.ANNOUNCE: "tell everybody something on every page for a while",
    Office.LIST_RECORDS: "search and list finished requests, to read their records",
    Office.FIND: "find requests by a name, an organisation or a reference",
    Office.READ_SEARCHES: "read who searched and who read, and what was refused",
    Office.READ_REPORTS: "read the numbers of their organisation, without any case",
    Office.READ_CHANGES: "read what was changed in how their organisation works",
    Office.HANDLE_RIGHTS: "handle what people ask about what is kept of them",
    Office.SET_RULES: "settle the rules, the calendar and who is written to when",
    Office.ARRANGE: "settle teams, policies, who is on call, and colleagues' cover",
    Office.KEEP_ACCOUNTS: "look after accounts, and make those of programs",
    Office.UNLOCK: "unlock an account after too many wrong tries",
    Office.DECIPHER: "decipher what Temporal keeps of requests that they may read",
    Office.KEEP_DIRECTORY: "propose recipients for the directory, and changes to it",
    Office.CHECK_RECIPIENTS: "verify recipients, take them out of use, set up an app",
    Office.MEND_MAIL: "send again what a mail server refused, say what came back",
    Office.OPEN_IN_EMERGENCY: "ask to open a request in an emergency",
    Office.WATCH_EMERGENCIES: "see which requests were opened in an emergency, by whom",
}

WHO: dict[Party, str] = {
    Party(None, Relation.OWNER): "its practitioner",
    Party(None, Relation.COLLEAGUE): "anybody of the organisation",
    Party(Role.ADVISER, Relation.COLLEAGUE): "advisers",
    Party(Role.AUDITOR, Relation.COLLEAGUE): "auditors",
    Party(Role.OPERATIONS, Relation.COLLEAGUE): "operations",
    Party(Role.RECIPIENT, Relation.COLLEAGUE): "its recipient",
}

HOLDS: dict[Hold, str] = {
    Hold.NO_OTHER: "no colleague has the task",
    Hold.SOMEBODY_ELSE: "a colleague has the task",
    Hold.ONESELF: "they have the task",
    Hold.LENT: "the task was given to them to prepare",
}

STANDINGS: dict[Standing, str] = {
    Standing.BLANK: "nothing has been said yet",
    Standing.ANSWERING: "it is being answered",
    Standing.QUESTION_ASKED: "an adviser has asked something",
    Standing.GUIDED: "a first question was answered, and it is the practitioner's turn",
    Standing.FIRST_QUESTION: "a first question waits for an adviser",
    Standing.ADVICE_DUE: "it is with an adviser",
    Standing.CONFIRMATION_DUE: "it waits to be confirmed",
    Standing.APPROVAL_DUE: "it waits for an approval",
    Standing.SECOND_APPROVAL_DUE: "it waits for a second approval",
    Standing.SHARING: "it is being shared",
    Standing.FOLLOWING_UP: "it has been shared and is followed up",
    Standing.DECIDED: "it has been decided",
    Standing.TO_HAND_OVER: "it is ready for its sender to hand over",
    Standing.RELEASED: "what was shared waits for its recipient",
    Standing.ACKNOWLEDGED: "the recipient has confirmed receipt",
    Standing.RELEASE_OVER: "what was shared is over: closed, expired, or told or given",
    Standing.INFORMING_OWED: "somebody is still to be told, or not",
    Standing.REVIEW_OWED: "the review of an urgent share is owed",
    Standing.TELLING_OWED: "an adviser is asked about telling somebody",
    Standing.COMPLETION_OWED: "the rest of an urgent record is owed",
    Standing.SHARED: "it ended as shared",
    Standing.SHARED_ANONYMISED: "it ended as shared without identifying anyone",
    Standing.NOT_SHARED: "it ended as not shared",
    Standing.WITHDRAWN: "it was withdrawn",
    Standing.LAPSED: "it was left unfinished",
    Standing.ADVISED: "it ended with advice",
    Standing.SIGNPOSTED: "it ended by being shown another way",
}

WHOLE = (
    (CLOSED, "it is finished"),
    (EVERYWHERE - CLOSED, "it is not finished"),
    (EVERYWHERE - CLOSED - {Standing.FOLLOWING_UP}, "nothing has left yet"),
    (BEFORE_SHARING, "it is not being shared yet"),
    (TO_ANSWER, "it is the practitioner's turn"),
    (ADVISING, "it waits for an adviser"),
    (ADVISING - {Standing.FIRST_QUESTION}, "it waits for an adviser's decision"),
    (LIVE, "what was shared is still there for its recipient"),
)
"""Standings that have a name together, the most first."""


def when(rule: Rule) -> str:
    held = HOLDS.get(rule.hold, "")
    if not rule.when:
        return held or "always"
    said = " or ".join(_said(rule.when))
    but = [f"unless {' or '.join(_said(at))}" for at, _ in rule.unless]
    return ", ".join([f"{held}, and {said}" if held else said, *but])


def _said(standings: frozenset[Standing]) -> list[str]:
    for together, words in WHOLE:
        if together <= standings:
            return [words, *_said(standings - together)]
    return [STANDINGS[at] for at in Standing if at in standings]


def who(rule: Rule) -> str:
    if rule.by == (OPERATIONS,):
        return "operations, not for their own request" if rule.never else "operations"
    if rule.never:
        twice = ", not a second time" if rule.not_twice else ""
        others = [WHO[p] for p in rule.by if p.role is not Role.ADVISER]
        return ", ".join((f"*another adviser*{twice}", *others))
    return ", ".join(WHO[party] for party in rule.by)


def table(deeds: tuple[Deed, ...]) -> list[str]:
    rows = [
        f"| {DEEDS[deed]} | {who(PERMISSIONS[deed])} | {when(PERMISSIONS[deed])} |"
        for deed in deeds
    ]
    return ["| to | who | when |", "|---|---|---|", *rows]


def offices() -> list[str]:
    rows = [
        f"| {OFFICE_WORDS[office]} | {', '.join(role.label for role in roles)} |"
        for office, roles in OFFICES.items()
    ]
    return ["| to | role |", "|---|---|", *rows]


REFUSED = (
    "What no row allows is refused. Everybody named here is of the organisation that "
    "the request belongs to: nobody of another one sees or does anything, except the "
    "recipient, who has what was sent to them."
)
ANOTHER = (
    "*Another adviser* is one who did not start the request. Whoever is named in a "
    "request, or has declared a conflict with anybody in it, is told that there is no "
    "such request: they neither read it nor do anything to it, whatever other roles "
    "they have. Nobody's own request is kept from them, and operations see no content."
)
ORDER = (
    "A refusal says the first of these that is so: there is no such request, as far as "
    "this person may know (404); it is not theirs to do (403); it is not the time for "
    "it (409). Nobody changes or removes what is on record, aims a release at somebody "
    "else, or makes a request disappear: there is no act for it."
)
ASKED = (
    "Tests ask the domain {cells:,} times: {deeds} acts of {people} people, on "
    "requests that have come to {scenes} places, and compare each answer with what "
    "a person wrote down. They ask the same of the JSON interface, and of the pages "
    "as far as time allows, with people and requests of their own."
)
EVERYBODY = (
    "Everybody may say when they are away and who stands in for them, and may read who "
    "the advisers are, the rules, and when their organisation is at work. Everybody "
    "settles how they themselves are written to, sees and ends their own sessions, "
    "makes tokens for themselves and changes how they prove who they are. Whoever "
    "deciphers is asked for each case what they would be asked to read it."
)


def asked() -> str:
    cells = len(Deed) * len(PEOPLE) * len(SCENES)
    sizes = {"deeds": len(Deed), "people": len(PEOPLE), "scenes": len(SCENES)}
    return ASKED.format(cells=cells, **sizes)


def page() -> str:
    """The whole page."""
    parts = [[f"## {title}", "", *table(deeds), ""] for title, deeds in PARTS.items()]
    said = [[fill(each, 80), ""] for each in (REFUSED, ANOTHER, ORDER, asked())]
    return "\n".join(
        [
            "# Who may do what, when",
            "",
            "Generated from `domain/permissions.py` by",
            "`python -m tests.architecture.permissions`; a test compares the two.",
            "",
            *(line for paragraph in said for line in paragraph),
            *(line for part in parts for line in part),
            "## Without a request",
            "",
            *offices(),
            "",
            fill(EVERYBODY, 80),
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page())
