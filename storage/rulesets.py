"""The files of rule sets, kept as they were, and which ones organisations added.

A file is kept by its digest and never changed, so that a case reads for ever as it
did on the day it was bound to it.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session, select

from domain.phrasing import wording_of
from domain.wording import Wording
from storage.tables import OwnRulesRow, RuleFileRow, TermsRow


@dataclass(frozen=True)
class RuleFile:
    """The canonical text of one version of a rule set."""

    digest: str
    ruleset: str
    version: str
    body: str


class RuleSets:
    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, file: RuleFile, at: datetime) -> None:
        """Keep a file; one that is there already is left as it is."""
        if self._session.get(RuleFileRow, file.digest) is None:
            self._session.add(
                RuleFileRow(
                    digest=file.digest,
                    ruleset=file.ruleset,
                    version=file.version,
                    body=file.body,
                    kept_at=at,
                )
            )
            self._session.flush()

    def wording(self, reference: str) -> Wording | None:
        """The words that a case is bound to; None if it is older than kept files."""
        terms = self._session.get(TermsRow, reference)
        row = terms and self._session.get(RuleFileRow, terms.rules_digest)
        return _wording(row.body) if row else None

    def add_own(self, organisation: str, file: RuleFile, by: str, at: datetime) -> None:
        """An organisation's own version of a rule set, by the one who added it."""
        self.keep(file, at)
        self._session.add(
            OwnRulesRow(
                organisation=organisation,
                ruleset=file.ruleset,
                version=file.version,
                digest=file.digest,
                added_by=by,
                added_at=at,
            )
        )
        self._session.flush()

    def own(self, organisation: str) -> list[RuleFile]:
        """Every version of every rule set that an organisation added, oldest first."""
        query = (
            select(RuleFileRow)
            .join(OwnRulesRow)
            .where(OwnRulesRow.organisation == organisation)
            .order_by(OwnRulesRow.ruleset, OwnRulesRow.version)
        )
        return [
            RuleFile(row.digest, row.ruleset, row.version, row.body)
            for row in self._session.exec(query)
        ]


@lru_cache(maxsize=64)
def _wording(body: str) -> Wording:
    """Read without judging again: what a case was bound to stays readable."""
    return wording_of(json.loads(body))
