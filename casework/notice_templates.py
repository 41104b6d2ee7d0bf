"""The texts that notices are made from: the usual ones, or an organisation's own."""

from dataclasses import dataclass

from adapters.clock import now
from domain import policies
from domain.content import Content, Individual, Item, Kind, Recipient
from domain.people import Actor
from domain.person_notices import (
    DEFAULTS,
    Ground,
    Version,
    generated,
    template_faults,
    tidy,
)
from storage.notice_tables import NoticeTemplateRow
from storage.store import Store, Storehouse

LANGUAGE = "en"
"""The only one there is so far; the tables hold others as well."""

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

    def settle(self, actor: Actor, version: Version, text: str) -> None:
        """Use this text from now on. What was approved before stays as it was.

        Raises:
            NotAllowed: the actor is no administrator.
            TemplateRefused: it cannot be used; nothing is changed.
        """
        policies.check_can_set_rules(actor)
        _check(text)
        row = NoticeTemplateRow(
            organisation=actor.organisation,
            version=version.value,
            language=LANGUAGE,
            body=tidy(text),
            changed_by=actor.id,
            changed_at=now(),
        )
        with self._storehouse.writing() as store:
            store.person_notices.keep_template(row)

    def restore(self, actor: Actor, version: Version) -> None:
        """Back to the usual text.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        policies.check_can_set_rules(actor)
        with self._storehouse.writing() as store:
            place = actor.organisation
            store.person_notices.restore_template(place, version.value, LANGUAGE)


def _check(text: str) -> None:
    faults = template_faults(tidy(text))
    if faults:
        raise TemplateRefused(faults)


def _preview(store: Store, actor: Actor, text: str) -> str:
    ours = store.accounts.organisation(actor.organisation)
    day = now().date().isoformat()
    ground = Ground(ours.name, ours.telephone, "SR-0000-0000", day)
    return generated(text, INVENTED, NOBODY, ground, names_recipient=True)
