"""How a case came about, in people's own words: a masked question, or something new."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.case import Case
from domain.timeline import What
from storage.acts import Words
from storage.store import Store


@dataclass(frozen=True)
class FirstQuestion:
    """A question that names nobody, and an adviser's answer to it, if there is one."""

    question: str
    asked_at: datetime
    guidance: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Origin:
    """What came before the questions of the rules."""

    first_question: FirstQuestion | None = None
    earlier: str = ""
    new: str = ""


def origin_of(store: Store, case: Case, names: dict[str, str]) -> Origin:
    """How this case came about. Names of colleagues are looked up in `names`."""
    words = store.acts.words(case.reference)
    new = ""
    if case.earlier:
        opened = _said(store, case, What.OPENED, words)
        new = next((said.get("new", "") for _, _, said in opened), "")
    return Origin(_first_question(store, case, words, names), case.earlier, new)


def _first_question(
    store: Store, case: Case, words: dict[str, Words], names: dict[str, str]
) -> FirstQuestion | None:
    asked = list(_said(store, case, What.ASKED_FIRST, words))
    if not asked:
        return None
    _, asked_at, said = asked[0]
    question = said.get("question", "")
    for by, at, answer in _said(store, case, What.GUIDED, words):
        guidance = answer.get("guidance", "")
        return FirstQuestion(question, asked_at, guidance, names.get(by, ""), at)
    return FirstQuestion(question, asked_at)


def _said(
    store: Store, case: Case, what: What, words: dict[str, Words]
) -> Iterator[tuple[str, datetime, Words]]:
    """Who said what and when, in acts of this kind that were accepted."""
    for line in store.timeline.of(case.reference):
        entry = line.entry
        if entry.what is what and entry.refused is None:
            yield entry.by, entry.at, words.get(entry.act or "", {})
