"""What the people of the walkthrough type. Nobody in it is real."""

from typing import Any

SECRET = "The bruise on the left arm was about three centimetres across."  # noqa: S105
NAME, BORN, FAMILY = "Rowan Elm", "4 May 2016", "parent@family.example"
CHECKS = {"K1": "yes", "K2": "yes", "K3": "yes", "K4": "yes"}

RECIPIENT = {
    "name": "Wren Sable",
    "role": "Early help worker",
    "organisation": "Estuary Early Help",
    "email": "wren.sable@estuary.example",
    "phone": "01632 960390",
}


def what_is_shared(recipient: str) -> dict[str, Any]:
    """A whole request for this entry of the directory."""
    return {
        "purpose": "So that children’s services can decide whether to visit.",
        "trigger": "own_initiative",
        "individuals": [
            {
                "name": NAME,
                "date_of_birth": "2016-05-04",
                "relationship": "pupil",
                "safe_email": FAMILY,
            }
        ],
        "recipient": {"directory_id": recipient},
        "items": [
            {
                "text": SECRET,
                "kind": "fact",
                "source": "Seen by me at registration",
                "observed_on": "2026-01-05",
            }
        ],
    }
