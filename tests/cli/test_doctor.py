"""`sharewell doctor`: a task that nobody can take is found, with what to do."""

import json
from pathlib import Path

from sqlmodel import update

from casework.house import open_storehouse
from cli import stack
from cli.upkeep import orphans_in
from storage.accounts import Account, Organisation, Profile
from storage.tables import UserRow
from tests.builders import ADA, DOUBTFUL, HERE, NOON, an_answer
from tests.cli.commands import settings, sharewell
from tests.storage.shelf import Shelf

NOWHERE = {
    "SHAREWELL_TEMPORAL_ADDRESS": "127.0.0.1:9",
    "SHAREWELL_SMTP_PORT": "9",
}


def test_a_task_whose_only_adviser_was_taken_away_is_told_with_what_to_do(
    tmp_path: Path,
) -> None:
    chosen = settings(tmp_path, **NOWHERE)
    stack.migrate(stack.settings_from(chosen))
    storehouse = open_storehouse(stack.settings_from(chosen))
    adviser = Account(ADA, Profile("Una Vale", "una@vale.example"), "hash")
    with storehouse.writing() as store:
        store.keys.people()
        place = Organisation(HERE, "Northgate", "", "HMG-2018", "always")
        store.accounts.keep_organisation(place)
        store.accounts.add(adviser, NOON)
    shelf = Shelf(storehouse)
    case = shelf.take(shelf.case(), an_answer(DOUBTFUL, send=True))
    assert orphans_in(storehouse) == []
    with storehouse.writing() as store:  # by somebody with the database in hand
        store.session.exec(update(UserRow).values(roles="practitioner"))
    storehouse.database.close()
    found = json.loads(sharewell("doctor", "--json", env=chosen).stdout)
    assert {
        "part": "tasks",
        "well": False,
        "advice": f"Nobody can take the task of {case.reference}. "
        "Add an adviser there.",
        "note": "",
    } in found


def test_it_says_which_secrets_are_set_and_where_and_never_what_they_are(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir()
    (folder / "sharewell_smtp_password").write_text("a password of the post")
    chosen = settings(tmp_path, **NOWHERE, SHAREWELL_SECRETS_DIR=str(folder))
    stack.migrate(stack.settings_from(chosen))
    said = sharewell("doctor", env=chosen).stdout
    lines = dict(line.split(maxsplit=1) for line in said.splitlines())
    assert lines["SHAREWELL_KEKS"] == "the environment"
    assert lines["SHAREWELL_SMTP_PASSWORD"] == "the folder of secrets"
    assert lines["SHAREWELL_TEXTS_TOKEN"] == "not set"
    assert "a password of the post" not in said
    for name in ("KEKS", "CODEC_KEYS", "TREE_KEYS", "DATABASE_URL"):
        assert chosen[f"SHAREWELL_{name}"] not in said
