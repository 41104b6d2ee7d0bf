"""Organisations that say of their own people who they are, as settings."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

from domain.people import Role

CODE = r"^[a-z0-9-]{1,40}$"
NO_ACCOUNT = frozenset({Role.RECIPIENT, Role.SYSTEM})


class Provider(BaseModel):
    """Where people sign in by OpenID Connect, and as whom we are known there."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    issuer: str = Field(pattern=r"^https?://[^?#]+$")
    client_id: str = Field(min_length=1)
    client_secret: SecretStr

    @field_validator("issuer")
    @classmethod
    def issuer_is_reached_in_secret(cls, value: str) -> str:
        """Refuse to believe what anybody on the way could have said."""
        if value.startswith("http://") and not is_this_machine(value):
            raise ValueError("it must begin with https://")
        return value.rstrip("/")


class SignIn(Provider):
    """An organisation whose people prove who they are by signing in there."""

    domain: str = Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")


class StaffSignIn(Provider):
    """A sign-in of those who work here, and what its claims mean to us.

    `roles` leads from a value of the claim to a role. Whoever belongs to which
    organisation is one code for all, or is looked up in `organisations` by a claim.
    `second_step_by` names what the provider says in `amr` when it has asked for more
    than a password.
    """

    id: str = Field(pattern=CODE)
    label: str = Field(min_length=1, max_length=80)
    role_claim: str = "roles"
    roles: dict[str, Role] = Field(min_length=1)
    organisation: str = Field("", pattern=r"^[a-z0-9-]{0,40}$")
    organisation_claim: str = ""
    organisations: dict[str, Annotated[str, Field(pattern=CODE)]] = {}
    second_step_by: tuple[str, ...] = ()

    @field_validator("roles")
    @classmethod
    def only_roles_of_people(cls, value: dict[str, Role]) -> dict[str, Role]:
        """Refuse roles that no account has."""
        if NO_ACCOUNT & set(value.values()):
            raise ValueError("recipients and Sharewell itself have no accounts")
        return value

    @model_validator(mode="after")
    def says_which_organisation(self) -> Self:
        """Refuse settings that leave open whose people they are."""
        by_claim = bool(self.organisation_claim and self.organisations)
        if by_claim == bool(self.organisation):
            raise ValueError("give one organisation, or a claim and what it leads to")
        return self


def is_this_machine(url: str) -> bool:
    """Whether nothing that is sent there leaves the machine."""
    return is_loopback(urlsplit(url).hostname or "")


def is_loopback(host: str) -> bool:
    """Whether this is a name of the machine itself."""
    return host in ("127.0.0.1", "localhost", "::1")
