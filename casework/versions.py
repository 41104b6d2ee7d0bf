"""Whether this version of Sharewell can take up the cases that run here.

Cases run for months, so a worker meets cases that other versions began. An older one
than theirs would stop them, or never do what somebody asked. It does not start.
"""

from datetime import timedelta

from temporalio.client import Client

from adapters.clock import now
from adapters.version import VERSION
from storage.acts import KINDS
from storage.backup_tables import SkillRow
from storage.store import Storehouse
from workflows import patches
from workflows.share_request import ShareRequestWorkflow as Share

ASKING = timedelta(seconds=20)


class Incompatible(Exception):
    """This version must not run on this database; the text says what to do."""


def check_tables(storehouse: Storehouse) -> None:
    """See that the tables are the ones that this version was written for.

    Raises:
        NewerDatabase: they were made by a newer version.
        Incompatible: they are older, or there are none.
    """
    storehouse.database.check_not_newer()
    if not storehouse.database.is_current:
        raise Incompatible(
            "The database is older than this version of Sharewell, or not set up yet. "
            "Make a backup, then run `sharewell migrate`."
        )


async def check_cases(storehouse: Storehouse, client: Client, task_queue: str) -> None:
    """See that the running cases ask for nothing that this version does not know.

    Raises:
        Incompatible: some of them do.
        RPCError: Temporal is away.
    """
    with storehouse.reading() as store:
        acts = store.skills.acts_in_open_cases() - KINDS.keys()
        steps = store.skills.beyond(patches.EVERY)
    if acts:
        raise Incompatible(
            "People did things in open cases that this version of Sharewell does not "
            f"know ({', '.join(sorted(acts))}). Install the newer version again."
        )
    for each in steps:
        if await _cases_with(client, task_queue, each):
            raise Incompatible(
                f"Open cases run in steps that came with Sharewell {each.version} "
                f"({each.name}), and this version does not know them. Install that "
                "version again, or a newer one."
            )


def note_skills(storehouse: Storehouse) -> None:
    """Write down what cases may ask for from now on."""
    with storehouse.writing() as store:
        store.skills.note(patches.EVERY, VERSION, now())


async def _cases_with(client: Client, task_queue: str, skill: SkillRow) -> int:
    found = await client.count_workflows(
        f"WorkflowType = '{Share.__name__}' AND TaskQueue = '{task_queue}' "
        f"AND ExecutionStatus = 'Running' AND TemporalChangeVersion = '{skill.name}'",
        rpc_timeout=ASKING,
    )
    return found.count
