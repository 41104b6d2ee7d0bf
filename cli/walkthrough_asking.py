"""The walkthrough until something may be shared: a request, its doubts, an adviser."""

from cli.demo_files import letter
from cli.walkthrough_people import Walk, checked, hold, say
from cli.walkthrough_words import CHECKS, RECIPIENT, what_is_shared


async def propose(walk: Walk) -> None:
    walk.step("Pat Reed, a teacher, puts somebody new into the directory.")
    added = await walk.practitioner.post("/directory", json=RECIPIENT)
    entry = checked(added, 201)
    hold(entry["standing"] == "unverified", "nobody has checked the address yet")
    walk.recipient_id = entry["id"]
    say(
        "   Whoever writes an entry does not check it alone: it counts for nothing yet."
    )


async def ask_to_share(walk: Walk) -> None:
    walk.step("She starts a request about a pupil.")
    made = await walk.practitioner.post(
        "/requests",
        json=what_is_shared(walk.recipient_id),
        headers={"Idempotency-Key": "walkthrough"},
    )
    walk.reference = checked(made, 201)["reference"]
    say(f"   The request is {walk.reference}. It is now a durable workflow.")


async def add_a_file(walk: Walk) -> None:
    walk.step("She adds a letter of two pages, and leaves out the one about others.")
    where = f"/requests/{walk.reference}/attachments"
    added = await walk.practitioner.post(
        where,
        data={"label": "The attendance record"},
        files={"file": ("attendance.pdf", letter())},
    )
    checked(added, 201)
    request = await walk.until(
        lambda r: r["content"]["attachments"], "the letter was added"
    )
    file = request["content"]["attachments"][0]
    hold(file["media"] == "application/pdf", "it is what its name says")
    hold(file["pages"] == 2, "the file has two pages")
    left_out = {"pages_left_out": [2]}
    patched = await walk.practitioner.patch(f"{where}/{file['id']}", json=left_out)
    checked(patched, 200)
    say("   It was looked at, cleaned of what is hidden in it, and sealed.")
    disguised = {"file": ("photo.png", b"<svg onload='alert(1)'/>")}
    refused = await walk.practitioner.post(
        where, data={"label": "A photo"}, files=disguised
    )
    hold(refused.status_code == 422, "a disguised file is refused")
    say("   A picture that is none is refused, and nothing of it is kept.")


async def be_unsure(walk: Walk) -> None:
    walk.step("Pat answers the questions, and is not sure whether it is lawful.")
    answers = {"U0": "no", "H0": "yes", "Q1": "yes", "Q2": "no", "Q3": "yes"}
    answers |= {"Q4": "unsure", **CHECKS}
    put = await walk.practitioner.put(
        f"/requests/{walk.reference}/answers",
        json={"answers": answers, "notes": {"Q4": "The parents have not agreed."}},
    )
    checked(put, 200)
    request = await walk.until(
        lambda r: r["stage"] == "with_adviser", "it went to an adviser"
    )
    hold(request["needs_adviser"], "an adviser is needed")
    second = request["recipient_known"]["second_eyes"]
    hold(second, "a second person looks at the address of somebody new")
    say("   Nothing is refused and nothing is shared: an adviser is asked.")


async def advise_and_approve(walk: Walk) -> None:
    walk.step("Ada Obi, the adviser, finds it in the inbox, answers and approves.")
    tasks = checked(await walk.adviser.get("/tasks?view=all"), 200)["items"]
    task = next(t for t in tasks if t["reference"] == walk.reference)
    checked(await walk.adviser.post(f"/tasks/{task['id']}/claim"), 200)
    decided = await walk.adviser.post(
        f"/tasks/{task['id']}/decision",
        json={
            "answers": {"Q4": "yes"},
            "decision": "approve",
            "reason": "Safeguarding a child is a lawful reason, and it is necessary.",
            "recipient_checked": "I rang the number on their website.",
        },
    )
    checked(decided, 200)
    say("   Approved, with the reason and how the address was checked.")
