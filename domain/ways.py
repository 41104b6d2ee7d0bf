"""Which ways of handing something over are open to a case."""

from domain.attachments import is_file
from domain.case import Case
from domain.errors import NotAccepted, RuleBroken, Why
from domain.release import Way
from domain.rules import Verdict


def check_way(case: Case, way: Way | None, outcome: Verdict | None) -> None:
    """Hand it over in this way, instead of sending a link.

    Raises:
        RuleBroken: minutes matter, and the urgent lane has its own telephone.
        NotAccepted: files cannot be told over the telephone.
    """
    if way is None:
        return
    if outcome is Verdict.URGENT_SHARE:
        raise RuleBroken(Why.WAY_TOO_SLOW, about="way")
    if way is Way.TELEPHONE and any(is_file(each) for each in case.content.items):
        raise NotAccepted(Why.FILES_NOT_SPOKEN, about="way")
