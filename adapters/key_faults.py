"""Keys that everybody knows, or that could be guessed: such a key is no key."""

from itertools import pairwise

LEAST_DIFFERENT = 16
"""32 random bytes hold about 30 different ones; fewer than 16 never happens."""

PUBLISHED: dict[str, str] = {
    "749b1022e1cb83fb04f3022eacaf3bfef60c6d47f83e6fb41f534a05fc69929f": "the default "
    "of Password Pusher (config/initializers/lockbox.rb)",
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4": "an example "
    "of NIST SP 800-38A",
    "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308": "an example "
    "of the GCM specification",
    "8000000000000000000000000000000000000000000000000000000000000000": "a test "
    "vector of the AES validation suite",
    "1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0": "an example "
    "of RFC 7520",
    "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f": "an example "
    "of RFC 3394",
}
"""Keys in standards and in the code of others, as hexadecimal text."""


def fault_of(key: bytes) -> str | None:
    """Why a key of 32 bytes cannot be used; None where nothing is known against it."""
    if key.hex() in PUBLISHED:
        return f"is known to everybody: it is {PUBLISHED[key.hex()]}"
    if _counts(key) or len(set(key)) < LEAST_DIFFERENT:
        return "is not random"
    if all(32 <= each < 127 for each in key):
        return "is written text, not random bytes"
    return None


def _counts(key: bytes) -> bool:
    """Every byte follows from the one before in the same way."""
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    return len(steps) == 1
