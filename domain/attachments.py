"""Files that go with what is shared: described in plain words, bound by a digest."""

from dataclasses import dataclass, replace

from domain.errors import NotAccepted, Why

PREFIX = "file-"
"""What the id of every file begins with, so that it is told apart from an item's."""


@dataclass(frozen=True)
class Attachment:
    """One clean file, as the approval sees it.

    `label` is what its sender calls it, `name` the name that it came with, `sha256`
    the digest of the file once it was cleaned. `pages` counts those of a PDF;
    `pages_left_out` are numbered from 1, and are cut out before it leaves.
    """

    id: str
    label: str
    name: str
    media: str
    size: int
    sha256: str
    pages: int | None = None
    pages_left_out: tuple[int, ...] = ()
    left_out: bool = False

    @property
    def pages_going(self) -> int | None:
        """How many pages leave; nothing for a file that has none."""
        return None if self.pages is None else self.pages - len(self.pages_left_out)

    def with_pages_left_out(self, pages: tuple[int, ...]) -> "Attachment":
        """The same file less these pages.

        Raises:
            NotAccepted: it has no such page, or none would be left.
        """
        known = range(1, (self.pages or 0) + 1)
        if any(page not in known for page in pages):
            raise NotAccepted(Why.NO_SUCH_PAGE, about="pages_left_out")
        if pages and len(set(pages)) == self.pages:
            raise NotAccepted(Why.NO_PAGE_LEFT, about="pages_left_out")
        return replace(self, pages_left_out=tuple(sorted(set(pages))))


def is_file(id: str) -> bool:
    """Whether an id is a file's. In what is shared, both stand side by side."""
    return id.startswith(PREFIX)
