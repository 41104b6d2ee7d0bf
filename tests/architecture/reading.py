"""How hard a page is to read: its words, out of its template, and their grade.

The grade is the Coleman-Liau index (M. Coleman and T. L. Liau, "A computer readability
formula designed for machine scoring", Journal of Applied Psychology 60, 1975), which
counts letters and sentences. A grade is a school year: five more is an age.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

BLOCKS = frozenset(
    [
        "p",
        "li",
        "h1",
        "h2",
        "h3",
        "dt",
        "dd",
        "td",
        "th",
        "label",
        "legend",
        "summary",
        "strong",
        "a",
    ]
)
UNSEEN = frozenset(("title", "script", "style", "svg"))
SHORTEST = 3
"""Fewer words than this are a label and not a sentence."""


class Words(HTMLParser):
    """The sentences of a page, each block by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.blocks[-1] += data


def sentences(template: str) -> list[str]:
    """Everything on a page that a person reads as a sentence."""
    spoken = re.sub(r"\{#.*?#\}", "", template, flags=re.S)
    page = re.sub(r"\{[{%].*?[}%]\}", _of_expression, spoken, flags=re.S)
    reader = Words()
    reader.feed(page)
    found = (s for block in reader.blocks for s in re.split(r"(?<=[.?!:])\s+", block))
    whole = (" ".join(each.split()) for each in found)
    return [each for each in whole if len(each.split()) >= SHORTEST]


def _of_expression(found: re.Match[str]) -> str:
    """The words that a template passes on; one word for each value it prints."""
    texts = re.findall(r'"((?:[^"\\]|\\.)*)"', found[0])
    said = [text for text in texts if _is_prose(text)]
    if said:
        return "".join(f"<p>{text}</p>" for text in said)
    return "name" if found[0].startswith("{{") else ""


def _is_prose(text: str) -> bool:
    words = text.split()
    markup = any(mark in text for mark in ("<", "{", "govuk-", "app-", ".html", "/"))
    return len(words) >= SHORTEST and not markup


def grade(said: list[str]) -> float:
    """The school year that reads this with ease."""
    words = [word for each in said for word in re.findall(r"[A-Za-z’'-]+", each)]
    letters = sum(len(re.sub(r"[^A-Za-z]", "", word)) for word in words)
    per_hundred = 100 / len(words)
    return 0.0588 * letters * per_hundred - 0.296 * len(said) * per_hundred - 15.8


def templates(*folders: str) -> list[Path]:
    base = Path(__file__).parents[2] / "web" / "templates"
    return sorted(page for folder in folders for page in (base / folder).glob("*.html"))
