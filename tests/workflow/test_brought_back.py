"""A case that is run on from a restored record, after something of it may have left."""

import pytest

from domain.acts import apply
from domain.brief import Brief
from domain.case import Case
from domain.stages import Stage
from domain.terms import Terms
from tests.builders import SURE, a_confirmation, an_answer, an_opening, terms
from tests.workflow.recording import Notebook
from tests.workflow.stage import Played, Server, a_name
from workflows.share_request import ShareRequestWorkflow


def about_to_be_shared(bound: Terms) -> Case:
    """As the record has it: approved, and not shared yet."""
    case = Case(bound.reference)
    for act in (an_opening(), an_answer(SURE), a_confirmation()):
        case, outcome = apply(case, act, bound)
        assert outcome.accepted
    assert case.stage is Stage.SHARING
    return case


@pytest.mark.parametrize("may_have_left", [True, False])
async def test_nothing_leaves_again_before_an_adviser_has_looked(
    server: Server, may_have_left: bool
) -> None:
    bound, notebook = terms(reference=a_name("SR")), Notebook()
    case = Played(server, notebook, bound, a_name("queue"))
    async with server.worker(case.queue, notebook):
        await server.client.start_workflow(
            ShareRequestWorkflow.run,
            Brief(bound, about_to_be_shared(bound), may_have_left),
            id=bound.reference,
            task_queue=case.queue,
        )
        await notebook.until("call adviser" if may_have_left else "announce")
    assert ("activate" in case.log) != may_have_left
    wanted = Stage.WITH_ADVISER if may_have_left else Stage.FOLLOWING_UP
    assert case.case.stage is wanted
