"""The workflow as it was before releases were made in steps."""

from datetime import timedelta

from temporalio import workflow

from domain.brief import Brief
from domain.case import Case
from workflows.share_request import ShareRequestWorkflow


@workflow.defn(name="ShareRequestWorkflow")
class OlderShareRequest(ShareRequestWorkflow):
    @workflow.init
    def __init__(self, brief: Brief) -> None:
        super().__init__(brief)

    @workflow.run
    async def run(self, brief: Brief) -> Case:
        return await super().run(brief)

    async def share_securely(self) -> None:
        await self.share_at_once()


@workflow.defn(name="ShareRequestWorkflow")
class ForeignShareRequest(ShareRequestWorkflow):
    """One that takes other steps, as a version would that nobody tested."""

    @workflow.init
    def __init__(self, brief: Brief) -> None:
        super().__init__(brief)

    @workflow.run
    async def run(self, brief: Brief) -> Case:
        await workflow.sleep(timedelta(seconds=1))
        return await super().run(brief)
