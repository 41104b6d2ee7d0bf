"""What an organisation settles, as a person reads it where a change is shown."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.calendar import Calendar, Hours, Nation, Span
from domain.deadlines import Chain, Whom
from domain.organisation import Collecting
from domain.terms import ApprovalPolicy
from domain.working_times import DAYS

FIELD_LABELS: Mapping[str, str] = {
    "name": "Name",
    "telephone": "Telephone",
    "emergency_numbers": "Emergency numbers",
    "approval": "Who approves",
    "usual": "Usual lawful basis",
    "collecting": "How long a link works",
    "marking": "What stands on every page",
    "second_step": "Second step when signing in",
    "second_eyes": "An adviser looks at new recipients",
    "sealed_files": "Sealed files",
    "nation": "Whose bank holidays are kept",
    "calendar": "Working hours",
    "emergency": "In an emergency",
    "same_day": "When it cannot wait until tomorrow",
    "standard": "In all other requests",
    "ruleset": "Rules",
    "guards_off": "Switched off",
    "version": "Version",
    "text": "The text",
    "routes": "What it is asked about",
    "members": "Who is in it",
    "years": "Years",
    "label": "Kind of record",
    "role": "Role",
    "organisation": "Organisation",
    "email": "E-mail address",
    "phone": "Telephone",
    "mobile": "Mobile telephone",
    "partner_key": "Key",
    "domains": "What stands after the @",
    "totp": "Authenticator app",
    "verified": "Checked",
    "in_use": "In use",
}

APPROVALS: Mapping[ApprovalPolicy, str] = {
    ApprovalPolicy.WHEN_UNSURE: "An adviser approves when somebody is unsure",
    ApprovalPolicy.ALWAYS: "An adviser approves every request",
    ApprovalPolicy.TWO_FOR_SENSITIVE: "An adviser approves every request, and a "
    "second one what is sensitive",
}
NATIONS: Mapping[Nation, str] = {
    Nation.ENGLAND: "England",
    Nation.WALES: "Wales",
    Nation.SCOTLAND: "Scotland",
    Nation.NORTHERN_IRELAND: "Northern Ireland",
}
WHOM: Mapping[Whom, str] = {
    Whom.TEAM: "the team",
    Whom.DEPUTY: "the deputy",
    Whom.SENIOR: "the senior adviser",
    Whom.ON_CALL: "whoever is on call",
}
HOUR = 60
NOTHING = "Nothing"
USUAL = "As usual"


def said(field: str, value: Any) -> str:
    """The value of one field in words."""
    return _WORDS.get(field, _text)(value)


def say_span(span: Span) -> str:
    """So much time: "2 hours", "90 minutes", "8 working hours"."""
    whole = span.minutes % HOUR == 0
    number = span.minutes // HOUR if whole else span.minutes
    unit = f"{'working ' if span.working else ''}{'hour' if whole else 'minute'}"
    return f"{number} {unit}{'' if number == 1 else 's'}"


def say_chain(chain: Chain) -> str:
    """When a reply is due, and who is written to meanwhile, a line for each."""
    lines = [f"A reply is due after {say_span(chain.reply)}"]
    for step in chain.steps:
        close = ", or when people go home" if step.by_close else ""
        lines.append(f"After {say_span(step.after)}{close}: {WHOM[step.whom]}")
    lines.append(f"Then again every {say_span(chain.again)}")
    return "\n".join(lines)


def say_collecting(value: Collecting | None) -> str:
    """For how long a link works, and when a recipient is reminded."""
    if value is None:
        return USUAL
    return (
        f"It works for {_days(value.days)}. A reminder goes after "
        f"{_days(value.reminder_days)}, and the last one "
        f"{_days(value.last_reminder_days)} before it ends"
    )


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _text(value: object) -> str:
    return str(value) or NOTHING


def _yes(value: object) -> str:
    return "Yes" if value else "No"


def _listed(value: Sequence[str]) -> str:
    return "\n".join(value) or NOTHING


def _numbers(value: Sequence[tuple[str, str]]) -> str:
    return _listed([f"{label}: {number}" for label, number in value])


def _usual(value: Mapping[str, Any]) -> str:
    lines = []
    for id, entry in sorted(value.items()):
        lines.append(f"{_plain(id)}: {_plain(entry.get('option', ''))}")
        fields = entry.get("fields", {})
        lines += [f"{_plain(name)}: {text}" for name, text in sorted(fields.items())]
    return _listed(lines)


def _plain(code: str) -> str:
    """A code of the rules as words: they outlive the rules that it came from."""
    return code.replace("_", " ").capitalize()


def _calendar(value: Calendar) -> str:
    lines = [
        f"{day.capitalize()}: {_hours(hours)}"
        for day, hours in zip(DAYS, value.week, strict=True)
    ]
    lines += [f"Closed on {day.isoformat()}" for day in sorted(value.closures)]
    lines += [f"Closes at {at:%H:%M} on {day.isoformat()}" for day, at in value.early]
    return "\n".join(lines)


def _hours(hours: Hours | None) -> str:
    return f"{hours.opens:%H:%M} to {hours.closes:%H:%M}" if hours else "closed"


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "approval": lambda value: APPROVALS[ApprovalPolicy(value)],
    "nation": lambda value: NATIONS[Nation(value)],
    "emergency_numbers": _numbers,
    "usual": _usual,
    "collecting": say_collecting,
    "second_step": _yes,
    "second_eyes": _yes,
    "sealed_files": _yes,
    "calendar": _calendar,
    "emergency": say_chain,
    "same_day": say_chain,
    "standard": say_chain,
    "guards_off": _listed,
    "routes": lambda value: _listed([_plain(code) for code in value]),
    "members": _listed,
    "in_use": _yes,
}
