"""Asks clamd whether there is a virus in a file, over its own small protocol.

Whoever does not get a clear answer has no answer: a scanner that is away, slow, full
or confused leaves a file unscanned, never clean.
"""

import socket
from enum import StrEnum
from pathlib import Path

SCANNER = "clamd"
PATIENCE = 30.0
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096


class Scan(StrEnum):
    """What is known of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"
    """There is a scanner, and it has not said yet."""
    NO_SCANNER = "no_scanner"


class VirusScanner:
    """The scanner of this place, if it has one."""

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self._address = address
        self._patience = patience

    @property
    def is_there(self) -> bool:
        """Whether there is to be a scanner; not whether it answers."""
        return bool(self._address)

    def scan(self, body: bytes) -> Scan:
        """What the scanner says of these bytes."""
        if not self.is_there:
            return Scan.NO_SCANNER
        try:
            return _verdict(self._ask(b"zINSTREAM\0", body))
        except OSError:
            return Scan.NOT_SCANNED

    def answers(self) -> bool:
        """Whether it is there and well."""
        try:
            return self._ask(b"zPING\0") == b"PONG"
        except OSError:
            return False

    def _ask(self, command: bytes, body: bytes | None = None) -> bytes:
        with self._connected() as clamd:
            clamd.sendall(command)
            if body is not None:
                _send(clamd, body)
            return _answer(clamd)

    def _connected(self) -> socket.socket:
        host, colon, port = self._address.rpartition(":")
        if colon and port.isdecimal():
            return socket.create_connection((host, int(port)), self._patience)
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(self._patience)
        try:
            clamd.connect(str(Path(self._address)))
        except OSError:
            clamd.close()
            raise
        return clamd


def _send(clamd: socket.socket, body: bytes) -> None:
    for place in range(0, len(body), CHUNK):
        chunk = body[place : place + CHUNK]
        clamd.sendall(len(chunk).to_bytes(4) + chunk)
    clamd.sendall(bytes(4))


def _answer(clamd: socket.socket) -> bytes:
    heard = b""
    while len(heard) < LONGEST_ANSWER and not heard.endswith(b"\0"):
        part = clamd.recv(LONGEST_ANSWER)
        if not part:
            break
        heard += part
    return heard.rstrip(b"\0\n")


def _verdict(answer: bytes) -> Scan:
    if answer == b"stream: OK":
        return Scan.CLEAN
    return Scan.INFECTED if answer.endswith(b" FOUND") else Scan.NOT_SCANNED
