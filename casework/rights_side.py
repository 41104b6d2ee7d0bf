"""Puts together what answers people who ask about what is kept of them."""

from dataclasses import dataclass

from casework.corrections import Corrections
from casework.packs import Packs
from casework.restrictions import Restrictions
from casework.rights import Rights
from casework.rights_view import RightsViews
from casework.rulebooks import Rulebooks
from storage.store import Storehouse


@dataclass(frozen=True)
class RightsSide:
    """What people ask about what is kept of them."""

    rights: Rights
    rights_views: RightsViews
    packs: Packs
    corrections: Corrections
    restrictions: Restrictions


def rights_side(storehouse: Storehouse, rulebooks: Rulebooks) -> RightsSide:
    return RightsSide(
        rights=Rights(storehouse),
        rights_views=RightsViews(storehouse),
        packs=Packs(storehouse, rulebooks),
        corrections=Corrections(storehouse),
        restrictions=Restrictions(storehouse),
    )
