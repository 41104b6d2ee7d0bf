"""Puts the JSON interface together: one application with its own refusals."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from adapters.tracing import NOT_BY_ITSELF
from api import (
    access,
    access_copies,
    account,
    accounts,
    advisers,
    after_sending,
    attachments,
    audit,
    breaches,
    calendars,
    case_views,
    comments,
    conflicts,
    cover,
    directory,
    emergency,
    explanations,
    finding,
    first_questions,
    handing_over,
    inbox,
    mail_bounces,
    notice_templates,
    notices,
    operations,
    organisation,
    outcomes,
    person_notices,
    progress,
    proofs,
    records,
    releases,
    repairs,
    reports,
    requests,
    retention,
    rights,
    rules,
    saved_views,
    sealed_records,
    service,
    tasks,
    teams,
    urgent,
)
from api.problems import add_problems
from casework.house import House

PREFIX = "/api/v1"
PARTS = (
    *(
        calendars,
        rules,
        requests,
        sealed_records,
        proofs,
        attachments,
        progress,
        explanations,
        handing_over,
        urgent,
        first_questions,
        outcomes,
    ),
    retention,  # before what answers to any task
    *(finding, records, reports, audit, emergency, inbox, comments, saved_views),
    *(organisation, teams, cover, advisers, directory),
    *(notices, person_notices, notice_templates),
    *(account, accounts),
    *(
        tasks,
        conflicts,
        releases,
        access,
        after_sending,
        breaches,
        case_views,
        repairs,
        operations,
    ),
    service,
    mail_bounces,
    *(rights, access_copies),
)
PROBLEM = "application/problem+json"


class Interface(FastAPI):
    """Says in its description that every refusal is a problem document."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            for calls in super().openapi()["paths"].values():
                for call in calls.values():
                    _name_problems(call["responses"])
        return super().openapi()


def create_interface(house: House) -> FastAPI:
    """Every call, ready to be mounted under /api/v1."""
    interface = _interface()
    interface.state.house = house
    return interface


def describe() -> dict[str, Any]:
    """Every call as an OpenAPI document."""
    return _interface().openapi()


def _interface() -> FastAPI:
    interface = Interface(
        title="Sharewell",
        version="1",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": PREFIX}],
        root_path_in_servers=False,
        generate_unique_id_function=_name,
        telemetry=NOT_BY_ITSELF,
    )
    for part in PARTS:
        interface.include_router(part.router)
    add_problems(interface)
    return interface


def _name(route: APIRoute) -> str:
    return route.name


def _name_problems(responses: dict[str, Any]) -> None:
    for code, response in responses.items():
        if code >= "400":
            response["content"] = {PROBLEM: response["content"]["application/json"]}
