"""What a second adviser does not see of the first before they have decided themselves.

Two who decide independently are worth more than one and an echo.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.case import Case
from domain.narration import HANDED
from domain.people import Actor
from domain.terms import Terms
from domain.timeline import Entry, What
from storage.comments import Comment, CommentKind

BOTH = 2
ONE_OF_THEM = "An adviser"
HIDDEN = (
    "An adviser has given their decision. What it says is shown once another adviser "
    "has decided as well."
)


LATER = "What they wrote here is shown once another adviser has decided as well."
HANDED_ON = frozenset((*HANDED, What.TASK_PUT_BACK, What.PASSED_ON))
"""Lines that stay, because they say nothing of a verdict; what was written may."""


@dataclass(frozen=True)
class Approvals:
    """How many different advisers have to approve, and how many have.

    `voided`: what would be shared has changed since somebody approved it.
    `clashed`: two approvals together left nothing to share, and none counts any more.
    """

    needed: int
    given: int
    voided: bool
    clashed: bool = False


def approvals_of(case: Case, terms: Terms) -> Approvals:
    undecided = case.is_open and case.decision is None
    stale = len(case.approvals) > len(case.valid_approvals)
    return Approvals(
        case.approvals_needed(terms),
        len(case.valid_approvals),
        undecided and stale,
        undecided and case.clashed,
    )


@dataclass(frozen=True)
class Blind:
    """What one reader may not see of the approvals that others gave."""

    reader: str = ""
    since: datetime | None = None
    others: frozenset[str] = frozenset()

    def case(self, case: Case) -> Case:
        """The case without the conditions that others set."""
        if not self.others:
            return case
        signed = tuple(
            replace(each, left_out=()) if each.by in self.others else each
            for each in case.approvals
        )
        return replace(case, approvals=signed, available_days=None)

    def names(self, names: dict[str, str]) -> dict[str, str]:
        """The names under which answers are read."""
        return names | dict.fromkeys(self.others, ONE_OF_THEM)

    def hides(self, entry: Entry) -> bool:
        """Whether what this line says is for later."""
        return entry.what is What.APPROVED and entry.by in self.others

    def silences(self, entry: Entry) -> bool:
        """Whether the line stays, and the words that came with it are for later."""
        return entry.what in HANDED_ON and self._is_later(entry.by, entry.at)

    def keeps_back(self, comment: Comment) -> bool:
        """Whether a comment may tell of a verdict: it is read later.

        What was said before anybody had decided was for everybody, and stays.
        """
        proposed = comment.said.kind is CommentKind.PROPOSAL
        theirs = comment.author != self.reader
        late = self._is_later(comment.author, comment.at)
        return late or (self.since is not None and proposed and theirs)

    def _is_later(self, by: str, at: datetime) -> bool:
        """Said by somebody who had decided by then."""
        return self.since is not None and by in self.others and at >= self.since


def blind_for(actor: Actor, case: Case, terms: Terms) -> Blind:
    """Nothing is hidden from who has approved, or once it is decided."""
    mine = any(signed.by == actor.id for signed in case.valid_approvals)
    pending = case.is_open and case.decision is None
    if mine or not pending or case.approvals_needed(terms) < BOTH:
        return Blind()
    theirs = [signed for signed in case.approvals if signed.by != actor.id]
    since = min((signed.at for signed in theirs), default=None)
    return Blind(actor.id, since, frozenset(signed.by for signed in theirs))
