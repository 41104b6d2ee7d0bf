"""What is typed about somebody in the recipients' directory."""

import re
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from casework.recipient_directory import EntryLine, GivenEntry
from domain.directory import Check, CheckedBy
from domain.recipient_checks import domain_of
from web.form_fields import NAME_MOST, Short, work_address
from web.forms import PageForm, Sentences

PHONE = r"^[0-9+][0-9 ()+-]{6,20}(x[0-9]{1,6})?$"
DOMAIN = re.compile(r"[^@\s,;/]+\.[^@\s,;/.]+")
MOST_DOMAINS = 20
KEY_MOST = 4000
"""Far more than a key: what is pasted is looked at, and then refused kindly."""


def _each_a_domain(written: str) -> str:
    for each in domains_in(written):
        if not DOMAIN.fullmatch(each):
            raise ValueError("Write each on a line of its own, like estuary.example")
    if len(domains_in(written)) > MOST_DOMAINS:
        raise ValueError(f"Write {MOST_DOMAINS} or fewer")
    return written


def domains_in(written: str) -> tuple[str, ...]:
    lines = (line.strip().removeprefix("@") for line in written.splitlines())
    return tuple(domain_of(line) for line in lines if line)


class EntryForm(PageForm):
    """Somebody at another organisation."""

    name: Short
    role: Short
    organisation: Short
    domains: Annotated[str, AfterValidator(_each_a_domain)] = ""
    email: Annotated[str, AfterValidator(work_address)]
    phone: Annotated[str, Field(pattern=PHONE)]
    mobile: Annotated[str, Field(pattern=PHONE)] = ""
    partner_key: Annotated[str, Field(max_length=KEY_MOST)] = ""

    sentences: ClassVar[Sentences] = {
        ("name", "missing"): "Enter the name of the person",
        ("name", "*"): f"Name must be {NAME_MOST} characters or fewer",
        ("role", "missing"): "Enter what they do, like duty social worker",
        ("role", "*"): f"Role must be {NAME_MOST} characters or fewer",
        ("organisation", "missing"): "Enter their organisation",
        ("organisation", "*"): f"Organisation must be {NAME_MOST} characters or fewer",
        ("email", "missing"): "Enter their work email address",
        ("phone", "missing"): "Enter a telephone number you can ring them on",
        ("phone", "*"): "Enter a telephone number, like 01632 960 001",
        ("partner_key", "*"): "This is too long for a key. It begins with age1",
        ("mobile", "*"): "Enter a mobile number, like 07700 900 001",
    }

    def entry(self) -> GivenEntry:
        return GivenEntry(
            self.name,
            self.role,
            self.organisation,
            self.email,
            self.phone,
            self.mobile,
            domains_in(self.domains),
            self.partner_key,
        )


def about_entry(line: EntryLine) -> dict[str, str]:
    """An entry as its form shows it."""
    known = line.contact
    return {
        "name": known.name,
        "role": known.role,
        "organisation": known.organisation,
        "domains": "\n".join(known.all_domains),
        "email": known.email,
        "phone": known.phone,
        "mobile": known.mobile,
        "partner_key": known.partner_key,
    }


class CheckForm(PageForm):
    """How somebody made sure of a person and their address."""

    how: CheckedBy
    number_found: Short = ""

    sentences: ClassVar[Sentences] = {
        ("how", "*"): "Select how you checked",
        ("number_found", "*"): f"This must be {NAME_MOST} characters or fewer",
    }

    def check(self) -> Check:
        called = self.how is CheckedBy.CALL_BACK
        return Check(self.how, self.number_found if called else "")
