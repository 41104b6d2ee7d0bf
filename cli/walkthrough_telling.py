"""The walkthrough of telling the person, and of the sealed record."""

import asyncio
import re
from html import unescape
from pathlib import Path
from typing import Any

from cli.proof import verifying
from cli.walkthrough_people import Walk, checked, hold, say, submit
from cli.walkthrough_words import BORN, FAMILY, NAME, SECRET

CODE = re.compile(r"\b([0-9A-Z]{4}-[0-9A-Z]{4})\b")


async def tell_the_individual(walk: Walk) -> None:
    walk.step("Pat decides that it is safe to tell the family, and reads the text.")
    answered = await walk.practitioner.put(
        f"/requests/{walk.reference}/answers",
        json={"answers": {"I1": "no", "I2": "no", "I3": "yes"}, "about": "person-1"},
    )
    checked(answered, 200)
    told = await walk.practitioner.post(
        f"/requests/{walk.reference}/inform",
        json={
            "individual": "person-1",
            "decision": "yes",
            "method": "email",
            "with_notice": True,
            "reason": "Telling them is safe and they can be reached.",
        },
    )
    checked(told, 200)
    await approve_the_text(walk)
    await read_the_notice(walk)


async def approve_the_text(walk: Walk) -> None:
    notices = f"/requests/{walk.reference}/notices"
    await walk.until(lambda r: r["inform"][0]["decision"] == "yes", "it was decided")
    drafted = await walk.practitioner.get(
        f"{notices}/person-1/draft", params={"version": "plain"}
    )
    draft = checked(drafted, 200)
    hold(SECRET not in draft["text"], "it says what was shared in general only")
    kept = {name: draft[name] for name in ("individual", "version", "text", "digest")}
    checked(await walk.practitioner.post(notices, json=kept), 200)
    say("   She approves exactly this text, and it goes.")


async def read_the_notice(walk: Walk) -> None:
    """Without a name or a word of it in the e-mail: a code, and what only they know."""
    for mail in walk.mails():
        hold(FAMILY not in mail or NAME not in mail, "the e-mail names nobody")
    code = await walk.mailed(CODE, "the family", FAMILY)
    wrong = await submit(walk.family, "/n", {"code": code, "answer": "1 1 2001"})
    hold(NAME not in wrong.text, "the code alone opens nothing")
    page = await submit(walk.family, "/n", {"code": code, "answer": BORN})
    hold(NAME in unescape(page.text), "the family reads the text")
    await submit(walk.family, "/n/message", {}, "/n/read")
    say("   The e-mail holds only a code. With it and a date of birth, they read it.")


async def seal(walk: Walk) -> None:
    walk.step("Nothing more is owed: the case closes and its record is sealed.")
    request = await walk.until(lambda r: r["stage"] == "closed", "the case closed")
    hold(request["ending"] == "shared", "it ended as shared")
    to_family = [mail for mail in walk.mails() if f"To: {FAMILY}" in mail]
    hold(len(to_family) == 1, "the family was written to, once")
    record = await the_record(walk)
    walked = verifying(walk.house.storehouse, walk.house.settings)
    found = await asyncio.to_thread(walked.walk, walk.reference)
    hold(not found.faults, f"the account is whole ({found.faults})")
    released = [e for e in told(record) if "made the information available" in e]
    hold(len(released) == 1, "there was exactly one release")
    say("   The account, as it would be read aloud:\n")
    for sentence in told(record):
        say(f"   – {sentence}")


async def the_record(walk: Walk) -> dict[str, Any]:
    for _ in range(100):
        answer = await walk.practitioner.get(f"/requests/{walk.reference}/record")
        if answer.status_code == 200:
            break
        await asyncio.sleep(0.1)
    record: dict[str, Any] = checked(answer, 200)["record"]
    return record


async def look_for_leaks(walk: Walk) -> None:
    walk.step("Every byte that was written is searched for what Pat typed.")
    found = await asyncio.to_thread(clear_copies, walk.running.place.folder)
    hold(not found, f"nothing is written in clear ({', '.join(found)})")
    hold(not any(SECRET in mail for mail in walk.mails()), "no mail holds content")
    say("   Nothing of it is in clear text in any file, log or e-mail.")


def told(record: dict[str, Any]) -> list[str]:
    return [entry["sentence"] for entry in record["timeline"]]


def clear_copies(folder: Path) -> list[str]:
    """Files that hold the secret, the name, or words of the letter in clear."""
    wanted = (SECRET[:30].encode(), NAME.encode(), b"No reason was given on 3")
    return [
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(text in file.read_bytes() for text in wanted)
    ]
