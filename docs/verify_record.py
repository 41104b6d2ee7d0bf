"""Checks a record: python verify_record.py PROOF.json KEY [RECORD.json] [HEADS.jsonl]

It needs Python 3.10, `cryptography`. KEY and HEADS come from elsewhere than PROOF."""

import json
import sys
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


wrong = []
try:
    key = sys.argv[2].rpartition(":")[2]
    public = Ed25519PublicKey.from_public_bytes(b64decode(key, validate=True))
    proof = json.loads(Path(sys.argv[1]).read_bytes())
    record, signed, hashes = proof["record"], proof["tree_head"], [""]
    leaf, head = (json.loads(proof[name]["said"]) for name in ("leaf", "tree_head"))
    public.verify(b64decode(signed["signature"]), signed["said"].encode())
    root = sha256(b"\0" + proof["leaf"]["said"].encode()).digest()
    at, last = proof["leaf"]["number"], head["size"] - 1
    for other in map(bytes.fromhex, proof["path"]):
        while at == last and at and not at & 1:  # alone on its level: it goes up
            at, last = at >> 1, last >> 1
        root = sha256(b"\1" + (other + root if at & 1 else root + other)).digest()
        at, last = (at >> 1, last >> 1) if last else (1, 0)  # past the top: no place
    wrong += ["it is not in the log"] * bool(root.hex() != head["root"] or at or last)
    for entry in proof["chain"]:
        if "said" in entry and json.loads(entry["said"])[-1] != hashes[-1]:
            wrong += [f"entry {len(hashes)} of the account does not follow"]
        hashes.append(digest(entry["said"]) if "said" in entry else entry["hash"])
    ends = (proof["reference"], signed["public"], len(hashes) - 1, hashes[-1])
    same = ends == (leaf["reference"], key, leaf["entries"], leaf["head"])
    wrong += ["the account is not the one that was signed"] * (not same)
    told = [line["hash"] for line in json.loads(record)["timeline"]] if record else []
    same = not record or (digest(record) == leaf["record"] and set(told) <= set(hashes))
    wrong += ["the record was altered"] * (not same)
    for name in sys.argv[3:]:
        text, same = Path(name).read_bytes().decode(), False
        for line in text.splitlines() if name.endswith(".jsonl") else ():
            kept = json.loads(line)
            said = json.dumps(kept["head"], sort_keys=True, separators=(",", ":"))
            public.verify(b64decode(kept["signature"]), said.encode())
            same |= said == signed["said"]
        wrong += [f"{name} differs"] * (not same and digest(text) != leaf["record"])
except InvalidSignature:
    wrong += ["a signature was not made with this key"]
except (ValueError, KeyError, TypeError, IndexError, OSError) as broken:
    wrong += [f"the key or a file is damaged or missing ({broken!r})"]
if wrong:
    sys.exit(f"It does not hold: {'; '.join(wrong)}.")
note = "" if record else " The record itself is not in this file, only its digest."
sys.stdout.write(f"{leaf['reference']} is as it was signed on {head['at']}.{note}\n")
