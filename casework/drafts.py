"""What somebody is typing, kept until they send it. A draft is no act."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.clock import now
from casework.filing import case_for, id_of_act
from domain.errors import CaseNotFound
from domain.people import Actor
from storage.drafts import Draft
from storage.store import Store, Storehouse

__all__ = ["OURS", "Draft", "Drafts", "TooLong"]

PAGE = re.compile(r"[a-z0-9-]{1,40}(/[A-Za-z0-9_-]{1,40}){0,3}")
"""What the pages of a request are called."""

LONGEST = 50_000
KEPT_FOR = timedelta(days=30)

OURS = frozenset({"csrf", "once", "revision", "digest", "password"})
"""Fields that belong to the form, not to what a person typed into it."""


class TooLong(Exception):
    """More than any of our pages has room for."""


class Drafts:
    """One draft for each person, request and page. Only its writer ever sees it."""

    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def keep(
        self,
        actor: Actor,
        reference: str,
        page: str,
        fields: Sequence[tuple[str, str]],
    ) -> datetime:
        """Keep what is typed into a page; when that was.

        A form that was sent meanwhile leaves no draft behind.

        Raises:
            CaseNotFound: there is no such request or page for this actor.
            TooLong: no page of ours has as much on it.
        """
        if not PAGE.fullmatch(page):
            raise CaseNotFound
        typed = tuple((name, text) for name, text in fields if name not in OURS)
        if sum(len(name) + len(text) for name, text in typed) > LONGEST:
            raise TooLong
        at = now()
        with self._storehouse.writing() as store:
            case_for(store, actor, reference)
            if not _is_sent(store, actor, reference, dict(fields).get("once", "")):
                store.drafts.keep(actor.id, reference, page, typed, at)
        return at

    def get(self, actor: Actor, reference: str, page: str) -> Draft | None:
        """The actor's own draft of a page, if there is one."""
        with self._storehouse.reading() as store:
            return store.drafts.get(actor.id, reference, page)

    def drop(self, actor: Actor, reference: str, page: str) -> None:
        """What was typed has been sent: its draft is no longer wanted."""
        if self.get(actor, reference, page) is None:
            return
        with self._storehouse.writing() as store:
            store.drafts.drop(actor.id, reference, page)


def _is_sent(store: Store, actor: Actor, reference: str, once: str) -> bool:
    return store.acts.get(id_of_act(store, actor, reference, once)) is not None
