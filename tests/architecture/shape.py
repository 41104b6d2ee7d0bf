"""How big the files and functions are. `make shape` prints the biggest."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.sources import PACKAGES, files, name, tree

LONGEST_FILE = 300
LONGEST_FUNCTION = 40


@dataclass(frozen=True)
class Size:
    lines: int
    where: str


def file_sizes() -> list[Size]:
    return [Size(_length(file), name(file)) for file in _everything()]


def function_sizes() -> list[Size]:
    return [size for file in _everything() for size in _functions(file)]


def biggest(sizes: list[Size], count: int = 10) -> list[Size]:
    return sorted(sizes, key=lambda size: -size.lines)[:count]


def _everything() -> tuple[Path, ...]:
    """The service itself; tests may be as long as their tables."""
    return files(*PACKAGES)


def _length(file: Path) -> int:
    """Lines with something on them."""
    return sum(map(bool, map(str.strip, file.read_text("utf-8").splitlines())))


def _functions(file: Path) -> Iterator[Size]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Size(lines, f"{name(file)}:{node.lineno} {node.name}")


def report() -> str:
    parts = (
        (f"Longest files (no more than {LONGEST_FILE} lines):", file_sizes()),
        (f"Longest functions (no more than {LONGEST_FUNCTION}):", function_sizes()),
    )
    lines = []
    for title, sizes in parts:
        lines += [title, *(f"  {s.lines:4} {s.where}" for s in biggest(sizes)), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report())
