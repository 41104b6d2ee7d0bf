"""The school of the demonstration that has said what it usually relies on."""

from cli.demo_people import USUAL
from domain.people import Role
from tests.live import Live

PLACE = "mossgate"
FUNCTION = USUAL["basis"]["fields"]["function"]


def somebody_at_a_usual_school(live: Live, user: str) -> None:
    """A practitioner at that school; their login is kept under this name."""
    if user not in live.logins:
        live.newcomer(user, Role.PRACTITIONER, PLACE)
