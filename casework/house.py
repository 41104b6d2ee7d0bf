"""Builds casework from settings: where its real parts are put together."""

from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client

from adapters.blobs import Blobs
from adapters.key_settings import read_keys
from adapters.keys import KeyRing
from adapters.rulebook import Rulebook
from adapters.settings import Settings
from adapters.texts import texts_of
from adapters.virus_scan import VirusScanner
from casework.access_log import AccessLog
from casework.adviser_directory import AdviserDirectory
from casework.attachments import MIB, Attachments, Limits
from casework.bounces import Bounces
from casework.breaches import WrongRecipient
from casework.code_sending import CodeLimits, CodeSending
from casework.code_tries import CodeTries, TryLimits
from casework.collection import Collection
from casework.comments import Comments
from casework.declaring import Conflicts
from casework.delegation import Delegation
from casework.desk import Desk
from casework.doorkeeper import Doorkeeper
from casework.downloads import Downloads
from casework.drafts import Drafts
from casework.enrolment import Enrolment
from casework.filing import Filing
from casework.finding import Finding
from casework.handing_over import HandingOver
from casework.identity_side import IdentitySide, identity_side
from casework.inbox import Inbox
from casework.key_care import check_keys, make_first_keys
from casework.lists import Lists
from casework.looking_back import LookingBackSide, looking_back_side
from casework.lookup import Lookup
from casework.new_words import NewWords
from casework.notice_reading import NoticeReading, ReadingLimits
from casework.notice_templates import NoticeTemplates
from casework.notices import Notices
from casework.operations_side import OperationsSide, operations_side
from casework.organisation_side import OrganisationSide, organisation_side
from casework.passing import Passing
from casework.person_notices import PersonNotices
from casework.post import Post
from casework.presence import Presence
from casework.proving import Guards, Proving
from casework.read_log import ReadLog
from casework.recipient_directory import RecipientDirectory
from casework.recipient_reports import RecipientReports
from casework.retention import Retention
from casework.retention_classes import RetentionClasses
from casework.rights_side import RightsSide, rights_side
from casework.rulebooks import Rulebooks
from casework.saved_views import INBOX, SavedViews
from casework.seal_notes import BesideTheSeal
from casework.signing_in import SigningIn
from casework.skeletons import Skeletons
from casework.suspension import Suspension
from casework.terms import Binding
from casework.tombstones import check_tombstones
from casework.views import Views
from casework.visiting import Visiting
from casework.withheld import Withheld
from domain.terms import Timings
from storage.database import Database
from storage.store import Storehouse


@dataclass(frozen=True)
class RecipientsSide:
    """What the recipients' pages ask, and what is kept of it."""

    doorkeeper: Doorkeeper
    collection: Collection
    proving: Proving
    codes: CodeSending
    signing_in: SigningIn
    enrolment: Enrolment
    downloads: Downloads
    reports: RecipientReports
    new_words: NewWords
    access_log: AccessLog
    handing_over: HandingOver


@dataclass(frozen=True)
class InboxSide:
    """What advisers work with."""

    inbox: Inbox
    delegation: Delegation
    comments: Comments
    saved_views: SavedViews
    notices: Notices
    bounces: Bounces
    finding: Finding
    read_log: ReadLog


@dataclass(frozen=True)
class TellingSide:
    """What telling the individuals needs."""

    person_notices: PersonNotices
    notice_templates: NoticeTemplates
    notice_reading: NoticeReading
    withheld: Withheld


@dataclass(frozen=True)
class RetentionSide:
    """For how long things are kept."""

    retention: Retention
    retention_classes: RetentionClasses


@dataclass(frozen=True)
class House(
    IdentitySide,
    OrganisationSide,
    RecipientsSide,
    TellingSide,
    InboxSide,
    LookingBackSide,
    RetentionSide,
    RightsSide,
    OperationsSide,
):
    """The parts of casework that pages and the JSON interface ask."""

    settings: Settings
    storehouse: Storehouse
    desk: Desk
    drafts: Drafts
    beside_the_seal: BesideTheSeal
    attachments: Attachments
    advisers: AdviserDirectory
    conflicts: Conflicts
    passing: Passing
    recipients: RecipientDirectory
    suspension: Suspension
    wrong_recipient: WrongRecipient
    presence: Presence
    views: Views
    skeletons: Skeletons
    lists: Lists
    lookup: Lookup
    post: Post


def open_storehouse(settings: Settings) -> Storehouse:
    keys = KeyRing(read_keys(settings.keks), settings.kek_active)
    return Storehouse(Database(settings.database_url), keys)


def _checked_storehouse(settings: Settings) -> Storehouse:
    """A storehouse that can be read, and has not forgotten what was destroyed."""
    storehouse = open_storehouse(settings)
    check_keys(storehouse)
    check_tombstones(storehouse, settings.tombstones_file)
    make_first_keys(storehouse)
    return storehouse


