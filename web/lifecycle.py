"""The life of a request as a picture: its stages and the moves between them.

The moves are those of the domain, so the picture cannot be out of date. It is one
column from top to bottom: moves that skip a stage run along the left, moves back along
the right. This says where everything stands; `macros/lifecycle.html` draws it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.stages import NEXT_STAGES, STAGE_LABELS, Stage

WIDTH, BOX, LEFT, HEIGHT, GAP, TOP = 400, 268, 66, 90, 30, 8
LANE, NEAREST = 13, 6
HEAD, HALF_HEAD = 8, 5
HEAT = ("#ffffff", "#fff3d6", "#ffe0a3", "#ffc266", "#ff9d5c")
"""The longer half of them wait, the warmer; each is light enough for black letters."""

ORDER = tuple(STAGE_LABELS)

Point = tuple[int, int]


@dataclass(frozen=True)
class StageNote:
    """What is said in the box of a stage.

    Attributes:
        lines: words below its name.
        heat: how warm it is, from 0 to 4.
        href: where it leads; empty for nowhere.
        is_here: whether the case that is looked at is there.
        was_here: whether it has been there.
    """

    lines: tuple[str, ...] = ()
    heat: int = 0
    href: str = ""
    is_here: bool = False
    was_here: bool = False


@dataclass(frozen=True)
class Box:
    """A stage, how far down it stands, and its colour."""

    label: str
    top: int
    note: StageNote

    @property
    def colour(self) -> str:
        return HEAT[self.note.heat]


@dataclass(frozen=True)
class Arrow:
    """A move: a line through these points, and the corners of its head."""

    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        return _joined(self.points)

    @property
    def head(self) -> str:
        (was, _), (x, y) = self.points[-2:]
        if was == x:
            back = [(x - HALF_HEAD, y - HEAD), (x + HALF_HEAD, y - HEAD)]
        else:
            behind = x - HEAD if was < x else x + HEAD
            back = [(behind, y - HALF_HEAD), (behind, y + HALF_HEAD)]
        return _joined([(x, y), *back])


@dataclass(frozen=True)
class Lifecycle:
    """The whole picture, its title, and the same in words."""

    title: str
    about: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int = WIDTH
    height: int = TOP * 2 + len(ORDER) * HEIGHT + (len(ORDER) - 1) * GAP
    left: int = LEFT
    box_width: int = BOX
    box_height: int = HEIGHT


def draw(notes: Mapping[Stage, StageNote], title: str, about: str) -> Lifecycle:
    """The picture with what there is to say of each stage."""
    boxes = tuple(
        Box(STAGE_LABELS[stage], _top(number), notes.get(stage, StageNote()))
        for number, stage in enumerate(ORDER)
    )
    return Lifecycle(title, about, boxes, tuple(_arrows()))


def _arrows() -> Iterator[Arrow]:
    """Straight down to the next stage; around the sides to every other one."""
    moves = [
        (ORDER.index(stage), ORDER.index(after))
        for stage in ORDER
        for after in ORDER
        if after in NEXT_STAGES[stage]
    ]
    for a, b in moves:
        if b == a + 1:
            x = LEFT + BOX // 2
            yield Arrow(((x, _top(a) + HEIGHT), (x, _top(b))))
    yield from _beside([(a, b) for a, b in moves if b > a + 1], LEFT, -1)
    yield from _beside([(a, b) for a, b in moves if b < a], LEFT + BOX, 1)


def _beside(moves: Sequence[Point], edge: int, way: int) -> Iterator[Arrow]:
    """Moves that lead to the same stage share a lane, the longest outside."""
    targets = sorted({b for _, b in moves}, reverse=way > 0)
    for lane, target in enumerate(targets, 1):
        x = edge + way * (LANE * lane + NEAREST)
        end = _top(target) + HEIGHT // 2 - NEAREST * way
        for start in sorted(a for a, b in moves if b == target):
            begin = _top(start) + HEIGHT // 2 - way * (LANE * lane - 30)
            yield Arrow(((edge, begin), (x, begin), (x, end), (edge, end)))


def _top(number: int) -> int:
    return TOP + number * (HEIGHT + GAP)


def _joined(points: Sequence[Point]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
