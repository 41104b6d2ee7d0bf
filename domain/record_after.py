"""A record, read: what left, who was told, what came of it, and every line."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.access import ACCESS_LABELS, Access
from domain.breach import STEPS, BreachStep
from domain.informing import METHOD_LABELS, TOLD_LABELS, Method, Told
from domain.record_blocks import (
    Account,
    Block,
    Point,
    Points,
    Quote,
    Text,
    Under,
    by,
    day,
    exactly,
    facts,
    when,
)
from domain.release import (
    BY_WAY,
    FEEDBACK_LABELS,
    RELEASE_LABELS,
    Feedback,
    ReleaseState,
    Way,
)
from domain.retention import RetentionClass, Runs


def release(record: Account) -> Iterator[Block]:
    left = record["release"]
    if not left:
        yield Text("Nothing was shared.")
        return
    yield facts((("Number", left["number"]), *_how_it_went(record, left)))
    yield from _handed_over(left.get("handed_over"))
    yield from _contents(left)
    if left.get("log"):
        yield Under("What happened to it")
        yield Points(
            tuple(
                Point(ACCESS_LABELS[Access(each["what"])], by(each))
                for each in left["log"]
            )
        )


def _how_it_went(
    record: Account, left: Mapping[str, Any]
) -> tuple[tuple[str, Any], ...]:
    state = ("State", RELEASE_LABELS[ReleaseState(left["state"])])
    asked = ("What the recipient was asked", left.get("handling"))
    if record.get("told_by_telephone_at"):
        return (
            state,
            ("Told by telephone", when(record["told_by_telephone_at"])),
            ("Put on record", when(left["made_at"])),
            asked,
        )
    way = left.get("way")
    return (
        state,
        ("How it went", f"By its sender, {BY_WAY[Way(way)]}" if way else "By a link"),
        ("Shared", when(left["made_at"])),
        ("Could be opened until", when(left["expires_at"])),
        ("First opened", when(left["opened_at"]) or "Never"),
        ("Receipt confirmed", when(left["acknowledged_at"]) or "Never"),
        asked,
    )


def _contents(left: Mapping[str, Any]) -> Iterator[Block]:
    yield facts((("SHA-256 of what left", left["digest"]),))
    files = [
        Point(
            f"{'The document' if not each['source'] else 'File ' + str(each['number'])}"
            f", {each['size']} bytes",
            f"SHA-256: {each['sha256']}",
        )
        for each in left.get("files", [])
    ]
    if files:
        yield Points(tuple(files))


def _handed_over(made: Mapping[str, Any] | None) -> Iterator[Block]:
    if made:
        yield Under("How its sender handed it over")
        yield facts(
            (
                ("To", made["name"]),
                ("Their role", made["role"]),
                ("How they were recognised", made["checked"]),
                ("Through", made["through"]),
                ("Noted", made["said"]),
                ("Given", f"{made['by']}, {when(made['given_at'])}"),
            )
        )


def telling(record: Account) -> Iterator[Block]:
    for made in record["told"]:
        later = "" if made.get("stands", True) else ", changed later"
        what = TOLD_LABELS[Told(made["decision"])].lower()
        yield Under(f"{made['individual']}: {what}{later}")
        yield _told(made)
    for each in record.get("telling_advice", []):
        what = TOLD_LABELS[Told(each["decision"])].lower()
        about = f"Advice of {by(each)}: {each['individual']}, {what}"
        yield Quote(about, each["reason"])
    if record.get("undecided"):
        names = ", ".join(record["undecided"])
        yield Text(f"Nothing was decided about telling {names}.")
    elif not record["told"]:
        yield Text("Nothing was decided about telling anybody.")


def _told(made: Mapping[str, Any]) -> Block:
    method = made["method"]
    return facts(
        (
            ("Decided", by(made) if made.get("at") else ""),
            ("Reason", made["reason"]),
            ("How", METHOD_LABELS[Method(method)] if method else ""),
            ("To be looked at again", day(made["review_on"])),
            ("Text", _without_marks(made["notice"])),
            ("An adviser agreed to it", made.get("agreed_by")),
            ("Told on", day(made.get("told_on")) or when(made["told_at"])),
            ("Told by", made.get("told_by")),
            ("What was said", made.get("said")),
        )
    )


def _without_marks(notice: str) -> str:
    """The text they were told with, less the marks that stand before its headings."""
    return "\n".join(line.removeprefix("# ") for line in notice.splitlines())


COMPLETED = {
    "urgency": "What made it urgent",
    "told": "Who was told, and when",
    "since": "What has happened since",
    "put_right": "To be put right",
}


def urgent(record: Account) -> Iterator[Block]:
    made = record.get("completion")
    if made:
        yield Under("What was written down afterwards")
        rows = ((label, made.get(name)) for name, label in COMPLETED.items())
        yield facts((("Written down", by(made)), *rows))
    review = record.get("review")
    if review:
        yield Under("The review of the urgent share")
        yield facts(
            (
                ("Was it needed?", _yes(review["needed"])),
                ("Was it the right amount?", _yes(review["enough"])),
                ("Did it go to the right person?", _yes(review["right_recipient"])),
                ("What to learn from it", review["lessons"]),
                ("Reviewed by", by(review)),
            )
        )


def _yes(so: bool) -> str:
    return "Yes" if so else "No"


def outcome(record: Account) -> Iterator[Block]:
    for each in record.get("feedback", []):
        label = FEEDBACK_LABELS[Feedback(each["feedback"])]
        yield Quote(f"{label}: {by(each)}", each["words"])
    breach = record.get("wrong_recipient")
    if breach:
        yield Under("It may have gone to the wrong person")
        yield Text(f"That is known since {when(breach['since']['utc'])}.")
        yield Points(
            tuple(
                Point(
                    f"{STEPS[BreachStep(each['step'])].label}: "
                    f"{'done' if each['done'] else 'not needed'}. {each['words']}",
                    by(each),
                )
                for each in breach["steps"]
            )
        )


BY_ITSELF = {
    "finished": "Sharewell, because nothing more was owed",
    "lapsed": "Sharewell, because it was left unfinished",
}


def closing(record: Account) -> Iterator[Block]:
    closed = record.get("closure")
    if closed:
        yield facts(
            (
                ("Ended", exactly(closed["at"]["utc"])),
                (
                    "Ended by",
                    closed["by"] or BY_ITSELF.get(closed["what"], "Sharewell"),
                ),
                *_kept(closed.get("kept")),
            )
        )


def _kept(kept: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    """For how long it is kept; an older record does not say so."""
    if kept:
        kind = RetentionClass(
            kept["code"], kept["label"], kept["years"], Runs(kept["runs"])
        )
        yield "Kept as", kind.label
        yield "Kept for", kind.words
        yield "Looked at before it is destroyed", day(kept["until"])


def lines(record: Account) -> Iterator[Block]:
    told = (Point(each["sentence"], when(each["at"])) for each in record["timeline"])
    yield Points(tuple(told), numbered=True)
