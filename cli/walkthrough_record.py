"""The walkthrough of the record: read, proven to a stranger, and kept for its time."""

import asyncio
import json
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf

from adapters.blobs import Blobs
from adapters.tree_keys import is_signed
from casework.disposal import Disposal
from casework.tree_sealing import tree_keys_of
from cli.walkthrough_people import Walk, checked, hold, say
from cli.walkthrough_words import SECRET


async def read_the_record(walk: Walk) -> None:
    walk.step("Ines Varga, the auditor, reads the record. That is on record as well.")
    at = f"/requests/{walk.reference}"
    sealed = checked(await walk.auditor.get(f"{at}/record"), 200)
    hold(SECRET in json.dumps(sealed["record"]), "what was shared stands in it")
    printed = await walk.auditor.get(f"{at}/record.pdf")
    with pikepdf.open(BytesIO(printed.content)) as pdf:
        pages = len(pdf.pages)
    say(f"   It is record {sealed['number']}, {pages} pages as a document.")
    read = checked(await walk.auditor.get(f"{at}/readers"), 200)["items"]
    told = [each["sentence"] for each in read]
    hold("Ines Varga (auditor) read the sealed record." in told, "her reading is noted")
    for sentence in reversed(told):
        say(f"   – {sentence}")


async def prove_the_record(walk: Walk) -> None:
    walk.step("She takes the proof away: a stranger can check it without Sharewell.")
    proof = await the_proof(walk)
    leaf, head = proof["leaf"]["said"], proof["tree_head"]
    keys = tree_keys_of(walk.running.settings).public
    public = keys[json.loads(head["said"])["key"]]
    hold(is_signed(head["said"], head["signature"], public), "the head is signed")
    digest = json.loads(leaf)["record"]
    hold(digest_of(proof["record"]) == digest, "the record is the one that was signed")
    altered = proof["record"].replace("Ada Obi", "Ada Obe", 1)
    hold(digest_of(altered) != digest, "one other letter in it is found")
    hold(SECRET not in head["said"] + leaf, "what is signed holds no word of it")
    say("   The log of all cases is signed, and this record is in it to the letter.")
    say("   docs/verify_record.py checks such a file with nothing but a public key.")


async def the_proof(walk: Walk) -> dict[str, Any]:
    """Within seconds of the seal, the log of all cases has been signed with it."""
    for _ in range(300):
        answer = await walk.auditor.get(f"/requests/{walk.reference}/proof")
        if answer.status_code == 200:
            break
        await asyncio.sleep(0.1)
    return checked(answer, 200)


def digest_of(record: str) -> str:
    return sha256(record.encode()).hexdigest()


async def see_how_long_it_is_kept(walk: Walk) -> None:
    walk.step("Ada sees how long it is kept. Nothing would be destroyed today.")
    at = f"/requests/{walk.reference}/retention"
    kept = checked(await walk.adviser.get(at), 200)
    say(f"   It is kept as “{kept['kind']['label']}”, until {kept['kept_until']}.")
    refused = await walk.adviser.post(f"{at}/disposal")
    hold(refused.status_code == 409, "before its day nobody can decide to destroy it")
    reason = {"reason": "Their solicitor has written to us."}
    checked(await walk.auditor.post(f"{at}/hold", json=reason), 200)
    held = checked(await walk.auditor.get(at), 200)
    hold(held["on_hold"], "there is a legal hold on it")
    blobs = Blobs(walk.running.settings.blobs)
    plan = await asyncio.to_thread(Disposal(walk.house.storehouse, blobs).plan)
    hold(not plan.decided, "a run would destroy nothing")
    say(
        "   A legal hold can be placed, which stops any destruction until it is lifted."
    )
