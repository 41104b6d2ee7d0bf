"""Puts the pages together: one application with its own refusals and its own rules."""

from fastapi import FastAPI

from casework.house import House
from web import (
    access_copy_pages,
    account_pages,
    after_sending_pages,
    alert_pages,
    audit_pages,
    authenticator_pages,
    bounce_pages,
    breach_pages,
    calendar_pages,
    colleague_pages,
    collect_feedback_pages,
    collect_pages,
    collect_telling_pages,
    comment_pages,
    conflict_pages,
    cover_pages,
    decision_pages,
    directory_pages,
    discreet_pages,
    download_pages,
    draft_pages,
    emergency_pages,
    evidence_pages,
    file_pages,
    finding_pages,
    follow_up_pages,
    hand_over_pages,
    help_pages,
    holding_pages,
    inbox_pages,
    item_pages,
    mail_pages,
    notice_pages,
    notice_template_pages,
    operations_pages,
    outcome_pages,
    passing_pages,
    password_pages,
    people_pages,
    person_notice_pages,
    prefilled_pages,
    presence_pages,
    program_pages,
    proof_pages,
    proving_pages,
    question_first_pages,
    question_pages,
    read_pages,
    recipient_pages,
    record_list_pages,
    record_pages,
    report_pages,
    request_pages,
    restricted_pages,
    retention_class_pages,
    retention_pages,
    rights_pages,
    rights_step_pages,
    rule_pages,
    second_channel_pages,
    second_step_pages,
    session_pages,
    set_up_pages,
    sign_in_pages,
    signpost_pages,
    staff_sign_in_pages,
    task_pages,
    team_pages,
    telephone_pages,
    telling_pages,
    telling_task_pages,
    token_pages,
    urgent_pages,
    view_pages,
    why_pages,
    withheld_pages,
)
from web.doors import Queue
from web.problems import add_problem_pages
from web.static import StaticPages

PARTS = (
    account_pages,
    *(staff_sign_in_pages, password_pages, second_step_pages, set_up_pages),
    *(session_pages, token_pages, colleague_pages, program_pages),
    after_sending_pages,
    authenticator_pages,
    breach_pages,
    calendar_pages,
    collect_feedback_pages,
    sign_in_pages,  # before what answers to any link
    collect_pages,
    collect_telling_pages,
    proving_pages,
    second_channel_pages,
    download_pages,
    conflict_pages,
    help_pages,
    mail_pages,
    notice_pages,
    presence_pages,
    people_pages,
    item_pages,
    file_pages,
    recipient_pages,
    draft_pages,
    evidence_pages,
    follow_up_pages,
    hand_over_pages,
    prefilled_pages,
    question_pages,
    outcome_pages,
    question_first_pages,  # before what answers to any reference
    signpost_pages,
    request_pages,
    telephone_pages,
    person_notice_pages,  # before what answers to any question about somebody
    telling_pages,
    why_pages,
    urgent_pages,
    finding_pages,
    inbox_pages,  # before what answers to any task
    retention_pages,
    retention_class_pages,
    view_pages,
    withheld_pages,
    telling_task_pages,
    task_pages,
    holding_pages,
    comment_pages,
    decision_pages,
    passing_pages,
    operations_pages,
    bounce_pages,
    alert_pages,  # before what answers to any record
    audit_pages,  # before what answers to any record
    emergency_pages,  # before what answers to any record
    read_pages,
    record_list_pages,
    report_pages,
    record_pages,
    proof_pages,
    rights_pages,
    access_copy_pages,
    rights_step_pages,  # answers to any step
    restricted_pages,
    rule_pages,
    cover_pages,
    team_pages,
    notice_template_pages,
    discreet_pages,
    directory_pages,
)
"""In the order in which they are asked whether an address is theirs."""


def create_pages(house: House) -> FastAPI:
    """Every page, ready to be mounted beside the JSON interface."""
    pages = FastAPI(title="Sharewell pages", openapi_url=None)
    pages.state.house = house
    for part in PARTS:
        pages.include_router(part.router)
    pages.add_middleware(Queue, house=house)
    pages.mount("/static", StaticPages())
    add_problem_pages(pages)
    return pages
