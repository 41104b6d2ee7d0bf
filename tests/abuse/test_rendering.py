"""Words that would like to be carried out: they stay words, and fetch nothing."""

import json
import re
import subprocess
import sys
from contextlib import aclosing
from dataclasses import replace
from html import unescape

import pytest

from adapters.clock import now
from cli.demo import Player
from cli.demo_people import CONTACTS
from domain.content import Content, Recipient
from domain.person_notices import DEFAULTS, Ground, Version, generated, template_faults
from tests import builders
from tests.adapters.test_package_pdf import read as drawn
from tests.adapters.test_package_pdf import without_spaces
from tests.architecture.sources import files
from tests.live import Live, submit, until
from tests.web.recipients import Shared, browser, read, shared, staff
from tests.web.second_channels import Place, with_words
from tests.web.test_downloads import BUTTON
from web.spreadsheets import BEGIN_FORMULAS, as_csv

SVG = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>"
FETCHING = (
    "<img src=http://169.254.169.254/latest/meta-data>",
    "<img src=http://127.0.0.1:1/redirects-to-file>",
    "<img src=file:///etc/passwd><object data=file:///etc/passwd>",
    "<style>@import 'http://a.example'; body { background: url(//b.example) }</style>",
    "<link rel=stylesheet href=http://c.example><link rel=attachment href=/etc/passwd>",
    f"<img src=\"{SVG}<image href='http://d.example/x.png'/></svg>\">",
    f"<img src=\"{SVG}<use href='file:///etc/passwd#x'/></svg>\">",
    "<iframe src=http://e.example></iframe><base href=http://f.example>",
)
DRAWING = """
import json, sys
from datetime import UTC, datetime
from adapters import notice_pdf, package_pdf
from domain.person_notices import Letter
from tests.adapters.test_package_pdf import a_package

reached = []

def watch(event, given):
    said = str(given)
    if event.startswith(("socket.", "urllib.")) or "/etc/passwd" in said:
        reached.append(event)

package_pdf.as_pdf(a_package("What it needs to be loaded"))
sys.addaudithook(watch)
text = sys.stdin.read()
at = datetime(2026, 1, 5, tzinfo=UTC)
made = [
    package_pdf.as_pdf(a_package(text, purpose=text, handling=text)),
    notice_pdf.as_pdf(Letter(text, "SR-1", at, text)),
]
print(json.dumps({"reached": reached, "made": [each.hex() for each in made]}))
"""


@pytest.mark.parametrize("text", FETCHING)
def test_ss_33_drawing_a_document_reaches_for_nothing(text: str) -> None:
    """Asked of Python itself, in a process of its own: whatever opens, it says so."""
    done = subprocess.run(
        [sys.executable, "-c", DRAWING],
        input=text, capture_output=True, text=True, timeout=90, check=True,
    )  # fmt: skip
    said = json.loads(done.stdout)
    assert said["reached"] == []
    for each in map(bytes.fromhex, said["made"]):
        assert without_spaces(text) in without_spaces(drawn(each))
        assert b"root:x:" not in each


# Whatever is typed into any field

WORKPLACE = "=cmd|' /C calc'!A0 {{7*7}} {% include '/etc/passwd' %} Works"
PURPOSE = "${7*7} {{config.items()}} {% raise %} <b>bold</b>"
TEXT = "#read(\"/etc/passwd\") <%= 7*7 %> {{''.__class__.__mro__}}"
SOURCE = "@SUM(1+1)*cmd|' /C calc'!A0"
NAME = "Quillon {{7*7}} {organisation} Reeve"
ROLE = '=HYPERLINK("http://evil.example","worker")'
WHERE = "+{{self}} Estuary %(name)s {0.__class__}"
OWN = "=1+1"


class Hostile(Player):
    """Plays a case in which every field would like to be carried out."""

    def _content(self) -> Content:
        content = super()._content()
        known = content.recipient
        assert known is not None
        items = tuple(replace(i, text=TEXT, source=SOURCE) for i in content.items)
        to = Recipient(
            NAME, ROLE, WHERE, known.email, known.phone, known.directory_id, "Rang."
        )
        return replace(content, purpose=PURPOSE, items=items, recipient=to)


def hostile_place(live: Live) -> Place:
    place = with_words(live)
    with live.house.storehouse.writing() as store:
        ours = store.accounts.organisation(place.id)
        store.accounts.keep_organisation(replace(ours, name=WORKPLACE))
        for number, _ in enumerate(CONTACTS):
            known = store.directory.get(place.id, f"d-{place.id}-{number}")
            assert known is not None
            named = replace(known, name=NAME, role=ROLE, organisation=WHERE)
            store.directory.keep(replace(named, verified_at=now()))
    return place


