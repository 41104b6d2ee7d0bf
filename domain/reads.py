"""What is kept on record of somebody who looks for a case."""

from enum import StrEnum


class ReadKind(StrEnum):
    """What somebody looked for; refused when they had looked too often."""

    PERSON_SEARCH = "person_search"
    ORGANISATION_SEARCH = "organisation_search"
    REFUSED = "refused"


READ_LABELS = {
    ReadKind.PERSON_SEARCH: "A person, by name",
    ReadKind.ORGANISATION_SEARCH: "An organisation, by name",
    ReadKind.REFUSED: "Refused: too many searches",
}
