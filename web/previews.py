"""What its recipient would see of a request, as far as that is known before it goes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from casework.views import CaseView
from domain.acts import HANDLING
from domain.content import Content
from domain.rules import Verdict


@dataclass(frozen=True)
class Preview:
    """The content, the ids of what is left out of it, and how long it can be read."""

    content: Content
    left_out: frozenset[str]
    until: str


def preview_of(
    view: CaseView, conditions: Mapping[str, object] | None = None
) -> Preview:
    """What would be seen, under the conditions that an adviser is typing in, if any."""
    typed = conditions or {}
    content = replace(
        view.content, never=(), handling=str(typed.get(HANDLING) or "").strip()
    )
    if view.evaluation.outcome is Verdict.SHARE_ANONYMISED:
        content = content.unnamed()
    theirs = {id for signed in view.case.valid_approvals for id in signed.left_out}
    ours = frozenset(
        [item.id for item in view.content.items if item.left_out]
        + [file.id for file in view.content.attachments if file.left_out]
    )
    now = frozenset(map(str, _listed(typed.get("left_out"))))
    asked = str(typed.get("available_days") or "")
    wanted = (view.case.available_days, int(asked) if asked.isdecimal() else None)
    usual = view.terms.timings.available_for.days
    days = min((each for each in wanted if each), default=usual)
    return Preview(content, ours | theirs | now, f"{days} days after it is sent")


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if value else []
