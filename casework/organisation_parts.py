"""What belongs to one topic of an organisation: as it is kept, put back, and said.

A part is plain JSON, so that it can wait in the database until its day has come.
"""

import json
from collections.abc import Mapping
from typing import Any

from adapters.clock import now
from domain.deadlines import CHAINS, Chain
from domain.graph import Priority
from domain.organisation import FIELDS, Matter, Topic
from domain.organisation_words import USUAL
from storage.accounts import Organisation
from storage.coding import canonical, dump, load
from storage.notice_tables import NoticeTemplateRow
from storage.store import Store

Part = Mapping[str, Any]

LANGUAGE = "en"
"""The only one there is so far; the tables hold others as well."""

TEXT = "text"
BLANK = Organisation("", "", "", "", "when_unsure")


def part_of(store: Store, organisation: str, topic: Topic) -> Part:
    """How it is now."""
    if topic.matter is Matter.NOTICE:
        return {
            TEXT: store.person_notices.template(organisation, topic.subject, LANGUAGE)
        }
    return part_from(store.accounts.organisation(organisation), topic)


def part_from(organisation: Organisation, topic: Topic) -> Part:
    """What of an organisation belongs to this topic."""
    whole = _plain(organisation)
    if topic.matter is Matter.CHAINS:
        return {topic.subject: whole["chains"].get(topic.subject)}
    return {name: whole[name] for name in FIELDS[topic.matter]}


def keep_part(
    store: Store, organisation: str, topic: Topic, part: Part, user: str
) -> None:
    """From now on it is like this."""
    if topic.matter is Matter.NOTICE:
        _keep_text(store, organisation, topic.subject, part[TEXT], user)
        return
    before = store.accounts.organisation(organisation)
    store.accounts.keep_organisation(with_part(before, topic, part))


def with_part(organisation: Organisation, topic: Topic, part: Part) -> Organisation:
    """The organisation with this part of it put in its place."""
    whole = _plain(organisation)
    if topic.matter is Matter.CHAINS:
        chains = {**whole["chains"], **part}
        part = {"chains": {k: each for k, each in chains.items() if each is not None}}
    return load(canonical({**whole, **part}), Organisation)


def values_of(topic: Topic, part: Part) -> dict[str, object]:
    """The values of a part, to be said in words."""
    if topic.matter is Matter.NOTICE:
        return {TEXT: part[TEXT] or USUAL}
    if topic.matter is Matter.CHAINS:
        chain, usual = part[topic.subject], dict(CHAINS)[Priority(topic.subject)]
        return {topic.subject: load(canonical(chain), Chain) if chain else usual}
    whole = with_part(BLANK, topic, part)
    return {name: getattr(whole, name) for name in FIELDS[topic.matter]}


def _plain(organisation: Organisation) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dump(organisation))
    return found


def _keep_text(
    store: Store, organisation: str, version: str, text: str | None, user: str
) -> None:
    if text is None:
        store.person_notices.restore_template(organisation, version, LANGUAGE)
        return
    store.person_notices.keep_template(
        NoticeTemplateRow(
            organisation=organisation,
            version=version,
            language=LANGUAGE,
            body=text,
            changed_by=user,
            changed_at=now(),
        )
    )
