"""What whoever asked may be told when it was decided not to share.

Not a word about anybody it was about, nor whether there is anything to share at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from casework.task_lines import LONDON
from casework.views import CaseView
from domain.errors import RuleBroken, Why
from domain.stages import Ending
from storage.accounts import Organisation
from storage.store import Storehouse

NEUTRAL = "From what we know today, we could not be sure that sharing it is right."
"""Said where no reason is one that a requester may be told."""

LETTER = """\
{day}

Our reference: {reference}

You asked us for information. Thank you for asking. We thought about it with \
care, and we have decided not to share anything. This does not say whether we \
hold what you asked for.

Why
{reasons}

If there is something new
If you know something we may not know, or something has changed, tell us and we \
look at it again. {ring} and give the reference above.

If you do not agree
You can complain to us. {ring}, or write to us. We tell you within 30 days that \
we have your complaint, and then we look into it. You can also complain to the \
Information Commissioner’s Office (ico.org.uk).

If somebody is in danger now, do not wait for us: ring 999.

{organisation}
"""


@dataclass(frozen=True)
class Letter:
    """A letter to whoever asked, and the reasons in it as sentences."""

    text: str
    reasons: tuple[str, ...]


def refusal_letter(storehouse: Storehouse, view: CaseView) -> Letter:
    """The letter about a request that ended without sharing.

    Raises:
        RuleBroken: it did not end like that.
    """
    closed_at = view.case.closed_at
    if view.case.ending is not Ending.NOT_SHARED or closed_at is None:
        raise RuleBroken(Why.NO_LETTER)
    with storehouse.reading() as store:
        organisation = store.accounts.organisation(view.case.organisation)
    letters = dict(view.wording.letters)
    told = [letters[code] for code in view.evaluation.reasons if code in letters]
    reasons = tuple(dict.fromkeys(told)) or (NEUTRAL,)
    return Letter(_text(view.reference, closed_at, organisation, reasons), reasons)


def _text(
    reference: str, at: datetime, organisation: Organisation, reasons: Iterable[str]
) -> str:
    telephone = organisation.telephone
    day = at.astimezone(LONDON)
    return LETTER.format(
        day=f"{day.day} {day:%B %Y}",
        reference=reference,
        reasons="\n".join(f"- {reason}" for reason in reasons),
        ring=f"Ring us on {telephone}" if telephone else "Ring us",
        organisation=organisation.name,
    )
