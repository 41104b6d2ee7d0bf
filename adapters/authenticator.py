"""Codes of an authenticator app: six digits that change every half minute."""

import hmac
import re
from datetime import datetime

import pyotp

EACH = 30
"""How many seconds one code lasts."""

ISSUER = "Sharewell"
DIGITS = 6
_SECRET = re.compile(r"([A-Z2-7]{8}){4,8}")


def new_secret() -> str:
    """A secret to type into an app, or to let it read."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether it could be the secret of an app: 160 random bits or more, in base32."""
    return _SECRET.fullmatch(text) is not None


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Which time step a code belongs to: this one or the last; none if it is wrong."""
    typed = "".join(code.split()).replace("-", "")
    if not typed.isascii() or len(typed) != DIGITS:
        return None
    now = int(at.timestamp()) // EACH
    app = pyotp.TOTP(secret, interval=EACH)
    for step in (now, now - 1):
        if hmac.compare_digest(app.at(step * EACH), typed):
            return step
    return None


def link_of(secret: str, name: str) -> str:
    """What an app opens to take up the secret by itself."""
    app = pyotp.TOTP(secret, interval=EACH, name=name, issuer=ISSUER)
    return app.provisioning_uri()


def spaced(secret: str) -> str:
    """A secret in fours, as people read it."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
