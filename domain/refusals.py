"""Each refusal as the sentence a person reads: what is so, and what to do."""

from domain.errors import Why

SENTENCES: dict[Why, str] = {
    Why.NOT_FOUND: "We cannot find that. Check the reference, or ask your adviser.",
    Why.NOT_YOUR_ROLE: "Your account is not set up to do this. Ask your administrator.",
    Why.NOT_YOUR_CASE: "Only the practitioner who started this request can do that.",
    Why.NOT_YOUR_ORGANISATION: "This belongs to another organisation.",
    Why.OWN_REQUEST: "Nobody can decide on their own request. Another adviser has to.",
    Why.SAME_ADVISER: "You have approved this already. A second, different adviser "
    "has to approve it as well.",
    Why.CONFLICT: "You are named in this, or you declared a conflict with somebody who "
    "is. Another adviser has to.",
    Why.NO_SUCH_TEAM: "There is no such team to pass it to.",
    Why.HELD_BY_ANOTHER: "Another adviser is working on this.",
    Why.ALREADY_DECIDED: "This has already been decided.",
    Why.ALREADY_CLOSED: "This request is finished. Start a new one if there is "
    "something new.",
    Why.ALREADY_OPEN: "This request has been started already.",
    Why.NOT_AT_THIS_STAGE: "That cannot be done at this stage.",
    Why.ALREADY_SHARED: "The information has already been shared.",
    Why.NOTHING_SHARED: "Nothing has been shared yet.",
    Why.ALREADY_ACKNOWLEDGED: "Receipt has been confirmed already.",
    Why.NO_LONGER_AVAILABLE: "The information is no longer available.",
    Why.UNANSWERED: "There are questions left to answer.",
    Why.STILL_UNSURE: "With these answers it cannot be shared. If you are not "
    "sure, ask the practitioner or a colleague; otherwise decline.",
    Why.FIXABLE: "One check is answered with no. Put it right and answer it again.",
    Why.RULES_SAY_NO: "The answers lead to not sharing. Decline, or change the answer "
    "if it is wrong.",
    Why.INCOMPLETE: "Something that is needed is still missing.",
    Why.CONTENT_CHANGED: "What would be shared has changed since you looked. Read it "
    "again, then decide.",
    Why.ADVISED_MEANWHILE: "An adviser has answered this question meanwhile. Theirs is "
    "the last word on it. Write to them if you think differently.",
    Why.REPLY_FIRST: "An adviser has asked you something. Reply to that first.",
    Why.NO_QUESTION: "There is no question waiting for a reply.",
    Why.UNKNOWN_QUESTION: "There is no such question in this set of rules.",
    Why.UNREACHED_QUESTION: "The answers so far do not lead to that question.",
    Why.UNKNOWN_INDIVIDUAL: "There is no such person on this request.",
    Why.UNKNOWN_ITEM: "There is no such item on this request.",
    Why.NOTHING_LEFT: "That would leave nothing to share. Keep an item, or decline.",
    Why.NOTHING_ADVISED: "Answer at least one open question to give advice.",
    Why.DAYS_OUT_OF_BOUNDS: "It can be available for 1 to 30 days.",
    Why.DATE_NEEDED: "Enter the date on which to think about this again.",
    Why.DATE_PAST: "The date must be today or later.",
    Why.DATE_NOT_AHEAD: "The date must be after today, and within a year.",
    Why.DIGEST_AT_NIGHT: "Choose a time between 6am and 8pm.",
    Why.TAKE_IT_FIRST: "Nobody has this task. Take it first.",
    Why.CANNOT_HAVE_TASK: "This person cannot have the task. Choose an adviser who did "
    "not start this request and has nothing to do with it.",
    Why.TASK_CHANGED: "This task has changed since you looked. Look at it again.",
    Why.CHANGED_MEANWHILE: "This was changed after you opened the page. See what it "
    "says now. To put yours in its place, send it again.",
    Why.NOT_YOUR_VIEW: "A colleague saved this view. Save one of your own.",
    Why.TOO_MANY_VIEWS: "You have 50 saved views. Delete one first.",
    Why.NOT_DELEGATED: "Only a colleague who was asked to prepare this can propose a "
    "decision. Write a comment instead.",
    Why.NO_SAFE_EMAIL: "There is no safe e-mail address for this person. Add one, or "
    "tell them yourself.",
    Why.NOT_TO_BE_TOLD: "It has not been decided that this person is told.",
    Why.NOT_LICENSED: "No approval rests on what would be shared.",
    Why.MUST_NEVER_RECEIVE: "This person is on your list of people who must never "
    "receive this. Nothing can be shared with them.",
    Why.NOT_URGENT: "Only the urgent lane lets you record what you have told already. "
    "Say first that somebody is in danger and that you told a service that can act.",
    Why.NO_TELEPHONE_SHARE: "Say when you told them, and on which number.",
    Why.ALREADY_BEGUN: "The questions have been begun. Say there that you are not "
    "sure, and an adviser will help.",
    Why.NOT_REFUSED: "Only a request that ended without sharing can be asked again.",
    Why.NOTHING_TO_COMPLETE: "There is nothing to add to this request.",
    Why.NAMES_SOMEBODY: "You said that nobody can be recognised, and what you want to "
    "share has a name in it. Take the name out, or change that answer.",
    Why.NO_LETTER: "There is a letter only when it was decided not to share.",
    Why.NAME_TAKEN: "There is a team with this name already. Choose another name.",
    Why.NO_SUCH_ROUTE: "No question leads there. Choose from what is listed.",
    Why.NOT_AN_ADVISER: "Choose somebody who is an adviser here.",
    Why.COVERS_THEMSELVES: "Nobody can stand in for themselves. Choose somebody else.",
    Why.COVER_CIRCLE: "That goes round in a circle: they are away on some of these "
    "days, and this person stands in for them. Choose somebody else.",
    Why.ENDS_BEFORE_IT_STARTS: "The end must not be before the start.",
    Why.SAME_KEY_OTHER_REQUEST: "This form was already used for something else. Open "
    "the page again.",
}
