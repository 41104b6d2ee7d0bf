"""What a case asks of the outside world. `activities/` implements it.

The workflow owns these signatures so that its calls are typed without importing a
database. Every activity is safe to repeat: its effect has a name.
"""

from abc import ABC, abstractmethod

from temporalio import activity

from domain.acts import Outcome
from domain.case import Case
from domain.release import Made, Release
from domain.timeline import Entry


class Recording(ABC):
    """Keeping the account of a case."""

    @activity.defn
    @abstractmethod
    def record(self, case: Case, entry: Entry, outcome: Outcome | None) -> None:
        """Write case, timeline entry, tasks owed and outcome in one transaction."""

    @activity.defn
    @abstractmethod
    def finalise(self, case: Case) -> None:
        """Seal the record."""


class Sharing(ABC):
    """Letting exactly what was approved leave, and ending it."""

    @activity.defn
    @abstractmethod
    def freeze(self, case: Case) -> Made:
        """Seal exactly what was approved, under its names and a key of its own."""

    @activity.defn
    @abstractmethod
    def package(self, case: Case) -> Made:
        """Make one document of it, and seal that and every file."""

    @activity.defn
    @abstractmethod
    def activate(self, case: Case) -> Made:
        """Make it available, if everything still holds."""

    @activity.defn
    @abstractmethod
    def discard(self, case: Case) -> None:
        """Take away what was made ready and will not leave."""

    @activity.defn
    @abstractmethod
    def release(self, case: Case) -> Release | None:
        """Seal what was approved and make it available, once. None: no licence.

        Only cases that were being shared before there were packages ask for this.
        """

    @activity.defn
    @abstractmethod
    def expire(self, case: Case) -> None:
        """Close a release that nobody collected in time."""


class Notices(ABC):
    """Writing to people. Nothing personal is in what they receive."""

    @activity.defn
    @abstractmethod
    async def announce(self, case: Case) -> None:
        """Write to the recipient that something waits for them."""

    @activity.defn
    @abstractmethod
    async def announce_again(self, case: Case, name: str) -> None:
        """Write to the recipient again; the same name is the same message."""

    @activity.defn
    @abstractmethod
    async def tell_individual(self, case: Case, individual: str) -> None:
        """Write to one person that information about them was shared."""

    @activity.defn
    @abstractmethod
    async def call_adviser(self, case: Case) -> None:
        """Write to the advisers that a task waits in their inbox."""

    @activity.defn
    @abstractmethod
    async def remind(self, case: Case) -> None:
        """Remind whoever the case is waiting for."""
