"""The keys that sign the heads of the log of all cases: Ed25519."""

import base64
from binascii import Error as NotBase64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from adapters.keys import UnknownKey


class TreeKeys:
    """Signing keys by id: the active one signs, the public part of each checks."""

    def __init__(self, seeds: dict[str, bytes], active: str) -> None:
        if active not in seeds:
            raise UnknownKey(active)
        self._keys = {
            id: Ed25519PrivateKey.from_private_bytes(seed) for id, seed in seeds.items()
        }
        self.active = active

    @property
    def public(self) -> dict[str, str]:
        """The public keys, as text by id. Nobody can sign with them."""
        return {
            id: base64.b64encode(key.public_key().public_bytes_raw()).decode()
            for id, key in self._keys.items()
        }

    def sign(self, said: str) -> str:
        made = self._keys[self.active].sign(said.encode())
        return base64.b64encode(made).decode()


def is_signed(said: str, signature: str, public: str) -> bool:
    """Whether this was signed with the key whose public part this is."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
        key.verify(base64.b64decode(signature), said.encode())
    except (InvalidSignature, NotBase64, ValueError):
        return False
    return True


def is_public_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except NotBase64:
        return False
