"""Where a person's work begins."""

from domain.people import Actor, Role


def first_page(actor: Actor) -> str:
    """Where a person's work begins."""
    homes = (
        (Role.PRACTITIONER, "/requests"),
        (Role.ADVISER, "/tasks"),
        (Role.OPERATIONS, "/operations"),
        (Role.AUDITOR, "/records"),
        (Role.ADMINISTRATOR, "/rules"),
    )
    return next((home for role, home in homes if actor.has(role)), "/account")
