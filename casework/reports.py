"""Reports: the numbers of one organisation over some months, small ones withheld.

What is counted how is written down in docs/reports.md. Nothing is withheld anywhere
else: pages, JSON and spreadsheets show what this gives them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from adapters.clock import now
from casework.report_words import (
    BASES,
    COUNTED,
    DECLINED,
    HAPPENED,
    OTHER_REASON,
    TABLES,
    WAYS,
    WITHHELD,
    WORK,
    Heading,
)
from casework.rulebooks import Rulebooks
from domain.calendar import LONDON
from domain.months import Month, Months
from domain.offices import Office
from domain.people import Actor
from domain.policies import check_office
from domain.rules import Verdict
from domain.stages import ENDING_LABELS, Ending
from domain.suppression import LEAST, Told, parts_told, told
from storage.cases import terms_of
from storage.figures import Figures, Ruled, Span
from storage.store import Store, Storehouse
from storage.tasks import TaskKind

ADVICE = (TaskKind.ADVICE, TaskKind.QUESTION, TaskKind.APPROVAL)
REVIEWS = (TaskKind.REVIEW,)
SOON = timedelta(days=30)
ENOUGH = 10
"""Of fewer than these, a time could be somebody's own."""

CONSENT, EMERGENCY = "CONSENT_", "EMERGENCY_"
"""How the codes of reasons begin that rest on consent, or on danger to life."""


@dataclass(frozen=True)
class Figure:
    """A number and what it counts; None is withheld."""

    code: str
    label: str
    number: int | None


@dataclass(frozen=True)
class Table:
    """Numbers that belong together. `total` is None where it is withheld or none."""

    code: str
    title: str
    note: str
    figures: tuple[Figure, ...]
    total: int | None = None
    adds_up: bool = True


@dataclass(frozen=True)
class Waited:
    """How long something took, in minutes; None where there were too few."""

    code: str
    label: str
    median: int | None
    ninetieth: int | None


@dataclass(frozen=True)
class Report:
    """Everything that is told about these months."""

    months: Months
    made_at: datetime
    tables: tuple[Table, ...]
    times: tuple[Waited, ...]


class Reports:
    def __init__(self, storehouse: Storehouse, rulebooks: Rulebooks) -> None:
        self._storehouse = storehouse
        self._rulebooks = rulebooks

    def check(self, actor: Actor) -> None:
        """Whether somebody may read reports.

        Raises:
            NotAllowed: the actor is neither an auditor nor an administrator.
        """
        check_office(actor, Office.READ_REPORTS)

    def of(self, actor: Actor, months: Months) -> Report:
        """What there is to tell about these months in the actor's organisation.

        Raises:
            NotAllowed: the actor is neither an auditor nor an administrator.
        """
        self.check(actor)
        at = now()
        with self._storehouse.reading() as store:
            figures = Figures(store.session, actor.organisation)
            span = _span(months.first, months.last)
            tables = (
                *_by_month(figures, months),
                *self._endings(store, figures, span),
                _work(figures, span, "advice", ADVICE, at),
                _work(figures, span, "reviews", REVIEWS, at),
                _table("ways", WAYS, figures.ways(span)),
                _withheld(figures, at),
                _happened(figures, span),
            )
            times = (
                _waited("to_advice", figures.waits(span, ADVICE)),
                _waited("to_share", figures.shares(span)),
            )
        return Report(months, at, tables, times)

    def _endings(self, store: Store, figures: Figures, span: Span) -> tuple[Table, ...]:
        """How they ended, and of two endings why: each has that ending as its total."""
        labels = {ending.value: label for ending, label in ENDING_LABELS.items()}
        endings = _table("endings", labels, figures.endings(span))
        known = {figure.code: figure.number is not None for figure in endings.figures}
        refused = figures.ruled(span, Ending.NOT_SHARED)
        reasons = self._reasons(store, refused)
        bases = _bases(figures.ruled(span, Ending.SHARED))
        return (
            endings,
            _table("refusals", *reasons, total_told=known[Ending.NOT_SHARED.value]),
            _table("bases", BASES, bases, total_told=known[Ending.SHARED.value]),
        )

    def _reasons(
        self, store: Store, refused: Sequence[Ruled]
    ) -> tuple[dict[str, str], dict[str, int]]:
        """The last reason of each refusal, in its words; rare ones are put together."""
        counts: dict[str, int] = {}
        ones: dict[str, str] = {}
        for each in refused:
            by_rules = each.outcome == Verdict.DO_NOT_SHARE.value and each.reasons
            code = each.reasons[-1] if by_rules else DECLINED
            counts[code] = counts.get(code, 0) + each.number
            ones.setdefault(code, each.one)
        often = {c: n for c, n in counts.items() if c == DECLINED or n >= LEAST}
        rare = sum(counts.values()) - sum(often.values())
        labels = {code: self._said(store, code, ones[code]) for code in often}
        return (
            {
                DECLINED: COUNTED[DECLINED],
                **labels,
                OTHER_REASON: COUNTED[OTHER_REASON],
            },
            {**often, OTHER_REASON: rare},
        )

    def _said(self, store: Store, code: str, reference: str) -> str:
        if code == DECLINED:
            return COUNTED[DECLINED]
        terms = terms_of(store.session, reference)
        return self._rulebooks.wording(store, terms).reason(code)


