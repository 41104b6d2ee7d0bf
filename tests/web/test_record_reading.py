"""Reading a record: who sees which lines, as a document, and who read it when."""

from io import BytesIO

import pikepdf

from activities.record_check import check_record
from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor, play, send, task_of
from tests.web.test_record_pages import has_record, sealed

INTERNAL = ("gave the adviser task to Ben Cole", "I am away from noon.", "She rang.")


async def handed_on_and_declined(live: Live, browse: Browse) -> str:
    """A sealed case whose task was given to a colleague, with a note for advisers."""
    reference = await play(live, "unsure")
    ada, ben = await browse("ada"), await browse("ben")
    task = f"/tasks/{task_of(live, reference)}"
    note = {"comment": "She rang.", "readers": "advisers"}
    await send(ada, task, note, to=f"{task}/comments")
    away = {"to": actor(live, "ben").id, "reason": "I am away from noon."}
    await send(ada, f"{task}/reassign", away)
    no = {"choice": "decline", "reason": "A court forbids it."}
    await send(ben, f"{task}/decision?choice=decline", no)
    await until(lambda: has_record(live, reference))
    return reference


async def test_what_is_between_advisers_is_not_for_whose_request_it_is(
    live: Live, browse: Browse
) -> None:
    reference = await handed_on_and_declined(live, browse)
    pat, ines, ada = await browse("pat"), await browse("ines"), await browse("ada")
    of_record = f"/records/{reference}"
    for reader in (ines, ada):
        page = (await reader.get(of_record)).text
        assert all(part in page for part in INTERNAL)
        assert "(JSON)" in page
    theirs = (await pat.get(of_record)).text
    theirs += (await pat.get(f"/requests/{reference}")).text
    async with live.api("pat") as api:
        at = f"/requests/{reference}"
        theirs += (await api.get(f"{at}/timeline")).text
        record = (await api.get(f"{at}/record")).json()
        theirs += str(record)
    assert "A court forbids it." in theirs
    assert not any(part in theirs for part in INTERNAL)
    assert not record["whole"]
    assert "The fingerprint is of the whole record" in theirs
    assert (await pat.get(f"{of_record}/record.json")).status_code == 403
    assert (await pat.get(f"{of_record}/record.pdf")).status_code == 200


async def test_a_record_is_a_document_on_the_page_and_through_the_interface(
    live: Live, browse: Browse
) -> None:
    reference = await sealed(live)
    ines = await browse("ines")
    shown = await ines.get(f"/records/{reference}/record.pdf")
    assert shown.headers["content-type"] == "application/pdf"
    assert shown.headers["content-disposition"].endswith(f'"{reference}.pdf"')
    async with live.api("ines") as api:
        again = await api.get(f"/requests/{reference}/record.pdf")
    assert again.content == shown.content
    with pikepdf.open(BytesIO(shown.content)) as pdf:
        assert reference in str(pdf.docinfo.Title)
    noor = await browse("noor")
    assert (await noor.get(f"/records/{reference}/record.pdf")).status_code == 404


async def test_whoever_read_a_case_or_its_record_is_on_record_once_an_hour(
    live: Live, browse: Browse
) -> None:
    reference = await sealed(live, "declined")
    pat, ada, ines = await browse("pat"), await browse("ada"), await browse("ines")
    for reader in (pat, ada, ines, ines):
        assert (await reader.get(f"/records/{reference}")).status_code == 200
    assert (await pat.get(f"/requests/{reference}")).status_code == 200
    assert (await ada.get(f"/tasks/cases/{reference}")).status_code == 200
    page = (await ines.get(f"/records/{reference}/readers")).text
    assert "Ada Obi (adviser) read this case." in page
    assert "Pat Reed" not in page
    assert (await ada.get(f"/records/{reference}/readers")).status_code == 403
    async with live.api("ines") as api:
        read = (await api.get(f"/requests/{reference}/readers")).json()["items"]
    told = sorted((each["by"].split()[0], each["what"]) for each in read)
    assert told == [
        ("Ada", "case_read"),
        ("Ada", "record_read"),
        ("Ines", "record_read"),
    ]
    said = {each["sentence"] for each in read}
    at = f"/requests/{reference}/timeline"
    async with live.api("ada") as hers, live.api("pat") as his:
        all_lines = (await hers.get(at)).json()["items"]
        kept_from = (await his.get(at)).text + (await pat.get(at[:-9])).text
    assert said <= {line["sentence"] for line in all_lines}
    assert not any(each in kept_from for each in said)
    assert (
        "Ada Obi (adviser) read this case."
        in (await ada.get(f"/tasks/cases/{reference}")).text
    )


async def test_the_record_of_every_story_is_as_its_schema_has_it(live: Live) -> None:
    endings = set()
    for story in ("told", "declined", "refused", "withdrawn", "signposted"):
        reference = await sealed(live, story)
        with live.house.storehouse.reading() as store:
            record = store.records.get(reference)
        assert record is not None
        check_record(record.body)
        endings.add(record.body.partition('"ending":"')[2].partition('"')[0])
    assert endings == {"shared", "not_shared", "withdrawn", "signposted"}
