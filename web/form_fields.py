"""Kinds of fields that several forms have: short lines, ticks, dates, addresses."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo

from casework.addresses import fault_of_address, fault_of_work_address
from domain.nhs_number import fault_of_nhs_number
from web.forms import PARTS

NAME_MOST, PURPOSE_MOST = 200, 2000

Ticked = Literal["yes"] | None
Short = Annotated[str, Field(max_length=NAME_MOST)]


def one_address(address: str) -> str:
    fault = fault_of_address(address)
    if fault:
        raise ValueError(fault)
    return address


def one_nhs_number(number: str) -> str:
    fault = fault_of_nhs_number(number) if number else ""
    if fault:
        raise ValueError(fault)
    return number


NhsNumber = Annotated[str, AfterValidator(one_nhs_number)]


def work_address(address: str) -> str:
    fault = fault_of_work_address(address)
    if fault:
        raise ValueError(fault)
    return address


def not_ahead(seen: date | None, info: ValidationInfo) -> date | None:
    if seen and seen > (info.context or {})["today"]:
        raise ValueError("The date must be today or in the past")
    return seen


def yes_if(ticked: bool) -> str:
    """A tick as the form shows it again."""
    return "yes" if ticked else ""


def date_parts(name: str, iso: str) -> dict[str, str]:
    """A date as the three boxes of its field."""
    if not iso:
        return {}
    parts = reversed(iso.split("-"))
    return {
        f"{name}-{box}": str(int(part)) for box, part in zip(PARTS, parts, strict=True)
    }
