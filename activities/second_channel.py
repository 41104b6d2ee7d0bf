"""How the recipient of a release will prove themselves: settled when it is made."""

from dataclasses import dataclass
from datetime import timedelta

from activities.licence import NotPermitted
from adapters.clock import now
from adapters.settings import Settings
from domain.case import Case
from domain.channels import Channel, channel_for, dialled
from domain.content import Recipient
from domain.directory import Standing
from domain.release import Stopped, Way
from storage.store import Store


@dataclass(frozen=True)
class Reach:
    """The channel, and the number or secret that it needs."""

    channel: Channel
    by: str = ""


def reach_of(
    store: Store, settings: Settings, case: Case, to: Recipient | None
) -> Reach:
    """The strongest way that somebody has verified; the spoken words if there is none.

    A number that nobody has verified is never written to, and nothing is sealed for a
    key that nobody has.

    Raises:
        NotPermitted: it was to be sealed, and there is no such key any more.
    """
    if to is None or case.by_telephone:
        return Reach(Channel.PHRASE)
    stale = timedelta(days=settings.recipient_stale_days)
    if case.way is not None:
        return Reach(Channel.PHRASE, _key_for(store, stale, case, to))
    known = [
        each
        for each in store.directory.with_address(case.organisation, to.email)
        if each.standing(now(), stale) is Standing.VERIFIED
    ]
    secret = next((each.totp for each in known if each.totp), "")
    mobile = next(filter(None, (dialled(each.mobile) for each in known)), "")
    channel = channel_for(
        signs_in=settings.sign_in_of(to.email) is not None,
        secret=secret,
        mobile=mobile if settings.sends_texts else "",
    )
    return Reach(channel, {Channel.APP: secret, Channel.TEXT: mobile}.get(channel, ""))


def _key_for(store: Store, stale: timedelta, case: Case, to: Recipient) -> str:
    """What it is sealed with; nothing for a way that needs no key."""
    if case.way is not Way.SEALED_FILE:
        return ""
    key = store.directory.partner_key(case.organisation, to.directory_id, now(), stale)
    if not key:
        raise NotPermitted(Stopped.RECIPIENT)
    return key
