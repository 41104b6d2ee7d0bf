"""Files on the pages: added, refused in words, cut, left out, read back, removed."""

import re

import httpx2

from tests import files
from tests.live import Live
from tests.web.conftest import Browse
from tests.web.desk_work import task_of
from tests.web.walking import Walker, begin, begin_clear

HIDDEN = re.compile(r'name="(csrf|once)" value="([^"]*)"')
FILE = re.compile(r"/files/(file-[0-9a-f]+)/remove")


async def add(walker: Walker, name: str, body: bytes, label: str = "Autumn") -> Walker:
    """Add a file by its page, as a browser sends it."""
    await walker.open("/files/new")
    fields = {**dict(HIDDEN.findall(walker.page.text)), "label": label}
    sent = {"file": (name, body)} if name else {"file": ("", b"")}
    address = str(walker.page.url)
    walker.page = await walker.web.post(address, data=fields, files=sent, timeout=60)
    return walker


def file_on(walker: Walker) -> str:
    found = FILE.search(walker.page.text)
    assert found is not None
    return found[1]


async def test_a_file_is_added_without_javascript(browse: Browse) -> None:
    walker = await add(
        await begin(browse), "Report of Robin.pdf", files.a_pdf("a", "b")
    )
    assert walker.path == "/items"
    assert "Autumn" in walker.text
    assert "2 pages" in walker.text
    assert "You added it as Report of Robin.pdf" in walker.text


async def test_ss_26_a_page_of_the_web_is_refused_and_the_words_are_kept(
    browse: Browse,
) -> None:
    walker = await add(await begin(browse), "a.png", b"<svg xmlns='x'></svg>", "A plan")
    assert walker.page.status_code == 422
    assert "not what the end of its name says" in walker.text
    assert 'href="#file"' in walker.page.text
    assert 'value="A plan"' in walker.page.text
    assert "There is nothing" not in (await walker.open("/items")).text
    assert not FILE.search(walker.page.text)


async def test_without_a_file_or_a_name_for_it_the_page_says_so(browse: Browse) -> None:
    walker = await add(await begin(browse), "", b"", "")
    assert walker.page.status_code == 422
    assert "Choose a file" in walker.text
    assert "Enter what this file is" in walker.text


async def test_a_file_that_is_too_large_is_refused_with_the_limit(
    browse: Browse,
) -> None:
    walker = await add(await begin(browse), "a.txt", b"x" * (25 * 1024 * 1024 + 1))
    assert walker.page.status_code == 422
    assert "25 MB is the most for one file" in walker.text


async def test_a_double_click_adds_one_file(browse: Browse) -> None:
    walker = await begin(browse)
    await walker.open("/files/new")
    fields = {**dict(HIDDEN.findall(walker.page.text)), "label": "Twice"}
    for _ in range(2):
        sent = {"file": ("a.txt", b"Absent.")}
        await walker.web.post(f"{walker.home}/files/new", data=fields, files=sent)
    await walker.open("/items")
    assert len(FILE.findall(walker.page.text)) == 1


async def test_pages_are_left_out_by_ticking_them(browse: Browse) -> None:
    walker = await add(await begin(browse), "a.pdf", files.a_pdf("a", "b", "c"))
    await walker.open(f"/files/{file_on(walker)}")
    assert "Which pages should stay here?" in walker.text
    await walker.send({"label": "Less of it", "pages_left_out": "2"})
    assert walker.path == "/items"
    assert "2 pages (page 2 of 3 left out)" in walker.text
    await walker.open("/preview")
    assert "Less of it" in walker.text


async def test_not_every_page_can_be_left_out(browse: Browse) -> None:
    walker = await add(await begin(browse), "a.pdf", files.a_pdf("a", "b"))
    id = file_on(walker)
    await walker.open(f"/files/{id}")
    hidden = dict(HIDDEN.findall(walker.page.text))
    walker.page = await walker.web.post(
        f"{walker.home}/files/{id}",
        data={**hidden, "label": "All", "pages_left_out": ["1", "2"]},
    )
    assert walker.page.status_code == 422
    assert "That would leave no page" in walker.text


async def test_a_file_is_left_out_put_back_and_removed(browse: Browse) -> None:
    walker = await add(await begin(browse), "a.txt", b"Absent.", "The note")
    id = file_on(walker)
    await walker.send({"file": id, "move": "leave_out"}, to="/files")
    assert "<del>The note</del>" in walker.page.text
    await walker.send({"file": id, "move": "put_back"}, to="/files")
    assert "<del>" not in walker.page.text
    await walker.open(f"/files/{id}/remove")
    assert "Remove this file?" in walker.text
    await walker.send()
    assert "The note" not in walker.text


async def test_ss_27_a_file_is_read_back_as_a_download_and_never_shown(
    browse: Browse,
) -> None:
    walker = await add(await begin(browse), "Robin <b>.txt", b"Absent.")
    answer = await walker.web.get(f"{walker.home}/files/{file_on(walker)}/download")
    assert answer.content == b"Absent."
    looked_at(answer)


def looked_at(answer: httpx2.Response) -> None:
    said = answer.headers
    assert said["content-type"] == "application/octet-stream"
    assert re.fullmatch(
        r'attachment; filename="file-[0-9a-f]+\.txt"', said["content-disposition"]
    )
    assert said["content-security-policy"].startswith("sandbox")
    assert said["x-content-type-options"] == "nosniff"
    assert said["cross-origin-resource-policy"] == "same-origin"
    assert said["cache-control"] == "no-store"


async def test_only_its_practitioner_and_its_advisers_read_a_file(
    browse: Browse, live: Live
) -> None:
    walker = await begin_clear(browse)
    await add(walker, "a.txt", b"Absent.", "For both")
    id = file_on(walker)
    address = f"{walker.home}/files/{id}/download"
    await walker.open("/check")
    assert "For both" in walker.text
    await walker.open("/questions/Q4")
    await walker.send({"answer": "unsure"})
    await walker.open("/check")
    await walker.send(to="/confirm")
    task = task_of(live, walker.reference)
    adviser, stranger = await browse("ada"), await browse("sam")
    assert "For both" in (await adviser.get(f"/tasks/{task}")).text
    looked_at(await adviser.get(f"/tasks/{task}/files/{id}"))
    assert (await stranger.get(address)).status_code == 404
    assert (await stranger.get(f"/tasks/{task}/files/{id}")).status_code in (403, 404)
    assert (await adviser.get(f"/tasks/{task}/files/file-0")).status_code == 404
