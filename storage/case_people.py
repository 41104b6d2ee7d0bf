"""Which cases are about the same person, without saying who that is.

A case is kept under keyed indexes of the names in it, of dates of birth and NHS
numbers, and of its recipient's organisation. How a name is folded has a number: after a
change of it, every case is indexed anew.
"""

import unicodedata
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from domain.content import Content, Individual
from domain.naming import all_names
from domain.nhs_number import as_nhs_number
from storage.database import alone
from storage.inbox_tables import CasePersonRow
from storage.keys import Cipher
from storage.read_tables import CaseIndexRow
from storage.tables import ContentRow

INDEX_VERSION = 3
"""Change it with `folded` or with what is indexed."""

APART = "PSZC"
"""Classes of signs that only part letters: punctuation, symbols, gaps, controls."""


@dataclass(frozen=True)
class Indexes:
    """Under what a case is kept: its people, and its recipient's organisation."""

    people: frozenset[str] = frozenset()
    recipient: str = ""


class CasePeople:
    def __init__(self, session: Session) -> None:
        self._session = session

    def only_here(self, reference: str) -> None:
        """Hold the indexes of a case until the transaction ends."""
        alone(self._session, f"indexes of {reference}")

    def keep(self, reference: str, organisation: str, indexes: Indexes) -> None:
        """Under what a case is found from now on."""
        self.only_here(reference)
        old = delete(CasePersonRow).where(col(CasePersonRow.reference) == reference)
        self._session.exec(old)
        for person in sorted(indexes.people):
            self._session.add(
                CasePersonRow(
                    reference=reference, person=person, organisation=organisation
                )
            )
        self._session.merge(
            CaseIndexRow(
                reference=reference,
                organisation=organisation,
                version=INDEX_VERSION,
                recipient=indexes.recipient,
            )
        )
        self._session.flush()

    def cases_of(self, organisation: str, people: set[str]) -> list[str]:
        """The cases of an organisation that are about any of these people."""
        found = select(CasePersonRow.reference).where(
            CasePersonRow.organisation == organisation,
            col(CasePersonRow.person).in_(sorted(people)),
        )
        return sorted(set(self._session.exec(found)))

    def cases_to(self, organisation: str, recipient: str) -> list[str]:
        """The cases of an organisation whose recipient belongs to that one."""
        found = select(CaseIndexRow.reference).where(
            CaseIndexRow.organisation == organisation,
            CaseIndexRow.recipient == recipient,
        )
        return sorted(self._session.exec(found))

    def outdated(self, after: str = "", limit: int | None = None) -> list[str]:
        """The cases that are not indexed as they would be now, by reference."""
        current = CaseIndexRow.version == INDEX_VERSION
        kept = select(CaseIndexRow.reference).where(current)
        found = (
            select(ContentRow.reference)
            .where(
                ContentRow.reference > after,
                col(ContentRow.reference).not_in(kept),
            )
            .distinct()
            .order_by(ContentRow.reference)
            .limit(limit)
        )
        return list(self._session.exec(found))


def indexes_of(cipher: Cipher, content: Content) -> Indexes:
    """Under what to keep a case: everybody by each name, dated and by name alone."""
    people = _dated(cipher, content) | _numbered(cipher, content)
    for person in content.individuals:
        people |= {name_index(cipher, name) for name in _names(person)}
        if person.date_of_birth:
            people.add(born_index(cipher, person.date_of_birth))
    to = content.recipient.organisation if content.recipient else ""
    return Indexes(frozenset(people), organisation_index(cipher, to) if to else "")


def likely_indexes(cipher: Cipher, content: Content) -> set[str]:
    """Under what they may be kept elsewhere: there the date may be unknown."""
    undated = {
        index_of(cipher, name)
        for person in content.individuals
        for name in _names(person)
    }
    return _dated(cipher, content) | undated | _numbered(cipher, content)


def wanted_indexes(cipher: Cipher, name: str, born: str = "") -> set[str]:
    """Under what somebody of this name is kept, whoever typed it and however.

    With a date of birth also where the date is unknown; without one, everybody.
    """
    undated = index_of(cipher, name)
    known = index_of(cipher, name, born) if born else name_index(cipher, name)
    return {undated, known}


def index_of(cipher: Cipher, name: str, born: str = "") -> str:
    """A person as opaque text: the same person gives the same, and nothing else."""
    return cipher.index(f"person|{folded(name)}|{born}")


def name_index(cipher: Cipher, name: str) -> str:
    """A name as opaque text, whenever its bearer was born."""
    return cipher.index(f"name|{folded(name)}")


def born_index(cipher: Cipher, born: str) -> str:
    """A date of birth as opaque text, whoever was born then."""
    return cipher.index(f"born|{born}")


def nhs_index(cipher: Cipher, number: str) -> str:
    """An NHS number as opaque text, however it was written."""
    return cipher.index(f"nhs|{as_nhs_number(number)}")


def organisation_index(cipher: Cipher, name: str) -> str:
    """A recipient's organisation as opaque text."""
    return cipher.index(f"organisation|{folded(name)}")


def folded(name: str) -> str:
    """A name however it is typed: its letters and numbers, without accents or gaps.

    O’Neill, O'Neill, O Neill and ONeill are one name, and so are Anne-Marie and
    Anne Marie.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if not _is_between(sign))


def _is_between(sign: str) -> bool:
    """Whether this sign only parts or marks letters."""
    if unicodedata.combining(sign) or sign == "ʼ":
        return True
    return unicodedata.category(sign)[0] in APART


def _dated(cipher: Cipher, content: Content) -> set[str]:
    return {
        index_of(cipher, name, person.date_of_birth)
        for person in content.individuals
        for name in _names(person)
    }


def _numbered(cipher: Cipher, content: Content) -> set[str]:
    numbers = {person.nhs_number for person in content.individuals}
    return {nhs_index(cipher, number) for number in numbers if number}


def _names(person: Individual) -> tuple[str, ...]:
    return all_names(person.name, person.other_names)
