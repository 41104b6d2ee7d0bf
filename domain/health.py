"""How the parts of the service are: what was found of each, and how bad that is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """How a part is. Degraded: people are served, and something is done later."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


class Part(StrEnum):
    """A part of the service, as people who look after it name it."""

    DATABASE = "database"
    KEYS = "keys"
    WORKER = "worker"
    TEMPORAL = "temporal"
    QUEUE = "queue"
    ACTS = "acts"
    MAIL = "mail"
    FILES = "files"
    SCANNER = "scanner"
    LOG = "log"
    CERTIFICATE = "certificate"
    BACKUP = "backup"


class Sign(StrEnum):
    """What was found of a part."""

    WELL = "well"
    AWAY = "away"
    BEHIND = "behind"
    DO_NOT_OPEN = "do_not_open"
    OLD = "old"
    SILENT = "silent"
    NONE_SEEN = "none_seen"
    MIXED = "mixed"
    NOBODY_TAKES = "nobody_takes"
    WAITING = "waiting"
    UNTRUSTED = "untrusted"
    LATE = "late"
    GIVEN_UP = "given_up"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"
    UNREADABLE = "unreadable"
    NEVER = "never"


DOWN = frozenset(
    {
        (Part.DATABASE, Sign.AWAY),
        (Part.DATABASE, Sign.BEHIND),
        (Part.KEYS, Sign.DO_NOT_OPEN),
    }
)
"""Without these, nothing that people send can be kept. All else waits."""

KEY_GROWS_OLD = timedelta(days=400)
"""A key is changed once a year; this leaves a month to do it in."""
ENDS_SOON = timedelta(days=21)
QUEUE_LATE = timedelta(seconds=30)
MAIL_LATE = timedelta(hours=1)
ACTS_LATE = timedelta(minutes=1)
BACKUP_LATE = timedelta(hours=26)
"""One is made each night; two hours are left for it to take longer."""


@dataclass(frozen=True)
class Found:
    """One thing that was found of a part. Codes, numbers and dates only.

    Attributes:
        about: which worker, key or certificate; empty where there is only one.
        since: from when on it is so, or when it was last otherwise.
        number: how many, where it is counted.
        version: of a worker.
    """

    part: Part
    sign: Sign = Sign.WELL
    about: str = ""
    since: datetime | None = None
    number: int | None = None
    version: str = ""

    @property
    def state(self) -> State:
        if self.sign is Sign.WELL:
            return State.OK
        return State.DOWN if (self.part, self.sign) in DOWN else State.DEGRADED


HOLDS_UP = frozenset(
    {Sign.AWAY, Sign.BEHIND, Sign.DO_NOT_OPEN, Sign.NONE_SEEN, Sign.NOBODY_TAKES}
)
"""What the people who work here notice. The rest is for operations."""


def noticed(found: Iterable[Found]) -> State:
    """How it is for the people who work here."""
    return worst(each for each in found if each.sign in HOLDS_UP)


def worst(found: Iterable[Found]) -> State:
    """How all of it is: as its worst part."""
    states = {each.state for each in found}
    bad = (State.DOWN, State.DEGRADED)
    return next((state for state in bad if state in states), State.OK)


@dataclass(frozen=True)
class HealthWords:
    """What a finding means, and what to do, in plain words."""

    means: str
    do: str = ""


PART_LABELS: Mapping[Part, str] = {
    Part.DATABASE: "Database",
    Part.KEYS: "Keys",
    Part.WORKER: "Workers",
    Part.TEMPORAL: "Temporal",
    Part.QUEUE: "Work that waits for a worker",
    Part.ACTS: "What people did",
    Part.MAIL: "Mail",
    Part.FILES: "Files",
    Part.SCANNER: "Virus scanner",
    Part.LOG: "Log of all cases",
    Part.CERTIFICATE: "Certificates",
    Part.BACKUP: "Backup",
}

