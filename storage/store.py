"""One unit of work over all the tables, and where to get one."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from domain.people import Actor
from storage.accounts import Accounts
from storage.acts import Acts
from storage.alerts import Alerts
from storage.attachments import Attachments
from storage.backup import Backups, Restores, Skills
from storage.breaches import Breaches
from storage.case_people import CasePeople
from storage.cases import CaseStore
from storage.changes import Changes, Plans
from storage.closed_cases import ClosedCases
from storage.codes import Codes
from storage.comments import Comments
from storage.conflicts import Conflicts
from storage.covers import Covers, Rota
from storage.database import Database
from storage.directory import Directory
from storage.drafts import Drafts
from storage.emergency import EmergencyReadings
from storage.findings import Findings
from storage.grants import Grants
from storage.holding import Holding
from storage.identity import AccountEvents, AccountLetters, Factors
from storage.keys import Keys, KeyService
from storage.mail import CaughtMail, Mail
from storage.notices import Notices
from storage.packing import Packing
from storage.person_notices import PersonNotices
from storage.presence import Presence
from storage.read_log import ReadLog
from storage.read_marks import ReadMarks
from storage.records import Records
from storage.refusals import Refusals
from storage.refused_mail import RefusedMails
from storage.release_log import ReleaseLog
from storage.releases import Releases
from storage.repairs import Repairs
from storage.restrictions import Restrictions
from storage.retention import Retention
from storage.rights import Rights
from storage.rights_packs import RightsPacks
from storage.routing import Routing
from storage.rulesets import RuleSets
from storage.running import RunningCases
from storage.saved_views import SavedViews
from storage.service_notices import KeyUses, ServiceNotices
from storage.stays import Stays
from storage.tasks import Tasks
from storage.teams import Teams
from storage.timeline import Timeline
from storage.tree import Tree
from storage.upkeep import Attempts, Troubles, Workers
from storage.ways_in import WaysIn


class Shelves:
    """The tables of what is kept once cases are finished."""

    def __init__(self, session: Session, keys: Keys) -> None:
        self.closed_cases = ClosedCases(session)
        self.records = Records(session, keys)
        self.restrictions = Restrictions(session)
        self.retention = Retention(session)
        self.rights = Rights(session, keys)
        self.rights_packs = RightsPacks(session, keys)
        self.tree = Tree(session)


class Gate:
    """The tables of who gets in, and how."""

    def __init__(self, session: Session, keys: Keys) -> None:
        self.account_events = AccountEvents(session, keys)
        self.account_letters = AccountLetters(session, keys)
        self.factors = Factors(session, keys)


class Watch:
    """The tables of who looked at what, and who settled what."""

    def __init__(self, session: Session, keys: Keys) -> None:
        self.alerts = Alerts(session, keys)
        self.emergencies = EmergencyReadings(session, keys)
        self.changes = Changes(session, keys)
        self.read_log = ReadLog(session)
        self.refusals = Refusals(session)


class Room:
    """The tables of the service itself."""

    def __init__(self, session: Session, keys: Keys) -> None:
        self.backups = Backups(session)
        self.findings = Findings(session)
        self.repairs = Repairs(session)
        self.key_uses = KeyUses(session)
        self.restores = Restores(session)
        self.service_notices = ServiceNotices(session, keys)
        self.skills = Skills(session)
        self.stays = Stays(session)
        self.troubles = Troubles(session)
        self.workers = Workers(session)


class Store(Shelves, Gate, Watch, Room):
    """The tables within one transaction."""

    def __init__(self, session: Session, service: KeyService) -> None:
        self.session = session
        self.keys = Keys(session, service)
        Shelves.__init__(self, session, self.keys)
        Gate.__init__(self, session, self.keys)
        Watch.__init__(self, session, self.keys)
        Room.__init__(self, session, self.keys)
        self.grants = Grants(session)
        self.holding = Holding(session)
        self.read_marks = ReadMarks(session)
        self.saved_views = SavedViews(session, self.keys)
        self.accounts = Accounts(session, self.keys)
        self.acts = Acts(session, self.keys)
        self.attachments = Attachments(session, self.keys)
        self.attempts = Attempts(session)
        self.breaches = Breaches(session, self.keys)
        self.codes = Codes(session, self.keys)
        self.comments = Comments(session, self.keys)
        self.case_people = CasePeople(session)
        self.caught = CaughtMail(session, self.keys)
        self.conflicts = Conflicts(session, self.keys)
        self.covers = Covers(session)
        self.directory = Directory(session, self.keys)
        self.drafts = Drafts(session, self.keys)
        self.mail = Mail(session, self.keys)
        self.person_notices = PersonNotices(session, self.keys)
        self.packing = Packing(session, self.keys)
        self.plans = Plans(session)
        self.notices = Notices(session, self.keys)
        self.presence = Presence(session)
        self.refused_mail = RefusedMails(session)
        self.release_log = ReleaseLog(session, self.keys)
        self.releases = Releases(session, self.keys)
        self.rota = Rota(session)
        self.routing = Routing(session)
        self.rulesets = RuleSets(session)
        self.tasks = Tasks(session)
        self.teams = Teams(session)
        self.timeline = Timeline(session)
        self.ways_in = WaysIn(session, self.keys)

    def cases(self, actor: Actor) -> CaseStore:
        """The cases that this actor may see."""
        return CaseStore(self.session, self.keys, actor)

    def running(self, actor: Actor) -> RunningCases:
        """The cases that run in the actor's organisation."""
        return RunningCases(self.session, actor.organisation)


class Storehouse:
    """Hands out units of work."""

    def __init__(self, database: Database, service: KeyService) -> None:
        self.database = database
        self._service = service

    @contextmanager
    def reading(self) -> Iterator[Store]:
        with self.database.reading() as session:
            yield Store(session, self._service)

    def over(self, session: Session) -> Store:
        """The tables as another session sees them, such as one of a snapshot."""
        return Store(session, self._service)

    @contextmanager
    def writing(self) -> Iterator[Store]:
        with self.database.writing() as session:
            yield Store(session, self._service)
