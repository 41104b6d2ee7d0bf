"""Builds casework from settings: where its real parts are put together."""

from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client

from adapters.keys import KeyRing
from adapters.rulebook import Rulebook
from adapters.settings import Settings, read_keys
from casework.accounts import Accounts
from casework.adviser_directory import AdviserDirectory
from casework.calendars import Calendars
from casework.collection import Collection
from casework.comments import Comments
from casework.conflicts import Conflicts
from casework.cover import Absences, Rota
from casework.delegation import Delegation
from casework.desk import Desk
from casework.drafts import Drafts
from casework.filing import Filing
from casework.finding import Finding
from casework.inbox import Inbox
from casework.lists import Lists
from casework.lookup import Lookup
from casework.notices import Notices
from casework.passing import Passing
from casework.post import Post
from casework.presence import Presence
from casework.read_log import ReadLog
from casework.rulebooks import Rulebooks
from casework.saved_views import SavedViews
from casework.teams import Teams
from casework.terms import Binding
from casework.views import Views
from domain.terms import Timings
from storage.database import Database
from storage.store import Storehouse


@dataclass(frozen=True)
class House:
    """The parts of casework that pages and the JSON interface ask."""

    settings: Settings
    storehouse: Storehouse
    rulebooks: Rulebooks
    desk: Desk
    drafts: Drafts
    inbox: Inbox
    delegation: Delegation
    comments: Comments
    saved_views: SavedViews
    accounts: Accounts
    absences: Absences
    advisers: AdviserDirectory
    rota: Rota
    teams: Teams
    calendars: Calendars
    collection: Collection
    conflicts: Conflicts
    passing: Passing
    presence: Presence
    views: Views
    lists: Lists
    lookup: Lookup
    notices: Notices
    finding: Finding
    read_log: ReadLog
    post: Post


def open_storehouse(settings: Settings) -> Storehouse:
    keys = KeyRing(read_keys(settings.keks), settings.kek_active)
    return Storehouse(Database(settings.database_url), keys)


def build_house(settings: Settings, client: Client) -> House:
    storehouse = open_storehouse(settings)
    rulebooks = Rulebooks(storehouse, Rulebook())
    post = Post(client, settings.task_queue)
    timings = Timings(available_for=timedelta(days=settings.release_days))
    filing = Filing(storehouse, Binding(rulebooks, timings))
    desk = Desk(storehouse, filing, post, settings.patience_seconds)
    return House(
        settings=settings,
        storehouse=storehouse,
        rulebooks=rulebooks,
        desk=desk,
        drafts=Drafts(storehouse),
        inbox=Inbox(storehouse),
        delegation=Delegation(storehouse),
        comments=Comments(storehouse),
        saved_views=SavedViews(storehouse),
        accounts=Accounts(storehouse, settings),
        absences=Absences(storehouse),
        advisers=AdviserDirectory(storehouse),
        rota=Rota(storehouse),
        teams=Teams(storehouse, rulebooks),
        calendars=Calendars(storehouse),
        collection=Collection(storehouse, desk),
        conflicts=Conflicts(storehouse),
        passing=Passing(storehouse, desk),
        presence=Presence(storehouse),
        views=Views(storehouse, rulebooks),
        lists=Lists(storehouse),
        lookup=Lookup(storehouse),
        notices=Notices(storehouse),
        finding=Finding(storehouse),
        read_log=ReadLog(storehouse),
        post=post,
    )
