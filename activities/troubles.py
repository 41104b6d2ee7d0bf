"""Notes every step that fails, and clears the note when it succeeds."""

import asyncio
from time import perf_counter
from typing import Any

from temporalio import activity
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

from activities.record_check import RecordInvalid
from adapters.clock import now
from adapters.mail import Refused
from adapters.metrics import STEPS
from domain.case import Case
from storage.store import Storehouse


class TroubleWatch(Interceptor):
    """Makes a failing step visible to operations from its first failure."""

    def __init__(self, storehouse: Storehouse) -> None:
        self._storehouse = storehouse

    def intercept_activity(
        self, next: ActivityInboundInterceptor
    ) -> ActivityInboundInterceptor:
        return _Watch(next, self._storehouse)


class _Watch(ActivityInboundInterceptor):
    def __init__(
        self, next: ActivityInboundInterceptor, storehouse: Storehouse
    ) -> None:
        super().__init__(next)
        self._storehouse = storehouse

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        info, began = activity.info(), perf_counter()
        case = next((arg for arg in input.args if isinstance(arg, Case)), None)
        try:
            result = await super().execute_activity(input)
        except Exception as error:
            _measure(info.activity_type, "failed", began)
            if case is not None:
                await self._note(case.reference, info.activity_type, error)
            raise
        _measure(info.activity_type, "done", began)
        if case is not None and info.attempt > 1:
            await asyncio.to_thread(self._clear, case.reference, info.activity_type)
        return result

    async def _note(self, reference: str, step: str, error: Exception) -> None:
        kind = type(error).__name__
        if isinstance(error, Refused | RecordInvalid):  # these say more, and no words
            kind = error.kind
        await asyncio.to_thread(self._keep, reference, step, kind)

    def _keep(self, reference: str, step: str, kind: str) -> None:
        with self._storehouse.writing() as store:
            store.troubles.note(reference, step, kind, now())

    def _clear(self, reference: str, step: str) -> None:
        with self._storehouse.writing() as store:
            store.troubles.clear(reference, step)


def _measure(step: str, result: str, began: float) -> None:
    STEPS.labels(step, result).observe(perf_counter() - began)
