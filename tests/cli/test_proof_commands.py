"""Proofs from the shell, and the script with which a stranger checks one."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from adapters.keys import new_key_text
from casework.house import open_storehouse
from casework.proofs import proof_of
from casework.tree_sealing import TreeSealing, tree_keys_of
from cli import stack
from storage.accounts import Organisation
from storage.coding import canonical
from storage.store import Storehouse
from tests.builders import HERE, NOON
from tests.cli.commands import settings, sharewell
from tests.storage.raw import tampering
from tests.storage.shelf import Shelf

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_record.py"

Proof = dict[str, Any]


@dataclass(frozen=True)
class Sealed:
    """An installation with a sealed record in its signed log."""

    env: dict[str, str]
    storehouse: Storehouse
    reference: str

    @property
    def public(self) -> str:
        keys = tree_keys_of(stack.settings_from(self.env))
        return f"t:{keys.public['t']}"

    def proof(self) -> Proof:
        with self.storehouse.reading() as store:
            return proof_of(store, self.reference)


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Sealed]:
    env = settings(tmp_path)
    chosen = stack.settings_from(env)
    stack.migrate(chosen)
    storehouse = open_storehouse(chosen)
    with storehouse.writing() as store:
        store.keys.people()
        place = Organisation(HERE, "Northgate", "", "HMG-2018", "always")
        store.accounts.keep_organisation(place)
    shelf = Shelf(storehouse)
    for _ in range(4):
        shelf.case()
    reference = shelf.withdrawn().reference
    with storehouse.writing() as store:
        told = [{"hash": line.hash} for line in store.timeline.of(reference)]
        store.records.seal(reference, canonical({"timeline": told}), NOON)
    TreeSealing(storehouse, tree_keys_of(chosen), timedelta(minutes=15)).seal()
    yield Sealed(env, storehouse, reference)
    storehouse.database.close()


def check(
    proof: Proof, public: str, folder: Path, *others: Path
) -> subprocess.CompletedProcess[str]:
    """Run the script as a stranger would: without anything of Sharewell."""
    file = folder / "given.json"
    file.write_text(json.dumps(proof), encoding="utf-8")
    return run_script(folder, file, public, *others)


def run_script(folder: Path, *words: Path | str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *map(str, words)],
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_stranger_checks_a_proof_with_the_script_alone(
    sealed: Sealed, tmp_path: Path
) -> None:
    file = tmp_path / "proof.json"
    words = ("proof", sealed.reference, "--to", str(file))
    made = sharewell(*words, env=sealed.env)
    assert made.returncode == 0, made.stderr
    assert file.stat().st_mode & 0o077 == 0
    (public,) = sharewell("keys", "public", env=sealed.env).stdout.split()
    said = check(json.loads(file.read_text()), public, tmp_path)
    assert (said.returncode, said.stderr) == (0, "")
    assert f"{sealed.reference} is as it was signed on" in said.stdout


def test_the_script_is_short_enough_to_be_read_by_whoever_runs_it() -> None:
    assert len(SCRIPT.read_text().splitlines()) <= 60


def a_word_of_the_record(proof: Proof) -> None:
    proof["record"] = proof["record"].replace("timeline", "timelines", 1)


def an_entry(proof: Proof) -> None:
    said = proof["chain"][0]["said"]
    proof["chain"][0]["said"] = said.replace('"pat"', '"ada"', 1)


def the_last_entry(proof: Proof) -> None:
    said = proof["chain"][-1]["said"]
    proof["chain"][-1]["said"] = said.replace('"pat"', '"ada"', 1)


def an_entry_gone(proof: Proof) -> None:
    del proof["chain"][0]


def the_newest_entry_gone(proof: Proof) -> None:
    del proof["chain"][-1]


def entries_that_changed_places(proof: Proof) -> None:
    proof["chain"].reverse()


def the_leaf(proof: Proof) -> None:
    leaf = proof["leaf"]
    leaf["said"] = leaf["said"].replace('"lines":0', '"lines":1')


def the_number_of_the_leaf(proof: Proof) -> None:
    proof["leaf"]["number"] -= 1


def the_path(proof: Proof) -> None:
    proof["path"][0] = "00" * 32


def the_end_of_the_path(proof: Proof) -> None:
    proof["path"].pop()


def the_head(proof: Proof) -> None:
    head = proof["tree_head"]
    head["said"] = head["said"].replace('"number":1', '"number":2')


def the_signature(proof: Proof) -> None:
    proof["tree_head"]["signature"] = new_key_text() + new_key_text()


@pytest.mark.parametrize(
    "alter",
    [
        a_word_of_the_record,
        an_entry,
        the_last_entry,
        an_entry_gone,
        the_newest_entry_gone,
        entries_that_changed_places,
        the_leaf,
        the_number_of_the_leaf,
        the_path,
        the_end_of_the_path,
        the_head,
        the_signature,
    ],
)
def test_the_script_finds_whatever_was_altered(
    sealed: Sealed, tmp_path: Path, alter: Callable[[Proof], None]
) -> None:
    proof = sealed.proof()
    before = json.dumps(proof)
    alter(proof)
    assert json.dumps(proof) != before
    said = check(proof, sealed.public, tmp_path)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("It does not hold: ")


def test_a_proof_signed_by_somebody_else_does_not_hold(
    sealed: Sealed, tmp_path: Path
) -> None:
    said = check(sealed.proof(), new_key_text(), tmp_path)
    assert said.returncode == 1
    assert "a signature was not made with this key" in said.stderr


def test_a_proof_without_its_record_says_so(sealed: Sealed, tmp_path: Path) -> None:
    proof = {**sealed.proof(), "record": None}
    said = check(proof, sealed.public, tmp_path)
    assert said.returncode == 0
    assert "The record itself is not in this file" in said.stdout


def exported(sealed: Sealed, folder: Path) -> tuple[Path, Path, Path]:
    """A proof, the record and the signed heads, as somebody else keeps them."""
    proof, record, heads = (
        folder / name for name in ("proof.json", "record.json", "heads.jsonl")
    )
    proof.write_text(json.dumps(sealed.proof()), encoding="utf-8")
    record.write_text(sealed.proof()["record"], encoding="utf-8")
    sharewell("log", "export", "--to", str(heads), env=sealed.env)
    return proof, record, heads


def test_a_record_and_heads_that_were_kept_belong_to_the_proof(
    sealed: Sealed, tmp_path: Path
) -> None:
    proof, record, heads = exported(sealed, tmp_path)
    said = run_script(tmp_path, proof, sealed.public, record, heads)
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("part", [0.05, 0.5, 0.9])
def test_one_byte_that_is_otherwise_in_any_file_is_found(
    sealed: Sealed, tmp_path: Path, which: int, part: float
) -> None:
    proof, record, heads = exported(sealed, tmp_path)
    altered = (proof, record, heads)[which]
    bytes_ = bytearray(altered.read_bytes())
    bytes_[int(len(bytes_) * part)] ^= 1
    altered.write_bytes(bytes_)
    said = run_script(tmp_path, proof, sealed.public, record, heads)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("It does not hold: ")


def test_heads_of_another_time_are_not_those_of_this_proof(
    sealed: Sealed, tmp_path: Path
) -> None:
    proof, _, heads = exported(sealed, tmp_path)
    chosen = tree_keys_of(stack.settings_from(sealed.env))
    TreeSealing(sealed.storehouse, chosen, timedelta(minutes=15)).seal()
    later = check(sealed.proof(), sealed.public, tmp_path, heads)
    assert "heads.jsonl differs" in later.stderr
    words = ("proof", sealed.reference, "--head", "1", "--to", str(proof))
    made = sharewell(*words, env=sealed.env)
    assert made.returncode == 0, made.stderr
    assert run_script(tmp_path, proof, sealed.public, heads).returncode == 0


@pytest.mark.parametrize("words", [(), ("nowhere.json",), ("nowhere.json", "t:short")])
def test_a_file_or_key_that_is_none_is_said_in_one_line(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    said = run_script(tmp_path, *words)
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "is damaged or missing" in said.stderr


def test_a_rolled_back_database_is_named_with_heads_kept_elsewhere(
    sealed: Sealed, tmp_path: Path
) -> None:
    file = tmp_path / "heads.jsonl"
    exported = sharewell("log", "export", "--to", str(file), env=sealed.env)
    assert exported.returncode == 0, exported.stderr
    words = ("verify", "--heads", str(file), "--public-key", sealed.public)
    whole = sharewell(*words, env=sealed.env)
    assert (whole.returncode, whole.stdout[:14]) == (0, "Whole: 5 cases")
    with tampering(sealed.storehouse.database) as connection:
        connection.execute(text("DELETE FROM tree_leaves"))
        connection.execute(text("DELETE FROM tree_heads"))
    broken = sharewell(*words, env=sealed.env)
    assert broken.returncode == 1
    assert "Not whole: the database is older than signed head 1" in broken.stderr


def test_verify_tells_programs_every_fault(sealed: Sealed) -> None:
    change = "UPDATE timeline SET actor = 'x' WHERE reference = :r"
    with tampering(sealed.storehouse.database) as connection:
        connection.execute(text(change), {"r": sealed.reference})
    found = sharewell("verify", "--json", env=sealed.env)
    told = json.loads(found.stdout)
    assert found.returncode == 1
    assert told["cases"] == 5
    assert told["faults"] == [
        f"entry {number} of {sealed.reference} was altered" for number in (1, 2)
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("proof", "SR-NONE"), "There is no proof yet"),
        (("proof", "SR-NONE", "--head", "99"), "There is no proof yet"),
        (("verify", "--heads", "/nowhere.jsonl"), "cannot be read"),
        (("verify", "--public-key", "t:short"), "is no public key"),
        (("verify", "--public-key", "short"), "is no public key"),
    ],
)
def test_bad_usage_is_said_in_one_sentence(
    sealed: Sealed, words: tuple[str, ...], says: str
) -> None:
    refused = sharewell(*words, env=sealed.env)
    assert refused.returncode == 2
    assert says in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_that_is_none_any_more_is_said_in_one_sentence(
    sealed: Sealed,
) -> None:
    sealed.storehouse.database.close()
    file = Path(sealed.storehouse.database.url.partition("///")[2])
    file.write_bytes(b"not a database any more" * 500)
    refused = sharewell("verify", env=sealed.env)
    assert refused.returncode == 2
    assert refused.stderr.startswith("The database cannot be read (DatabaseError).")
    assert "Traceback" not in refused.stderr


def test_verify_says_that_there_is_no_such_case(sealed: Sealed) -> None:
    refused = sharewell("verify", "SR-NONE", env=sealed.env)
    assert refused.returncode == 1
    assert "there is no case SR-NONE" in refused.stderr


def test_a_worker_does_not_start_with_another_key_of_the_same_name(
    sealed: Sealed,
) -> None:
    other = {"SHAREWELL_TREE_KEYS": f"t:{new_key_text()}"}
    refused = sharewell("worker", env=sealed.env | other)
    assert refused.returncode == 2
    assert "The log of all cases was signed with a key t" in refused.stderr


def test_an_active_key_that_is_not_given_is_named(sealed: Sealed) -> None:
    env = sealed.env | {"SHAREWELL_TREE_ACTIVE": "u"}
    for words in (("worker",), ("keys", "public")):
        refused = sharewell(*words, env=env)
        assert refused.returncode == 2
        assert "names a key u that is not in SHAREWELL_TREE_KEYS" in refused.stderr


def test_a_new_key_signs_and_what_the_old_one_signed_still_holds(
    sealed: Sealed,
) -> None:
    both = f"{sealed.env['SHAREWELL_TREE_KEYS']},u:{new_key_text()}"
    env = sealed.env | {"SHAREWELL_TREE_KEYS": both, "SHAREWELL_TREE_ACTIVE": "u"}
    keys = tree_keys_of(stack.settings_from(env))
    TreeSealing(sealed.storehouse, keys, timedelta(minutes=15)).seal()
    with sealed.storehouse.reading() as store:
        assert [row.key for row in store.tree.heads()] == ["t", "u"]
    assert sharewell("verify", env=env).returncode == 0
