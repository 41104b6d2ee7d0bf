"""A record, read: what it is of, how it came about, who and what it is about."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.content import KIND_LABELS, VERIFIED_LABELS, Kind, Verified
from domain.nhs_number import said_nhs_number
from domain.record_blocks import (
    Account,
    Block,
    Facts,
    Point,
    Points,
    Quote,
    Text,
    Under,
    by,
    day,
    exactly,
    facts,
)
from domain.stages import ENDING_LABELS, Ending, Signpost

SIGNPOSTED: dict[str, str] = {
    Signpost.SUBJECT_ACCESS: "Somebody asks for records about themselves",
    Signpost.FREEDOM_OF_INFORMATION: "Somebody asks what the organisation knows or "
    "does, in general",
    Signpost.MEDIA: "A journalist or somebody from the media asks",
    Signpost.COMPLAINT: "Somebody complains about how information was used",
    Signpost.DATA_BREACH: "Something went to the wrong person, was lost or was seen",
}

TRIGGERS = {
    "asked": "Somebody asked for it",
    "own_initiative": "On the practitioner’s own initiative",
}
NATIONS = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}
PRIORITIES = {
    "emergency": "Emergency: at once",
    "same_day": "The same day",
    "standard": "In the usual time",
}


def in_short(record: Account) -> Iterator[Block]:
    yield facts(
        (
            ("Organisation", record["organisation"]),
            ("Its telephone", record.get("organisation_telephone")),
            ("Part of the United Kingdom", NATIONS.get(record.get("nation", ""))),
            ("Practitioner", record["practitioner"]),
            ("How it ended", ENDING_LABELS[Ending(record["ending"])]),
            ("How urgent it was", PRIORITIES.get(record.get("priority", ""))),
            ("Rules", _rules(record["rule_set"])),
            ("What set it off", TRIGGERS[record["trigger"]]),
        )
    )
    took_part = [Point(_staff(each)) for each in record.get("staff", [])]
    if took_part:
        yield Under("Who took part")
        yield Points(tuple(took_part))
    yield Under("When")
    yield _times(record)


def _staff(each: Mapping[str, Any]) -> str:
    """Somebody by name, with the roles in which they acted."""
    return ", ".join((each["name"], *each["acted_as"]))


def _rules(rules: Mapping[str, Any]) -> str:
    named = f"{rules['id']}, version {rules['version']}"
    return f"{rules['title']} ({named})" if rules.get("title") else named


def _times(record: Account) -> Facts:
    """The hours that matter; an old record has only two of them."""
    old = {
        "opened": {"utc": record["opened_at"]},
        "closed": {"utc": record["closed_at"]},
    }
    times = record.get("times", old)
    labels = {
        "opened": "Started",
        "told_by_telephone": "Told by telephone",
        "decided": "Decided",
        "shared": "Shared",
        "opened_by_recipient": "First opened",
        "received": "Receipt confirmed",
        "closed": "Ended",
    }
    return facts(
        (label, exactly((times.get(name) or {}).get("utc")))
        for name, label in labels.items()
    )


def conditions(record: Account) -> Iterator[Block]:
    arranged = record.get("arrangement")
    if arranged:
        yield Text(
            "It was for one sharing. Each organisation decides for itself what it does "
            "with what it holds. Whoever receives it is asked:"
        )
        yield Points(tuple(map(Point, arranged["conditions"])))


def before(record: Account) -> Iterator[Block]:
    if record.get("earlier"):
        yield Text(f"It was asked again. The earlier request is {record['earlier']}.")
        yield Quote("What is new", record["new"] or "Nothing was written down.")
    asked = record.get("first_question")
    if asked:
        yield Quote("Asked first, without names", asked["question"])
        if asked["guidance"]:
            yield Quote(f"Advice: {by(asked)}", asked["guidance"])
    if record.get("signposted"):
        yield Text(f"Shown another way: {SIGNPOSTED[record['signposted']]}.")


def purpose(record: Account) -> Iterator[Block]:
    yield Quote("", record["purpose"] or "No purpose was given.")


def people(record: Account) -> Iterator[Block]:
    for person in record["individuals"]:
        yield Under(person["name"] or "Somebody")
        yield facts(
            (
                ("Born", day(person["date_of_birth"])),
                ("Relationship", person["relationship"]),
                ("Also known as", person.get("other_names")),
                ("NHS number", _nhs_number(person.get("nhs_number", ""))),
                ("Careful", " ".join(_warnings(person))),
            )
        )
    if not record["individuals"]:
        yield Text("Nobody is named.")
    accused = [p["name"] for p in record["individuals"] if p.get("alleged_perpetrator")]
    never = accused + [
        ", ".join(filter(None, (each["name"], each["email"])))
        for each in record.get("never", [])
    ]
    if never:
        yield Under("Who must never receive this")
        yield Points(tuple(map(Point, never)))


def _nhs_number(number: str) -> str:
    return said_nhs_number(number) if number else ""


def _warnings(person: Mapping[str, Any]) -> Iterator[str]:
    if person.get("alleged_perpetrator"):
        yield "They may have caused the harm."
    if person.get("protected_address"):
        yield "Their address is protected: do not share it."


def recipient(record: Account) -> Iterator[Block]:
    to = record["recipient"]
    if not to:
        yield Text("No recipient was chosen.")
        return
    how = to.get("verified_how")
    by_adviser = [
        f"{made['address_checked']} ({by(made)})"
        for made in record.get("decisions", [])
        if made.get("address_checked")
    ]
    if how == Verified.NOT_YET and by_adviser:
        how = None  # that was so until an adviser looked into it
    checked = (
        VERIFIED_LABELS[Verified(how)] if how else "",
        f"on {day(to['verified_on'])}" if to.get("verified_on") else "",
        f"by {to['verified_by']}" if to.get("verified_by") else "",
    )
    yield facts(
        (
            ("Name", to["name"]),
            ("Role", to["role"]),
            ("Organisation", to["organisation"]),
            ("Email", to["email"]),
            ("Telephone", to["phone"]),
            ("How they were checked", ", ".join(filter(None, checked))),
            ("How an adviser checked the address", " ".join(by_adviser)),
            ("What was noted about it", to["verified"]),
        )
    )


def statements(record: Account) -> Iterator[Block]:
    names = {person["id"]: person["name"] for person in record["individuals"]}
    for number, item in enumerate(record["items"], 1):
        kind = KIND_LABELS[Kind(item["kind"])]
        yield Under(f"{number}: {kind}")
        yield Quote("", item["text"])
        yield facts(
            (
                ("From", item["source"] or "Source not given"),
                ("Day", day(item["observed_on"])),
                ("About", ", ".join(names.get(id, id) for id in item.get("about", []))),
                ("Marked", ", ".join(_marks(item))),
                ("SHA-256", item.get("digest")),
            )
        )
    if not record["items"]:
        yield Text("There was no statement.")
    yield from _files(record)


MARKS = {
    "left_out": "Left out",
    "sensitive": "Sensitive",
    "offence": "Offence",
    "confidential": "Told in confidence",
    "endangers": "Could endanger somebody",
}


def _marks(item: Mapping[str, Any]) -> Iterator[str]:
    return (mark for name, mark in MARKS.items() if item.get(name))


def _files(record: Account) -> Iterator[Block]:
    files = record.get("attachments", [])
    if files:
        yield Under("Files")
        yield Points(
            tuple(
                Point(_file(file), f"SHA-256 of the whole file: {file['sha256']}")
                for file in files
            )
        )


def _file(file: Mapping[str, Any]) -> str:
    if file["left_out"]:
        return f"{file['label']}, left out"
    pages = ", ".join(str(page) for page in file["pages_left_out"])
    return f"{file['label']}, without page {pages}" if pages else str(file["label"])
