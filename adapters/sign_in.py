"""Signing in at another organisation: OpenID Connect, the code flow with PKCE."""

from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

import httpx2
from authlib.common.urls import add_params_to_uri
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from adapters.providers import Provider

PATIENCE = 10.0
SCOPE = "openid email"
STAFF_SCOPE = "openid email profile"
SIGNED_WITH = ("RS256", "PS256", "ES256")
LEEWAY = 60
FOUND_AT = "/.well-known/openid-configuration"


class NotSignedIn(Exception):
    """Who they are was not said, or not in a way that can be believed."""


class Endpoints(TypedDict):
    """Where an issuer does what."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: NotRequired[str]


@dataclass(frozen=True)
class Secrets:
    """What ties an answer to the browser and to the question that it answers."""

    state: str
    nonce: str
    verifier: str


Claims = dict[str, Any]


class SignInAt:
    """One organisation's own sign-in."""

    def __init__(self, known: Provider, back: str, scope: str = SCOPE) -> None:
        self._known = known
        self._back = back
        self._scope = scope

    async def address(self, secrets: Secrets) -> str:
        """Where the browser goes to sign in.

        Raises:
            NotSignedIn: the organisation cannot be reached.
        """
        async with self._client() as client:
            found = await self._endpoints(client)
            url, _ = client.create_authorization_url(
                found["authorization_endpoint"],
                state=secrets.state,
                nonce=secrets.nonce,
                code_verifier=secrets.verifier,
            )
        return str(url)

    async def leave(self, back: str) -> str | None:
        """Where the browser signs out there too, if that can be done.

        Raises:
            NotSignedIn: the organisation cannot be reached.
        """
        async with self._client() as client:
            found = await self._endpoints(client)
        place = str(found.get("end_session_endpoint") or "")
        if not place.startswith(("https://", "http://")):
            return None
        asked = {"client_id": self._known.client_id, "post_logout_redirect_uri": back}
        return str(add_params_to_uri(place, list(asked.items())))

    async def email(self, secrets: Secrets, code: str) -> str:
        """The address of whoever signed in, verified by their organisation.

        Raises:
            NotSignedIn: the answer is not what it must be, or there is none.
        """
        return str((await self.claims(secrets, code))["email"])

    async def claims(self, secrets: Secrets, code: str) -> Claims:
        """What their organisation says of whoever signed in, with a verified address.

        Raises:
            NotSignedIn: the answer is not what it must be, or there is none.
        """
        async with self._client() as client:
            found = await self._endpoints(client)
            try:
                token = await client.fetch_token(
                    found["token_endpoint"], code=code, code_verifier=secrets.verifier
                )
            except (OAuthError, httpx2.HTTPError, ValueError) as error:
                raise NotSignedIn(type(error).__name__) from error
            keys = await _json(client, found["jwks_uri"])
        return self._verified(token, keys, secrets.nonce)

    def _verified(self, token: Any, keys: Any, nonce: str) -> Claims:
        try:
            claims = jwt.decode(
                str(token.get("id_token", "")),
                KeySet.import_key_set(keys),
                algorithms=SIGNED_WITH,
            ).claims
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY,
                iss={"essential": True, "value": self._known.issuer},
                aud={"essential": True, "value": self._known.client_id},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
                sub={"essential": True},
                email={"essential": True},
            ).validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotSignedIn(type(error).__name__) from error
        if claims.get("email_verified") is not True:
            raise NotSignedIn("EmailNotVerified")
        if claims.get("azp", self._known.client_id) != self._known.client_id:
            raise NotSignedIn("OtherParty")
        return dict(claims)

    async def _endpoints(self, client: AsyncOAuth2Client) -> Endpoints:
        found: Endpoints = await _json(client, f"{self._known.issuer}{FOUND_AT}")
        if not Endpoints.__required_keys__ <= set(found):
            raise NotSignedIn("Incomplete")
        if found["issuer"].rstrip("/") != self._known.issuer:
            raise NotSignedIn("OtherIssuer")
        return found

    def _client(self) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self._known.client_id,
            self._known.client_secret.get_secret_value(),
            scope=self._scope,
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=PATIENCE,
        )


async def _json(client: AsyncOAuth2Client, url: str) -> Any:
    """A document of the issuer's, in which nothing is secret."""
    try:
        answer = await client.request("GET", url, withhold_token=True)
        answer.raise_for_status()
        return answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise NotSignedIn(type(error).__name__) from error
