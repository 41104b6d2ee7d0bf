"""Draws a rule set: as lines of text, and as a picture of its questions and endings.

The picture is one column of questions from top to bottom. Endings stand to the right,
ways that skip questions run along the left. It carries no style and no script, so it
can be shown anywhere and printed. What a case walked through is drawn thicker.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from xml.etree import ElementTree

from casework.rule_steps import PARTS, SAID, Step, Way, steps
from domain.evaluation import Answers
from domain.graph import RuleSet, Verdict
from domain.wording import Wording

WIDTH, LEFT, BOX, CHIP_AT, CHIP = 340, 44, 176, 232, 106
LINE, PAD, GAP, LANE = 15, 8, 22, 7
LETTERS_IN_BOX, LETTERS_IN_CHIP, LETTERS_IN_ROW = 25, 16, 52
INK, QUIET, WALKED, PAPER = "#0b0c0c", "#505a5f", "#1d70b8", "#ffffff"

COLOURS: Mapping[str, str] = {
    Verdict.SHARE.value: "#00703c",
    Verdict.SHARE_ANONYMISED.value: "#00703c",
    Verdict.URGENT_SHARE.value: "#00703c",
    Verdict.DO_NOT_SHARE.value: "#942514",
    Verdict.ESCALATE.value: "#4c2c92",
}


def spell_out(
    rules: RuleSet, wording: Wording, walked: Answers | None = None
) -> list[str]:
    """The rules as lines of text; `>` marks the answers that a case walked through."""
    lines = [f"{rules.id}, version {rules.version}: {wording.title}"]
    if wording.provisional:
        lines.append("Provisional: not settled law.")
    part = None
    for step in steps(rules, wording, walked):
        if step.stage is not part:
            part = step.stage
            lines += ["", PARTS[part]]
        lines.append(f"  {step.id}  {step.question}")
        for way in step.ways:
            because = f"  ({way.reason})" if way.reason else ""
            mark = ">" if way.taken else " "
            lines.append(f"    {mark} {way.when} → {way.says}{because}")
    says = dict(wording.guards)
    if rules.guards:
        lines += ["", "Guards"]
        lines += [f"  {guard.id}  {says[guard.id]}" for guard in rules.guards]
    return lines


def draw(rules: RuleSet, wording: Wording, walked: Answers | None = None) -> str:
    """The rules as an SVG picture; what a case walked through stands out."""
    rows = list(_laid_out(steps(rules, wording, walked)))
    notes = [
        line
        for id, says in wording.guards
        if any(guard.id == id for guard in rules.guards)
        for line in wrap(f"{id}: {says}", LETTERS_IN_ROW)
    ]
    foot = rows[-1].bottom + GAP
    picture = _Picture(foot + LINE * len(notes) + PAD)
    about = "the path taken is drawn thicker" if walked else "endings are on the right"
    picture.name(
        f"{rules.id}: {wording.title}", f"Every question from top to bottom; {about}."
    )
    _draw_ways(picture, rows)
    for row in rows:
        _draw_row(picture, row)
    for number, line in enumerate(notes):
        picture.text((PAD, foot + LINE * (number + 1)), line)
    return picture.done()


@dataclass(frozen=True)
class _Row:
    """One question and how far down it stands; `heading` begins a new part."""

    step: Step
    lines: tuple[str, ...]
    top: int
    height: int
    heading: str = ""

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


def _laid_out(every: tuple[Step, ...]) -> Iterator[_Row]:
    top, part = PAD, None
    for step in every:
        heading = PARTS[step.stage] if step.stage is not part else ""
        part = step.stage
        top += LINE * 2 if heading else 0
        lines = tuple(wrap(f"{step.id}. {step.question}", LETTERS_IN_BOX))
        if step.said:
            lines += (f"Answered: {SAID[step.said]}",)
        chips = sum(_chip_height(way) + PAD for way in step.endings)
        height = max(LINE * len(lines) + PAD * 2, chips)
        yield _Row(step, lines, top, height, heading)
        top += height + GAP


def _chip_lines(way: Way) -> list[str]:
    return wrap(f"{way.when}: {way.says}", LETTERS_IN_CHIP)


def _chip_height(way: Way) -> int:
    return LINE * len(_chip_lines(way)) + PAD


def _draw_row(picture: "_Picture", row: _Row) -> None:
    if row.heading:
        picture.text((PAD, row.top - LINE), row.heading, bold=True)
    box = (LEFT, row.top, BOX, row.height)
    picture.box(box, WALKED if row.step.said else INK, 3 if row.step.said else 1)
    for number, line in enumerate(row.lines):
        last = number == len(row.lines) - 1 and row.step.said is not None
        y = row.top + PAD + LINE * (number + 1) - 4
        picture.text((LEFT + PAD, y), line, bold=last)
    top = row.top
    for way in row.step.endings:
        _draw_ending(picture, way, top)
        top += _chip_height(way) + PAD


def _draw_ending(picture: "_Picture", way: Way, top: int) -> None:
    height = _chip_height(way)
    colour = WALKED if way.taken else COLOURS.get(way.end, QUIET)
    thick = 3 if way.taken else 1
    middle = top + height // 2
    picture.line([(LEFT + BOX, middle), (CHIP_AT, middle)], colour, thick)
    picture.box((CHIP_AT, top, CHIP - PAD, height), colour, thick, round_=10)
    for number, line in enumerate(_chip_lines(way)):
        y = top + LINE * (number + 1)
        picture.text((CHIP_AT + 6, y), line, bold=way.taken, size=11)


def _draw_ways(picture: "_Picture", rows: list[_Row]) -> None:
    """Arrows down to the next question, and around the left of those skipped."""
    at = {row.step.id: number for number, row in enumerate(rows)}
    lanes: list[int] = []
    for number, row in enumerate(rows):
        beside = 0
        for way in row.step.onward:
            target = rows[at[way.to]]
            if at[way.to] == number + 1:
                _draw_down(picture, row, target, way)
            else:
                lane = _free_lane(lanes, row.top, target.top + LINE)
                x = max(LEFT - LANE * (lane + 2), 2)
                _draw_around(picture, (row.bottom - 6 - 10 * beside, x), target, way)
                beside += 1


def _free_lane(lanes: list[int], top: int, bottom: int) -> int:
    """The first lane on the left that nothing runs along from here on."""
    lane = next((n for n, used in enumerate(lanes) if used < top), len(lanes))
    lanes[lane : lane + 1] = [bottom]
    return lane


def _draw_down(picture: "_Picture", row: _Row, target: _Row, way: Way) -> None:
    x = LEFT + BOX - 60
    colour = WALKED if way.taken else QUIET
    points = [(x, row.bottom), (x, target.top)]
    picture.line(points, colour, 3 if way.taken else 1, arrow=True)
    picture.text((x + 6, row.bottom + LINE), way.when, bold=way.taken, size=11)


def _draw_around(
    picture: "_Picture", begins: tuple[int, int], target: _Row, way: Way
) -> None:
    start, lane = begins
    end = target.top + LINE
    points = [(LEFT, start), (lane, start), (lane, end), (LEFT, end)]
    colour = WALKED if way.taken else QUIET
    picture.line(points, colour, 3 if way.taken else 1, arrow=True)
    picture.text((LEFT + 2, start + 19), way.when, bold=way.taken, size=11)


class _Picture:
    """An SVG in the making, of shapes with their colours as attributes."""

    def __init__(self, height: int) -> None:
        self._root = ElementTree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {WIDTH} {height}",
                "role": "img",
                "aria-labelledby": "name about",
                "font-family": "Arial, Helvetica, sans-serif",
            },
        )

    def name(self, title: str, about: str) -> None:
        """What the picture shows, for those who do not see it."""
        for tag, text in (("title", title), ("desc", about)):
            named = {"id": "name" if tag == "title" else "about"}
            ElementTree.SubElement(self._root, tag, named).text = _printable(text)
        self._add("rect", {"width": "100%", "height": "100%", "fill": PAPER})

    def box(
        self,
        place: tuple[int, int, int, int],
        colour: str,
        thick: int,
        *,
        round_: int = 2,
    ) -> None:
        x, y, width, height = map(str, place)
        self._add(
            "rect",
            {"x": x, "y": y, "width": width, "height": height, "rx": str(round_)}
            | {"fill": PAPER, "stroke": colour, "stroke-width": str(thick)},
        )

    def line(
        self,
        points: list[tuple[int, int]],
        colour: str,
        thick: int,
        *,
        arrow: bool = False,
    ) -> None:
        path = " ".join(f"{x},{y}" for x, y in points)
        drawn = {"fill": "none", "stroke": colour, "stroke-width": str(thick)}
        self._add("polyline", {"points": path} | drawn)
        if arrow:
            self._add("polygon", {"points": _head(*points[-2:]), "fill": colour})

    def text(
        self, place: tuple[int, int], words: str, *, bold: bool = False, size: int = 12
    ) -> None:
        x, y = map(str, place)
        weight = {"font-weight": "bold"} if bold else {}
        shown = {"x": x, "y": y, "fill": INK, "font-size": str(size)} | weight
        self._add("text", shown).text = _printable(words)

    def done(self) -> str:
        ElementTree.indent(self._root)
        return ElementTree.tostring(self._root, encoding="unicode") + "\n"

    def _add(self, tag: str, attributes: dict[str, str]) -> ElementTree.Element:
        return ElementTree.SubElement(self._root, tag, attributes)


def _head(before: tuple[int, int], tip: tuple[int, int]) -> str:
    """The three corners of an arrow's head, pointing down or to the right."""
    x, y = tip
    down = before[0] == x
    back = (
        [(x - 4, y - 7), (x + 4, y - 7)] if down else [(x - 7, y - 4), (x - 7, y + 4)]
    )
    return " ".join(f"{a},{b}" for a, b in (tip, *back))


def _printable(text: str) -> str:
    """XML has no place for control characters."""
    return "".join(each if each.isprintable() else " " for each in text)
