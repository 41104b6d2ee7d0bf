"""Says on standard error how far something is, about once a second."""

from time import monotonic

import typer

PAUSE = 1.0


class Progress:
    """Hears of every step, and says some of them."""

    def __init__(self) -> None:
        self._said_at = 0.0
        self._what = ""

    def __call__(self, what: str, done: int, of: int) -> None:
        at = monotonic()
        if what == self._what and done < of and at - self._said_at < PAUSE:
            return
        self._what, self._said_at = what, at
        typer.echo(f"{what}: {done:,} of {of:,}", err=True)
