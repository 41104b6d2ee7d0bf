"""The walkthrough holds, also when the worker is killed in the middle of the share."""

import subprocess
import sys

import pytest


@pytest.mark.kill
@pytest.mark.parametrize("words", [[], ["--kill-worker"]])
def test_the_walkthrough_holds(words: list[str]) -> None:
    played = subprocess.run(
        [sys.executable, "-m", "cli.main", "walkthrough", *words],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert played.returncode == 0, played.stdout[-3000:] + played.stderr[-1000:]
    assert "All of it held." in played.stdout
