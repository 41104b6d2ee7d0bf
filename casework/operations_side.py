"""Puts together what those ask who keep the service running."""

from dataclasses import dataclass

from temporalio.client import Client

from adapters.rulebook import Rulebook
from adapters.settings import Settings
from casework.bulk_repairs import BulkRepairs
from casework.case_look import CaseLooks
from casework.desk import Desk
from casework.filing import Filing
from casework.health import Health
from casework.numbers import Numbers
from casework.post import Post
from casework.repair_work import RepairWork
from casework.repairs import Repairs
from casework.rulebooks import Rulebooks
from casework.running import Running
from casework.saved_views import CASES, SavedViews
from casework.service_notice import NoticeForAll
from casework.stuck import StuckList
from casework.terms import Binding
from casework.today import TodayBoard
from domain.terms import Timings
from storage.store import Storehouse


@dataclass(frozen=True)
class OperationsSide:
    """How everything runs, what is stuck, and what is done about it."""

    today_board: TodayBoard
    running: Running
    case_looks: CaseLooks
    case_views: SavedViews
    stuck: StuckList
    repairs: Repairs
    bulk_repairs: BulkRepairs
    health: Health
    numbers: Numbers
    notice_for_all: NoticeForAll


def operations_side(
    settings: Settings, storehouse: Storehouse, client: Client
) -> OperationsSide:
    stuck = StuckList(storehouse)
    post = Post(client, settings.task_queue)
    desk = desk_of_operations(settings, storehouse, post)
    running = Running(storehouse, stuck)
    return OperationsSide(
        today_board=TodayBoard(storehouse, stuck),
        running=running,
        case_looks=CaseLooks(storehouse, running, stuck, client, settings),
        case_views=SavedViews(storehouse, CASES),
        stuck=stuck,
        repairs=Repairs(storehouse, desk, RepairWork(storehouse, post, desk)),
        bulk_repairs=BulkRepairs(storehouse),
        health=Health(settings, storehouse, client),
        numbers=Numbers(storehouse),
        notice_for_all=NoticeForAll(storehouse),
    )


def desk_of_operations(settings: Settings, storehouse: Storehouse, post: Post) -> Desk:
    """A desk for what operations do to a case; nobody opens one here."""
    binding = Binding(Rulebooks(storehouse, Rulebook()), Timings())
    filing = Filing(storehouse, binding)
    return Desk(storehouse, filing, post, settings.patience_seconds)
