"""One case of each kind, played the same way each time. Their names name the files."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from adapters.clock import now
from domain.acts import Act
from domain.calendar import Calendar
from domain.informing import Method, Told
from domain.release import Stopped, Way
from domain.terms import Timings
from tests.builders import (
    ADA,
    BEN,
    DOUBTFUL,
    EMPTY_STAMP,
    KIM,
    MUM,
    PAT,
    SPOKEN_STAMP,
    STAMP,
    SURE,
    URGENT,
    YES,
    a_call,
    a_completion,
    a_confirmation,
    a_description,
    a_hand_over,
    a_masked_question,
    a_problem,
    a_question,
    a_receipt,
    a_refusal,
    a_reply,
    a_review,
    a_revocation,
    a_solution,
    a_way_chosen,
    a_withdrawal,
    a_worsening,
    an_answer,
    an_approval,
    an_opening,
    an_unlocking,
    feedback,
    guidance,
    more_days,
    settling,
    showing_the_way,
    telling,
    writing_again,
)  # fmt: skip
from tests.workflow.stage import Played

Play = Callable[[Played], Awaitable[None]]
DAY = timedelta(days=1)
DAILY = Timings(practitioner=(DAY, DAY), standard=(DAY,), follow_up=(DAY,))


def nobody_told() -> tuple[Act, ...]:
    return telling(Told.NO, KIM), telling(Told.NO, MUM)


async def shared(case: Played) -> None:
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("announce")


async def in_doubt(case: Played) -> None:
    await case.does(an_opening(), an_answer(DOUBTFUL, send=True))
    await case.notebook.until("call adviser")


async def sure(case: Played) -> None:
    await shared(case)
    await case.does(telling(Told.YES, KIM, method=Method.EMAIL))
    await case.notebook.until("told")
    await case.does(telling(Told.NO, MUM), a_receipt())


async def unsure(case: Played) -> None:
    await in_doubt(case)
    await case.time_passes(DAY + timedelta(hours=1))
    await case.notebook.until("reminded")
    await case.does(an_approval(answers={"Q4": YES}))
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt())


async def refused_act(case: Played) -> None:
    await in_doubt(case)
    await case.does(an_approval(PAT, answers={"Q4": YES}), a_refusal(BEN))


async def repeated_act(case: Played) -> None:
    opening, answering = an_opening(), an_answer(SURE)
    await case.sends(opening, opening, answering, answering, answering)
    await case.does(a_confirmation())
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt())


async def asked_for_more(case: Played) -> None:
    await in_doubt(case)
    await case.does(a_question(), a_reply(), an_approval(answers={"Q4": YES}))
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt())


async def withdrawn(case: Played) -> None:
    await in_doubt(case)
    await case.does(a_withdrawal())


async def never_collected(case: Played) -> None:
    case.notebook.lasts = timedelta(days=2, hours=12)
    await shared(case)
    await case.does(*nobody_told())
    await case.time_passes(3 * DAY)


async def revoked(case: Played) -> None:
    await shared(case)
    await case.does(a_revocation(ADA), *nobody_told())


async def urgent(case: Played) -> None:
    await in_doubt(case)
    await case.does(a_worsening(), an_answer({"U1": YES}), a_confirmation())
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt(), a_review(BEN))


async def release_stopped(case: Played) -> None:
    case.notebook.stopping["freeze"] = Stopped.LICENCE
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("call adviser")
    await case.does(a_refusal())


async def left_unfinished(case: Played) -> None:
    await case.does(an_opening())
    await case.time_passes(2 * DAY + timedelta(hours=1))


async def still_open(case: Played) -> None:
    await in_doubt(case)
    await case.time_passes(DAY + timedelta(hours=1))
    await case.notebook.until("reminded")


async def masked_question(case: Played) -> None:
    await case.does(an_opening(stamp=EMPTY_STAMP), a_masked_question())
    await case.notebook.until("call adviser")


async def masked_question_settled(case: Played) -> None:
    await masked_question(case)
    await case.does(a_question(), a_reply(), guidance(), settling())


async def masked_question_shared(case: Played) -> None:
    await masked_question(case)
    await case.does(guidance(), a_description(STAMP), an_answer(SURE))
    await case.does(a_confirmation())
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt())


async def signposted(case: Played) -> None:
    await case.does(an_opening(stamp=EMPTY_STAMP), showing_the_way())


async def reconsidered(case: Played) -> None:
    await case.does(an_opening(earlier="SR-TEST-0001"), an_answer(SURE))
    await case.does(a_confirmation())
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt())


async def urgent_completed(case: Played) -> None:
    await case.does(an_opening(), an_answer(URGENT), a_confirmation())
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt(), a_review())
    await case.time_passes(DAY + timedelta(hours=1))
    await case.notebook.until("remind practitioner")
    await case.does(a_completion())


async def told_by_telephone(case: Played) -> None:
    calling = a_call(digest=SPOKEN_STAMP.digest)
    await case.does(an_opening(stamp=SPOKEN_STAMP), an_answer(URGENT), calling)
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_completion(), a_review())


async def shared_in_steps(case: Played) -> None:
    await sure(case)


async def stopped_in_steps(case: Played) -> None:
    case.notebook.stopping["package"] = Stopped.PACKAGE
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("call adviser")
    await case.does(an_approval())
    await case.notebook.until("announce")
    await case.does(*nobody_told(), a_receipt())


async def withdrawn_in_steps(case: Played) -> None:
    packing = case.notebook.holds("package")
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("begins: package")
    await case.does(a_withdrawal())
    packing.set()


async def asked_after(case: Played) -> None:
    case.terms = replace(case.terms, chases=True, calendar=Calendar())
    await case.does(an_opening(), an_answer(SURE), a_confirmation())
    await case.notebook.until("announce")
    await case.does(*nobody_told(), writing_again())
    await case.notebook.until("announce again")
    await case.does(replace(more_days(30), at=now()))
    await case.does(a_problem(), a_solution(), an_unlocking())
    await case.time_passes(8 * DAY)
    await case.notebook.until("announce again", times=2)
    await case.does(feedback(), a_receipt())


async def handed_over(case: Played) -> None:
    chosen = a_way_chosen(Way.POST)
    await case.does(an_opening(), an_answer(SURE), chosen)
    await case.notebook.until("made_ready")
    await case.time_passes(DAY)
    release = case.case.release
    assert release is not None
    given = a_hand_over(digest=release.digest, at=release.at)
    await case.does(replace(given, at=release.at), *nobody_told())


OPEN: dict[str, Play] = {"still-open": still_open}
CLOSED: dict[str, Play] = {
    "sure": sure,
    "unsure": unsure,
    "refused-act": refused_act,
    "repeated-act": repeated_act,
    "asked-for-more": asked_for_more,
    "withdrawn": withdrawn,
    "never-collected": never_collected,
    "revoked": revoked,
    "urgent": urgent,
    "release-stopped": release_stopped,
    "left-unfinished": left_unfinished,
    "masked-question-settled": masked_question_settled,
    "masked-question-shared": masked_question_shared,
    "signposted": signposted,
    "reconsidered": reconsidered,
    "urgent-completed": urgent_completed,
    "told-by-telephone": told_by_telephone,
    "shared-in-steps": shared_in_steps,
    "stopped-in-steps": stopped_in_steps,
    "withdrawn-in-steps": withdrawn_in_steps,
    "asked-after": asked_after,
    "handed-over": handed_over,
}
EVERY = CLOSED | OPEN
COMPLETING = ("urgent-completed", "told-by-telephone")
"""Cases on terms under which an urgent share is followed by completing its record."""