async def test_ss_34_what_is_typed_is_the_same_words_wherever_it_comes_out(
    live: Live,
) -> None:
    place = hostile_place(live)
    player = Hostile(live.house, staff(live.house, place.id), 7_340_001)
    sent = shared(live.house, await player.play("shared"))
    pages = await _what_the_recipient_sees(live, sent)
    for text in (WORKPLACE, PURPOSE, TEXT, SOURCE, NAME, ROLE, WHERE):
        assert without_spaces(text) in without_spaces(pages["document"]), text
    for text in (WORKPLACE, TEXT, SOURCE):
        assert text in pages["items"]
    for text in (WORKPLACE, PURPOSE):
        assert text in pages["terms"]
    assert WORKPLACE in pages["receipt"]
    assert OWN in pages["receipt"]
    async with aclosing(await live.browser(place.sender)) as pia:
        after = unescape((await pia.get(f"/requests/{sent.reference}")).text)
        again = await live.house.desk.open(player._practitioner, player._content())
        before = await pia.get(f"/requests/{again.reference}/preview")
    assert NAME in after
    assert OWN in after
    said = unescape(before.text)
    assert [t for t in (TEXT, SOURCE, PURPOSE, NAME, ROLE) if t not in said] == []
    await _check_json(live, place, sent)
    await _check_mail(live, sent)


async def _what_the_recipient_sees(live: Live, sent: Shared) -> dict[str, str]:
    pages = {}
    async with browser(live) as web:
        shown = await read(web, sent)
        pages["items"] = shown.text
        found = BUTTON.search(shown.text)
        assert found is not None
        file = await submit(web, sent.path("/items"), {}, to=f"{found[1]}/grant")
        pages["document"] = drawn(file.content)
        own = {"received": "yes", "own_reference": OWN}
        to = sent.path("/acknowledge")
        await submit(web, sent.path("/items"), own, to=to)
        for page in ("terms", "receipt"):
            pages[page] = (await web.get(sent.path(f"/{page}"))).text
    return {name: unescape(text) for name, text in pages.items()}


async def _check_json(live: Live, place: Place, sent: Shared) -> None:
    async with live.api(place.sender) as pia:
        shown = (await pia.get(f"/requests/{sent.reference}")).json()
        log = (await pia.get(f"/releases/{sent.parcel().id}/log")).json()
    assert shown["content"]["purpose"] == PURPOSE
    assert {item["text"] for item in shown["content"]["items"]} == {TEXT}
    assert OWN in {line["words"] for line in log["lines"]}


async def _check_mail(live: Live, sent: Shared) -> None:
    async def came() -> bool:
        return any(sent.number in str(mail["Subject"]) for mail in live.mail())

    await until(came)
    for letter in live.mail():
        if sent.number in str(letter["Subject"]):
            said = letter.get_payload(decode=True)
            assert isinstance(said, bytes)
            for text in (PURPOSE, TEXT, NAME, ROLE):
                assert text.encode() not in said
            assert b"49" not in re.sub(rb"http\S+", b"", said)


# Templates

FORMULA = re.compile(r"csv\.(writer|DictWriter)|text/csv.{0,40}attachment")


def test_ss_34_templates_come_from_the_program_and_from_nowhere_else() -> None:
    for file in files():
        source = file.read_text(encoding="utf-8")
        assert not re.search(r"(?<!message_)from_string\(", source), file
        assert not re.search(r"\bTemplate\(['\"f]", source), file
        loaders = re.findall(r"(\w+Loader)\(", source)
        assert set(loaders) <= {
            "PackageLoader", "FileSystemLoader", "ChoiceLoader", "PrefixLoader"
        }, file  # fmt: skip


def test_ss_34_no_table_is_written_that_a_spreadsheet_would_work_out() -> None:
    """One place writes CSV, and it guards the first letters of every cell."""
    writing = [f for f in files() if FORMULA.search(f.read_text(encoding="utf-8"))]
    assert [file.name for file in writing] == ["spreadsheets.py"]
    for begin in BEGIN_FORMULAS:
        assert as_csv([(f"{begin}1+1", 7)]).lstrip('"').startswith(f"'{begin}")


@pytest.mark.parametrize(
    "typed", ["{{7*7}}", "{organisation.__class__}", "{0}", "%(telephone)s", "${what}"]
)
def test_ss_34_a_template_of_an_administrator_fills_in_words_and_no_more(
    typed: str,
) -> None:
    template = f"{DEFAULTS[Version.PLAIN]}\n{typed}"
    content = builders.content()
    person = replace(content.individuals[0], name="{telephone} {organisation}")
    ground = Ground("Works {telephone}", "01632 960000", "SR-1", "5 January 2026")
    made = generated(template, content, person, ground)
    assert "<class" not in made
    assert "49" not in made
    assert "Works {telephone}" in made  # what is filled in is not looked at again
    if typed != "${what}":
        assert typed in made or template_faults(template)
