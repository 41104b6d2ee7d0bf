"""What advisers say about a case apart from the decision."""

import asyncio
from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.responses import Response

from casework.comments import NewRemark
from web.asking import AskedHouse, Who, once, posted, see_other
from web.forms import PageForm, Sentences, read
from web.task_pages import lead_back, show_task

router = APIRouter(dependencies=[Depends(lead_back)])

LONGEST = 2000


class CommentForm(PageForm):
    """What somebody says, and who may read it."""

    comment: Annotated[str, Field(max_length=LONGEST)]
    readers: Literal["advisers", "everyone", "proposal"]

    sentences: ClassVar[Sentences] = {
        ("comment", "missing"): "Enter your comment",
        ("comment", "*"): "Your comment must be 2,000 characters or fewer",
        ("readers", "*"): "Select who can read it",
    }


@router.post("/tasks/{task_id}/comments")
async def comment(
    request: Request, house: AskedHouse, who: Who, task_id: str
) -> Response:
    form = await posted(request, who.csrf)
    wanted, errors = read(CommentForm, form)
    if wanted is None:
        view = await asyncio.to_thread(house.views.task, who.actor, task_id)
        return await asyncio.to_thread(
            show_task, request, who, view, values=form, errors=errors
        )
    new = NewRemark(
        wanted.comment, wanted.readers != "everyone", wanted.readers == "proposal"
    )
    await asyncio.to_thread(house.comments.add, who.actor, task_id, new, once(form))
    return see_other(f"/tasks/{task_id}#comments")
