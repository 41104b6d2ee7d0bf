"""Builds casework from settings: the one place where its real parts are put together."""

from dataclasses import dataclass

from temporalio.client import Client

from adapters.keys import KeyRing
from adapters.rulebook import Rulebook
from adapters.settings import Settings, read_keys
from casework.desk import Desk
from casework.filing import Filing
from casework.inbox import Inbox
from casework.post import Post
from storage.database import Database
from storage.store import Storehouse


@dataclass(frozen=True)
class House:
    """The parts of casework that pages and the JSON interface ask."""

    settings: Settings
    storehouse: Storehouse
    rulebook: Rulebook
    desk: Desk
    inbox: Inbox
    post: Post


def open_storehouse(settings: Settings) -> Storehouse:
    keys = KeyRing(read_keys(settings.keks), settings.kek_active)
    return Storehouse(Database(settings.database_url), keys)


def build_house(settings: Settings, client: Client) -> House:
    storehouse = open_storehouse(settings)
    rulebook = Rulebook()
    post = Post(client, settings.task_queue)
    filing = Filing(storehouse, rulebook)
    return House(
        settings=settings,
        storehouse=storehouse,
        rulebook=rulebook,
        desk=Desk(storehouse, filing, post, settings.patience_seconds),
        inbox=Inbox(storehouse),
        post=post,
    )
