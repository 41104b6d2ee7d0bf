"""Puts together what organisations settle of how they work, and who is there."""

from dataclasses import dataclass

from adapters.settings import Settings
from casework.calendars import Calendars
from casework.changes import Changes
from casework.cover import Absences, Rota
from casework.organisation import Governance
from casework.organisation_plans import PlannedChanges
from casework.rulebooks import Rulebooks
from casework.teams import Teams
from domain.organisation import Collecting
from storage.store import Storehouse


@dataclass(frozen=True)
class OrganisationSide:
    """How organisations work, what was changed in that, and what is to begin."""

    absences: Absences
    rota: Rota
    teams: Teams
    calendars: Calendars
    rulebooks: Rulebooks
    governance: Governance
    planned: PlannedChanges
    changes: Changes


def organisation_side(storehouse: Storehouse, rulebooks: Rulebooks) -> OrganisationSide:
    return OrganisationSide(
        absences=Absences(storehouse),
        rota=Rota(storehouse),
        teams=Teams(storehouse, rulebooks),
        calendars=Calendars(storehouse),
        rulebooks=rulebooks,
        governance=Governance(storehouse, rulebooks),
        planned=PlannedChanges(storehouse),
        changes=Changes(storehouse),
    )


def usual_collecting(settings: Settings) -> Collecting:
    """For how long links work where an organisation has settled nothing."""
    return Collecting(
        settings.release_days,
        settings.release_reminder_days,
        settings.release_last_reminder_days,
    )
