"""The layers: who may import whom, as pyproject.toml says it."""

from importlinter import cli


def test_every_layer_imports_only_what_it_may() -> None:
    assert cli.lint_imports(no_cache=True) == cli.EXIT_STATUS_SUCCESS
