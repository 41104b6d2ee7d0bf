"""The walkthrough of the share itself: made, collected, answered, and closed."""

import os
import re
import signal
from html import unescape
from io import BytesIO

import httpx2
import pikepdf

from cli.walkthrough_people import Walk, checked, hold, say, submit
from cli.walkthrough_words import RECIPIENT, SECRET

LINK = re.compile(r"http://\S+/c/(\S+)")
GRANT = re.compile(r'action="(/c/[^"]+/grant)"')


def kill(walk: Walk) -> None:
    walk.step("The worker is killed in the middle of the share.")
    os.kill(walk.running.children.pid("worker"), signal.SIGKILL)
    say("   It is started again by itself.")


async def share(walk: Walk) -> None:
    walk.step("The information is sealed and made available, once.")
    request = await walk.until(
        lambda r: r["release"] and r["release"]["state"] != "preparing",
        "the release was made",
    )
    release = request["release"]
    say(f"   The release is {release['number']}.")
    more = {"days": 30, "reason": "She is away until next week."}
    path = f"/releases/{release['id']}/extend"
    checked(await walk.practitioner.post(path, json=more), 200)
    await walk.until(
        lambda r: r["release"]["expires_at"] > release["expires_at"],
        "it can be collected for longer",
    )
    say("   Pat gives the recipient more days, and says why.")


async def collect(walk: Walk) -> None:
    walk.step("Wren Sable, the recipient, opens the link and proves who she is.")
    release = await walk.release()
    locator = await walk.mailed(LINK, "the recipient", release["number"])
    web, walk.door = walk.recipient, f"/c/{locator}"
    opened = await web.get(walk.door)
    hold(SECRET not in opened.text, "opening the link shows nothing")
    address = {"email": RECIPIENT["email"]}
    await submit(web, walk.door, address, f"{walk.door}/start")
    code = f"{walk.door}/code"
    wrong = await submit(web, code, {"code": "acorn album amber anchor"})
    hold(SECRET not in wrong.text, "wrong words open nothing")
    say("   The link alone opens nothing, and wrong words do not either.")
    await submit(web, code, {"code": release["phrase"]})
    accepted = {"role": "Duty social worker", "accept": "yes"}
    inside = await submit(web, f"{walk.door}/terms", accepted)
    hold(SECRET in unescape(inside.text), "the recipient can read the item")
    say("   With the four words that Pat read out on the telephone, she reads it.")
    await fetch(walk, inside.text)


async def fetch(walk: Walk, page: str) -> None:
    """What the recipient keeps: the whole as one document, and the letter."""
    grants = GRANT.findall(page)
    hold(len(grants) == 2, "there are two files to download")
    pages = []
    for grant in grants:
        saved = await submit(walk.recipient, f"{walk.door}/items", {}, grant)
        hold(saved.content.startswith(b"%PDF-"), "a document is saved")
        with pikepdf.open(BytesIO(saved.content)) as pdf:
            pages.append(len(pdf.pages))
    hold(pages[1] == 1, "the page that was left out did not go")
    say("   She downloads it all as one document, and the letter. That is counted.")


async def answer(walk: Walk) -> None:
    walk.step("She confirms that she has it, and later says what came of it.")
    form = {"received": "yes", "own_reference": "DUTY-0001"}
    path = f"{walk.door}/acknowledge"
    received = await submit(walk.recipient, f"{walk.door}/items", form, path)
    hold(received.status_code == 200, "the receipt is shown")
    await walk.until(
        lambda r: r["release"]["state"] == "acknowledged", "it was acknowledged"
    )
    came = {"feedback": "referral", "said": "We visit this week."}
    thanked = await submit(walk.recipient, f"{walk.door}/feedback", came)
    hold(thanked.status_code == 200, "what came of it is taken")
    await walk.until(lambda r: r["feedback"], "Pat learns what came of it")
    say("   Pat learns that it was accepted as a referral.")
    await see_what_was_seen(walk)


async def see_what_was_seen(walk: Walk) -> None:
    release = (await walk.release())["id"]
    lines = await walk.practitioner.get(f"/releases/{release}/log")
    seen = [line["what"] for line in checked(lines, 200)["lines"]]
    for what in ("opened", "code_wrong", "granted", "fetched", "acknowledged"):
        hold(what in seen, f"the log of the release has: {what}")
    say("   Pat sees what she opened, downloaded and confirmed, and when.")


async def close_the_link(walk: Walk) -> None:
    walk.step("Pat closes the link, because the recipient has stored it.")
    hold(SECRET in unescape((await inside(walk)).text), "she could still read it")
    release = (await walk.release())["id"]
    reason = {"reason": "It is stored at their end."}
    path = f"/releases/{release}/revoke"
    checked(await walk.practitioner.post(path, json=reason), 200)
    closed = await inside(walk)
    hold(closed.status_code == 404, "the very next page is closed")
    hold(SECRET not in unescape(closed.text), "and shows nothing any more")
    say("   The recipient's very next click finds it closed.")


async def inside(walk: Walk) -> httpx2.Response:
    return await walk.recipient.get(f"{walk.door}/items")
