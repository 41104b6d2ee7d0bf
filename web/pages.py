"""Puts the pages together: one application with its own refusals and its own rules."""

from fastapi import FastAPI

from casework.house import House
from web import (
    account_pages,
    collect_pages,
    decision_pages,
    describe_pages,
    follow_up_pages,
    help_pages,
    mail_pages,
    operations_pages,
    question_pages,
    record_pages,
    request_pages,
    task_pages,
    telling_pages,
)
from web.problems import add_problem_pages
from web.static import StaticPages


def create_pages(house: House) -> FastAPI:
    """Every page, ready to be mounted beside the JSON interface."""
    pages = FastAPI(title="Sharewell pages", openapi_url=None)
    pages.state.house = house
    for part in (
        account_pages,
        collect_pages,
        help_pages,
        mail_pages,
        describe_pages,
        follow_up_pages,
        question_pages,
        request_pages,
        telling_pages,
        task_pages,
        decision_pages,
        operations_pages,
        record_pages,
    ):
        pages.include_router(part.router)
    pages.mount("/static", StaticPages())
    add_problem_pages(pages)
    return pages
