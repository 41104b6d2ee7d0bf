"""An organisation's own sign-in, for tests: a real one over HTTP, on this machine."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.clock import now
from cli.embedded import free_port
from tests.live import until

CLIENT, SECRET = "sharewell-at-the-river", "a secret between the two of them"
BASIC = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()


@dataclass
class Provider:
    """Signs in one person at once, and says of them what it is told to say."""

    issuer: str
    email: str
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(
        default_factory=lambda: RSAKey.generate_key(2048, auto_kid=True)
    )
    signs_with: RSAKey | None = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    async def described(self, request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/leave",
            }
        )

    async def keys(self, request: Request) -> Response:
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    async def authorize(self, request: Request) -> Response:
        wanted = dict(request.query_params)
        code = f"code-{len(self.asked)}"
        self.asked[code] = wanted
        back = {"code": code, "state": wanted["state"]}
        return RedirectResponse(f"{wanted['redirect_uri']}?{urlencode(back)}")

    async def token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        wanted = self.asked.pop(form["code"], None)
        proves = form.get("code_verifier", "")
        if (
            wanted is None
            or request.headers.get("Authorization") != BASIC
            or form["redirect_uri"] != wanted["redirect_uri"]
            or wanted["code_challenge_method"] != "S256"
            or challenge_of(proves) != wanted["code_challenge"]
        ):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        at = int(now().timestamp())
        said = {
            "iss": self.issuer, "aud": CLIENT, "sub": "somebody", "iat": at,
            "exp": at + 300, "nonce": wanted["nonce"], "email": self.email,
            "email_verified": True, **self.claims,
        }  # fmt: skip
        key = self.signs_with or self.key
        header = {"alg": "RS256", "kid": self.key.kid}
        signed = jwt.encode(header, said, key)
        return JSONResponse(
            {"access_token": "x", "token_type": "Bearer", "id_token": signed}
        )


def challenge_of(verifier: str) -> str:
    digest = sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@asynccontextmanager
async def signing_in(email: str) -> AsyncIterator[Provider]:
    """The provider, while it runs."""
    port = free_port()
    provider = Provider(f"http://127.0.0.1:{port}", email)
    app = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", provider.described),
            Route("/keys", provider.keys),
            Route("/authorize", provider.authorize),
            Route("/token", provider.token, methods=["POST"]),
        ]
    )
    async with serving(app, port):
        yield provider


@asynccontextmanager
async def serving(app: Any, port: int) -> AsyncIterator[None]:
    """A real server of this process, until the test is over."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_config=None, lifespan="off"
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    try:
        await until(started)
        yield
    finally:
        server.should_exit = True
        await task
