"""Puts the pages together: one application with its own refusals and its own rules."""

from fastapi import FastAPI

from casework.house import House
from web import (
    account_pages,
    calendar_pages,
    collect_pages,
    comment_pages,
    conflict_pages,
    cover_pages,
    decision_pages,
    draft_pages,
    evidence_pages,
    finding_pages,
    follow_up_pages,
    help_pages,
    holding_pages,
    inbox_pages,
    item_pages,
    mail_pages,
    notice_pages,
    operations_pages,
    outcome_pages,
    passing_pages,
    people_pages,
    prefilled_pages,
    presence_pages,
    question_first_pages,
    question_pages,
    read_pages,
    recipient_pages,
    record_pages,
    request_pages,
    rule_pages,
    signpost_pages,
    task_pages,
    team_pages,
    telephone_pages,
    telling_pages,
    urgent_pages,
    view_pages,
    why_pages,
)
from web.problems import add_problem_pages
from web.static import StaticPages

PARTS = (
    account_pages,
    calendar_pages,
    collect_pages,
    conflict_pages,
    help_pages,
    mail_pages,
    notice_pages,
    presence_pages,
    people_pages,
    item_pages,
    recipient_pages,
    draft_pages,
    evidence_pages,
    follow_up_pages,
    prefilled_pages,
    question_pages,
    outcome_pages,
    question_first_pages,  # before what answers to any reference
    signpost_pages,
    request_pages,
    telephone_pages,
    telling_pages,
    why_pages,
    urgent_pages,
    finding_pages,
    inbox_pages,  # before what answers to any task
    view_pages,
    task_pages,
    holding_pages,
    comment_pages,
    decision_pages,
    passing_pages,
    operations_pages,
    read_pages,  # before what answers to any record
    record_pages,
    rule_pages,
    cover_pages,
    team_pages,
)
"""In the order in which they are asked whether an address is theirs."""


def create_pages(house: House) -> FastAPI:
    """Every page, ready to be mounted beside the JSON interface."""
    pages = FastAPI(title="Sharewell pages", openapi_url=None)
    pages.state.house = house
    for part in PARTS:
        pages.include_router(part.router)
    pages.mount("/static", StaticPages())
    add_problem_pages(pages)
    return pages
