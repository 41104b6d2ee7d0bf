"""The bench measures Sharewell and the floor in turns, and prints the ratio."""

import json
import subprocess
import sys


def test_bench_prints_the_ratio_of_product_and_floor() -> None:
    words = ["bench", "--rounds", "1", "--cases", "2", "--at-once", "2", "--json"]
    played = subprocess.run(
        [sys.executable, "-m", "cli.main", *words],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert played.returncode == 0, played.stderr[-2000:]
    result = json.loads(played.stdout)
    assert result["cpu_ratio"] > 0
    assert result["floor"]["per_second"] > 0
    assert result["product"]["per_second"] > 0
