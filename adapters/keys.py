"""Envelope encryption: data keys wrapped by key-encryption keys, AES-256-GCM below.

Each field is sealed under a key of its own, derived from the data key and the field's
label, with the label as associated data: a sealed text moved to another place does
not open.
"""

import base64
import hmac
import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)

NONCE = 12
VERSION = b"\x01"


class UnknownKey(Exception):
    """A key was asked for by an id that is not on the ring."""


class WrongKey(Exception):
    """A key-encryption key of this id is on the ring, and it is not the one."""


class DataKey:
    """Seals texts under one data key."""

    def __init__(self, name: str, key: bytes) -> None:
        self._name = name
        self._key = key

    def seal(self, label: str, clear: str) -> bytes:
        nonce = os.urandom(NONCE)
        aead = AESGCM(self._derive(f"fld|v1|{label}"))
        return VERSION + nonce + aead.encrypt(nonce, clear.encode(), self._place(label))

    def open(self, label: str, sealed: bytes) -> str:
        aead = AESGCM(self._derive(f"fld|v1|{label}"))
        nonce, body = sealed[1 : NONCE + 1], sealed[NONCE + 1 :]
        try:
            return aead.decrypt(nonce, body, self._place(label)).decode()
        except InvalidTag as error:
            raise ValueError(f"{label} does not open: it was altered") from error

    def index(self, value: str) -> str:
        key = self._derive("idx|v1")
        return hmac.new(key, value.encode(), sha256).hexdigest()[:32]

    def object_key(self, id: str) -> bytes:
        return self._derive(f"obj|v1|{self._name}|{id}")

    def _derive(self, info: str) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=info.encode()).derive(self._key)

    def _place(self, label: str) -> bytes:
        return f"sharewell|v1|{self._name}|{label}".encode()


class KeyRing:
    """Key-encryption keys by id; the active one wraps, all of them unwrap."""

    def __init__(self, keys: dict[str, bytes], active: str) -> None:
        if active not in keys:
            raise UnknownKey(active)
        self._keys = keys
        self._active = active

    def new_key(self, name: str) -> tuple[str, bytes]:
        wrapped = aes_key_wrap(self._keys[self._active], os.urandom(32))
        return self._active, wrapped

    @property
    def active(self) -> str:
        return self._active

    def cipher(self, name: str, kek: str, wrapped: bytes) -> DataKey:
        return DataKey(name, self._unwrapped(kek, wrapped))

    def rewrap(self, kek: str, wrapped: bytes) -> tuple[str, bytes]:
        """The same data key, under the active key."""
        key = self._unwrapped(kek, wrapped)
        return self._active, aes_key_wrap(self._keys[self._active], key)

    def _unwrapped(self, kek: str, wrapped: bytes) -> bytes:
        if kek not in self._keys:
            raise UnknownKey(kek)
        try:
            return aes_key_unwrap(self._keys[kek], wrapped)
        except InvalidUnwrap as error:
            raise WrongKey(kek) from error


def new_key_text() -> str:
    """A fresh 256-bit key as text."""
    return base64.b64encode(os.urandom(32)).decode()
