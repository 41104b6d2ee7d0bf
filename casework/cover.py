"""Cover while somebody is away, and the rota of who is on call."""

from dataclasses import dataclass
from datetime import date, datetime

from adapters.clock import now
from adapters.passwords import new_id
from domain.cover import (
    Cover,
    OnCall,
    check_cover,
    check_on_call,
    day_of,
    stand_ins,
)
from domain.errors import CaseNotFound, NotAllowed, Why
from domain.offices import Office
from domain.people import Actor
from domain.policies import holds
from domain.teams import check_can_arrange, written
from storage.store import Store, Storehouse


@dataclass(frozen=True)
class CoverLine:
    """Who is away from when to when, who stands in, and whether one may end it."""

    cover: Cover
    name: str
    stand_in: str
    may_remove: bool


@dataclass(frozen=True)
class Turn:
    """Who is on call from when to when."""

    turn: OnCall
    name: str


class Absences:
    """Who is away, and who stands in."""

    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def all(self, actor: Actor, user: str = "") -> list[CoverLine]:
        """The cover of the organisation that is not over, or of one person in it."""
        place = actor.organisation
        with self._storehouse.reading() as store:
            names = store.accounts.names(place)
            return [
                CoverLine(
                    each,
                    names.get(each.user, ""),
                    names.get(each.covered_by, ""),
                    _may_change(actor, each.user),
                )
                for each in store.covers.since(place, day_of(now()))
                if user in ("", each.user)
            ]

    def add(
        self, actor: Actor, user: str, covered_by: str, days: tuple[date, date]
    ) -> Cover:
        """Keep that somebody is away and who stands in for them.

        Raises:
            NotAllowed: they are a colleague, and the actor is no administrator.
            NotAccepted: the days or the people cannot be; `about` is which.
        """
        at, place = now(), actor.organisation
        cover = Cover(new_id("cover"), user, covered_by, *days)
        if not _may_change(actor, user):
            raise NotAllowed(Why.NOT_YOUR_ROLE)
        with self._storehouse.writing() as store:
            today = day_of(at)
            known = store.covers.since(place, today)
            check_cover(cover, known, store.teams.advisers(place), today)
            same = [each for each in known if _is_same(each, cover)]
            if same:
                return same[0]  # a double click is one cover
            store.covers.add(place, cover, at)
            store.routing.renew(place, at)
        return cover

    def remove(self, actor: Actor, cover_id: str) -> None:
        """End a cover: the person is here after all.

        Raises:
            CaseNotFound: there is none, or it is another organisation's.
            NotAllowed: it is a colleague's, and the actor is no administrator.
        """
        at = now()
        with self._storehouse.writing() as store:
            cover = store.covers.get(actor.organisation, cover_id)
            if cover is None:
                raise CaseNotFound
            if not _may_change(actor, cover.user):
                raise NotAllowed(Why.NOT_YOUR_ROLE)
            store.covers.remove(cover_id)
            store.routing.renew(actor.organisation, at)


class Rota:
    """Who is on call, and when."""

    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def all(self, actor: Actor) -> list[Turn]:
        """The turns of the organisation that are not over, the next one first."""
        with self._storehouse.reading() as store:
            names = store.accounts.names(actor.organisation)
            turns = store.rota.since(actor.organisation, now())
            return [Turn(turn, names.get(turn.user, "")) for turn in turns]

    def add(self, actor: Actor, user: str, times: tuple[datetime, datetime]) -> OnCall:
        """Put somebody on call.

        Raises:
            NotAllowed: the actor is no administrator.
            NotAccepted: the times or the person cannot be; `about` is which.
        """
        check_can_arrange(actor)
        turn = OnCall(new_id("call"), user, *times)
        with self._storehouse.writing() as store:
            check_on_call(turn, store.teams.advisers(actor.organisation), now())
            for each in store.rota.since(actor.organisation, now()):
                if (each.user, each.starts_at, each.ends_at) == (user, *times):
                    return each  # a double click is one turn
            store.rota.add(actor.organisation, turn)
        return turn

    def remove(self, actor: Actor, turn_id: str) -> None:
        """Take a turn off the rota.

        Raises:
            NotAllowed: the actor is no administrator.
            CaseNotFound: there is none, or it is another organisation's.
        """
        with self._storehouse.writing() as store:
            if not store.rota.has(actor.organisation, turn_id):
                raise CaseNotFound
            check_can_arrange(actor)
            store.rota.remove(turn_id)


def away_note(store: Store, organisation: str, user: str, names: dict[str, str]) -> str:
    """That somebody is away, until when, and who stands in; empty when they are not."""
    today = day_of(now())
    known = store.covers.since(organisation, today)
    own = [each for each in known if each.user == user and each.is_on(today)]
    if not own:
        return ""
    until = written(max(each.last_day for each in own))
    standing = stand_ins(known, user, today, today)
    who = dict.fromkeys(names.get(each.covered_by, "") for each in standing)
    verb = "stand" if len(who) > 1 else "stands"
    name = names.get(user, "A colleague")
    return f"{name} is away until {until}. {' and '.join(who)} {verb} in."


def _may_change(actor: Actor, user: str) -> bool:
    return actor.id == user or holds(actor, Office.ARRANGE)


def _is_same(one: Cover, other: Cover) -> bool:
    return (one.user, one.covered_by, one.first_day, one.last_day) == (
        other.user,
        other.covered_by,
        other.first_day,
        other.last_day,
    )
