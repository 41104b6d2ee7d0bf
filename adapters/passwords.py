"""Passwords and spoken codes as argon2id hashes; random names for things."""

import secrets
import threading
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_passwords = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
_codes = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

AT_ONCE = 4
"""Each takes up to 64 MiB: however many people knock, memory is not used up."""

_turns = threading.BoundedSemaphore(AT_ONCE)

DECOY = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$6jNYGDvu5owUFPrhOm0YPA$8PhRuREiyDJ24VKm+S12IF9LQ/dXAPS2ui46y9ES5Us"
)
CODE_DECOY = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$r5CqbXo/ThvjGgzOqXvP6Q$xykDNvaS96oyqCHU4eYwRWzaTRLSs+sHmsmxYeKmSzQ"
)
"""Hashes of secrets that nobody knows: whoever is unknown costs as much time."""

# Crockford's base 32 without the letters that make words or look alike.
LETTERS = "0123456789BCDFGHJKMNPQRSTVWXYZ"


def hash_password(password: str) -> str:
    with _turns:
        return _passwords.hash(password)


def is_password(password: str, hashed: str) -> bool:
    return _verify(_passwords, password, hashed)


def hash_code(code: str) -> str:
    with _turns:
        return _codes.hash(plain_code(code))


def is_code(code: str, hashed: str) -> bool:
    return _verify(_codes, plain_code(code), hashed)


def plain_code(code: str) -> str:
    """A spoken code as typed: case, spaces and hyphens do not matter."""
    return " ".join(code.casefold().replace("-", " ").split())


def _verify(hasher: PasswordHasher, given: str, hashed: str) -> bool:
    try:
        with _turns:
            return hasher.verify(hashed, given)
    except (VerificationError, InvalidHashError):
        return False


def new_reference(prefix: str) -> str:
    """An opaque name to say and to type, such as SR-7K3M-9QXD."""
    text = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{prefix}-{text[:4]}-{text[4:]}"


def new_id(prefix: str) -> str:
    return f"{prefix}-{secrets.token_hex(8)}"


def new_secret() -> str:
    """256 random bits that are safe in a cookie or a header."""
    return secrets.token_urlsafe(32)


def new_locator() -> str:
    """A long name for an address that carries no authority; mail cannot break it."""
    return "".join(secrets.choice(LETTERS.lower()) for _ in range(26))


def fingerprint(secret: str) -> str:
    """How a random secret is kept: a plain hash will do, since it cannot be guessed."""
    return sha256(secret.encode()).hexdigest()
