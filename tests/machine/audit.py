"""Asks whether a fault is known in a package that runs: `make audit`.

A check that could not ask looks like a clean one, so this says how many it asked about.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = "requirements/run.txt"
CLEAN, FAULTY, NOTHING_CHECKED = 0, 1, 3


def verdict(packages: list[dict[str, Any]]) -> tuple[int, list[str]]:
    """How it ends, and what is said; `packages` as pip-audit reports them."""
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    faults = [
        f"{each['name']} {each['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for each in packages
        for fault in each.get("vulns", [])
    ]
    asked = len(packages) - len(skipped)
    if not asked:
        return NOTHING_CHECKED, [
            "NOTHING WAS CHECKED: the advisory service cannot be reached from here. "
            "Run `make audit` where it can be."
        ]
    said = [f"{asked} of {len(packages)} packages were checked.", *faults]
    if skipped:
        said.append(f"Not checked: {', '.join(skipped)}.")
    return FAULTY if faults or skipped else CLEAN, said


def report() -> list[dict[str, Any]]:
    """What pip-audit finds out about the lock; nothing if it could not even begin."""
    command = [
        *(str(Path(sys.executable).with_name("pip-audit")), "--requirement", LOCK),
        *("--require-hashes", "--disable-pip", "--progress-spinner", "off"),
        *("--format", "json"),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if not ended.stdout.strip():
        return []
    found: list[dict[str, Any]] = json.loads(ended.stdout)["dependencies"]
    return found


if __name__ == "__main__":
    code, lines = verdict(report())
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(code)
