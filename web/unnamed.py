"""What could tell who somebody is, as the page says it before it is shared unnamed."""

from dataclasses import dataclass

from casework.identifying import PURPOSE, QUESTIONS, Found, could_identify
from casework.views import CaseView
from domain.attachments import is_file
from domain.content import KIND_LABELS
from domain.rules import Verdict
from web.forms import Errors

PART = "part-"


@dataclass(frozen=True)
class Place:
    """One part of what would be shared, where to change it, and what was found."""

    id: str
    label: str
    page: str
    found: tuple[Found, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.text for each in self.found if each.stops)


@dataclass(frozen=True)
class Unnamed:
    """What to look at again before it is shared as if it identified nobody."""

    places: tuple[Place, ...]
    questions: tuple[str, ...] = QUESTIONS

    @property
    def errors(self) -> Errors:
        """The names that have to go, each by the part it stands in."""
        return {place.id: _stop(place) for place in self.places if place.names}


def _stop(place: Place) -> str:
    change = "change your answer that nobody can be recognised"
    if is_file(place.id.removeprefix(PART)):
        return (
            f"We cannot check {place.label.lower()} for names. Leave it out and write "
            f"down what it says, or {change}"
        )
    names = ", ".join(place.names)
    return f"{place.label} names somebody ({names}). Take the name out, or {change}"


def unnamed(view: CaseView) -> Unnamed | None:
    """For a request that would be shared without identifying anyone; else nothing."""
    if view.evaluation.outcome is not Verdict.SHARE_ANONYMISED:
        return None
    found = could_identify(view.content)
    return Unnamed(
        tuple(
            Place(f"{PART}{id}", label, page, tuple(f for f in found if f.place == id))
            for id, label, page in _parts(view)
            if any(f.place == id for f in found)
        )
    )


def _parts(view: CaseView) -> list[tuple[str, str, str]]:
    """Items as the check page counts them, and the purpose."""
    items = [
        (item.id, f"Item {number} ({KIND_LABELS[item.kind]})", f"items/{item.id}")
        for number, item in enumerate(view.content.items, 1)
    ]
    files = [
        (file.id, f"File {number}", f"files/{file.id}")
        for number, file in enumerate(view.content.attachments, 1)
    ]
    return [*items, *files, (PURPOSE, "Why they need it", PURPOSE)]
