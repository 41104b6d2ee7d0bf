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
    Why.FREE_MAIL: "Enter their work email address. Anybody can open an address there "
    "in any name, so we cannot send to it.",
    Why.NOT_ONE_ADDRESS: "Enter one email address, like name@example.org.",
    Why.NO_STATUS: "Enter the status as three numbers, like 5.1.1, or leave it out.",
    Why.NOT_THEIR_DOMAIN: "This organisation has other addresses in your directory. "
    "Check what stands after the @, or ask an adviser to put the directory right.",
    Why.RECIPIENT_IS_NAMED: "This is somebody whom the request is about. Nothing about "
    "it can be sent to them. Choose another person.",
    Why.DOMAIN_DIFFERS: "That is not what stands after the @ in the address. Look at "
    "the address again, and type that part.",
    Why.OWN_ENTRY: "You wrote this entry, so somebody else has to check it.",
    Why.OWN_CHANGE: "You changed what the directory says about this person, so "
    "another adviser has to look at it.",
    Why.NUMBER_NOT_FOUND: "Enter where you found the number, like their website.",
    Why.ENTRY_CHANGED: "This entry has changed since you looked. Look at it again.",
    Why.ENTRY_RETIRED: "This entry is not in use any more. Add a new one.",
    Why.ALREADY_LISTED: "Somebody with this address is in the directory already.",
    Why.NOT_SUSPENDED: "This link is not stopped.",
    Why.NOT_TO_BE_TOLD: "It has not been decided that this person is told.",
    Why.NO_NOTICE_WANTED: "First decide to tell this person by letter or by e-mail.",
    Why.NOTICE_FIRST: "The text for this person is not ready yet. Write it, and wait "
    "for an adviser where one has to look at it.",
    Why.NOTICE_CHANGED: "The text has changed since you looked. Read it again.",
    Why.NOTICE_EMPTY: "Enter what this person is to be told.",
    Why.NOTICE_TOO_LONG: "The text must be 8,000 characters or fewer.",
    Why.NOTICE_NAMES_SOMEBODY: "The text has the name of somebody else in it. Take it "
    "out: this person may only be told about themselves.",
    Why.NOTICE_ENDANGERS: "The text has something in it that could put somebody in "
    "danger, such as a secret address. Take it out.",
    Why.NO_LETTER_YET: "There is no letter to print for this person yet.",
    Why.NOTHING_ASKED: "This person has not asked anything.",
    Why.WORD_NEEDED: "Enter a word of 4 letters or more that only you and this person "
    "know.",
    Why.DATE_AHEAD: "The date must be today or in the past.",
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
    Why.NOT_LONGER: "The link already works for longer than that. Choose more days.",
    Why.NO_PROBLEM: "The recipient has not told us about a problem.",
    Why.NOT_LOCKED: "This link is not locked.",
    Why.RECEIVE_FIRST: "Say first that you have received it.",
    Why.NO_BREACH: "Nobody has said that this went to the wrong person.",
    Why.STEP_DONE: "Somebody has done this step already. Look at it again.",
    Why.FILE_EMPTY: "There is nothing in this file. Choose another one.",
    Why.FILE_OF_THAT_KIND: "We cannot send this kind of file safely. Save it as a PDF "
    "and add that, or write down what it shows.",
    Why.FILE_DISGUISED: "This file is not what the end of its name says. Open it, save "
    "it as a PDF and add that.",
    Why.FILE_LOCKED: "This file is locked with a password. Open it, print it to a PDF "
    "without a password and add that.",
    Why.FILE_BROKEN: "This file does not open. It may be damaged. Save it again as a "
    "PDF and add that.",
    Why.FILE_WITH_MACROS: "There is a program or another file inside this file. Save "
    "it as a PDF and add that.",
    Why.FILE_REACHES_OUT: "This file fetches something from another place. Save it as "
    "a PDF and add that.",
    Why.FILE_HIDES_PARTS: "There is something in this file that cannot be seen at "
    "once: comments, tracked changes, notes, or hidden sheets, slides or layers. Take "
    "it out, or save the file as a PDF, and add it again.",
    Why.FILE_TOO_COMPLEX: "This file is too large when it is opened. Save it as a "
    "smaller PDF and add that.",
    Why.FILE_TOO_LARGE: "This file is too large. Make it smaller, or add it in parts.",
    Why.FILES_TOO_LARGE: "The files are too large together. Remove one, or start a "
    "second request for the rest.",
    Why.TOO_MANY_FILES: "There are too many files. Remove one first, or put several "
    "into one PDF.",
    Why.FILE_INFECTED: "There is a virus in this file. We did not keep it. Do not open "
    "it, and tell whoever looks after your computers.",
    Why.NO_SUCH_PAGE: "The file has no such page.",
    Why.NO_PAGE_LEFT: "That would leave no page. Leave out the whole file instead.",
    Why.FILE_CANNOT_BE_UNNAMED: "You said that nobody can be recognised. We cannot "
    "check that for a file. Leave the file out and write down what it says, or change "
    "that answer.",
    Why.WRONG_APP_CODE: "This is not the code that the app shows now. Wait for the "
    "next one, and enter that.",
    Why.NOTHING_TO_HAND_OVER: "There is nothing that waits for you to hand it over.",
    Why.NOT_WHAT_IS_READY: "This is not what is ready to be handed over now. Open the "
    "page again, and look at it once more.",
    Why.NOT_GIVEN_THEN: "Enter when you gave it to them: after it was ready here, and "
    "not in the future.",
    Why.WAY_TOO_SLOW: "Somebody may be in danger, so this cannot wait. Share it now, "
    "or ring them and then write down what you said.",
    Why.FILES_NOT_SPOKEN: "You cannot tell them files over the telephone. Choose "
    "another way, or leave the files out.",
    Why.NO_PARTNER_KEY: "There is no checked key for this person, so nothing can be "
    "sealed for them. Choose another way.",
    Why.NOT_A_PARTNER_KEY: "This is not a key that we can use. It begins with age1 and "
    "is 62 letters and figures long. Ask them to send it again.",
    Why.PRIVATE_KEY: "This is their private key. We did not keep it. Whoever has it "
    "can open what is sealed for them. Tell them that they need a new one. Then enter "
    "the key that begins with age1.",
    Why.NOT_TAKEN_OUT_SO: "This file is not for the way that you chose.",
    Why.RECIPIENT_CHANGED: "What the directory says about this person has changed "
    "since this was approved. Do not hand it over. Withdraw it and start again.",
    Why.SEALED_FILE_FIRST: "The sealed file was not downloaded yet. Download it and "
    "send it first.",
    Why.STILL_OPEN: "This request is not finished yet. Come back when it is.",
    Why.UNKNOWN_CLASS: "Choose one of the kinds of record on the list.",
    Why.LABEL_TAKEN: "There is a kind of record with this name already.",
    Why.PERIOD_SHORTER: "A period can be made longer, not shorter.",
    Why.PERIOD_OUT_OF_BOUNDS: "Enter a whole number of years from 1 to 150.",
    Why.RUNS_OTHERWISE: "From when this period runs cannot be changed. Add a kind of "
    "record of your own instead.",
    Why.REASON_NEEDED: "Write down the reason.",
    Why.DAY_NOT_LATER: "Enter a day in the future, after the one that it is kept to "
    "now.",
    Why.ON_HOLD: "There is a legal hold on this. Nothing of it may be destroyed.",
    Why.ALREADY_HELD: "There is a legal hold on this already.",
    Why.NOT_HELD: "There is no legal hold on this.",
    Why.NOT_DUE: "It is kept for longer than today. Nothing was destroyed.",
    Why.DISPOSAL_DECIDED: "Somebody has decided already that this is destroyed.",
    Why.ALREADY_DISPOSED: "What was written here has been destroyed already.",
    Why.NOT_PROVEN_YET: "There is no proof yet. It is made when the record has been "
    "sealed, within some minutes.",
    Why.NOTICE_OUT_OF_BOUNDS: "Write between 1 and 300 characters.",
    Why.NOTICE_OVER: "The end must be in the future.",
    Why.NOTICE_TOO_LASTING: "A notice can stand for 31 days. Choose an earlier end.",
    Why.TOO_FAR_AHEAD: "Choose a day within the next 2 years.",
    Why.ALREADY_PLANNED: "Another change of this begins on the same day. Choose "
    "another day, or take the other change back first.",
    Why.SO_ALREADY: "It will be like this on that day anyway. Nothing was changed.",
    Why.HAS_BEGUN: "This change has begun, or was taken back already. Look at how it "
    "is now.",
    Why.NAME_OUT_OF_BOUNDS: "Enter a name of 80 characters or fewer.",
    Why.MARKING_TOO_LONG: "Write 80 characters or fewer.",
    Why.NOT_A_NUMBER: "Enter a telephone number, like 01632 960001.",
    Why.TOO_MANY_NUMBERS: "Give 8 numbers or fewer, so that the right one is found.",
    Why.REMINDER_OUT_OF_BOUNDS: "Enter a number of days from 1 to one day less than "
    "the link works.",
    Why.NOT_OFFERED: "The rules that you use have no such choice.",
    Why.TEAM_HAS_TASKS: "This team still has tasks. Take what it is asked about away "
    "from it first: its tasks then go to the team that answers instead.",
    Why.SAME_KEY_OTHER_REQUEST: "This form was already used for something else. Open "
    "the page again.",
    Why.PASSWORD_TOO_SHORT: "The password must have 15 characters or more. Four words "
    "in a row are easy to remember.",
    Why.PASSWORD_TOO_LONG: "The password must have 200 characters or fewer.",
    Why.PASSWORD_KNOWN: "This password is known to others, or easy to guess. Choose "
    "another one, such as four words that do not belong together.",
    Why.PASSWORD_WRONG: "That is not your password.",
    Why.PASSWORD_ELSEWHERE: "You sign in with your organisation, so there is no "
    "password here.",
    Why.TOKEN_TOO_NARROW: "This token was not made for that.",
    Why.TOKEN_TOO_LONG: "A token lasts 1 day or more, and 365 days or fewer.",
    Why.TOO_MANY_TOKENS: "There are too many tokens. End one first.",
    Why.NOT_A_SERVICE_ROLE: "A program may be a practitioner, or in operations, and "
    "nothing else.",
    Why.OWN_ACCOUNT: "This is your own account. Ask another administrator.",
    Why.ACCOUNT_ENDED: "This account has ended.",
    Why.PASSKEY_REFUSED: "We could not use this passkey. Try again.",
    Why.PASSKEY_KNOWN: "This passkey is in use already.",
    Why.LAST_SECOND_FACTOR: "You need one of these to sign in. Add another first.",
    Why.RIGHTS_CLOSED: "This request is finished. Nothing more can be done with it.",
    Why.OTHER_RIGHT: "That does not belong to what this person asked for.",
    Why.RECEIVED_LONG_AGO: "Check the year. It cannot have come that long ago.",
    Why.COMPLAINT_ACKNOWLEDGED: "They have been told already that it has come.",
    Why.ACKNOWLEDGE_FIRST: "Tell them first that their complaint has come.",
    Why.NOT_EXTENDED: "More time can be taken once, and not for a complaint.",
    Why.TOO_LATE_TO_EXTEND: "More time must be settled before the first month is over. "
    "Answer as soon as you can, and say that you are sorry.",
    Why.IDENTITY_FIRST: "Check who they are first, and write down how.",
    Why.PACK_WAITS: "The copy waits for a second person to look at it. They can send "
    "it back.",
    Why.PACK_APPROVED: "The copy is approved. It cannot be changed any more.",
    Why.PACK_NOT_READY: "The copy is not ready for that yet.",
    Why.PACK_FIRST: "The copy is not approved yet. Do that first, or say that it was "
    "not done.",
    Why.PIECES_LEFT: "There are parts that nobody has looked at yet. Choose what "
    "becomes of each of them.",
    Why.CASES_MISSING: "There are cases of this person that are not in the copy. "
    "Another colleague has to look for them.",
    Why.SECOND_PERSON: "You worked on this copy yourself. A second person has to look "
    "at it.",
    Why.OWN_READING: "This is about what you read yourself. A colleague has to look at "
    "it.",
    Why.READING_OVER: "Your time to read this case is over, or you have signed in anew "
    "since you opened it.",
    Why.EXEMPTION_NEEDED: "Choose the reason why they do not get all of it.",
    Why.NOTHING_BLACKED_OUT: "Write what they get instead. It must not be the same as "
    "before.",
    Why.WORDS_NEEDED: "Write this down. It cannot be empty.",
    Why.NO_SUCH_CASE: "There is no such case that you can link. Check the reference.",
    Why.NOT_LINKED: "Link the case to this request first.",
    Why.RESTRICTED: "This case is restricted, so nothing is shared from it. If "
    "somebody is in danger, ring 999. An adviser can lift the restriction now.",
    Why.READING_RESTRICTED: "This case is restricted. Say first why you need to read "
    "it.",
    Why.NOT_RESTRICTED: "This case is not restricted.",
    Why.BEFORE_IT_CAME: "That day is before it came. Check the date.",
    Why.RIGHTS_ASKED: "Somebody asks about what is kept of them in this case. Answer "
    "them first.",
    Why.RIGHTS_OPEN: "This request is not finished yet. End it first.",
    Why.NOTHING_FAILS: "No step of this case is failing any more. It went on by "
    "itself.",
    Why.NO_MAIL_REFUSED: "No email of this case waits to be sent again. It has gone "
    "meanwhile, or somebody else has sent it again.",
    Why.NOTHING_WAITS: "Everything that was received has been applied meanwhile.",
    Why.RUNS_WELL: "The case runs as it should. It does not have to be started again.",
    Why.HOURS_OUT_OF_BOUNDS: "Enter a whole number of hours from 1 to 24.",
    Why.EMERGENCY_WAITS: "This is an emergency. Nobody can make it wait longer. Ring "
    "an adviser instead.",
    Why.NO_CLOCK: "No reply is due at a set time in this case.",
    Why.SECOND_OPERATOR: "You proposed this yourself. A second person has to agree.",
    Why.CANCEL_PROPOSED: "Somebody has proposed already to cancel this case.",
    Why.NOTHING_PROPOSED: "Nobody proposes to cancel this case any more.",
    Why.NOT_IN_BULK: "This cannot be done to many cases at once. Look at each of them.",
    Why.TOO_MANY_AT_ONCE: "Choose 500 cases or fewer.",
    Why.NOTHING_CHOSEN: "Choose at least one case.",
    Why.BATCH_OVER: "Everything in this list is done. There is nothing to stop.",
    Why.NOT_WANTED: "A colleague did not agree.",
    Why.WAS_STOPPED: "It was stopped before its turn.",
    Why.CANNOT_BE_READ: "Something of this case cannot be read, so nothing can be "
    "done to it. Its row has to be restored first.",
    Why.OVERTAKEN: "The case was started again by something else meanwhile.",
}
