"""What people who work here are written: a reference and a link, never more.

The link opens nothing by itself, and the subject says nothing of what happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.calendar import say_moment
from domain.deadlines import Whom
from domain.notices import Notice
from storage.notices import OwedNotice


@dataclass(frozen=True)
class Text:
    subject: str
    body: str


NOTHING_TO_DO = "You do not need to do anything."
UNDECIDED = (
    "Nothing is decided from this e-mail, and nothing is shared until an adviser\n"
    "decides.\n"
)

WORDS: dict[Notice, tuple[str, str]] = {
    Notice.TAKEN_OVER: (
        "A colleague took over your task",
        f"A colleague has taken over a task that you had. {NOTHING_TO_DO}",
    ),
    Notice.GIVEN_AWAY: (
        "Your task went to a colleague",
        f"A task that you had was given to a colleague. {NOTHING_TO_DO}",
    ),
    Notice.ASSIGNED: (
        "A task was given to you",
        "A colleague has given you a task. It waits for you.",
    ),
    Notice.DELEGATED: (
        "A colleague asks you to prepare a task",
        "A colleague asks you to prepare a task. You propose, and they decide.",
    ),
    Notice.CALLED_BACK: (
        "A colleague took a task back",
        "You were asked to prepare a task. Your colleague has taken it back.\n"
        f"{NOTHING_TO_DO}",
    ),
    Notice.PROPOSED: (
        "A decision was proposed to you",
        "A colleague has proposed a decision on your task. You decide.",
    ),
    Notice.GIVEN_BACK: (
        "A task came back to your team",
        "Whoever had this task is no longer in the team. It waits for one of you.",
    ),
    Notice.CALL: (
        "A request needs an adviser",
        "A practitioner is waiting for advice or approval.",
    ),
    Notice.CALL_WITH_QUESTION: (
        "A question needs an adviser",
        "A practitioner asks for advice before anything else. The question names\n"
        "nobody, and nothing is shared by answering it.",
    ),
    Notice.CALL_AGAIN: (
        "Reminder: a request needs an adviser",
        "A practitioner is waiting for an adviser.",
    ),
    Notice.REPLIED: (
        "There is a reply to your question",
        "You asked a practitioner a question. They have replied.",
    ),
    Notice.WITHDRAWN: (
        "A task you had has gone",
        f"A task that you had is no longer needed. {NOTHING_TO_DO}",
    ),
    Notice.WORSENED: (
        "Please look at a request again",
        "Something changed on a request that you had as a task. Please look now.",
    ),
    Notice.VOIDED: (
        "Please look at a request again",
        "A request changed after you looked at it. What you said about it before\n"
        "no longer counts.",
    ),
    Notice.ENDED: (
        "A request you worked on has ended",
        f"A request that you worked on has ended. {NOTHING_TO_DO}",
    ),
    Notice.QUESTION: (
        "A question waits for you",
        "An adviser has asked you a question. The request waits for your reply.",
    ),
    Notice.NEWS: (
        "There is news about a request",
        "There is news about your request. Please read it when you can.",
    ),
    Notice.RELEASE_NEWS: (
        "There is news about a request",
        "There is news about what you sent. Please read it when you can.",
    ),
    Notice.REMINDER: (
        "Reminder: a request is waiting for you",
        "A request is waiting for you.",
    ),
    Notice.COMPLETE: (
        "Reminder: complete the record",
        "You shared something at once because it was urgent. Its record is not\n"
        "complete yet. Please write down what there was no time for.",
    ),
    Notice.NOBODY_ANSWERED: (
        "No adviser has answered yet",
        "No adviser has answered your request yet. We have now written to whoever is\n"
        "on call. Nothing has been shared.\n\n"
        "You do not have to wait. If somebody is in danger, ring 999. If help is\n"
        "needed today, ring the service that you want to tell, and make the referral\n"
        "by telephone.",
    ),
    Notice.NOT_DELIVERED: (
        "An e-mail did not arrive",
        "An e-mail that we sent for you did not arrive. Whoever it was for has not had "
        "it.\nYour request says what you can do now.",
    ),
    Notice.SUSPENDED: (
        "Your secure link was stopped",
        "What your directory says about the recipient was changed. Nobody can open the "
        "link until an adviser has looked at it.",
    ),
    Notice.RECIPIENT_PROBLEM: (
        "The recipient has a problem",
        "The recipient says that something is wrong with what they were sent. Look at "
        "your request, then ring them.",
    ),
    Notice.MORE_TIME: (
        "The recipient needs more time",
        "The recipient asks for more time to collect what you shared. Look at your "
        "request.",
    ),
    Notice.TELLING: (
        "Telling somebody needs an adviser",
        "A practitioner asks for an adviser about telling somebody what was shared.\n"
        "What was shared does not wait for this.",
    ),
    Notice.NOT_RECEIVED: (
        "Your recipient has not confirmed it yet",
        "The recipient has not said yet that they have what you shared. Ring them and "
        "ask. You can send them our email again.",
    ),
    Notice.STILL_NOT_RECEIVED: (
        "Your recipient still has not confirmed it",
        "The recipient still has not said that they have what you shared. Ring them. "
        "If they cannot open it, ask an adviser how else to tell them.",
    ),
    Notice.NO_FEEDBACK: (
        "What came of what you shared?",
        "The recipient has not told us what came of what you shared. Ring them and "
        "ask. You can write it down on your request.",
    ),
    Notice.FEEDBACK_CAME: (
        "Your recipient says what came of it",
        "The recipient has told us what came of what you shared.",
    ),
    Notice.NOT_COLLECTED: (
        "Your secure link ended",
        "Nobody confirmed what you shared before the link ended. Nobody can open it "
        "any more. Your request says what you can do now.",
    ),
    Notice.LOCKED: (
        "Your secure link is locked",
        "Somebody gave wrong codes too often, so nobody can open the link. Ring your "
        "recipient. If it was them, you can unlock it.",
    ),
    Notice.NOT_FOR_ME: (
        "Your secure link was closed",
        "Whoever opened the link says that it was not meant for them. We closed it at "
        "once. Please look at it now.",
    ),
    Notice.TELLING_QUESTION: (
        "Somebody you told has a question",
        "Somebody has read what you told them, and has a question. It is on your "
        "request. Please answer it in a way that is safe for them.",
    ),
    Notice.TELLING_NOT_SAFE: (
        "Stop: it is not safe to contact somebody this way",
        "Somebody you told says that it is not safe to contact them this way. Nobody "
        "can open the message any more. Do not write to them again. Please look at "
        "your request now.",
    ),
    Notice.BREACH: (
        "Something may have gone to the wrong person",
        "Something that was shared may have gone to the wrong person. The link is "
        "closed. There is a checklist for what to do now.",
    ),
    Notice.BREACH_CLOCK: (
        "Reminder: something may have gone to the wrong person",
        "It is not settled yet whether this is reported to the Information "
        "Commissioner’s Office. There are 72 hours for that.",
    ),
    Notice.RIGHTS_DUE: (
        "Somebody waits for an answer about their rights",
        "Somebody has asked about what is kept of them. The day by which the law wants "
        "an answer is near, or has passed.",
    ),
    Notice.READ_IN_EMERGENCY: (
        "A colleague opened a case to read it",
        "A colleague opened a case that they do not normally see. They can read it for "
        "a short time, and change nothing. They had to say why, and somebody else will "
        f"look at that. {NOTHING_TO_DO}",
    ),
    Notice.REVIEW_READING: (
        "Please look at why a colleague opened a case",
        "A colleague opened a case that they do not normally see. Please look at why, "
        "and say whether that was right.",
    ),
}

LINKS: dict[Notice, str] = {
    Notice.COMPLETE: "Sign in to do it",
    Notice.QUESTION: "Sign in to reply",
}

ASKED_AS: dict[str, str] = {
    Whom.DEPUTY: "You are asked as a deputy of the team.\n",
    Whom.SENIOR: "You are asked as a senior of the team.\n",
    Whom.ON_CALL: "You are asked because you are on call.\n",
}

CAREFUL = (Notice.CALL, Notice.CALL_AGAIN)


def letter_of(
    notice: OwedNotice, site: str, due: datetime | None, at: datetime
) -> Text:
    """One notice as a letter of its own. `due` is when an adviser's reply is due."""
    subject, said = WORDS[notice.notice]
    if notice.notice is Notice.CALL_AGAIN:
        said = f"{said}\n{_by_when(due, at)}{ASKED_AS.get(notice.whom, '')}".rstrip()
    body = (
        f"{said}\n\nReference: {notice.reference}\n"
        f"{LINKS.get(notice.notice, 'Sign in to see it')}: {site}{notice.path}\n"
    )
    if notice.notice in CAREFUL:
        body = f"{body}\n{UNDECIDED}"
    return Text(f"{subject} - reference {notice.reference}", body)


def digest_of(lines: Sequence[OwedNotice], site: str) -> Text:
    """Everything that waits for somebody, in one letter: each thing once."""
    said = dict.fromkeys(
        f"{WORDS[line.notice][0]}\n{line.reference}: {site}{line.path}\n"
        for line in lines
    )
    body = "\n".join(said)
    return Text(
        "What waits for you in Sharewell",
        f"You asked for one e-mail a day. This is what came up since the last one.\n"
        f"Sign in to see each of them.\n\n{body}\n"
        f"You can change when we write to you: {site}/account/notices\n",
    )


def _by_when(due: datetime | None, at: datetime) -> str:
    if due is None:
        return ""
    late = due <= at
    wanted = "was needed by" if late else "is needed by"
    nobody = " Nobody has replied yet." if late else ""
    return f"A reply {wanted} {say_moment(due)}.{nobody}\n"
