"""The project's own Python files, read once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "domain", "workflows", "activities", "storage", "adapters", "casework", "api",
    "web", "cli",
)  # fmt: skip
NOT_OURS = ("node_modules", "versions")


@cache
def files(*folders: str) -> tuple[Path, ...]:
    """The modules below these folders, or of the whole program."""
    found = (
        file for folder in folders or PACKAGES for file in (ROOT / folder).rglob("*.py")
    )
    return tuple(sorted(f for f in found if not set(NOT_OURS) & set(f.parts)))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(file)) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last part of what is called: `commit` for `session.commit()`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def callers_of(*names: str) -> set[str]:
    """The files in which something of one of these names is called."""
    return {
        name(file)
        for file in files()
        if any(called(call) in names for call in calls(file))
    }
