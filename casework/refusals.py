"""How each kind of refusal is answered over HTTP, by pages and JSON alike."""

from domain.errors import CaseError, CaseNotFound, NotAccepted, NotAllowed, RuleBroken

STATUS: dict[type[CaseError], int] = {
    CaseNotFound: 404,
    NotAllowed: 403,
    RuleBroken: 409,
    NotAccepted: 422,
}
