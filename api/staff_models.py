"""What the JSON interface answers to advisers."""

from datetime import date, datetime
from typing import Literal

from api.models import ShareRequest, Shown
from domain.rules import Priority

Due = Literal["overdue", "today", "later", "follow_up"]


class Task(Shown):
    """A task in the inbox: codes, dates and who holds it.

    `version` is what a change of hands names, so that it is made only to what was
    seen. `delegate` prepares it for whoever holds it.
    """

    id: str
    reference: str
    kind: str
    route: str
    priority: Priority
    state: str
    holder: str | None
    mine: bool
    own_request: bool
    held_at: datetime | None
    opened_at: datetime
    due_at: datetime
    due_because: str
    due: Due
    version: int
    team: str
    delegate: str | None
    delegated_until: datetime | None
    follow_up_on: date | None
    unread: bool


class TaskCounts(Shown):
    """How much there is to do; `mark` changes when a list would look different."""

    all: int
    mine: int
    nobody: int
    overdue: int
    mark: str


class BulkResult(Shown):
    """What became of one task of several; `refused` says why it stayed as it was."""

    task: str
    reference: str
    done: bool
    refused: str | None
    detail: str | None
    by: str | None
    since: datetime | None


class BulkResults(Shown):
    items: list[BulkResult]


class Comment(Shown):
    """Something that was said apart from any decision; private ones for advisers."""

    id: str
    by: str
    at: datetime
    text: str
    private: bool
    proposal: bool


class Comments(Shown):
    items: list[Comment]


class SavedView(Shown):
    """A filter of the inbox under a name; `query` goes into the address."""

    id: str
    name: str
    query: str
    shared: bool
    mine: bool


class SavedViews(Shown):
    items: list[SavedView]


class TaskWithRequest(Task):
    """A task with the request that it is about."""

    request: ShareRequest
