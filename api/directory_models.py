"""What the JSON interface answers and takes about the recipients' directory."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StrictBool

from api.fields import Email, Line, OptionalLine, OptionalText, Sent
from api.models import Shown
from api.organisation_models import WithManner
from casework.recipient_directory import EntryLine, GivenEntry
from domain.directory import Check, CheckedBy, Standing

MOST_DOMAINS = 20
DOMAIN = r"^@?[^@\s/]+\.[^@\s/]+$"


class DirectoryEntry(Shown):
    """A recipient that the organisation knows, and how they were verified.

    `standing` says whether they count as verified now; `check_by` is when they do no
    longer. `version` is what a change names, so that it is made to what was seen.
    """

    id: str
    name: str
    role: str
    organisation: str
    domains: list[str]
    email: str
    phone: str
    mobile: str
    partner_key: str
    authenticator: bool
    standing: Standing
    verified: str
    verified_how: CheckedBy | None
    number_found: str
    verified_at: datetime | None
    verified_by: str
    check_by: datetime | None
    retired_at: datetime | None
    version: int

    @classmethod
    def of(cls, line: EntryLine) -> "DirectoryEntry":
        known = line.contact
        return cls(
            id=known.id,
            name=known.name,
            role=known.role,
            organisation=known.organisation,
            domains=list(known.all_domains),
            email=known.email,
            phone=known.phone,
            mobile=known.mobile,
            partner_key=known.partner_key,
            authenticator=bool(known.totp),
            standing=line.standing,
            verified=known.verified,
            verified_how=known.checked_how,
            number_found=known.number_found,
            verified_at=known.verified_at,
            verified_by=known.verifier,
            check_by=line.check_by,
            retired_at=known.retired_at,
            version=known.version,
        )


class GivenContact(Sent):
    """Somebody to propose. Without `domains`, theirs is the one of the address.

    `partner_key` is what sealed files are made with for them: a public key of age.
    """

    name: Line
    role: Line
    organisation: Line
    email: Email
    phone: Line
    mobile: OptionalLine = ""
    partner_key: OptionalText = ""
    domains: list[Line] = Field(default=[], max_length=MOST_DOMAINS)

    def entry(self) -> GivenEntry:
        return GivenEntry(
            self.name,
            self.role,
            self.organisation,
            self.email,
            self.phone,
            self.mobile,
            tuple(self.domains),
            self.partner_key,
        )


class ChangedContact(GivenContact):
    """The entry as it is to be, and the version that was looked at."""

    version: int


class GivenCheck(Sent):
    """How an entry was verified; for a call-back, where its number was found."""

    how: CheckedBy
    number_found: OptionalLine = ""
    version: int

    def check(self) -> Check:
        return Check(self.how, self.number_found)


class GivenApp(Sent):
    """A secret of 160 bits or more in base32, and a code that shows an app has it."""

    secret: Annotated[str, Field(pattern=r"^([A-Z2-7]{8}){4,8}$")]
    code: Annotated[str, Field(pattern=r"^[0-9 ]{6,20}$")]
    version: int


class SeenVersion(Sent):
    version: int


class RecipientRules(Shown):
    """What the organisation has settled about its recipients.

    `sealed_files`: whether a file can be sealed for one whose key was checked.
    """

    second_eyes: bool
    sealed_files: bool


class GivenRecipientRules(WithManner):
    """Without `sealed_files`, that stays as it is."""

    second_eyes: StrictBool
    sealed_files: StrictBool | None = None
