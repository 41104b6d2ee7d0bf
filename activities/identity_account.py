"""Which case a record is of: under which rules, when, and who stands in it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from domain.calendar import LONDON
from domain.case import Case
from domain.content import Content
from domain.rules import Wording
from domain.terms import Terms
from domain.timeline import Entry
from storage.store import Store
from storage.tables import TermsRow

Told = dict[str, Any]


def moment(at: datetime | None) -> str | None:
    """A time as a record has it, in UTC."""
    return at.isoformat() if at else None


def both(at: datetime | None) -> Told | None:
    """A time in UTC, and as the clocks in the United Kingdom showed it."""
    if at is None:
        return None
    return {
        "utc": at.astimezone(UTC).isoformat(),
        "london": at.astimezone(LONDON).isoformat(),
    }


def identity_of(store: Store, case: Case, terms: Terms, wording: Wording) -> Told:
    """The place and the rules that a case is bound to."""
    organisation = store.accounts.organisation(case.organisation)
    bound = store.session.get(TermsRow, case.reference)
    return {
        "organisation": organisation.name,
        "organisation_telephone": organisation.telephone,
        "nation": organisation.nation,
        "rule_set": {
            "id": terms.rules.id,
            "version": terms.rules.version,
            "title": wording.title,
            "source": wording.source,
            "effective_from": wording.effective_from,
            "digest": bound.rules_digest if bound else "",
        },
        **_settled(case, terms),
    }


def _settled(case: Case, terms: Terms) -> Told:
    evaluation = case.evaluation(terms)
    return {
        "approval_policy": terms.approval.value,
        "approvals_needed": case.approvals_needed(terms),
        "priority": evaluation.priority.value,
        "outcome": evaluation.outcome.value if evaluation.outcome else None,
        "path": list(evaluation.path),
    }


def times_of(store: Store, case: Case, content: Content) -> Told:
    """The hours that matter, on both clocks."""
    parcel = store.releases.of(case.reference)
    spoken = content.spoken_at
    times = {
        "opened": both(case.opened_at),
        "decided": both(case.decision.at if case.decision else None),
        "told_by_telephone": both(datetime.fromisoformat(spoken) if spoken else None),
        "shared": both(case.release.at if case.release else None),
        "opened_by_recipient": both(parcel.opened_at if parcel else None),
        "received": both(case.release.received_at if case.release else None),
        "closed": both(case.closed_at),
    }
    return {
        "opened_at": moment(case.opened_at),
        "closed_at": moment(case.closed_at),
        "times": times,
    }


def closure_of(
    store: Store, story: list[Entry], case: Case, names: dict[str, str]
) -> Told:
    """How it ended, whose act or step ended it, and for how long it is kept."""
    told = [entry for entry in story if entry.at == case.closed_at]
    last = told[0] if told else None
    ending = case.ending.value if case.ending else None
    closure = {
        "ending": ending,
        "by": names.get(last.by) if last else None,
        "what": last.what.value if last else None,
        "at": both(case.closed_at),
        "kept": _kept(store, case),
    }
    return {"ending": ending, "closure": closure}


def _kept(store: Store, case: Case) -> Told | None:
    """As a record of which kind, as that was settled before the seal."""
    kept = store.retention.of(case.reference)
    if kept is None:
        return None
    kind = store.retention.classes(case.organisation)[kept.code]
    return {
        "code": kind.code,
        "label": kind.label,
        "years": kind.years,
        "runs": kind.runs.value,
        "until": kept.day.isoformat(),
    }


def staff_of(
    story: list[Entry], case: Case, names: dict[str, str]
) -> list[dict[str, Any]]:
    """Everybody of the organisation who stands in the account, as they were called.

    An account may be renamed or closed later; what was sealed keeps the name.
    """
    met: dict[str, set[str]] = {case.opened_by: {"practitioner"}}
    for by, role in _met(story):
        met.setdefault(by, set()).update((role,) if role else ())
    return [
        {"id": id, "name": names[id], "acted_as": sorted(roles)}
        for id, roles in sorted(met.items())
        if id in names
    ]


def _met(story: list[Entry]) -> Iterator[tuple[str, str]]:
    for entry in story:
        yield entry.by, entry.role.value
        if entry.fact("colleague"):
            yield entry.fact("colleague"), ""
