"""Telling one person with a notice: writing it, looking at it, advice in a doubt."""

from dataclasses import dataclass, replace

from domain import policies
from domain.acts import Act
from domain.case import Case
from domain.errors import NotAccepted, RuleBroken, Why
from domain.informing import InformDecision, TellingAdvice, Told
from domain.person_notices import Version
from domain.rules import AnswerValue
from domain.terms import Terms

IDENTITY_CHECK = "K5"
"""The check that people are protected whom an abuser could hurt."""


def needs_second_look(case: Case, terms: Terms) -> bool:
    """Whether a notice could lead to somebody who must not be found."""
    checked = IDENTITY_CHECK in case.evaluation(terms).path
    answer = case.current_answers().get(IDENTITY_CHECK) if checked else None
    return case.content.guarded or answer in (AnswerValue.YES, AnswerValue.UNSURE)


@dataclass(frozen=True)
class WriteNotice(Act):
    """Stand by exactly this text for one person; the text is in the act's row."""

    individual: str
    version: Version
    digest: str

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_inform(self.by, case, self.individual)
        made = _undone(case, self.individual)
        if made.decision is not Told.YES or not made.with_notice:
            raise RuleBroken(Why.NO_NOTICE_WANTED)
        written = replace(
            made,
            notice=self.digest,
            written_in=self.id,
            needs_adviser=needs_second_look(case, terms),
            agreed_by="",
            sent_back_in="",
        )
        return replace(case, informs=(*case.informs, written))


@dataclass(frozen=True)
class LookAtNotice(Act):
    """An adviser agrees to exactly this text, or sends it back with the reason."""

    individual: str
    digest: str
    agreed: bool

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_look_at_telling(self.by, case)
        made = _undone(case, self.individual)
        if not made.waits_for_adviser:
            raise RuleBroken(Why.NOT_AT_THIS_STAGE)
        if made.notice != self.digest:
            raise RuleBroken(Why.NOTICE_CHANGED)
        looked = replace(made, needs_adviser=False, agreed_by=self.by.id)
        if not self.agreed:
            looked = replace(looked, notice="", agreed_by="", sent_back_in=self.id)
        return replace(case, informs=(*case.informs, looked))


@dataclass(frozen=True)
class AdviseTelling(Act):
    """An adviser says whether one person should be told; its practitioner decides."""

    individual: str
    decision: Told

    def on(self, case: Case, terms: Terms) -> Case:
        policies.check_can_look_at_telling(self.by, case)
        if self.individual not in case.telling_asks:
            raise NotAccepted(Why.UNKNOWN_INDIVIDUAL, about=self.individual)
        said = TellingAdvice(
            self.individual, self.decision, self.by.id, self.at, self.id
        )
        left = tuple(i for i in case.telling_asks if i != self.individual)
        advice = (*case.telling_advice, said)
        return replace(case, telling_asks=left, telling_advice=advice)


def _undone(case: Case, individual: str) -> InformDecision:
    """The decision about somebody who has not been told yet."""
    made = case.inform_for(individual)
    if made is None:
        raise NotAccepted(Why.UNKNOWN_INDIVIDUAL, about=individual)
    if made.told_at:
        raise RuleBroken(Why.ALREADY_DECIDED, other=made.by, since=made.told_at)
    return made


TELLING_ACTS = (LookAtNotice, AdviseTelling)
"""What an adviser does about telling somebody."""
