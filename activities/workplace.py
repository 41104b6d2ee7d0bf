"""What the activities work with."""

from dataclasses import dataclass

from adapters.mail import Postman
from adapters.rulebook import Rulebook
from adapters.settings import Settings
from storage.store import Storehouse


@dataclass(frozen=True)
class Workplace:
    """The real things, built once by the worker."""

    settings: Settings
    storehouse: Storehouse
    postman: Postman
    rulebook: Rulebook
