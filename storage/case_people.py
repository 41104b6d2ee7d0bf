"""Which cases are about the same person, without saying who that is."""

import unicodedata

from sqlmodel import Session, col, delete, select

from domain.content import Content, Individual
from domain.naming import all_names
from storage.inbox_tables import CasePersonRow
from storage.keys import Cipher


class CasePeople:
    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, reference: str, organisation: str, people: set[str]) -> None:
        """Who a case is about now, by their indexes."""
        self._session.exec(
            delete(CasePersonRow).where(col(CasePersonRow.reference) == reference)
        )
        for person in sorted(people):
            row = CasePersonRow(
                reference=reference, person=person, organisation=organisation
            )
            self._session.add(row)
        self._session.flush()

    def cases_of(self, organisation: str, people: set[str]) -> list[str]:
        """The cases of an organisation that are about any of these people."""
        found = select(CasePersonRow.reference).where(
            CasePersonRow.organisation == organisation,
            col(CasePersonRow.person).in_(sorted(people)),
        )
        return sorted(set(self._session.exec(found)))


def indexes_of(cipher: Cipher, content: Content) -> set[str]:
    """Under what to keep everybody a case is about: by name and date of birth."""
    return {
        index_of(cipher, name, person.date_of_birth)
        for person in content.individuals
        for name in _names(person)
    }


def likely_indexes(cipher: Cipher, content: Content) -> set[str]:
    """Under what they may be kept elsewhere: there the date may be unknown."""
    undated = {
        index_of(cipher, name)
        for person in content.individuals
        for name in _names(person)
    }
    return indexes_of(cipher, content) | undated


def index_of(cipher: Cipher, name: str, born: str = "") -> str:
    """A person as opaque text: the same person gives the same, and nothing else."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return cipher.index(f"person|{' '.join(folded.split())}|{born}")


def _names(person: Individual) -> tuple[str, ...]:
    return all_names(person.name, person.other_names)
