"""Under which conditions something was shared, as those who approved it set them."""

from dataclasses import dataclass

from domain.acts import HANDLING
from domain.case import Case
from storage.store import Store


@dataclass(frozen=True)
class Conditions:
    """What the recipient is asked to do or not to do, and the ids of what stayed."""

    handling: str
    left_out: tuple[str, ...]


def conditions_of(store: Store, case: Case) -> Conditions:
    """The conditions of a case that was shared."""
    words = store.acts.words(case.reference, refused=False)
    signed = case.valid_approvals
    said = (words.get(each.act, {}).get(HANDLING, "") for each in signed)
    left_out = sorted({item for each in signed for item in each.left_out})
    return Conditions("\n".join(filter(None, said)), tuple(left_out))
