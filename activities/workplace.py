"""What the activities work with."""

from dataclasses import dataclass
from functools import cached_property

from adapters.blobs import Blobs
from adapters.mail import Postman
from adapters.rulebook import Rulebook
from adapters.settings import Settings
from adapters.virus_scan import VirusScanner
from storage.store import Storehouse


@dataclass(frozen=True)
class Workplace:
    """The real things, built once by the worker."""

    settings: Settings
    storehouse: Storehouse
    postman: Postman
    rulebook: Rulebook

    @cached_property
    def blobs(self) -> Blobs:
        return Blobs(self.settings.blobs)

    @cached_property
    def scanner(self) -> VirusScanner:
        return VirusScanner(self.settings.clamd)
