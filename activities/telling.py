"""Who is told that something happened: owed with the line that says so on record."""

from datetime import datetime

from domain.case import Case
from domain.notices import Change, Notice, haste_of, told
from storage.cases import terms_of
from storage.notices import Writing
from storage.store import Store
from storage.tasks import Task

TO_PRACTITIONERS = (
    Notice.QUESTION, Notice.NEWS, Notice.RELEASE_NEWS,
)  # fmt: skip


def owe_news(store: Store, change: Change, at: datetime) -> None:
    """Owe everybody whom a change concerns their message; a repeat owes no more."""
    case, entry = change.after, change.entry
    people = told(change)
    if not people:
        return
    priority = case.priority(terms_of(store.session, case.reference))
    task = store.tasks.live(case.reference)
    for user, notice in people.items():
        name = f"{case.reference}:{notice.value}:{entry.act or case.revision}:{user}"
        if notice is Notice.REPLIED and task is not None:
            name = reply_name(task, user)
        path = _path(notice, case, task)
        haste = haste_of(notice, priority)
        writing = Writing(notice, user, case.reference, name, path, haste)
        store.notices.owe(writing, at)


def reply_name(task: Task, user: str) -> str:
    """Who is told of a reply is not called to the task that it opened as well."""
    return f"{task.id}:{Notice.REPLIED.value}:{user}"


def _path(notice: Notice, case: Case, task: Task | None) -> str:
    if notice in TO_PRACTITIONERS:
        return f"/requests/{case.reference}"
    return f"/tasks/{task.id}" if task else f"/tasks/cases/{case.reference}"
