"""What is left of a case when its words are destroyed: that it was, when, and how."""

from dataclasses import dataclass

from casework.conflicts import case_of
from casework.rulebooks import Rulebooks
from casework.stories import StoryLine
from domain import policies
from domain.people import Actor
from domain.visibility import is_internal
from storage.cases import CaseLine, terms_of
from storage.keys import KeyDestroyed
from storage.reading import skeleton
from storage.store import Storehouse


@dataclass(frozen=True)
class Skeleton:
    """A case in codes and dates, and its account without anybody's words."""

    line: CaseLine
    timeline: tuple[StoryLine, ...]


class Skeletons:
    def __init__(self, storehouse: Storehouse, rulebooks: Rulebooks) -> None:
        self._storehouse = storehouse
        self._rulebooks = rulebooks

    def of(self, actor: Actor, reference: str) -> Skeleton:
        """What is left of a case, for whoever may read its record.

        Raises:
            CaseNotFound: there is no such case for this actor.
        """
        with self._storehouse.reading() as store:
            case = case_of(store, actor, reference)
            policies.check_can_read_record(actor, case)
            wording = self._rulebooks.wording(store, terms_of(store.session, reference))
            told = reversed(skeleton(store, case, wording))
            mine = actor.id == case.opened_by
            lines = tuple(
                StoryLine(entry.at, text, entry)
                for entry, text in told
                if not (mine and is_internal(entry.what))
            )
            return Skeleton(store.cases(actor).line(reference), lines)


def reference_of(error: KeyDestroyed) -> str:
    """The case whose words were asked for; empty where it was something else."""
    kind, _, reference = str(error).partition(":")
    return reference if kind == "case" else ""


__all__ = ["KeyDestroyed", "Skeleton", "Skeletons", "reference_of"]
