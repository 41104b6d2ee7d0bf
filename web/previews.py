"""What its recipient would see of a request, as far as that is known before it goes."""

from dataclasses import dataclass, replace

from casework.views import CaseView
from domain.content import Content
from domain.rules import Verdict


@dataclass(frozen=True)
class Preview:
    """The content, the ids of what is left out of it, and how long it can be read."""

    content: Content
    left_out: frozenset[str]
    until: str


def preview_of(view: CaseView) -> Preview:
    content = replace(view.content, never=())
    if view.evaluation.outcome is Verdict.SHARE_ANONYMISED:
        content = content.unnamed()
    theirs = {id for signed in view.case.valid_approvals for id in signed.left_out}
    ours = {item.id for item in view.content.items if item.left_out}
    days = view.case.available_days or view.terms.timings.available_for.days
    return Preview(content, frozenset(ours | theirs), f"{days} days after it is sent")
