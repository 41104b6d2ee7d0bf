"""Everything a person can do to a case: check, store, send, say what came of it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from temporalio.service import RPCError

from adapters.clock import now
from adapters.passwords import new_secret
from casework import outcomes
from casework.filing import (
    Beginning,
    Change,
    Filed,
    Filing,
    Make,
    Wish,
    id_of_act,
)
from casework.post import Post
from domain import policies
from domain.content import Content
from domain.people import Actor
from domain.terms import Terms
from storage.cases import terms_of, workflow_id
from storage.store import Storehouse


@dataclass(frozen=True)
class Receipt:
    """What a person is told at once: their act is safe, and whether it is applied."""

    reference: str
    act: str
    applied: bool
    received_at: datetime


class Desk:
    def __init__(
        self, storehouse: Storehouse, filing: Filing, post: Post, patience: float
    ) -> None:
        self._storehouse = storehouse
        self._filing = filing
        self._post = post
        self._patience = patience

    async def open(
        self,
        actor: Actor,
        content: Content,
        *,
        once: str | None = None,
        ruleset: str | None = None,
    ) -> Receipt:
        """Start a request. The same `once` twice is one request.

        Raises:
            NotAllowed: the actor is no practitioner.
            UnknownRuleSet: there is no such set of rules.
        """
        begun = Beginning(content, once or new_secret(), ruleset)
        return await self._begin(actor, begun)

    async def reconsider(
        self, actor: Actor, reference: str, new: str, *, once: str | None = None
    ) -> Receipt:
        """Ask again about what was not shared, because of something new.

        Raises:
            CaseError: it did not end without sharing, or is not theirs.
        """
        content = await asyncio.to_thread(
            self._filing.content_of_ended, actor, reference
        )
        begun = Beginning(
            content, once or new_secret(), earlier=reference, words={"new": new}
        )
        return await self._begin(actor, begun)

    async def _begin(self, actor: Actor, begun: Beginning) -> Receipt:
        policies.check_can_open(actor)
        filed = await asyncio.to_thread(self._filing.opening, actor, begun)
        return await self._send(filed)

    async def do(
        self,
        actor: Actor,
        reference: str,
        make: Make,
        *,
        words: Mapping[str, str] | None = None,
        once: str | None = None,
    ) -> Receipt:
        """Store an act, send it, and say whether it is applied yet.

        Raises:
            CaseError: it is refused, by the check here or by the case itself.
        """
        wish = Wish(actor, reference, words or {}, once or new_secret())
        return await self._send(await asyncio.to_thread(self._filing.act, wish, make))

    async def operate(
        self, actor: Actor, reference: str, make: Make, reason: str, once: str
    ) -> Receipt:
        """The same for operations, who do not see what the case is about.

        Raises:
            CaseError: it is refused, by the check here or by the case itself.
        """
        wish = Wish(actor, reference, {"reason": reason}, once, operates=True)
        return await self._send(await asyncio.to_thread(self._filing.act, wish, make))

    async def describe(
        self, actor: Actor, reference: str, change: Change, *, once: str | None = None
    ) -> Receipt:
        """Change what would be shared. `change` is given the newest version."""
        wish = Wish(actor, reference, {}, once or new_secret())
        filed = await asyncio.to_thread(self._filing.change, wish, change)
        return await self._send(filed)

    async def has_sent(self, actor: Actor, reference: str, once: str) -> bool:
        """Whether this very act is kept already."""
        return await asyncio.to_thread(self._is_kept, actor, reference, once)

    def _is_kept(self, actor: Actor, reference: str, once: str) -> bool:
        with self._storehouse.reading() as store:
            act = id_of_act(store, actor, reference, once)
            return store.acts.get(act) is not None

    async def _send(self, filed: Filed) -> Receipt:
        act = filed.act
        if filed.send:
            with suppress(RPCError):  # Temporal is away: the relay sends it later
                await self._post_now(filed)
        done = await outcomes.applied(self._storehouse, act.id, self._patience)
        return Receipt(filed.reference, act.id, done, act.at)

    async def _post_now(self, filed: Filed) -> None:
        workflow, terms = await asyncio.to_thread(self._address, filed.reference)
        await self._post.send(workflow, filed.act, terms)
        await asyncio.to_thread(self._mark_sent, filed.act.id)

    def _address(self, reference: str) -> tuple[str, Terms]:
        with self._storehouse.reading() as store:
            workflow = workflow_id(store.session, reference)
            return workflow, terms_of(store.session, reference)

    def _mark_sent(self, act_id: str) -> None:
        with self._storehouse.writing() as store:
            store.acts.mark_sent(act_id, now())
