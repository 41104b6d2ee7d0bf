"""How each kind of refusal is answered over HTTP, by pages and JSON alike."""

from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import CaseError, CaseNotFound, NotAccepted, NotAllowed, RuleBroken

STATUS: dict[type[CaseError], int] = {
    CaseNotFound: 404,
    NotAllowed: 403,
    RuleBroken: 409,
    NotAccepted: 422,
}


@contextmanager
def refused_about(reference: str) -> Iterator[None]:
    """What is refused in here is about this case, though no address says so."""
    try:
        yield
    except CaseError as no:
        no.reference = reference
        raise
