"""Passkeys: what a browser is asked, and whether its answer holds.

Nothing that a browser sends is kept or shown when it does not fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST = 20_000
"""No answer of a browser is longer."""

BROKEN = (WebAuthnException, ValueError, TypeError, KeyError, IndexError)
"""What the library raises over something that is none, or not the one asked for."""


class NoPasskey(Exception):
    """The answer is none that can be believed."""


@dataclass(frozen=True)
class Owner:
    """Whose passkey it is, as their device shows it."""

    id: str
    email: str
    name: str


@dataclass(frozen=True)
class Made:
    """A passkey that a device has just made."""

    credential_id: str
    public_key: str
    sign_count: int


class Passkeys:
    """Asks browsers at one address."""

    def __init__(self, public_url: str) -> None:
        parts = urlsplit(public_url)
        self._host = parts.hostname or ""
        self._origin = f"{parts.scheme}://{parts.netloc}"

    @property
    def are_possible(self) -> bool:
        """Whether browsers make passkeys for this address: it needs a name."""
        try:
            ip_address(self._host)
        except ValueError:
            return bool(self._host)
        return False

    def to_make(self, owner: Owner, challenge: str, known: Sequence[str]) -> str:
        """What to ask a browser for a new one, as JSON."""
        wanted = AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        )
        options = generate_registration_options(
            rp_id=self._host,
            rp_name="Sharewell",
            user_id=owner.id.encode(),
            user_name=owner.email,
            user_display_name=owner.name,
            challenge=base64url_to_bytes(challenge),
            authenticator_selection=wanted,
            exclude_credentials=_descriptors(known),
        )
        return options_to_json(options)

    def made(self, answer: str, challenge: str) -> Made:
        """The new passkey.

        Raises:
            NoPasskey: the answer is not what was asked for.
        """
        _check_length(answer)
        try:
            found = verify_registration_response(
                credential=answer,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self._host,
                expected_origin=self._origin,
            )
        except BROKEN as error:
            raise NoPasskey(type(error).__name__) from error
        return Made(
            bytes_to_base64url(found.credential_id),
            bytes_to_base64url(found.credential_public_key),
            found.sign_count,
        )

    def to_show(self, challenge: str, known: Sequence[str]) -> str:
        """What to ask a browser for one of the known ones, as JSON."""
        options = generate_authentication_options(
            rp_id=self._host,
            challenge=base64url_to_bytes(challenge),
            allow_credentials=_descriptors(known),
            user_verification=UserVerificationRequirement.PREFERRED,
        )
        return options_to_json(options)

    def shown(self, answer: str, challenge: str, known: Made) -> int:
        """How often it has been used by now, if the answer is of this passkey.

        Raises:
            NoPasskey: it is not.
        """
        _check_length(answer)
        try:
            found = verify_authentication_response(
                credential=answer,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=base64url_to_bytes(known.public_key),
                credential_current_sign_count=known.sign_count,
            )
        except BROKEN as error:
            raise NoPasskey(type(error).__name__) from error
        if bytes_to_base64url(found.credential_id) != known.credential_id:
            raise NoPasskey("AnotherOne")
        return found.new_sign_count


def _check_length(answer: str) -> None:
    if len(answer) > LONGEST:
        raise NoPasskey("TooLong")


def _descriptors(known: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known
    ]
