"""How what operations did to a case reads on its timeline."""

from collections.abc import Mapping

OPERATING: dict[str, str] = {
    "repaired": "repaired how the case runs",
    "gave_time": "gave the adviser more time to reply",
    "cancelled": "cancelled the request before anything was shared",
}

REPAIRED: dict[str, str] = {
    "retry": "had the failing step tried again",
    "resend": "had an email sent again that was refused",
    "send-again": "had what was received sent to the case again",
    "restart": "ran the case on from its record",
}


def told_of_operating(what: str, facts: Mapping[str, str]) -> str:
    """What is said with the codes of an entry; empty if the usual phrase is right."""
    if what == "repaired":
        return REPAIRED.get(facts.get("repair", ""), "")
    if what == "gave_time" and facts.get("hours"):
        hours = facts["hours"]
        more = "hour" if hours == "1" else "hours"
        return f"gave the adviser {hours} {more} more to reply"
    return ""
