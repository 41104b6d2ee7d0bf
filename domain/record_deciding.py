"""A record, read: what was answered, on which grounds, and what was decided."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.narration import VALUES
from domain.record_blocks import (
    Account,
    Block,
    Point,
    Points,
    Quote,
    Text,
    Under,
    by,
    count,
    facts,
    when,
)

DECIDED = {
    "approve": "approved the sharing",
    "decline": "decided that this is not to be shared",
    "advise": "gave advice",
}
HANDS = {
    "task_claimed": "took the task",
    "task_put_back": "put the task back",
    "task_taken_over": "took the task over from",
    "task_returned": "gave the task back to the team from",
    "task_reassigned": "gave the task to",
    "task_delegated": "asked for it to be prepared by",
    "task_called_back": "took the task back from",
    "task_put_off": "put the task off",
    "task_brought_back": "brought the task back before its day",
}


def answers(record: Account) -> Iterator[Block]:
    names = {person["id"]: person["name"] for person in record["individuals"]}
    for given in record["answers"]:
        about = names.get(given["about"] or "", "")
        yield Under(f"{given['text']} ({about})" if about else given["text"])
        yield facts(
            (
                ("Answer", VALUES[given["answer"]]),
                ("Chosen", given.get("choice")),
                *((each["label"], each["written"]) for each in given["evidence"] or []),
                ("Note", given["note"]),
                ("Filled in, then confirmed", given.get("suggested")),
                ("Given by", by(given)),
                ("Changed later", "" if given.get("stands", True) else "Yes"),
            )
        )
    if not record["answers"]:
        yield Text("No question was answered.")


def law(record: Account) -> Iterator[Block]:
    for ground in record.get("grounds", []):
        source = f" ({ground['source']})" if ground["source"] else ""
        yield Under(ground["text"])
        yield facts(
            (
                ("Chosen", f"{ground['choice']}{source}"),
                *((each["label"], each["written"]) for each in ground["evidence"]),
                ("Chosen by", by(ground)),
            )
        )
    reasons = record.get("reasons_in_words", [])
    if reasons:
        yield Under("Why the rules came out as they did")
        yield Points(tuple(map(Point, reasons)))


def advice(record: Account) -> Iterator[Block]:
    for asked in record.get("questions", []):
        yield Quote(f"{asked['by']} asked, {when(asked['at'])}", asked["question"])
        reply = asked["reply"]
        if reply:
            yield Quote(f"{reply['by']} replied, {when(reply['at'])}", reply["text"])
    for made in record.get("decisions", []):
        yield Under(f"{made['by']} {DECIDED[made['decision']]}, {when(made['at'])}")
        yield _conditions(made)
    yield from _handed_on(record)
    for each in record.get("comments", []):
        yield Quote(f"{by(each)}{_aside(each)}", each["text"])


def _conditions(made: Mapping[str, Any]) -> Block:
    days = made["available_days"]
    return facts(
        (
            ("Reason", made["reason"]),
            ("Left out", made["left_out"] and count(len(made["left_out"]), "item")),
            ("Could be opened for", days and count(days, "day")),
            ("A second adviser", made["second_wanted"] and "Had to approve it as well"),
            ("What the recipient was asked", made["handling"]),
            ("How the address was checked", made.get("address_checked")),
        )
    )


def _aside(comment: Mapping[str, Any]) -> str:
    if comment["proposal"]:
        return ". Proposed a decision."
    return ". Between advisers only." if comment["advisers_only"] else ""


def _handed_on(record: Account) -> Iterator[Block]:
    hands = [Point(_hand(each), _because(each)) for each in record.get("hands", [])]
    passed = [
        Point(
            f"{each['by']} passed it on to {each['name'] or 'another team'}, "
            f"{when(each['at'])}",
            _because(each),
        )
        for each in record.get("passed_on", [])
    ]
    if hands or passed:
        yield Under("Who had the adviser task")
        yield Points((*hands, *passed))


def _hand(each: Mapping[str, Any]) -> str:
    parts = (each["by"], HANDS[each["what"]], each["colleague"])
    return f"{' '.join(filter(None, parts))}, {when(each['at'])}"


def _because(each: Mapping[str, Any]) -> str:
    return f"Reason: {each['reason']}" if each["reason"] else ""


def decision(record: Account) -> Iterator[Block]:
    made = record["decision"]
    if made:
        what = "to share" if made["share"] else "not to share"
        yield Text(f"{made['by']} decided {what}, on {when(made['at'])}.")
    else:
        yield Text("Nobody decided: the case ended before that.")
    if record["signatures"]:
        yield Points(tuple(Point(_signed(each)) for each in record["signatures"]))
    yield from _refusal(record.get("refusal"))


def _signed(each: Mapping[str, Any]) -> str:
    less = len(each["left_out"])
    out = f", leaving out {count(less, 'item')}" if less else ""
    return f"{each['by']} signed as {each['as']} on {when(each['at'])}{out}"


def _refusal(refusal: Mapping[str, Any] | None) -> Iterator[Block]:
    if not refusal:
        return
    yield Under("Why it was not shared")
    if refusal["reason"]:
        yield Quote("", refusal["reason"])
    if refusal["reasons_in_words"]:
        yield Points(tuple(map(Point, refusal["reasons_in_words"])))
    if refusal["may_be_told"]:
        yield Under("What whoever asked may be told")
        yield Points(tuple(map(Point, refusal["may_be_told"])))
