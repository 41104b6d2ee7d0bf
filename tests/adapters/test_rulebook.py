"""The packaged rule sets, read from the package or from a folder of one's own."""

import json
from pathlib import Path

import pytest

from adapters.rulebook import Rulebook, UnknownRuleSet
from domain.rules import RuleSetRefused

BOOK = Rulebook()


def test_three_rule_sets_are_packaged() -> None:
    assert BOOK.ids() == ["DFE-2024", "ENG-2026", "HMG-2018"]


def test_a_file_is_named_after_its_rule_set() -> None:
    for id in BOOK.ids():
        assert BOOK.data(id)["id"] == id
        assert BOOK.get(id)[0].id == id


def test_an_unknown_rule_set_is_refused_by_name() -> None:
    for look in (BOOK.get, BOOK.data, BOOK.digest):
        with pytest.raises(UnknownRuleSet, match="HMG-1066"):
            look("HMG-1066")
    with pytest.raises(UnknownRuleSet):
        BOOK.get("../HMG-2018")


def test_changing_what_was_read_changes_nothing() -> None:
    BOOK.data("HMG-2018")["version"] = "soon"
    assert BOOK.data("HMG-2018")["version"] == BOOK.get("HMG-2018")[0].version


def test_a_digest_sees_the_content_and_not_the_layout(tmp_path: Path) -> None:
    data = BOOK.data("HMG-2018")
    backwards = dict(reversed(data.items()))
    (tmp_path / "HMG-2018.json").write_text(json.dumps(backwards), encoding="utf-8")
    (tmp_path / "HMG-2019.json").write_text(
        json.dumps(data | {"version": "2026-11-23"}), encoding="utf-8"
    )
    own = Rulebook(tmp_path)
    assert own.digest("HMG-2018") == BOOK.digest("HMG-2018")
    assert own.digest("HMG-2019") != BOOK.digest("HMG-2018")
    assert len(own.digest("HMG-2018")) == 64


def test_a_faulty_file_is_refused_with_its_faults(tmp_path: Path) -> None:
    (tmp_path / "X.json").write_text("{}", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not rules", encoding="utf-8")
    own = Rulebook(tmp_path)
    assert own.ids() == ["X"]
    with pytest.raises(RuleSetRefused, match="nodes: is missing"):
        own.get("X")