def build_house(settings: Settings, client: Client) -> House:
    storehouse = _checked_storehouse(settings)
    rulebooks = Rulebooks(storehouse, Rulebook())
    stale = timedelta(days=settings.recipient_stale_days)
    filing = Filing(storehouse, Binding(rulebooks, _timings(settings)), stale)
    post = Post(client, settings.task_queue)
    views = Views(storehouse, rulebooks, stale)
    desk = Desk(storehouse, filing, post, settings.patience_seconds)
    return House(
        **vars(identity_side(settings, storehouse)),
        **vars(organisation_side(storehouse, rulebooks)),
        **vars(_recipients_side(settings, storehouse, desk)),
        **vars(_telling_side(settings, storehouse, desk, rulebooks)),
        **vars(_inbox_side(storehouse)),
        **vars(RetentionSide(Retention(storehouse), RetentionClasses(storehouse))),
        **vars(rights_side(storehouse, rulebooks)),
        **vars(operations_side(settings, storehouse, client)),
        **vars(looking_back_side(settings, storehouse, rulebooks, views)),
        settings=settings,
        storehouse=storehouse,
        desk=desk,
        drafts=Drafts(storehouse),
        beside_the_seal=BesideTheSeal(storehouse),
        attachments=_attachments(settings, storehouse, desk),
        advisers=AdviserDirectory(storehouse),
        conflicts=Conflicts(storehouse),
        passing=Passing(storehouse, desk),
        recipients=RecipientDirectory(storehouse, stale),
        suspension=Suspension(storehouse),
        wrong_recipient=WrongRecipient(storehouse, desk),
        presence=Presence(storehouse),
        views=views,
        skeletons=Skeletons(storehouse, rulebooks),
        lists=Lists(storehouse),
        lookup=Lookup(storehouse, stale),
        post=post,
    )


def _inbox_side(storehouse: Storehouse) -> InboxSide:
    return InboxSide(
        inbox=Inbox(storehouse),
        delegation=Delegation(storehouse),
        comments=Comments(storehouse),
        saved_views=SavedViews(storehouse, INBOX),
        notices=Notices(storehouse),
        bounces=Bounces(storehouse),
        finding=Finding(storehouse),
        read_log=ReadLog(storehouse),
    )


def _timings(settings: Settings) -> Timings:
    return Timings(
        available_for=timedelta(days=settings.release_days),
        reminder_after=timedelta(days=settings.release_reminder_days),
        reminder_before=timedelta(days=settings.release_last_reminder_days),
    )


def _telling_side(
    settings: Settings, storehouse: Storehouse, desk: Desk, rulebooks: Rulebooks
) -> TellingSide:
    return TellingSide(
        person_notices=PersonNotices(storehouse, desk, rulebooks),
        notice_templates=NoticeTemplates(storehouse),
        notice_reading=NoticeReading(storehouse, _reading(settings)),
        withheld=Withheld(storehouse),
    )


def _reading(settings: Settings) -> ReadingLimits:
    return ReadingLimits(
        timedelta(minutes=settings.notice_idle_minutes),
        timedelta(minutes=settings.notice_minutes),
        settings.notice_tries,
        settings.notice_tries_in_all,
    )


def _recipients_side(
    settings: Settings, storehouse: Storehouse, desk: Desk
) -> RecipientsSide:
    visiting = _visiting(settings)
    texts = texts_of(settings, Lists(storehouse).catch_text)
    guards = Guards(_tries(settings), _codes(settings))
    lasts = timedelta(minutes=settings.grant_minutes)
    return RecipientsSide(
        doorkeeper=Doorkeeper(storehouse, settings),
        collection=Collection(storehouse, desk, visiting),
        proving=Proving(storehouse, visiting, guards, settings.sign_in_of),
        codes=CodeSending(storehouse, visiting, texts, guards.codes),
        signing_in=SigningIn(storehouse, visiting, guards.tries, settings),
        enrolment=Enrolment(storehouse, visiting),
        downloads=Downloads(storehouse, Blobs(settings.blobs), visiting, lasts),
        reports=RecipientReports(storehouse, desk, visiting),
        new_words=NewWords(storehouse),
        access_log=AccessLog(storehouse),
        handing_over=HandingOver(
            storehouse,
            Blobs(settings.blobs),
            timedelta(days=settings.recipient_stale_days),
        ),
    )


def _visiting(settings: Settings) -> Visiting:
    return Visiting(
        timedelta(minutes=settings.collect_idle_minutes),
        timedelta(minutes=settings.collect_minutes),
    )


def _codes(settings: Settings) -> CodeLimits:
    return CodeLimits(
        settings.code_digits,
        timedelta(minutes=settings.code_minutes),
        settings.code_tries,
        settings.codes_per_quarter_hour,
        settings.codes_per_day,
    )


def _tries(settings: Settings) -> CodeTries:
    limits = TryLimits(
        settings.code_tries,
        settings.code_tries_in_all,
        timedelta(minutes=settings.code_block_minutes),
    )
    return CodeTries(limits)


def _attachments(settings: Settings, storehouse: Storehouse, desk: Desk) -> Attachments:
    limits = Limits(
        settings.file_mib * MIB, settings.files_mib * MIB, settings.files_most
    )
    scanner = VirusScanner(settings.clamd)
    return Attachments(storehouse, desk, Blobs(settings.blobs), scanner, limits)
