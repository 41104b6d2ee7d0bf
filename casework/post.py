"""An act as its typed signal. The first starts the case; a repeat changes nothing.

What runs is asked here too: whether a case runs, and whether it is woken in vain.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import ResetActivityRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain import (
    acts,
    after_sending,
    handing_over,
    operating,
    passing,
    preliminaries,
    telling,
)
from domain.acts import Act
from domain.brief import Brief
from domain.case import Case
from domain.terms import Terms
from workflows.share_request import ShareRequestWorkflow as Share

POSTING = timedelta(seconds=2)
LISTING = timedelta(seconds=20)

RUNNING = f"WorkflowType = '{Share.__name__}' AND ExecutionStatus = 'Running'"
FAILING = f"{RUNNING} AND TemporalReportedProblems IS NOT NULL"
"""Temporal says by itself which workflows fail again and again when they are woken."""

SIGNALS: dict[type[Act], Any] = {
    acts.Describe: Share.describe,
    acts.GiveAnswers: Share.answer,
    acts.Reply: Share.reply,
    acts.Confirm: Share.confirm,
    acts.Withdraw: Share.withdraw,
    acts.Worsen: Share.worsen,
    acts.Ask: Share.ask,
    acts.Decide: Share.decide,
    acts.Review: Share.review,
    acts.Inform: Share.inform,
    acts.MarkTold: Share.mark_told,
    acts.Acknowledge: Share.acknowledge,
    acts.RefuseRelease: Share.refuse_release,
    acts.Revoke: Share.revoke,
    handing_over.HandOver: Share.hand_over,
    after_sending.Extend: Share.extend,
    after_sending.Resend: Share.resend,
    after_sending.ReportProblem: Share.report_problem,
    after_sending.Solve: Share.solve,
    after_sending.Unlock: Share.unlock,
    after_sending.GiveFeedback: Share.give_feedback,
    passing.PassOn: Share.pass_on,
    preliminaries.AskFirst: Share.ask_first,
    preliminaries.Guide: Share.guide,
    preliminaries.Settle: Share.settle,
    preliminaries.ShowTheWay: Share.show_the_way,
    preliminaries.Complete: Share.complete,
    telling.WriteNotice: Share.write_notice,
    telling.LookAtNotice: Share.look_at_notice,
    telling.AdviseTelling: Share.advise_telling,
    operating.GiveTime: Share.give_time,
    operating.Cancel: Share.cancel_case,
}


class Post:
    """Sends acts to their cases."""

    def __init__(self, client: Client, task_queue: str) -> None:
        self._client = client
        self._task_queue = task_queue

    async def send(self, workflow_id: str, act: Act, terms: Terms) -> None:
        """Send an act.

        Raises:
            RPCError: Temporal is away, or knows no such case.
        """
        try:
            await self._send(workflow_id, act, terms)
        except RuntimeError as error:  # so the SDK says that it never connected
            away = RPCStatusCode.UNAVAILABLE
            raise RPCError("not connected", away, b"") from error

    async def _send(self, workflow_id: str, act: Act, terms: Terms) -> None:
        if isinstance(act, acts.Open):
            await self._start(workflow_id, act, terms)
            return
        case = self._client.get_workflow_handle(workflow_id)
        await case.signal(SIGNALS[type(act)], act, rpc_timeout=POSTING)

    async def runs(self, workflow_id: str) -> bool:
        """Whether Temporal knows this workflow and it has not ended."""
        case = self._client.get_workflow_handle(workflow_id)
        try:
            found = await case.describe(rpc_timeout=POSTING)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return found.status is WorkflowExecutionStatus.RUNNING

    async def running(self) -> frozenset[str]:
        """Every workflow of ours that runs, as Temporal's lists have it.

        They are a moment behind: ask `runs` before anything is done about one.
        """
        return await self._listed(RUNNING)

    async def failing(self) -> frozenset[str]:
        """The workflows that fail again and again when they are woken."""
        try:
            return await self._listed(FAILING)
        except RPCError as error:
            if error.status is not RPCStatusCode.INVALID_ARGUMENT:
                raise
            return frozenset()  # a server that is too old to say so

    async def _listed(self, query: str) -> frozenset[str]:
        found = self._client.list_workflows(query, rpc_timeout=LISTING)
        return frozenset([each.id async for each in found])

    async def hurry(self, workflow_id: str) -> bool:
        """Try the steps that wait for their next turn now. False if none waits."""
        asked = ResetActivityRequest(
            namespace=self._client.namespace,
            execution=WorkflowExecution(workflow_id=workflow_id),
            identity=self._client.identity,
            match_all=True,
        )
        try:
            await self._client.workflow_service.reset_activity(asked, timeout=POSTING)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return False
        return True

    async def resume(
        self,
        workflow_id: str,
        terms: Terms,
        case: Case,
        *,
        may_have_left: bool = False,
    ) -> None:
        """Start a workflow from a case as it stands on record."""
        with suppress(WorkflowAlreadyStartedError):
            await self._client.start_workflow(
                Share.run,
                Brief(terms, case, may_have_left),
                id=workflow_id,
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                rpc_timeout=POSTING,
            )

    async def end(self, workflow_id: str) -> None:
        """End a workflow that has fallen behind the record."""
        case = self._client.get_workflow_handle(workflow_id)
        try:
            await case.terminate(reason="superseded", rpc_timeout=POSTING)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    async def _start(self, workflow_id: str, act: acts.Open, terms: Terms) -> None:
        with suppress(WorkflowAlreadyStartedError):  # it ran already, to its end
            await self._client.start_workflow(
                Share.run,
                Brief(terms),
                id=workflow_id,
                task_queue=self._task_queue,
                start_signal="open",
                start_signal_args=[act],
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                rpc_timeout=POSTING,
            )
