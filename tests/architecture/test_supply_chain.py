"""What Sharewell is built from: locked, licensed, listed, and looked at for faults."""

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, called, calls, files, name
from tests.machine.audit import CLEAN, FAULTY, NOTHING_CHECKED, verdict

LOCKS = ("run", "dev")
BESIDE = Path(sys.executable).parent

ALLOWED = (
    "MIT", "MIT-0", "MIT-CMU", "ISC", "BSD", "Apache", "PSF", "LGPL",
    "MPL", "Mozilla Public License",
)  # fmt: skip
"""They let us use and pass on; LGPL and MPL ask for changes to their own files only."""

SAID_IN_THE_FILE = {"pyrage": "MIT"}
"""Those whose package names no licence, but has the text of one."""


def pinned(lock: str) -> dict[str, str]:
    """Each package of a lock, with the lines that belong to it."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    parts = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)
    return {re.split(r"[=\[]", part)[0]: part for part in parts if "==" in part}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes(lock: str) -> None:
    packages = pinned(lock)
    assert len(packages) > 80
    assert [
        each for each, text in packages.items() if "--hash=sha256:" not in text
    ] == []


def test_what_runs_is_also_what_is_tested() -> None:
    versions = [
        {name: text.split()[0] for name, text in pinned(lock).items()} for lock in LOCKS
    ]
    assert versions[0].items() <= versions[1].items()


def licences() -> dict[str, str]:
    command = [
        *(str(BESIDE / "pip-licenses"), "--from=mixed", "--format=json"),
        *("--packages", *pinned("run")),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    return {each["Name"]: each["License"] for each in json.loads(ended.stdout)}


def test_every_licence_is_one_that_we_may_use() -> None:
    found = licences()
    assert len(found) > 80
    odd = {
        package: licence
        for package, licence in found.items()
        if not any(each in SAID_IN_THE_FILE.get(package, licence) for each in ALLOWED)
    }
    assert odd == {}


def package(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "version": "1.0", "vulns": [], **more}


FAULT = {"id": "PYSEC-1", "fix_versions": ["1.1"]}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([package("one"), package("two")], CLEAN, "2 of 2 packages were checked."),
        ([package("one", vulns=[FAULT])], FAULTY, "one 1.0: PYSEC-1, mended in 1.1"),
        (
            [package("one"), package("two", skip_reason="?")],
            FAULTY,
            "Not checked: two.",
        ),
        ([package("one", skip_reason="?")], NOTHING_CHECKED, "NOTHING WAS CHECKED"),
        ([], NOTHING_CHECKED, "NOTHING WAS CHECKED"),
    ],
)
def test_an_audit_that_could_not_ask_never_looks_clean(
    packages: list[dict[str, object]], code: int, said: str
) -> None:
    ended, lines = verdict(packages)
    assert ended == code
    assert any(line.startswith(said) for line in lines)


def test_xml_of_others_is_not_read_with_what_is_meant_for_writing() -> None:
    reading = {"fromstring", "parse", "XML", "iterparse", "XMLParser"}
    users = [f for f in files() if "xml.etree" in f.read_text(encoding="utf-8")]
    assert [name(file) for file in users] == ["casework/drawing.py"]
    assert not [
        call for file in users for call in calls(file) if called(call) in reading
    ]


def test_secrets_and_dangerous_calls_are_looked_for_before_a_change_goes_in() -> None:
    verbs = (ROOT / "Makefile").read_text()
    lint = verbs.partition("\nlint:")[2].partition("\n\n")[0]
    for tool in ("bandit", "detect-secrets-hook", "mypy", "ruff", "lint-imports"):
        assert f"$(BIN)/{tool}" in lint
    release = (ROOT / "tests/machine/release.sh").read_text()
    for tool in ("cyclonedx-py", "pip-licenses", "--require-hashes", "audit.py"):
        assert tool in release


def test_the_secrets_scan_knows_a_secret_when_it_sees_one(tmp_path: Path) -> None:
    left = tmp_path / "left.py"
    left.write_text(f'key = "{sha256(b"left here").hexdigest()}"\n')
    command = [
        *(str(BESIDE / "detect-secrets-hook"), "--no-verify"),
        *("--baseline", str(ROOT / ".secrets.baseline"), str(left)),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "Hex High Entropy String" in ended.stdout
