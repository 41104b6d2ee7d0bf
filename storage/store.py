"""One unit of work over all the tables, and where to get one."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from domain.people import Actor
from storage.accounts import Accounts
from storage.acts import Acts
from storage.cases import CaseStore
from storage.database import Database
from storage.directory import Directory
from storage.drafts import Drafts
from storage.keys import Keys, KeyService
from storage.mail import CaughtMail, Mail
from storage.records import Records
from storage.releases import Releases
from storage.rulesets import RuleSets
from storage.tasks import Tasks
from storage.timeline import Timeline
from storage.upkeep import Attempts, Troubles, Workers


class Store:
    """The tables within one transaction."""

    def __init__(self, session: Session, service: KeyService) -> None:
        self.session = session
        self.keys = Keys(session, service)
        self.accounts = Accounts(session, self.keys)
        self.acts = Acts(session, self.keys)
        self.attempts = Attempts(session)
        self.caught = CaughtMail(session, self.keys)
        self.directory = Directory(session, self.keys)
        self.drafts = Drafts(session, self.keys)
        self.mail = Mail(session, self.keys)
        self.records = Records(session, self.keys)
        self.releases = Releases(session, self.keys)
        self.rulesets = RuleSets(session)
        self.tasks = Tasks(session)
        self.timeline = Timeline(session)
        self.troubles = Troubles(session)
        self.workers = Workers(session)

    def cases(self, actor: Actor) -> CaseStore:
        """The cases that this actor may see."""
        return CaseStore(self.session, self.keys, actor)


class Storehouse:
    """Hands out units of work."""

    def __init__(self, database: Database, service: KeyService) -> None:
        self.database = database
        self._service = service

    @contextmanager
    def reading(self) -> Iterator[Store]:
        with self.database.reading() as session:
            yield Store(session, self._service)

    @contextmanager
    def writing(self) -> Iterator[Store]:
        with self.database.writing() as session:
            yield Store(session, self._service)