def _table(
    code: str,
    labels: Mapping[str, str],
    counts: Mapping[str, int],
    *,
    total_told: bool = True,
) -> Table:
    """A table whose numbers add up to a total."""
    parts = [counts.get(each, 0) for each in labels]
    shown = parts_told(parts, total_told=total_told)
    total = told(sum(parts)) if total_told else None
    return _titled(code, labels, shown, total)


def _titled(
    code: str,
    labels: Mapping[str, str],
    numbers: Told,
    total: int | None = None,
    *,
    adds_up: bool = True,
) -> Table:
    heading: Heading = TABLES[code]
    figures = tuple(
        Figure(each, label, number)
        for (each, label), number in zip(labels.items(), numbers, strict=True)
    )
    return Table(code, heading.title, heading.note, figures, total, adds_up)


def _by_month(figures: Figures, months: Months) -> tuple[Table, Table]:
    labels = {month.code: month.label for month in months.all}
    spans = [_span(month, month) for month in months.all]
    opened = dict(zip(labels, figures.opened(spans), strict=True))
    closed = dict(zip(labels, figures.closed(spans), strict=True))
    return _table("started", labels, opened), _table("ended", labels, closed)


def _bases(shared: Sequence[Ruled]) -> dict[str, int]:
    """On what basis it was shared: consent, danger to life, or another one."""
    counts = dict.fromkeys(BASES, 0)
    for each in shared:
        begin = {f"{reason.partition('_')[0]}_" for reason in each.reasons}
        basis = "consent" if CONSENT in begin else "other"
        counts["emergency" if EMERGENCY in begin else basis] += each.number
    return counts


def _work(
    figures: Figures, span: Span, code: str, kinds: Sequence[TaskKind], at: datetime
) -> Table:
    done = figures.work(span, kinds, at)
    return _table(code, WORK, dict(zip(WORK, done.parts, strict=True)))


def _withheld(figures: Figures, at: datetime) -> Table:
    today = at.astimezone(LONDON).date()
    numbers = figures.withheld((today, today + SOON))
    return _table("withheld", WITHHELD, dict(zip(WITHHELD, numbers, strict=True)))


def _happened(figures: Figures, span: Span) -> Table:
    """What went wrong: of one share several things can, so they add up to nothing."""
    counts = figures.happened(span, [what for what in HAPPENED if what])
    labels = {what.value if what else "breach": said for what, said in HAPPENED.items()}
    counts["breach"] = figures.breaches(span)
    numbers = tuple(told(counts.get(code, 0)) for code in labels)
    return _titled("happened", labels, numbers, adds_up=False)


def _waited(code: str, waits: Sequence[Span]) -> Waited:
    minutes = sorted(int((end - begin).total_seconds() // 60) for begin, end in waits)
    if len(minutes) < ENOUGH:
        return Waited(code, COUNTED[code], None, None)
    return Waited(code, COUNTED[code], _at(minutes, 50), _at(minutes, 90))


def _at(ordered: Sequence[int], percent: int) -> int:
    """The smallest that so many of a hundred do not exceed."""
    place = -(-len(ordered) * percent // 100)
    return ordered[place - 1]


def _span(first: Month, last: Month) -> Span:
    """From the first moment of one month, in London, until after the other."""
    begins = datetime.combine(first.first_day, time(), LONDON)
    return begins, datetime.combine(last.next.first_day, time(), LONDON)
