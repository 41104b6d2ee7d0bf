"""The walkthrough holds, with the worker killed in the middle of the share."""

import subprocess
import sys

import pytest


@pytest.mark.kill
@pytest.mark.timeout(240)  # a whole Sharewell, and a minute until it is sent again
def test_the_walkthrough_holds() -> None:
    played = subprocess.run(
        [sys.executable, "-m", "cli.main", "walkthrough", "--kill-worker"],
        capture_output=True,
        text=True,
        timeout=220,
        check=False,
    )
    assert played.returncode == 0, played.stdout[-3000:] + played.stderr[-1000:]
    assert "All of it held." in played.stdout
