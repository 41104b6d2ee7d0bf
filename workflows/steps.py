"""The activities as plain calls, with how long each may take and how it is retried."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

from domain.acts import Outcome
from domain.case import Case
from domain.release import Made, Release
from domain.timeline import Entry
from workflows.ports import Notices, Recording, Sharing

# No kind has a limit on its attempts: trouble is retried until it clears, and
# operations see it from the first failure. A step that was running when the
# server died is lost for as long as start_to_close says, hence the short times.
BOOKKEEPING = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(seconds=10),
    retry_policy=RetryPolicy(maximum_interval=timedelta(minutes=1)),
)
SHARE = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(seconds=20),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=5),
        maximum_interval=timedelta(minutes=15),
    ),
)
# Its pulse tells early that a worker died; large files and a queue take their time.
PACK = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(minutes=5),
    heartbeat_timeout=timedelta(seconds=20),
    retry_policy=SHARE["retry_policy"],
)
NOTIFY = workflow.ActivityConfig(
    start_to_close_timeout=timedelta(seconds=30),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=5),
        maximum_interval=timedelta(hours=1),
    ),
)


async def record(case: Case, entry: Entry, outcome: Outcome | None = None) -> None:
    await workflow.execute_activity_method(
        Recording.record, args=[case, entry, outcome], **BOOKKEEPING
    )


async def freeze(case: Case) -> Made:
    return await workflow.execute_activity_method(Sharing.freeze, case, **SHARE)


async def package(case: Case) -> Made:
    return await workflow.execute_activity_method(Sharing.package, case, **PACK)


async def activate(case: Case) -> Made:
    return await workflow.execute_activity_method(Sharing.activate, case, **SHARE)


async def discard(case: Case) -> None:
    await workflow.execute_activity_method(Sharing.discard, case, **SHARE)


async def release(case: Case) -> Release | None:
    return await workflow.execute_activity_method(Sharing.release, case, **SHARE)


async def announce(case: Case) -> None:
    await workflow.execute_activity_method(Notices.announce, case, **NOTIFY)


async def announce_again(case: Case, name: str) -> None:
    await workflow.execute_activity_method(
        Notices.announce_again, args=[case, name], **NOTIFY
    )


async def tell_individual(case: Case, individual: str) -> None:
    await workflow.execute_activity_method(
        Notices.tell_individual, args=[case, individual], **NOTIFY
    )


async def call_adviser(case: Case) -> None:
    await workflow.execute_activity_method(Notices.call_adviser, case, **NOTIFY)


async def remind(case: Case) -> None:
    await workflow.execute_activity_method(Notices.remind, case, **NOTIFY)


async def expire(case: Case) -> None:
    await workflow.execute_activity_method(Sharing.expire, case, **BOOKKEEPING)


async def finalise(case: Case) -> None:
    await workflow.execute_activity_method(Recording.finalise, case, **BOOKKEEPING)
