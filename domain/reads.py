"""What is kept on record of somebody who looks for a case, or reads one."""

from enum import StrEnum

from domain.people import Role


class ReadKind(StrEnum):
    """What somebody looked for or read; refused when they had looked too often."""

    PERSON_SEARCH = "person_search"
    ORGANISATION_SEARCH = "organisation_search"
    REFUSED = "refused"
    CASE_READ = "case_read"
    RECORD_READ = "record_read"
    RECORD_TAKEN = "record_taken"
    DECIPHERED = "deciphered"
    EMERGENCY_READ = "emergency_read"
    RIGHTS_SEARCH = "rights_search"
    RESTRICTED_READ = "restricted_read"


READ_LABELS = {
    ReadKind.PERSON_SEARCH: "A person, by name",
    ReadKind.ORGANISATION_SEARCH: "An organisation, by name",
    ReadKind.REFUSED: "Refused: too many searches",
    ReadKind.CASE_READ: "Read the case",
    ReadKind.RECORD_READ: "Read the sealed record",
    ReadKind.RECORD_TAKEN: "Downloaded the sealed record",
    ReadKind.RIGHTS_SEARCH: "A person, for a request about their rights",
    ReadKind.RESTRICTED_READ: "Said why they read it although it is restricted",
    ReadKind.DECIPHERED: "Deciphered what Temporal keeps of it",
    ReadKind.EMERGENCY_READ: "Read the case in an emergency",
}

READ_PHRASES = {
    ReadKind.PERSON_SEARCH: "looked for a person and found this case",
    ReadKind.ORGANISATION_SEARCH: "looked for an organisation and found this case",
    ReadKind.REFUSED: "tried to search and was refused: too many searches",
    ReadKind.CASE_READ: "read this case",
    ReadKind.RECORD_READ: "read the sealed record",
    ReadKind.RECORD_TAKEN: "downloaded the sealed record",
    ReadKind.RIGHTS_SEARCH: "looked for somebody who asked about their rights and "
    "found this case",
    ReadKind.RESTRICTED_READ: "said why they read this although it is restricted",
    ReadKind.DECIPHERED: "deciphered what Temporal keeps of this case",
    ReadKind.EMERGENCY_READ: "read this case in an emergency",
}
"""What it reads as on the timeline of a case; to whose request it is, nothing."""


FEW = 2


def read_sentence(kind: ReadKind, by: str, role: str, found: int) -> str:
    """The reading of a case as one sentence a person could read aloud.

    Args:
        kind: what was done.
        by: the name of whoever did it, if it is known.
        role: in which role, as a code.
        found: how many cases were found at once.
    """
    acting = f" ({Role(role).label})" if role else ""
    others = "another one" if found == FEW else f"{found - 1} others"
    more = f", with {others}" if found >= FEW else ""
    return f"{by or 'Somebody'}{acting} {READ_PHRASES[kind]}{more}."


READINGS = (
    ReadKind.CASE_READ, ReadKind.RECORD_READ, ReadKind.RECORD_TAKEN,
    ReadKind.RESTRICTED_READ, ReadKind.DECIPHERED, ReadKind.EMERGENCY_READ,
)  # fmt: skip
"""Of one case, by somebody who had found it already."""
