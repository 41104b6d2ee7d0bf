"""The texts that notices are made from: the usual ones, or an organisation's own."""

from dataclasses import dataclass

from adapters.clock import now
from casework.organisation_parts import LANGUAGE, TEXT
from casework.organisation_plans import Settling
from domain import policies
from domain.content import Content, Individual, Item, Kind, Recipient
from domain.organisation import AT_ONCE, Manner, Matter, Topic
from domain.people import Actor
from domain.person_notices import (
    DEFAULTS,
    VERSION_LABELS,
    Ground,
    Version,
    generated,
    template_faults,
    tidy,
)
from storage.store import Store, Storehouse

NOBODY = Individual("nobody", "Sam Example")
INVENTED = Content(
    "To keep somebody safe",
    individuals=(NOBODY,),
    recipient=Recipient("", "Duty worker", "Example Services", "", ""),
    items=(
        Item("a", "", Kind.FACT, "", "2026-01-05"),
        Item("b", "", Kind.REPORTED, "", "2026-01-05"),
    ),
)
"""What a preview is filled in with: nobody, about whom nothing was shared."""


class TemplateRefused(Exception):
    """A template that cannot be used, and why, as sentences."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("template refused")
        self.faults = faults


@dataclass(frozen=True)
class Template:
    """One version as it is used here, and how it reads with invented words."""

    version: Version
    text: str
    is_own: bool
    preview: str


def text_of(store: Store, organisation: str, version: Version) -> str:
    """The text that this organisation uses now."""
    own = store.person_notices.template(organisation, version.value, LANGUAGE)
    return own or DEFAULTS[version]


class NoticeTemplates:
    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def all(self, actor: Actor) -> list[Template]:
        """Every version; whoever works here may read them."""
        return [self.of(actor, version) for version in Version]

    def of(self, actor: Actor, version: Version) -> Template:
        with self._storehouse.reading() as store:
            text = text_of(store, actor.organisation, version)
            shown = _preview(store, actor, text)
        return Template(version, text, text != DEFAULTS[version], shown)

    def preview(self, actor: Actor, text: str) -> str:
        """How a text would read, filled in with invented words.

        Raises:
            TemplateRefused: it could not be used.
        """
        _check(text)
        with self._storehouse.reading() as store:
            return _preview(store, actor, tidy(text))

    def mark(self, actor: Actor, version: Version) -> str:
        """Changes with this text, and with what is to begin of it."""
        with self._storehouse.reading() as store:
            return Settling(store, actor, topic_of(version)).mark()

    def settle(
        self, actor: Actor, version: Version, text: str, manner: Manner = AT_ONCE
    ) -> None:
        """Use this text from a day on. What was approved before stays as it was.

        Raises:
            NotAllowed: the actor is no administrator.
            TemplateRefused: it cannot be used; nothing is changed.
            NotAccepted: it cannot begin on that day.
            RuleBroken: it is no longer as it was seen.
        """
        policies.check_can_set_rules(actor)
        _check(text)
        self._settle(actor, version, tidy(text), manner)

    def restore(self, actor: Actor, version: Version, manner: Manner = AT_ONCE) -> None:
        """Back to the usual text.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        policies.check_can_set_rules(actor)
        self._settle(actor, version, None, manner)

    def _settle(
        self, actor: Actor, version: Version, text: str | None, manner: Manner
    ) -> None:
        about = VERSION_LABELS[version]
        with self._storehouse.writing() as store:
            settling = Settling(store, actor, topic_of(version), about)
            settling.settle({TEXT: text}, manner)


def topic_of(version: Version) -> Topic:
    return Topic(Matter.NOTICE, version.value)


def _check(text: str) -> None:
    faults = template_faults(tidy(text))
    if faults:
        raise TemplateRefused(faults)


def _preview(store: Store, actor: Actor, text: str) -> str:
    ours = store.accounts.organisation(actor.organisation)
    day = now().date().isoformat()
    ground = Ground(ours.name, ours.telephone, "SR-0000-0000", day)
    return generated(text, INVENTED, NOBODY, ground, names_recipient=True)
