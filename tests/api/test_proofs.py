"""The proof of a record: for whoever may read it, once the log has been signed."""

import json
from contextlib import aclosing
from datetime import timedelta
from hashlib import sha256
from typing import Any

import httpx2

from adapters.clock import now
from adapters.tree_keys import is_signed
from casework.tree_sealing import TreeSealing, tree_keys_of
from domain.merkle import leaf_hash
from domain.timeline import What, own_entry
from domain.visibility import is_internal
from tests.live import Live
from tests.tree_paths import root_by
from tests.web.desk_work import play
from tests.web.test_record_pages import sealed


def sign(live: Live) -> None:
    """What the worker does every few minutes."""
    keys = tree_keys_of(live.house.settings)
    TreeSealing(live.house.storehouse, keys, timedelta(minutes=15)).seal()


async def proof(live: Live, user: str, reference: str) -> httpx2.Response:
    async with live.api(user) as client:
        return await client.get(f"/requests/{reference}/proof")


def check(live: Live, shown: dict[str, Any]) -> None:
    head = json.loads(shown["tree_head"]["said"])
    leaf = shown["leaf"]
    path = [bytes.fromhex(each) for each in shown["path"]]
    hashed = leaf_hash(leaf["said"].encode())
    found = root_by(hashed, leaf["number"], head["size"], path)
    assert found is not None
    assert found.hex() == head["root"]
    public = tree_keys_of(live.house.settings).public[head["key"]]
    signature = shown["tree_head"]["signature"]
    assert is_signed(shown["tree_head"]["said"], signature, public)


async def test_an_auditor_reads_a_proof_that_holds_with_the_record_in_it(
    live: Live,
) -> None:
    reference = await sealed(live)
    sign(live)
    shown = (await proof(live, "ines", reference)).json()
    check(live, shown)
    said = json.loads(shown["leaf"]["said"])
    assert said["reference"] == shown["reference"] == reference
    assert said["record"] == sha256(shown["record"].encode()).hexdigest()
    last = shown["chain"][-1]["said"]
    assert said["head"] == sha256(last.encode()).hexdigest()
    assert said["entries"] == len(shown["chain"])


async def test_whose_request_it_was_gets_no_entry_that_is_between_advisers(
    live: Live,
) -> None:
    reference = await sealed(live)
    with live.house.storehouse.writing() as store:
        held = own_entry(What.HOLD_PLACED, now())
        store.timeline.add(reference, f"{reference}:held", held)
    sign(live)
    shown = (await proof(live, "pat", reference)).json()
    check(live, shown)
    assert shown["chain"][-1].keys() == {"hash"}
    said = [json.loads(e["said"]) for e in shown["chain"] if "said" in e]
    assert not [entry for entry in said if is_internal(What(entry[3]))]
    whole = (await proof(live, "ines", reference)).json()
    assert "hold_placed" in whole["chain"][-1]["said"]


async def test_there_is_no_proof_for_anybody_else(live: Live) -> None:
    reference = await sealed(live)
    sign(live)
    assert (await proof(live, "ola", reference)).status_code == 404


async def test_there_is_no_proof_while_a_request_is_open(live: Live) -> None:
    reference = await play(live, "unsure")
    refused = await proof(live, "pat", reference)
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("not_proven_yet")


async def test_the_record_page_leads_to_the_proof(live: Live) -> None:
    reference = await sealed(live)
    sign(live)
    async with aclosing(await live.browser("ines")) as web:
        page = await web.get(f"/records/{reference}")
        address = f"/records/{reference}/proof.json"
        assert f'href="{address}"' in page.text
        taken = await web.get(address)
    assert "attachment" in taken.headers["content-disposition"]
    assert taken.json() == (await proof(live, "ines", reference)).json()


async def test_the_proof_of_an_open_request_is_refused_in_plain_words(
    live: Live,
) -> None:
    reference = await play(live, "unsure")
    async with aclosing(await live.browser("pat")) as web:
        refused = await web.get(f"/records/{reference}/proof.json")
    assert refused.status_code == 409
    assert "There is no proof yet" in refused.text
