"""What somebody may do without any case at hand, by their role alone."""

from collections.abc import Mapping
from enum import StrEnum

from domain.people import Role


class Office(StrEnum):
    """What somebody may do without any case at hand."""

    OPEN = "open"
    WORK_IN_INBOX = "work_in_inbox"
    WATCH = "watch"
    ANNOUNCE = "announce"
    LIST_RECORDS = "list_records"
    FIND = "find"
    READ_SEARCHES = "read_searches"
    READ_REPORTS = "read_reports"
    READ_CHANGES = "read_changes"
    HANDLE_RIGHTS = "handle_rights"
    SET_RULES = "set_rules"
    ARRANGE = "arrange"
    KEEP_ACCOUNTS = "keep_accounts"
    UNLOCK = "unlock"
    DECIPHER = "decipher"
    KEEP_DIRECTORY = "keep_directory"
    CHECK_RECIPIENTS = "check_recipients"
    MEND_MAIL = "mend_mail"
    OPEN_IN_EMERGENCY = "open_in_emergency"
    WATCH_EMERGENCIES = "watch_emergencies"


OFFICES: Mapping[Office, tuple[Role, ...]] = {
    Office.OPEN: (Role.PRACTITIONER,),
    Office.WORK_IN_INBOX: (Role.ADVISER,),
    Office.WATCH: (Role.OPERATIONS,),
    Office.ANNOUNCE: (Role.OPERATIONS,),
    Office.LIST_RECORDS: (Role.ADVISER, Role.AUDITOR),
    Office.FIND: (Role.ADVISER,),
    Office.READ_SEARCHES: (Role.AUDITOR,),
    Office.READ_REPORTS: (Role.AUDITOR, Role.ADMINISTRATOR),
    Office.READ_CHANGES: (Role.AUDITOR, Role.ADMINISTRATOR),
    Office.HANDLE_RIGHTS: (Role.ADVISER, Role.AUDITOR),
    Office.SET_RULES: (Role.ADMINISTRATOR,),
    Office.ARRANGE: (Role.ADMINISTRATOR,),
    Office.KEEP_ACCOUNTS: (Role.ADMINISTRATOR,),
    Office.UNLOCK: (Role.OPERATIONS,),
    Office.DECIPHER: (Role.ADVISER,),
    Office.KEEP_DIRECTORY: (Role.PRACTITIONER, Role.ADVISER, Role.ADMINISTRATOR),
    Office.CHECK_RECIPIENTS: (Role.ADVISER, Role.ADMINISTRATOR),
    Office.MEND_MAIL: (Role.OPERATIONS,),
    Office.OPEN_IN_EMERGENCY: (Role.AUDITOR,),
    Office.WATCH_EMERGENCIES: (Role.AUDITOR, Role.ADVISER, Role.ADMINISTRATOR),
}
"""Any of these roles is enough."""