HEALTH_WORDS: Mapping[tuple[Part, Sign], HealthWords] = {
    (Part.DATABASE, Sign.AWAY): HealthWords(
        "The database does not answer. Nothing that people send can be kept.",
        "Start the database. Look at its log and its disk.",
    ),
    (Part.DATABASE, Sign.BEHIND): HealthWords(
        "The database is not the one that this version needs.",
        "Run sharewell migrate.",
    ),
    (Part.KEYS, Sign.DO_NOT_OPEN): HealthWords(
        "What is sealed does not open with the keys that were given.",
        "Run sharewell doctor. It names the key. Put that key back.",
    ),
    (Part.KEYS, Sign.OLD): HealthWords(
        "This key has been in use for more than a year.",
        "Make a new key, and keep the old one beside it.",
    ),
    (Part.WORKER, Sign.NONE_SEEN): HealthWords(
        "No worker is running. What people send is kept safely and done later.",
        "Start sharewell worker, and read the end of its log.",
    ),
    (Part.WORKER, Sign.SILENT): HealthWords(
        "This worker was not stopped, and nothing is seen of it.",
        "Look whether it still runs. Start it again if it does not. Other workers take "
        "over its cases.",
    ),
    (Part.WORKER, Sign.MIXED): HealthWords(
        "Workers of different versions are running.",
        "This is right during an upgrade. Afterwards, stop the old ones.",
    ),
    (Part.TEMPORAL, Sign.AWAY): HealthWords(
        "Temporal does not answer. What people send is kept safely and done later.",
        "Look at the Temporal server first, then at its database.",
    ),
    (Part.QUEUE, Sign.NOBODY_TAKES): HealthWords(
        "No worker takes work from the queue.",
        "Start a worker. If one runs, compare its queue and its namespace with those "
        "of the web process.",
    ),
    (Part.QUEUE, Sign.LATE): HealthWords(
        "Work waits for longer than it should before a worker takes it.",
        "Start more workers, or look what keeps these busy.",
    ),
    (Part.ACTS, Sign.WAITING): HealthWords(
        "Something that people did was received and not applied.",
        "Look at the worker and at Temporal. Then look at the cases that are stuck.",
    ),
    (Part.MAIL, Sign.AWAY): HealthWords(
        "The mail server does not answer. E-mails are kept and sent later.",
        "Look at the mail server. Until then, people who are waited for may be rung.",
    ),
    (Part.MAIL, Sign.UNTRUSTED): HealthWords(
        "The mail server shows a certificate that is not trusted. Nothing is sent.",
        "Put its certificate right, or name the authority that signed it.",
    ),
    (Part.MAIL, Sign.LATE): HealthWords(
        "E-mails are due for more than an hour and were not sent.",
        "Look whether a worker runs, and at the mail server.",
    ),
    (Part.MAIL, Sign.GIVEN_UP): HealthWords(
        "E-mails of the last day will never arrive.",
        "Open the stuck cases. Each says whom to ring.",
    ),
    (Part.FILES, Sign.AWAY): HealthWords(
        "The place where files lie does not answer. Nothing new can be shared.",
        "Look at that folder or bucket, at its rights, and at its free space.",
    ),
    (Part.SCANNER, Sign.AWAY): HealthWords(
        "The virus scanner does not answer. Files wait until it does.",
        "Start clamd again.",
    ),
    (Part.LOG, Sign.LATE): HealthWords(
        "The log of all cases was not signed for long.",
        "Start a worker. If one runs, run sharewell verify.",
    ),
    (Part.CERTIFICATE, Sign.ENDS_SOON): HealthWords(
        "This certificate ends within three weeks.",
        "Have it renewed now. Look why that did not happen by itself.",
    ),
    (Part.CERTIFICATE, Sign.ENDED): HealthWords(
        "This certificate has ended. Nobody trusts it any more.",
        "Renew it now.",
    ),
    (Part.CERTIFICATE, Sign.UNREADABLE): HealthWords(
        "This certificate cannot be read.",
        "Look whether the file is there, or whether the address answers.",
    ),
    (Part.BACKUP, Sign.LATE): HealthWords(
        "The newest backup is more than 26 hours old.",
        "Look why last night's backup failed. Make one now with sharewell backup.",
    ),
    (Part.BACKUP, Sign.NEVER): HealthWords(
        "No backup was ever made here.",
        "Make one now with sharewell backup, and have one made every night.",
    ),
}
"""For every part, everything that can be wrong with it."""
