"""Gives a notice its code, the first time it is sent; a repeat has the same one."""

from datetime import timedelta

from adapters.clock import now
from adapters.passwords import hash_code, new_reference
from domain.case import Case
from domain.content import Individual
from domain.informing import InformDecision
from domain.person_notices import NOTICE, WORD, plain_answer
from storage.person_notices import NewNotice
from storage.store import Store


def coded_notice(
    store: Store,
    case: Case,
    made: InformDecision,
    person: Individual,
    lasts: timedelta,
) -> str:
    """The code with which this person reads their notice, for so long."""
    words = store.acts.words(case.reference)[made.written_in]
    known = words.get(WORD) or person.date_of_birth
    at = now()
    name = f"notice|{case.reference}|{made.individual}|{made.written_in}"
    notice = store.person_notices.make(
        NewNotice(
            id=store.keys.people().index(name),
            reference=case.reference,
            individual=made.individual,
            organisation=case.organisation,
            digest=made.notice,
            text=words[NOTICE],
            code=new_reference("N").removeprefix("N-"),
            answer_hash=hash_code(plain_answer(known)),
            made_at=at,
            expires_at=at + lasts,
        )
    )
    store.person_notices.stop_others(case.reference, made.individual, notice.id, at)
    return store.person_notices.body(notice).code
