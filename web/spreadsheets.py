"""Tables for a spreadsheet, in which nothing is ever worked out."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(rows: Iterable[Sequence[str | int]]) -> str:
    """Rows as a spreadsheet reads them; text stays text, whatever it begins with."""
    written = StringIO()
    csv.writer(written).writerows([_guarded(cell) for cell in row] for row in rows)
    return written.getvalue()


def _guarded(cell: str | int) -> str | int:
    if isinstance(cell, str) and cell.lstrip(" ").startswith(BEGIN_FORMULAS):
        return f"'{cell}"
    return cell
