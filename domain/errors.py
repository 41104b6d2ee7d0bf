"""Refusals, each with its code.

CaseError
├── NotAllowed     not yours to do                      403
├── RuleBroken     not now, or somebody was first       409
├── NotAccepted    what was given cannot be used        422
└── CaseNotFound   no such case, as far as you may know 404
"""

from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """Why something was refused. The sentence is made when it is read."""

    NOT_FOUND = "not_found"
    NOT_YOUR_ROLE = "not_your_role"
    NOT_YOUR_CASE = "not_your_case"
    NOT_YOUR_ORGANISATION = "not_your_organisation"
    OWN_REQUEST = "own_request"
    SAME_ADVISER = "same_adviser"
    CONFLICT = "conflict"
    NO_SUCH_TEAM = "no_such_team"
    HELD_BY_ANOTHER = "held_by_another"
    ALREADY_DECIDED = "already_decided"
    ALREADY_CLOSED = "already_closed"
    ALREADY_OPEN = "already_open"
    NOT_AT_THIS_STAGE = "not_at_this_stage"
    ALREADY_SHARED = "already_shared"
    NOTHING_SHARED = "nothing_shared"
    ALREADY_ACKNOWLEDGED = "already_acknowledged"
    NO_LONGER_AVAILABLE = "no_longer_available"
    UNANSWERED = "unanswered"
    STILL_UNSURE = "still_unsure"
    FIXABLE = "fixable"
    RULES_SAY_NO = "rules_say_no"
    INCOMPLETE = "incomplete"
    CONTENT_CHANGED = "content_changed"
    ADVISED_MEANWHILE = "advised_meanwhile"
    REPLY_FIRST = "reply_first"
    NO_QUESTION = "no_question"
    UNKNOWN_QUESTION = "unknown_question"
    UNREACHED_QUESTION = "unreached_question"
    UNKNOWN_INDIVIDUAL = "unknown_individual"
    UNKNOWN_ITEM = "unknown_item"
    NOTHING_LEFT = "nothing_left"
    NOTHING_ADVISED = "nothing_advised"
    DAYS_OUT_OF_BOUNDS = "days_out_of_bounds"
    DATE_NEEDED = "date_needed"
    DATE_PAST = "date_past"
    DATE_NOT_AHEAD = "date_not_ahead"
    DIGEST_AT_NIGHT = "digest_at_night"
    TAKE_IT_FIRST = "take_it_first"
    CANNOT_HAVE_TASK = "cannot_have_task"
    NOT_DELEGATED = "not_delegated"
    TASK_CHANGED = "task_changed"
    CHANGED_MEANWHILE = "changed_meanwhile"
    NOT_YOUR_VIEW = "not_your_view"
    TOO_MANY_VIEWS = "too_many_views"
    NO_SAFE_EMAIL = "no_safe_email"
    FREE_MAIL = "free_mail"
    NOT_ONE_ADDRESS = "not_one_address"
    NO_STATUS = "no_status"
    NOT_THEIR_DOMAIN = "not_their_domain"
    RECIPIENT_IS_NAMED = "recipient_is_named"
    DOMAIN_DIFFERS = "domain_differs"
    OWN_ENTRY = "own_entry"
    OWN_CHANGE = "own_change"
    NUMBER_NOT_FOUND = "number_not_found"
    ENTRY_CHANGED = "entry_changed"
    ENTRY_RETIRED = "entry_retired"
    ALREADY_LISTED = "already_listed"
    NOT_SUSPENDED = "not_suspended"
    NOT_TO_BE_TOLD = "not_to_be_told"
    NO_NOTICE_WANTED = "no_notice_wanted"
    NOTICE_FIRST = "notice_first"
    NOTICE_CHANGED = "notice_changed"
    NOTICE_EMPTY = "notice_empty"
    NOTICE_TOO_LONG = "notice_too_long"
    NOTICE_NAMES_SOMEBODY = "notice_names_somebody"
    NOTICE_ENDANGERS = "notice_endangers"
    NO_LETTER_YET = "no_letter_yet"
    NOTHING_ASKED = "nothing_asked"
    WORD_NEEDED = "word_needed"
    DATE_AHEAD = "date_ahead"
    NOT_LICENSED = "not_licensed"
    MUST_NEVER_RECEIVE = "must_never_receive"
    NOT_URGENT = "not_urgent"
    NO_TELEPHONE_SHARE = "no_telephone_share"
    ALREADY_BEGUN = "already_begun"
    NOT_REFUSED = "not_refused"
    NOTHING_TO_COMPLETE = "nothing_to_complete"
    NAMES_SOMEBODY = "names_somebody"
    NO_LETTER = "no_letter"
    NAME_TAKEN = "name_taken"
    NO_SUCH_ROUTE = "no_such_route"
    NOT_AN_ADVISER = "not_an_adviser"
    COVERS_THEMSELVES = "covers_themselves"
    COVER_CIRCLE = "cover_circle"
    ENDS_BEFORE_IT_STARTS = "ends_before_it_starts"
    NOT_LONGER = "not_longer"
    NO_PROBLEM = "no_problem"
    NOT_LOCKED = "not_locked"
    RECEIVE_FIRST = "receive_first"
    NO_BREACH = "no_breach"
    STEP_DONE = "step_done"
    FILE_EMPTY = "file_empty"
    FILE_OF_THAT_KIND = "file_of_that_kind"
    FILE_DISGUISED = "file_disguised"
    FILE_LOCKED = "file_locked"
    FILE_BROKEN = "file_broken"
    FILE_WITH_MACROS = "file_with_macros"
    FILE_REACHES_OUT = "file_reaches_out"
    FILE_HIDES_PARTS = "file_hides_parts"
    FILE_TOO_COMPLEX = "file_too_complex"
    FILE_TOO_LARGE = "file_too_large"
    FILES_TOO_LARGE = "files_too_large"
    TOO_MANY_FILES = "too_many_files"
    FILE_INFECTED = "file_infected"
    NO_SUCH_PAGE = "no_such_page"
    NO_PAGE_LEFT = "no_page_left"
    FILE_CANNOT_BE_UNNAMED = "file_cannot_be_unnamed"
    WRONG_APP_CODE = "wrong_app_code"
    NOTHING_TO_HAND_OVER = "nothing_to_hand_over"
    NOT_WHAT_IS_READY = "not_what_is_ready"
    NOT_GIVEN_THEN = "not_given_then"
    WAY_TOO_SLOW = "way_too_slow"
    FILES_NOT_SPOKEN = "files_not_spoken"
    NO_PARTNER_KEY = "no_partner_key"
    NOT_A_PARTNER_KEY = "not_a_partner_key"
    PRIVATE_KEY = "private_key"
    NOT_TAKEN_OUT_SO = "not_taken_out_so"
    RECIPIENT_CHANGED = "recipient_changed"
    SEALED_FILE_FIRST = "sealed_file_first"
    STILL_OPEN = "still_open"
    UNKNOWN_CLASS = "unknown_class"
    LABEL_TAKEN = "label_taken"
    PERIOD_SHORTER = "period_shorter"
    PERIOD_OUT_OF_BOUNDS = "period_out_of_bounds"
    RUNS_OTHERWISE = "runs_otherwise"
    REASON_NEEDED = "reason_needed"
    DAY_NOT_LATER = "day_not_later"
    ON_HOLD = "on_hold"
    ALREADY_HELD = "already_held"
    NOT_HELD = "not_held"
    NOT_DUE = "not_due"
    DISPOSAL_DECIDED = "disposal_decided"
    ALREADY_DISPOSED = "already_disposed"
    NOT_PROVEN_YET = "not_proven_yet"
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 - a code
    PASSWORD_TOO_LONG = "password_too_long"  # noqa: S105 - a code
    PASSWORD_KNOWN = "password_known"  # noqa: S105 - a code
    PASSWORD_WRONG = "password_wrong"  # noqa: S105 - a code
    PASSWORD_ELSEWHERE = "password_elsewhere"  # noqa: S105 - a code
    TOKEN_TOO_NARROW = "token_too_narrow"  # noqa: S105 - a code
    TOKEN_TOO_LONG = "token_too_long"  # noqa: S105 - a code
    TOO_MANY_TOKENS = "too_many_tokens"
    NOT_A_SERVICE_ROLE = "not_a_service_role"
    OWN_ACCOUNT = "own_account"
    ACCOUNT_ENDED = "account_ended"
    PASSKEY_REFUSED = "passkey_refused"
    PASSKEY_KNOWN = "passkey_known"
    LAST_SECOND_FACTOR = "last_second_factor"
    RIGHTS_CLOSED = "rights_closed"
    OTHER_RIGHT = "other_right"
    RECEIVED_LONG_AGO = "received_long_ago"
    COMPLAINT_ACKNOWLEDGED = "complaint_acknowledged"
    ACKNOWLEDGE_FIRST = "acknowledge_first"
    NOT_EXTENDED = "not_extended"
    TOO_LATE_TO_EXTEND = "too_late_to_extend"
    IDENTITY_FIRST = "identity_first"
    PACK_WAITS = "pack_waits"
    PACK_APPROVED = "pack_approved"
    PACK_NOT_READY = "pack_not_ready"
    PACK_FIRST = "pack_first"
    PIECES_LEFT = "pieces_left"
    CASES_MISSING = "cases_missing"
    OWN_READING = "own_reading"
    READING_OVER = "reading_over"
    SECOND_PERSON = "second_person"
    EXEMPTION_NEEDED = "exemption_needed"
    NOTHING_BLACKED_OUT = "nothing_blacked_out"
    WORDS_NEEDED = "words_needed"
    NO_SUCH_CASE = "no_such_case"
    NOT_LINKED = "not_linked"
    RESTRICTED = "restricted"
    READING_RESTRICTED = "reading_restricted"
    NOT_RESTRICTED = "not_restricted"
    RIGHTS_OPEN = "rights_open"
    RIGHTS_ASKED = "rights_asked"
    BEFORE_IT_CAME = "before_it_came"
    SAME_KEY_OTHER_REQUEST = "same_key_other_request"
    TOO_FAR_AHEAD = "too_far_ahead"
    NOTICE_OUT_OF_BOUNDS = "notice_out_of_bounds"
    NOTICE_OVER = "notice_over"
    NOTICE_TOO_LASTING = "notice_too_lasting"
    ALREADY_PLANNED = "already_planned"
    SO_ALREADY = "so_already"
    HAS_BEGUN = "has_begun"
    NAME_OUT_OF_BOUNDS = "name_out_of_bounds"
    MARKING_TOO_LONG = "marking_too_long"
    NOT_A_NUMBER = "not_a_number"
    TOO_MANY_NUMBERS = "too_many_numbers"
    REMINDER_OUT_OF_BOUNDS = "reminder_out_of_bounds"
    NOT_OFFERED = "not_offered"
    TEAM_HAS_TASKS = "team_has_tasks"
    NOTHING_FAILS = "nothing_fails"
    NO_MAIL_REFUSED = "no_mail_refused"
    NOTHING_WAITS = "nothing_waits"
    RUNS_WELL = "runs_well"
    HOURS_OUT_OF_BOUNDS = "hours_out_of_bounds"
    EMERGENCY_WAITS = "emergency_waits"
    NO_CLOCK = "no_clock"
    SECOND_OPERATOR = "second_operator"
    CANCEL_PROPOSED = "cancel_proposed"
    NOTHING_PROPOSED = "nothing_proposed"
    NOT_IN_BULK = "not_in_bulk"
    TOO_MANY_AT_ONCE = "too_many_at_once"
    NOTHING_CHOSEN = "nothing_chosen"
    BATCH_OVER = "batch_over"
    NOT_WANTED = "not_wanted"
    WAS_STOPPED = "was_stopped"
    OVERTAKEN = "overtaken"
    CANNOT_BE_READ = "cannot_be_read"


class CaseError(Exception):
    """A refusal: why, who was first and when, and what it is about (a code).

    `reference` is the case where no address says so: for the log of refusals only.
    """

    def __init__(
        self,
        why: Why,
        *,
        other: str | None = None,
        since: datetime | None = None,
        about: str | None = None,
    ) -> None:
        super().__init__(why.value)
        self.why = why
        self.other = other
        self.since = since
        self.about = about
        self.reference = ""


class NotAllowed(CaseError):
    """Not this person's to do."""


class RuleBroken(CaseError):
    """The state of the case does not allow it."""


class NotAccepted(CaseError):
    """What was given cannot be used; `about` names the field."""


class CaseNotFound(CaseError):
    """No such case, or none that this person may know of.

    `really` is why it is kept from them: for the account of the case and the log of
    refusals, and never for whoever asked.
    """

    def __init__(self, really: Why | None = None) -> None:
        super().__init__(Why.NOT_FOUND)
        self.really = really
