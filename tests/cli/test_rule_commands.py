"""Rules and the settings of organisations, from the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import stack
from cli.main import app
from tests.cli.commands import settings
from tests.domain.test_rule_faults import EVERY_KIND, with_every_kind_of_fault

RUN = CliRunner()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation whose database is set up, with one organisation."""
    chosen = settings(tmp_path)
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    stack.migrate(stack.settings_from(chosen))
    assert sharewell("organisation", "add", "hill", "--name", "Hill").exit_code == 0


def sharewell(*words: str) -> Result:
    return RUN.invoke(app, words, catch_exceptions=True)


def hill() -> dict[str, object]:
    (found,) = json.loads(sharewell("organisation", "list", "--json").stdout)
    assert isinstance(found, dict)
    return found


def test_one_file_with_every_kind_of_fault_is_told_whole(tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    file.write_text(with_every_kind_of_fault())
    refused = sharewell("ruleset", "check", str(file))
    assert refused.exit_code == 1
    for place, fault in EVERY_KIND.items():
        assert f"{place}: {fault}" in refused.stderr
    told = sharewell("ruleset", "check", str(file), "--json")
    assert told.exit_code == 1
    found = {(f["place"], f["fault"]) for f in json.loads(told.stdout)["faults"]}
    assert set(EVERY_KIND.items()) <= found


def test_a_sound_file_and_an_overlay_have_no_faults(tmp_path: Path) -> None:
    overlay = {
        "id": "OWN-1", "version": "2026-11-22", "title": "Own", "over": "DFE-2024",
        "effective_from": "2026-11", "source": "Us",
    }  # fmt: skip
    file = tmp_path / "own.json"
    for text in (
        json.dumps(overlay),
        sharewell("ruleset", "show", "DFE-2024", "--json").stdout,
    ):
        file.write_text(text)
        assert sharewell("ruleset", "check", str(file)).stdout == "No faults.\n"
        told = sharewell("ruleset", "check", str(file), "--json")
        assert json.loads(told.stdout) == {"faults": []}


def test_a_rule_set_is_shown_as_text_picture_and_file(tmp_path: Path) -> None:
    text = sharewell("ruleset", "show", "ENG-2026").stdout
    assert "Provisional" in text
    assert "L1  Are you and the recipient" in text
    out = tmp_path / "rules.svg"
    words = ("ruleset", "show", "ENG-2026", "--format", "svg", "--out", str(out))
    assert sharewell(*words).exit_code == 0
    assert out.read_text().startswith("<svg")
    file = sharewell("ruleset", "show", "ENG-2026", "--format", "json").stdout
    assert json.loads(file)["provisional"] is True


@pytest.mark.usefixtures("place")
def test_an_organisation_settles_its_rules_guards_and_usual_basis() -> None:
    done = sharewell(
        *("organisation", "set", "hill", "--ruleset", "DFE-2024", "--guard-off", "G1"),
        *("--usual", "basis=public_task", "--usual", "basis.function=Section 11"),
        *("--emergency", "Police=999", "--emergency", "Duty team=01632 960199"),
        *("--nation", "wales", "--marking", "Official: sensitive"),
    )
    assert done.exit_code == 0, done.stderr
    found = hill()
    assert (found["ruleset"], found["guards_off"]) == ("DFE-2024", ["G1"])
    assert found["usual"] == {
        "basis": {"option": "public_task", "fields": {"function": "Section 11"}}
    }
    assert found["emergency_numbers"] == [
        ["Police", "999"],
        ["Duty team", "01632 960199"],
    ]
    assert (found["nation"], found["marking"]) == ("wales", "Official: sensitive")
    assert sharewell("organisation", "add", "hill", "--name", "Hill End").exit_code == 0
    assert hill() == {**found, "name": "Hill End"}
    assert sharewell("organisation", "set", "hill", "--guard-on", "G1").exit_code == 0
    assert hill()["guards_off"] == []


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("vale",), "There is no organisation vale"),
        (("hill", "--ruleset", "HMG-1066"), "There is no such rule set"),
        (("hill", "--marking", "x" * 81), "80 characters or fewer"),
        (("hill", "--guard-off", "G2"), "no guard that can be switched off"),
        (
            ("hill", "--usual", "basis=magic"),
            "usual-basis: The rules that you use have no such choice",
        ),
        (("hill", "--usual", "moon=full"), "usual-moon: "),
        (
            ("hill", "--usual", "basis=public_task", "--usual", "basis.x=1"),
            "usual-basis-x: ",
        ),
    ],
)
def test_what_cannot_be_settled_is_said_and_changes_nothing(
    words: tuple[str, ...], says: str
) -> None:
    before = hill()
    refused = sharewell("organisation", "set", *words)
    assert refused.exit_code != 0
    assert says in str(refused.exception)
    assert hill() == before


@pytest.mark.usefixtures("place")
def test_a_pair_needs_both_its_sides() -> None:
    refused = sharewell("organisation", "set", "hill", "--emergency", "Police")
    assert refused.exit_code == 2
    assert "Police" in refused.stderr
