"""The recipients' directory from the command line, and who looks at new ones."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import sharewell

ROWS = """name,role,organisation,email,phone
Ida Thorne,Nurse,Moor Clinic,ida@moor.example,01632 960730
Ned Pool,Sergeant,Dale Police,ned@dale.example,01632 960731
"""


@pytest.fixture
def croft(place: dict[str, str]) -> dict[str, str]:
    sharewell("organisation", "add", "croft", "--name", "Croft School", env=place)
    return place


def test_a_file_of_recipients_is_proposed_and_listed(
    croft: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "recipients.csv"
    file.write_text(ROWS, encoding="utf-8")
    added = sharewell("directory", "import", "croft", str(file), env=croft)
    assert "Added 2" in added.stdout, added.stderr
    listed = sharewell("directory", "list", "croft", "--json", env=croft)
    assert [each["standing"] for each in json.loads(listed.stdout)] == (
        ["unverified", "unverified"]
    )
    file.write_text(ROWS.replace("ned@dale.example", ""), encoding="utf-8")
    refused = sharewell("directory", "import", "croft", str(file), env=croft)
    assert refused.returncode == 2
    assert "Line 3 has no email" in refused.stderr


def test_a_private_mailbox_is_refused(croft: dict[str, str]) -> None:
    who = ("--name", "N", "--role", "R", "--organisation", "O", "--phone", "101")
    refused = sharewell("directory", "add", "croft", "n@gmail.com", *who, env=croft)
    assert refused.returncode == 2
    assert "Anybody can open an address there" in refused.stderr


def test_second_eyes_are_switched_off_and_on(croft: dict[str, str]) -> None:
    for wanted, kept in (("off", False), ("on", True)):
        done = sharewell(
            "organisation", "set", "croft", "--second-eyes", wanted, env=croft
        )
        assert done.returncode == 0, done.stderr
        rows = json.loads(sharewell("organisation", "list", "--json", env=croft).stdout)
        assert [each["second_eyes"] for each in rows] == [kept]
