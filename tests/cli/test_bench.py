"""The bench measures Sharewell and the floor in turns, and prints the ratio."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.timeout(240)  # each starts a whole Sharewell


def test_bench_prints_the_ratio_of_product_and_floor() -> None:
    words = ["bench", "--rounds", "1", "--cases", "2", "--at-once", "2", "--json"]
    played = subprocess.run(
        [sys.executable, "-m", "cli.main", *words],
        capture_output=True,
        text=True,
        timeout=220,
        check=False,
    )
    assert played.returncode == 0, played.stderr[-2000:]
    result = json.loads(played.stdout)
    assert result["cpu_ratio"] > 0
    assert result["floor"]["per_second"] > 0
    assert result["product"]["per_second"] > 0


def test_bench_reports_how_fast_entries_are_added_and_verified() -> None:
    words = ["bench", "--entries", "2100", "--json"]
    measured = subprocess.run(
        [sys.executable, "-m", "cli.main", *words],
        capture_output=True,
        text=True,
        timeout=220,
        check=False,
    )
    assert measured.returncode == 0, measured.stderr[-2000:]
    result = json.loads(measured.stdout)
    assert (result["entries"], result["cases"]) == (2100, 105)
    assert result["append_per_second"] > 0
    assert result["verify_per_second"] > 0
    assert "2,100 of 2,100 entries verified" in measured.stderr
