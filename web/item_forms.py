"""What is typed about the information itself, thing by thing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, model_validator

from domain.content import Content, Item, Kind
from web.form_fields import NAME_MOST, Short, Ticked, date_parts, not_ahead, yes_if
from web.forms import PageForm, Sentences, written_date

TEXT_MOST = 2000
SPLIT_MOST = 8000
EMPTY_LINE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


class ItemForm(PageForm):
    """One statement to be shared."""

    text: Annotated[str, Field(max_length=TEXT_MOST)]
    kind: Kind
    source: Short
    observed_on: Annotated[date, written_date("The date"), AfterValidator(not_ahead)]
    about: tuple[str, ...] = ()
    sensitive: Ticked = None
    offence: Ticked = None
    confidential: Ticked = None
    endangers: Ticked = None
    address_goes: Ticked = None

    sentences: ClassVar[Sentences] = {
        ("text", "missing"): "Enter what you want to share",
        ("text", "*"): f"This must be {TEXT_MOST:,} characters or fewer",
        ("kind", "*"): "Select fact, reported or professional opinion",
        ("source", "missing"): "Enter who saw it, who said it, or whose opinion it is",
        ("source", "*"): f"This must be {NAME_MOST} characters or fewer",
        ("observed_on", "missing"): "Enter when that was",
    }

    def item(self, id: str, left_out: bool) -> Item:
        return Item(
            id=id,
            text=self.text,
            kind=self.kind,
            source=self.source,
            observed_on=self.observed_on.isoformat(),
            sensitive=bool(self.sensitive),
            about=self.about,
            offence=bool(self.offence),
            confidential=bool(self.confidential),
            endangers=bool(self.endangers),
            left_out=left_out,
        )


def about_item(item: Item, content: Content) -> dict[str, Any]:
    """A thing as the form shows it again."""
    return {
        "text": item.text,
        "kind": item.kind.value,
        "source": item.source,
        "about": list(item.about),
        "sensitive": yes_if(item.sensitive),
        "offence": yes_if(item.offence),
        "confidential": yes_if(item.confidential),
        "endangers": yes_if(item.endangers),
        "address_goes": yes_if(item.id in content.gives_address_away),
        **date_parts("observed_on", item.observed_on),
    }


class SplitForm(PageForm):
    """One thing, cut up by empty lines into several."""

    text: Annotated[str, Field(max_length=SPLIT_MOST)]

    sentences: ClassVar[Sentences] = {
        ("text", "missing"): "Enter what you want to share",
        ("text", "*"): f"This must be {SPLIT_MOST:,} characters or fewer",
    }

    @property
    def parts(self) -> Sequence[str]:
        return [part.strip() for part in EMPTY_LINE.split(self.text)]

    @model_validator(mode="after")
    def is_several(self) -> "SplitForm":
        if len(self.parts) == 1:
            raise ValueError("text|Put an empty line where the next thing begins")
        if any(len(part) > TEXT_MOST for part in self.parts):
            raise ValueError(
                f"text|Each part must be {TEXT_MOST:,} characters or fewer"
            )
        return self

    def items(self, first: Item, new: str) -> tuple[Item, ...]:
        """As many things, each with the marks of the first, which keeps its id.

        The ids of the others begin with `new`.
        """
        ids = [first.id, *(f"{new}-{n}" for n in range(2, len(self.parts) + 1))]
        return tuple(
            replace(first, id=id, text=text)
            for id, text in zip(ids, self.parts, strict=True)
        )
