"""What is said about a case apart from any decision."""

from fastapi import APIRouter, status

from api.answering import ACTING, READING
from api.asking import Acting, Asking
from api.fields import Sent, Text
from api.staff_models import Comment, Comments
from casework.comments import NewRemark

router = APIRouter(tags=["comments"], responses=READING)


class GivenComment(Sent):
    """A comment. Only whom the task is delegated to proposes a decision."""

    text: Text
    private: bool = False
    proposal: bool = False


@router.get("/tasks/{task}/comments", summary="Read what advisers said")
def task_comments(task: str, call: Asking) -> Comments:
    said = call.house.comments.of_task(call.actor, task)
    return Comments(items=[Comment.model_validate(each) for each in said])


@router.post(
    "/tasks/{task}/comments",
    summary="Say something apart from the decision",
    status_code=status.HTTP_201_CREATED,
    responses=ACTING,
)
def comment(task: str, sent: GivenComment, call: Acting) -> Comments:
    """Everything said so far. Private ones stay between advisers."""
    new = NewRemark(sent.text, sent.private, sent.proposal)
    call.house.comments.add(call.actor, task, new, call.once)
    return task_comments(task, call)


@router.get("/requests/{reference}/comments", summary="Read what was said")
def request_comments(reference: str, call: Asking) -> Comments:
    """Its practitioner reads all but what advisers keep between themselves."""
    said = call.house.comments.of_case(call.actor, reference)
    return Comments(items=[Comment.model_validate(each) for each in said])
