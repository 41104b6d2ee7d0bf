"""Commands that need no running service: accounts, rules, keys, and clear errors."""

import json
import socket
from pathlib import Path

import pytest

from adapters.settings import Settings
from cli import stack
from storage.database import Database
from tests.cli.commands import settings, sharewell


def test_somebody_is_added_listed_and_disabled(place: dict[str, str]) -> None:
    made = sharewell("organisation", "add", "hill", "--name", "Hill School", env=place)
    assert made.returncode == 0, made.stderr
    added = sharewell(
        *("user", "add", "kit@hill.example", "--name", "Kit Dale"),
        *("--role", "practitioner", "--role", "adviser", "--organisation", "hill"),
        env=place,
        given="correct horse battery staple\n",
    )
    assert added.returncode == 0, added.stderr
    listed = json.loads(sharewell("user", "list", "--json", env=place).stdout)
    assert [row["roles"] for row in listed] == [["practitioner", "adviser"]]
    assert sharewell("user", "disable", "kit@hill.example", env=place).returncode == 0
    listed = json.loads(sharewell("user", "list", "--json", env=place).stdout)
    assert listed[0]["disabled"] is True


def test_a_short_password_is_refused_with_what_to_do(place: dict[str, str]) -> None:
    sharewell("organisation", "add", "hill", "--name", "Hill School", env=place)
    words = ("user", "add", "a@hill.example", "--name", "A", "--role", "adviser")
    refused = sharewell(*words, "--organisation", "hill", env=place, given="short\n")
    assert refused.returncode == 2
    assert "15 characters or more" in refused.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("user", "disable", "nobody@hill.example"), "no account"),
        (("token", "create", "nobody@hill.example"), "no account"),
        (("token", "create", "nobody@hill.example", "--expires", "soon"), "90d"),
        (
            (
                *("user", "add", "a@b.example", "--name", "A"),
                *("--role", "adviser", "--organisation", "none"),
            ),
            "no organisation",
        ),
        (("ruleset", "show", "NONE-1"), "There are: DFE-2024, ENG-2026, HMG-2018"),
        (("ruleset", "check", "/nowhere.json"), "cannot be read"),
        (("nonsense",), "--help"),
        (("up", "--port", "many"), "--help"),
    ],
)
def test_bad_usage_ends_with_2_and_one_sentence(
    place: dict[str, str], words: tuple[str, ...], says: str
) -> None:
    refused = sharewell(*words, env=place)
    assert refused.returncode == 2
    assert says in refused.stderr
    assert "Traceback" not in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_missing_settings_are_named(tmp_path: Path) -> None:
    refused = sharewell("worker", env={"HOME": str(tmp_path)})
    assert refused.returncode == 2
    assert "SHAREWELL_DATABASE_URL is missing" in refused.stderr


@pytest.mark.parametrize("key", ["a:c2hvcnQ=", "a:" + "A" * 43 + "=", "a:***"])
def test_keys_that_are_no_keys_stop_the_start(tmp_path: Path, key: str) -> None:
    bad = settings(tmp_path, SHAREWELL_KEKS=key)
    refused = sharewell("migrate", env=bad)
    assert refused.returncode == 2
    assert "SHAREWELL_KEKS" in refused.stderr
    assert key.removeprefix("a:") not in refused.stderr


def test_a_port_in_use_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = sharewell("up", "--port", port, "--data-dir", str(tmp_path / "v"))
    assert refused.returncode == 2
    assert f"Port {port} is in use" in refused.stderr


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    refused = sharewell("up", "--port", "0", "--data-dir", str(blocked / "v"))
    assert refused.returncode == 2
    assert "cannot write" in refused.stderr


def test_a_newer_database_is_refused(tmp_path: Path, place: dict[str, str]) -> None:
    database = Database(place["SHAREWELL_DATABASE_URL"])
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    refused = sharewell("migrate", env=place)
    assert refused.returncode == 2
    assert "newer version" in refused.stderr


def test_a_database_that_is_not_set_up_is_said_plainly(tmp_path: Path) -> None:
    refused = sharewell("user", "list", env=settings(tmp_path))
    assert refused.returncode == 2
    assert "sharewell migrate" in refused.stderr


def test_a_rule_set_is_evaluated(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"U0": "no", "H0": "yes", "Q1": "unsure"}))
    words = ("ruleset", "evaluate", "HMG-2018", "--answers", str(answers))
    found = json.loads(sharewell(*words).stdout)
    assert (found["outcome"], found["priority"]) == ("escalate", "same_day")


def test_every_fault_of_a_rule_file_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    shown = sharewell("ruleset", "show", "HMG-2018", "--json")
    rules = json.loads(shown.stdout)
    rules["version"] = "yesterday"
    rules["nodes"][0]["yes"] = {"next": "NOWHERE"}
    file.write_text(json.dumps(rules))
    refused = sharewell("ruleset", "check", str(file))
    assert refused.returncode == 1
    assert "version" in refused.stderr


def test_a_fresh_key_starts_a_service(tmp_path: Path) -> None:
    key = sharewell("keys", "new", "fresh").stdout.strip()
    chosen = settings(tmp_path, SHAREWELL_KEKS=key, SHAREWELL_KEK_ACTIVE="fresh")
    assert isinstance(stack.settings_from(chosen), Settings)


@pytest.mark.parametrize(
    "words",
    [
        *[(name,) for name in ("up", "worker", "web", "migrate", "walkthrough")],
        *[(name,) for name in ("bench", "verify", "reindex", "doctor", "openapi")],
        *[("proof",), ("log", "export"), ("keys", "public")],
        *[("user", name) for name in ("add", "disable", "list")],
        *[("ruleset", name) for name in ("list", "show", "check", "evaluate")],
        *[("organisation", name) for name in ("add", "set", "list")],
        ("token", "create"),
        ("keys", "new"),
    ],
)
def test_every_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    shown = sharewell(*words, "--help")
    assert shown.returncode == 0
    assert "Example: sharewell" in " ".join(shown.stdout.split())
