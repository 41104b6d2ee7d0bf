"""What could tell who somebody is, in something to be shared without names. Pure.

A name is a stop. Everything else is only a prompt to look again: how a text is written
cannot show whether a reader could work out who is meant.
"""

from dataclasses import dataclass

from domain.content import Content
from domain.giveaways import KIND_LABELS, giveaways
from domain.naming import all_names, names_in

QUESTIONS: tuple[str, ...] = (
    "Could a place, a date and an age together point to one person?",
    "Is there a rare illness, an unusual event or an unusual job in it?",
    "Does a job title, a class or a small team mean only one person?",
    "Could the reader put it together with what they know already?",
)
"""What nobody but a person can answer."""

PURPOSE = "purpose"
A_FILE = "a file, which nobody can check for names"


@dataclass(frozen=True)
class Found:
    """Where something was found, and what: `place` is an item's id, or the purpose.

    `stops` is a name or a file: it has to go before this can be shared.
    """

    place: str
    what: str
    text: str
    stops: bool = False


def could_identify(content: Content) -> tuple[Found, ...]:
    """What in the purpose and in the items going could tell who somebody is."""
    names = tuple(
        name
        for person in content.individuals
        for name in all_names(person.name, person.other_names)
    )
    said = {item.id: f"{item.text}\n{item.source}" for item in content.going}
    said[PURPOSE] = content.purpose
    files = (Found(file.id, A_FILE, file.label, True) for file in content.files_going)
    return (
        *(each for place, text in said.items() for each in _found(place, text, names)),
        *files,
    )


def _found(place: str, text: str, names: tuple[str, ...]) -> tuple[Found, ...]:
    named = names_in(text, names)
    for name in named:
        text = text.replace(name, " ")
    return (
        *(Found(place, "a name", name, stops=True) for name in named),
        *(
            Found(place, KIND_LABELS[each.kind], each.text)
            for each in dict.fromkeys(giveaways(text))
        ),
    )
