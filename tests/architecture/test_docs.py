"""The documents say what is so: settings, terms, links, drawings, decisions."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from adapters.providers import SignIn, StaffSignIn
from adapters.settings import Settings
from tests.architecture import guidance, lifecycle, permissions, rule_documents

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "adr").glob("*.md"))

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")
MACHINE = re.compile(r"(?<![\w.$}])/(?:work|root|home|tmp|Users|mnt|opt)/")

each_page = pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: str(page.relative_to(ROOT))
)


def sections(page: Path) -> dict[str, str]:
    """The text under each heading of the second level."""
    parts = re.split(r"^## +(.+)$", page.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """What a link may point to: headings, as code hosts name them."""
    titles = re.findall(
        r"^#+ +(.+)$", without_code(page.read_text()), flags=re.MULTILINE
    )
    plain = (re.sub(r"[^\w\- ]", "", title.lower()) for title in titles)
    return {title.replace(" ", "-") for title in plain}


# Settings


def shown(field: FieldInfo) -> str:
    """A default as docs/settings.md writes it."""
    value = field.default
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    if value is None:
        return "none"
    return str(value) or "empty"


def bounds(field: FieldInfo) -> list[str]:
    words = {"ge": "at least", "le": "at most", "gt": "above", "lt": "below"}
    return [
        f"{word} {getattr(rule, name):g}"
        for rule in field.metadata
        for name, word in words.items()
        if hasattr(rule, name)
    ]


def test_every_setting_has_its_heading_and_no_other_has() -> None:
    headings = list(sections(DOCS / "settings.md"))
    assert headings == list(Settings.model_fields)


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_a_setting_is_described_as_it_is(name: str) -> None:
    field = Settings.model_fields[name]
    text = " ".join(sections(DOCS / "settings.md")[name].split())
    assert f"`SHAREWELL_{name.upper()}`" in text
    if field.is_required():
        assert " Required" in text
    else:
        assert f"Default: `{shown(field)}`." in text
    for bound in bounds(field):
        assert bound in text
    kinds = (SecretStr, SecretStr | None, tuple[SignIn, ...], tuple[StaffSignIn, ...])
    assert ("ecret" in text) == (field.annotation in kinds)


# Glossary


def terms() -> list[tuple[str, str]]:
    rows = re.findall(
        r"^\| (?!term )([^|]+) \|[^|]+\| `([\w.]+)` \|",
        (DOCS / "glossary.md").read_text(),
        flags=re.MULTILINE,
    )
    assert len(rows) > 40
    return rows


@pytest.mark.parametrize(("term", "place"), terms())
def test_every_term_of_the_glossary_is_in_the_code(term: str, place: str) -> None:
    parts = place.split(".")
    module = import_module(".".join(parts[:2]))
    found: object = module
    for name in parts[2:]:
        found = getattr(found, name)


def test_no_term_is_explained_twice() -> None:
    names = [term for term, _ in terms()]
    assert len(names) == len(set(names))


# Links, files, paths


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(without_code(page.read_text())):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@each_page
def test_every_file_it_names_exists(page: Path) -> None:
    made = ("var/", "node_modules/")
    for name in FILE.findall(page.read_text()):
        if not name.startswith(made):
            assert (ROOT / name).exists(), name


@pytest.mark.parametrize(
    "page", [*PAGES, ROOT / ".env.example"], ids=lambda page: page.name
)
def test_no_document_knows_the_machine_it_was_written_on(page: Path) -> None:
    assert MACHINE.findall(page.read_text()) == []


# Drawings


def test_the_lifecycle_is_drawn_from_the_table_of_stages() -> None:
    again = "python -m tests.architecture.lifecycle"
    assert lifecycle.PAGE.read_text() == lifecycle.page(), again


def test_the_page_of_permissions_is_written_from_their_table() -> None:
    again = "python -m tests.architecture.permissions"
    assert permissions.PAGE.read_text() == permissions.page(), again


def test_the_guidance_is_drawn_from_the_rule_sets() -> None:
    again = "python -m tests.architecture.guidance"
    text = guidance.PAGE.read_text()
    assert text == guidance.page(text), again


def test_the_documents_of_the_rule_sets_say_what_their_files_say() -> None:
    again = "python -m tests.architecture.rule_documents"
    made = rule_documents.documents()
    assert {path for path in made if not path.exists()} == set(), again
    assert all(path.read_text() == text for path, text in made.items()), again
    kept = {*(DOCS / "rules").iterdir(), *(DOCS / "pictures").iterdir()}
    assert kept == set(made), "documents of rule sets that are no more"


def test_the_guidance_says_whose_judgement_counts_and_where_it_comes_from() -> None:
    text = " ".join((DOCS / "guidance.md").read_text().split())
    assert "supports a person's judgement" in text
    assert "nothing here is legal advice" in text
    assert "July 2018" in text
    assert "May 2024" in text


# Decisions


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_context_decision_and_consequences(page: Path) -> None:
    text = page.read_text()
    assert text.startswith(f"# {page.name[:4]}. ")
    assert list(sections(page)) == ["Context", "Decision", "Consequences"]
    assert all(part.strip() for part in sections(page).values())
    assert len(text.split()) < 320, "half a page"


def test_every_decision_is_in_the_list() -> None:
    text = (DOCS / "architecture.md").read_text()
    assert set(re.findall(r"\(adr/([\w-]+\.md)\)", text)) == {
        page.name for page in DECISIONS
    }


# Runbook and changelog


def test_every_trouble_says_what_it_looks_like_what_it_means_and_what_to_do() -> None:
    for trouble, text in sections(DOCS / "runbook.md").items():
        for part in ("**You see**", "**It means**", "**Do**"):
            assert part in text, f"{trouble}: {part}"


def test_the_changelog_begins_with_what_is_not_released_yet() -> None:
    assert next(iter(sections(ROOT / "CHANGELOG.md"))) == "[Unreleased]"
