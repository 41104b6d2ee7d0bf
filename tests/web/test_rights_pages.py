"""What people ask about what is kept of them, on the pages."""

from datetime import timedelta

import httpx2

from api.fields import today
from tests.live import Live, submit
from tests.web.asking_rights import case_about, somebody
from tests.web.conftest import Browse

WHY = "It is not settled yet what is right."


def day(name: str, ahead: int = 0) -> dict[str, str]:
    at = today() + timedelta(days=ahead)
    parts = {"day": at.day, "month": at.month, "year": at.year}
    return {f"{name}-{part}": str(value) for part, value in parts.items()}


def asked(name: str, kind: str = "access") -> dict[str, str]:
    return {
        "kind": kind,
        **day("received_on"),
        "name": name,
        "asked": "What do you keep about me?",
        "identity": "known",
        "identity_how": "Her worker was with her.",
    }


async def opened(web: httpx2.AsyncClient, name: str, kind: str = "access") -> str:
    made = await submit(web, "/rights/new", asked(name, kind))
    assert made.status_code == 200, made.text
    return made.url.path


async def test_a_request_is_written_down_and_what_is_missing_is_said(
    browse: Browse,
) -> None:
    ada, name = await browse("ada"), somebody()
    empty = await submit(ada, "/rights/new", {"asked": "All of it."})
    assert empty.status_code == 422
    for sentence in ("Select what they ask", "Enter the day it came", "Enter their"):
        assert sentence in empty.text
    assert "All of it." in empty.text
    ahead = asked(name) | day("received_on", 2)
    assert (await submit(ada, "/rights/new", ahead)).status_code == 422
    unsaid = asked(name) | {"identity_how": ""}
    again = await submit(ada, "/rights/new", unsaid)
    assert 'href="#identity_how"' in again.text
    of = await opened(ada, name)
    shown = await ada.get(of)
    assert name in shown.text
    assert of in (await ada.get("/rights")).text
    assert name not in (await ada.get("/rights")).text
    assert (await ada.get(f"{of}/burn")).status_code == 404


async def test_a_copy_is_looked_at_part_by_part_and_by_two(
    live: Live, browse: Browse
) -> None:
    ada, ben, name = await browse("ada"), await browse("ben"), somebody()
    reference = await case_about(live, name)
    of = await opened(ada, name)
    copy = await submit(ada, of, {}, f"{of}/search")
    assert copy.url.path == f"{of}/copy"
    assert reference in copy.text
    wrong = await submit(ada, f"{of}/copy/1", {"choice": "leave_out"})
    assert wrong.status_code == 422
    assert "Choose the reason why they do not get all of it" in wrong.text
    bare = await submit(ada, f"{of}/copy/1", {})
    assert "Select what becomes of it" in bare.text
    early = await submit(ada, f"{of}/copy", {}, f"{of}/copy/ready")
    assert early.status_code == 409
    await submit(ada, f"{of}/copy", {}, f"{of}/copy/unmarked")
    view = (await ada.get(f"{of}/copy")).text
    for number in range(1, 40):
        if f'>Choose<span class="govuk-visually-hidden"> for part {number}<' in view:
            out = {"choice": "leave_out", "exemption": "others"}
            await submit(ada, f"{of}/copy/{number}", out)
    ready = await submit(ada, f"{of}/copy", {}, f"{of}/copy/ready")
    assert "Ada Obi has made it ready" in ready.text
    own = await submit(ada, f"{of}/copy", {"sure": "yes"}, f"{of}/copy/approve")
    assert own.status_code == 409
    unsure = await submit(ben, f"{of}/copy", {}, f"{of}/copy/approve")
    assert unsure.status_code == 422
    good = await submit(ben, f"{of}/copy", {"sure": "yes"}, f"{of}/copy/approve")
    assert "It is approved." in good.text
    document = await ada.get(f"{of}/copy/document.pdf")
    assert document.headers["content-type"] == "application/pdf"
    assert (await ada.get(f"{of}/copy/nothing")).status_code == 404
    done = {"outcome": "in_part", "reasons": "Some of it is about others."}
    closed = await submit(ada, f"{of}/close", done)
    assert "This is finished: done in part." in closed.text
    text = (await ada.get(f"{of}/letter")).text
    assert "We have done a part of what you asked." in text
    gone = await submit(ada, f"{of}/destroy", {"sure": "yes"})
    assert "has been destroyed" in gone.text
    assert name not in gone.text


async def test_a_restricted_case_asks_why_before_it_is_read(
    live: Live, browse: Browse
) -> None:
    ada, pat, name = await browse("ada"), await browse("pat"), somebody()
    reference = await case_about(live, name)
    of = await opened(ada, name, "restriction")
    unknown = await submit(ada, f"{of}/link", {"reference": "SR-NONE-NONE"})
    assert unknown.status_code == 422
    await submit(ada, f"{of}/link", {"reference": reference.lower()})
    page = f"{of}/restrict"
    bare = await submit(ada, page, {"reference": reference})
    assert 'href="#reason">Write down the reason' in bare.text
    shown = await submit(ada, page, {"reference": reference, "reason": WHY})
    assert "Restricted" in shown.text
    shut = await pat.get(f"/requests/{reference}")
    assert shut.url.path == f"/restricted/{reference}"
    assert "This case is restricted" in shut.text
    empty = await submit(pat, shut.url.path, {"reason": " "})
    assert empty.status_code == 422
    then = {"reason": "I have to reply.", "then": f"/requests/{reference}"}
    read = await submit(pat, shut.url.path, then)
    assert read.url.path.startswith(f"/requests/{reference}")
    lifted = await submit(
        ada, f"{of}/lift", {"reference": reference, "reason": "It is settled."}
    )
    assert "lifted the restriction" in lifted.text
    free = await ada.get(f"/restricted/{reference}?then=//elsewhere.example")
    assert free.url.path != f"/restricted/{reference}"
    assert free.url.host == "127.0.0.1"


async def test_a_complaint_is_acknowledged_and_then_answered(browse: Browse) -> None:
    ines = await browse("ines")
    of = await opened(ines, somebody(), "complaint")
    assert (await ines.get(f"{of}/close")).url.path == of
    shown = await submit(ines, f"{of}/acknowledge", day("on"))
    assert "As soon as you can" in shown.text
    ended = await submit(
        ines, f"{of}/close", {"outcome": "not_done", "reasons": "We looked at it."}
    )
    assert "This is finished: not done." in ended.text
    assert of in (await ines.get("/rights?finished=yes")).text


async def test_it_is_for_advisers_and_auditors_alone(browse: Browse) -> None:
    pat, ada = await browse("pat"), await browse("ada")
    of = await opened(ada, somebody(), "objection")
    for path in ("/rights", "/rights/new", of, f"{of}/letter"):
        assert (await pat.get(path)).status_code == 403, path
    assert (await ada.get("/rights/RR-NONE-NONE")).status_code == 404
